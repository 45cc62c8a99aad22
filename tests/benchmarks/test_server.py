"""The loopback server does what tests of a client rely on."""

import http.client
import json
import ssl
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from loopback import CERTIFICATE, Server, serving

QUESTION = "Which is it?\n\nA. one\nB. two\nC. three\nD. four\n\nAnswer with the letter."
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@pytest.fixture(scope="module")
def server():
    with serving() as running:
        yield running


@pytest.fixture(autouse=True)
def _fresh(server: Server) -> None:
    server.reset()


def post(url: str, body: dict, headers: dict[str, str] | None = None) -> dict:
    request = urllib.request.Request(url, json.dumps(body).encode(), headers or {})
    with DIRECT.open(request, timeout=60) as reply:
        return json.load(reply)


def ask(server: Server, text: str = QUESTION, headers: dict[str, str] | None = None, **options) -> dict:
    body = {"model": "loopback", "messages": [{"role": "user", "content": text}], **options}
    return post(server.url + "/chat/completions", body, headers)


def text_of(reply: dict) -> str:
    return reply["choices"][0]["message"]["content"]


def status_of(call, *given, **options) -> tuple[int, dict[str, str]]:
    with pytest.raises(urllib.error.HTTPError) as caught:
        call(*given, **options)
    with caught.value as error:
        return error.code, dict(error.headers)


def test_answers_an_option_letter_that_depends_on_the_prompt_alone(server):
    first = ask(server)
    assert text_of(first) in "ABCD"
    assert text_of(ask(server)) == text_of(first)
    letters = {text_of(ask(server, f"{number}: {QUESTION}")) for number in range(40)}
    assert letters == set("ABCD")
    assert first["usage"]["total_tokens"] > 10


def test_the_seed_changes_the_answer(server):
    assert len({text_of(ask(server, seed=seed)) for seed in range(20)}) > 1


def test_scripts_and_headers_set_the_answer():
    with serving(script=["first", "second"]) as server:
        assert [text_of(ask(server)) for _ in range(2)] == ["first", "second"]
        assert text_of(ask(server)) in "ABCD"
        assert text_of(ask(server, headers={"x-answer": "mine"})) == "mine"


def test_counts_requests_per_prompt_and_at_once():
    with serving(latency_ms=100) as server, ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: ask(server, f"question {number % 4}"), range(8)))
        stats = server.stats()
        assert stats["requests"] == stats["replies"] == 8
        assert stats["distinct_prompts"] == 4
        assert set(stats["prompts"].values()) == {2}
        assert 2 <= stats["max_concurrent"] <= 8
        server.reset()
        assert server.stats()["requests"] == 0


def test_latency(server):
    with serving(latency_ms=150) as slow:
        started = time.perf_counter()
        ask(slow)
        assert time.perf_counter() - started >= 0.15


@pytest.mark.parametrize(("fault", "status"), [("429", 429), ("500", 500), ("503", 503)])
def test_status_faults(fault, status):
    with serving(faults={fault: 1.0}, fault_attempts=1, retry_after="0.2") as server:
        found, headers = status_of(ask, server)
        assert found == status
        assert headers.get("Retry-After") == (None if status == 500 else "0.2")
        assert text_of(ask(server)) in "ABCD"
        stats = server.stats()
        assert (stats["requests"], stats["replies"], stats["faults"]) == (2, 1, {fault: 1})


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("cut", http.client.IncompleteRead),
        ("drop", (ConnectionError, urllib.error.URLError)),
        ("garbage", ValueError),
        ("html", ValueError),
        ("hang", (ConnectionError, TimeoutError, urllib.error.URLError)),
    ],
)
def test_broken_replies(fault, error):
    with serving(faults={fault: 1.0}, hang_s=0.2) as server, pytest.raises(error):
        ask(server)


def test_withheld_and_truncated_replies():
    with serving(faults={"filtered": 1.0}) as server:
        assert ask(server)["choices"][0]["finish_reason"] == "content_filter"
        server.configure(faults={"length": 1.0})
        assert ask(server)["choices"][0]["finish_reason"] == "length"
        server.configure(faults={"empty": 1.0})
        assert text_of(ask(server)) == ""


def test_faults_are_the_same_in_every_run_of_a_seed():
    def failed(seed: int) -> list[int]:
        with serving(faults={"filtered": 0.3}, seed=seed) as server:
            replies = [ask(server, f"question {number}") for number in range(60)]
        return [
            number for number, reply in enumerate(replies) if reply["choices"][0]["finish_reason"] != "stop"
        ]

    assert failed(1) == failed(1) != failed(2)
    assert 8 <= len(failed(1)) <= 30


def test_logprobs_cover_the_options(server):
    reply = ask(server, logprobs=True, top_logprobs=4)
    first = reply["choices"][0]["logprobs"]["content"][0]
    assert {entry["token"] for entry in first["top_logprobs"]} == set("ABCD")
    assert first["top_logprobs"][0]["token"] == text_of(reply)
    assert "logprobs" not in ask(server)["choices"][0]


def test_tool_is_called_once_when_the_prompt_asks_for_it(server):
    parameters = {"type": "object", "properties": {"sodium": {"type": "number", "minimum": 90}}}
    tools = [{"type": "function", "function": {"name": "gap", "parameters": parameters}}]
    reply = ask(server, "Please use the tool.", tools=tools)
    call = reply["choices"][0]["message"]["tool_calls"][0]
    assert reply["choices"][0]["finish_reason"] == "tool_calls"
    assert call["function"]["name"] == "gap"
    assert json.loads(call["function"]["arguments"])["sodium"] >= 90
    messages = [
        {"role": "user", "content": "Please use the tool."},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": call["id"], "content": "12"},
    ]
    after = post(server.url + "/chat/completions", {"model": "m", "messages": messages, "tools": tools})
    assert after["choices"][0]["finish_reason"] == "stop"
    assert ask(server, tools=tools)["choices"][0]["finish_reason"] == "stop"


def test_schema_is_met_unless_the_fault_says_otherwise():
    schema = {
        "type": "object",
        "properties": {
            "choice": {"enum": ["A", "B", "C", "D"]},
            "confidence": {"type": "number", "minimum": 0, "maximum": 1},
            "findings": {"type": "array", "items": {"$ref": "#/$defs/finding"}},
        },
        "$defs": {"finding": {"type": "object", "properties": {"name": {"type": "string"}}}},
    }
    wanted = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
    with serving() as server:
        found = json.loads(text_of(ask(server, response_format=wanted)))
        assert found["choice"] in "ABCD"
        assert 0 <= found["confidence"] <= 1
        assert found["findings"][0].keys() == {"name"}
        server.configure(faults={"misfit": 1.0})
        assert json.loads(text_of(ask(server, response_format=wanted))).keys() == {"unexpected"}


def test_reasoning_served_name_and_fingerprint():
    with serving(reasoning="Let me think.", served_model="loopback-2", fingerprint_after=2) as server:
        replies = [ask(server) for _ in range(3)]
    assert replies[0]["choices"][0]["message"]["reasoning_content"] == "Let me think."
    assert replies[0]["usage"]["completion_tokens_details"]["reasoning_tokens"] > 0
    assert [reply["system_fingerprint"] for reply in replies] == ["fp_1", "fp_1", "fp_2"]
    assert replies[0]["model"] == "loopback-2"


def test_pictures_are_accepted(server):
    parts = [
        {"type": "text", "text": "Look."},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}},
    ]
    post(server.url + "/chat/completions", {"model": "m", "messages": [{"role": "user", "content": parts}]})
    assert server.stats()["images"] == 1


def test_keys_and_azure_paths():
    body = {"messages": [{"role": "user", "content": QUESTION}]}
    with serving(key="secret", record=True) as server:
        assert status_of(ask, server)[0] == 401
        assert text_of(ask(server, headers={"Authorization": "Bearer secret"})) in "ABCD"
        azure = f"{server.root}/openai/deployments/mine/chat/completions"
        assert status_of(post, f"{azure}?api-version=1", body)[0] == 401
        assert status_of(post, azure, body, {"api-key": "secret"})[0] == 404
        assert text_of(post(f"{azure}?api-version=1", body, {"api-key": "secret"})) in "ABCD"
        assert server.requests()[-1]["headers"]["api-key"] == "secret"
        assert server.stats()["unauthorized"] == 2


def test_embeddings_of_texts_that_share_words_are_near(server):
    rows = post(
        server.url + "/embeddings", {"model": "m", "input": ["low sodium", "sodium is low", "fracture"]}
    )["data"]
    first, second, third = (row["embedding"] for row in rows)
    assert sum(x * y for x, y in zip(first, second, strict=True)) > sum(
        x * y for x, y in zip(first, third, strict=True)
    )


def test_stands_as_a_proxy(server):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": server.root}))
    body = json.dumps({"model": "m", "messages": [{"role": "user", "content": "hi"}]}).encode()
    with opener.open("http://model.invalid/v1/chat/completions", body, timeout=60) as reply:
        assert json.load(reply)["choices"]
    assert server.stats()["proxied"] == 1


def test_https_with_its_own_authority():
    with serving(https=True) as server:
        trusting = ssl.create_default_context(cafile=CERTIFICATE)
        body = json.dumps({"model": "m", "messages": [{"role": "user", "content": "hi"}]}).encode()
        with urllib.request.urlopen(server.url + "/chat/completions", body, context=trusting) as reply:
            assert json.load(reply)["choices"]
        with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
            urllib.request.urlopen(server.url + "/models")


def test_bad_requests_and_settings_are_refused(server):
    assert status_of(post, server.url + "/chat/completions", {"model": "m"})[0] == 400
    assert status_of(post, server.url + "/nothing", {})[0] == 404
    assert status_of(ask, server, stream=True)[0] == 400
    with pytest.raises(urllib.error.HTTPError) as caught:
        server.configure(faults={"429": 2.0})
    caught.value.close()
