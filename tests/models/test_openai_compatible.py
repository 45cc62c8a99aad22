"""The client against the loopback server: what is sent, what comes back, what is tried again."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from preceptor.components import Settings, Tool
from preceptor.errors import BadInput, NotFound, ProviderError
from preceptor.models._address import split_url
from preceptor.records import Image, Message
from preceptor.roles import open_model

from loopback import CERTIFICATE, Server, serving

QUESTION = [Message(role="user", text="Which gland makes insulin?\nA. pancreas\nB. thyroid")]
SCHEMA = {"type": "object", "properties": {"organ": {"type": "string"}}, "required": ["organ"]}
CLOCK = Tool(
    name="pulse_rate",
    description="Return the pulse rate.",
    parameters={"type": "object", "properties": {"unit": {"type": "string"}}},
    function=lambda unit="": 72,
)


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    running.configure(
        latency_ms=0, faults={}, fault_attempts=0, script=[], answer="{letter}", record=True, reasoning="", hang_s=30,
        fingerprint_after=0,
    )  # fmt: skip
    running.reset()
    return running


def test_what_is_sent_is_what_was_asked(server: Server) -> None:
    reply = open_model(server.model)(QUESTION, temperature=0.3, max_tokens=9, seed=4)
    body = json.loads(server.requests()[-1]["body"])
    assert body["messages"] == [{"role": "user", "content": QUESTION[0].text}]
    assert (body["temperature"], body["max_tokens"], body["seed"], body["stream"]) == (0.3, 9, 4, False)
    assert reply.text in ("A", "B")
    assert reply.usage.input_tokens > 0
    assert reply.model
    assert reply.fingerprint
    assert reply.finish == "stop"


def test_what_is_not_asked_is_not_sent(server: Server) -> None:
    open_model(server.model)(QUESTION)
    body = json.loads(server.requests()[-1]["body"])
    assert set(body) == {"model", "messages", "stream"}


def test_images_travel_as_data_urls(server: Server) -> None:
    open_model(server.model)([Message(role="user", text="See", images=(Image(data=b"abc"),))])
    content = json.loads(server.requests()[-1]["body"])["messages"][0]["content"]
    assert content[1] == {"type": "image_url", "image_url": {"url": "data:image/png;base64,YWJj"}}


def test_tools_come_back_as_calls(server: Server) -> None:
    reply = open_model(server.model)([Message(role="user", text="Please use the tool.")], tools=[CLOCK])
    assert reply.finish == "tools"
    assert reply.calls[0].name == "pulse_rate"
    assert reply.calls[0].error is None


def test_a_schema_is_checked(server: Server) -> None:
    data = open_model(server.model)(QUESTION, schema=SCHEMA).data
    assert isinstance(data, dict)
    assert isinstance(data["organ"], str)
    server.configure(faults={"misfit": 1.0})
    reply = open_model(server.model)(QUESTION, schema=SCHEMA)
    assert reply.data is None
    assert "unexpected" in reply.text


def test_option_logprobs(server: Server) -> None:
    found = open_model(server.model)(QUESTION, logprobs=("A", "B")).logprobs
    assert found is not None
    assert set(found) <= {"A", "B"}
    assert all(value <= 0 for value in found.values())


def test_reasoning_is_kept_apart(server: Server) -> None:
    server.configure(reasoning="It is behind the stomach.")
    reply = open_model(server.model)(QUESTION)
    assert reply.reasoning == "It is behind the stomach."
    assert "stomach" not in reply.text
    server.configure(reasoning="", answer="<think>thyroid?</think>A")
    reply = open_model(server.model)(QUESTION)
    assert (reply.text, reply.reasoning) == ("A", "thyroid?")


@pytest.mark.parametrize("fault", ["429", "500", "503", "cut", "drop", "garbage", "html"])
def test_a_fault_is_retried_until_answered(server: Server, fault: str) -> None:
    server.configure(faults={fault: 1.0}, fault_attempts=1, retry_after=0.05)
    reply = open_model(server.model)(QUESTION)
    assert reply.text in ("A", "B")
    assert server.stats()["requests"] == 2


def test_retry_after_is_obeyed(server: Server) -> None:
    server.configure(faults={"429": 1.0}, fault_attempts=1, retry_after=1.0)
    started = time.monotonic()
    open_model(server.model)(QUESTION)
    assert time.monotonic() - started >= 1.0


def test_a_silent_service_times_out(server: Server) -> None:
    server.configure(faults={"hang": 1.0}, hang_s=30)
    with pytest.raises(ProviderError, match=r"sent no reply in 1 s"):
        open_model(server.model, Settings(timeout_s=1, retries=1))(QUESTION)
    assert server.stats()["requests"] == 2


@pytest.mark.parametrize("status", ["400", "401", "404", "422"])
def test_some_faults_are_final(server: Server, status: str) -> None:
    server.configure(faults={status: 1.0})
    with pytest.raises(ProviderError, match=f"answered {status}") as raised:
        open_model(server.model)(QUESTION)
    assert raised.value.status == int(status)
    assert server.stats()["requests"] == 1


def test_a_service_that_never_answers_is_told_soon() -> None:
    with pytest.raises(ProviderError, match="no connection to http://127"):
        open_model("http://127.0.0.1:9/v1/none", Settings(timeout_s=2))(QUESTION)


def test_a_web_page_is_no_reply(server: Server) -> None:
    server.configure(faults={"html": 1.0})
    with pytest.raises(ProviderError, match=r"answered a web page: .*is the base URL right"):
        open_model(server.model)(QUESTION)


def test_finish_is_kept(server: Server) -> None:
    for fault, finish in (("length", "length"), ("filtered", "filtered")):
        server.configure(faults={fault: 1.0})
        assert open_model(server.model)(QUESTION).finish == finish


def test_the_cache_serves_replies_and_never_failures(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "cache" / "requests.sqlite"
    settings = Settings(cache=str(path), retries=0)
    server.configure(faults={"500": 1.0})
    with pytest.raises(ProviderError):
        open_model(server.model, settings)(QUESTION)
    server.configure(faults={})
    model = open_model(server.model, settings)
    first = model(QUESTION)
    model._cache.flush()  # type: ignore[attr-defined]
    second = open_model(server.model, settings)(QUESTION)
    assert (second.text, second.usage.cached, second.usage.price_usd) == (first.text, 1, 0.0)
    assert server.stats()["requests"] == 2
    model(QUESTION, seed=1)
    assert server.stats()["requests"] == 3
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_failure_is_stored_as_a_failure(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "requests.sqlite"
    server.configure(faults={"500": 1.0})
    model = open_model(server.model, Settings(cache=str(path), retries=0))
    with pytest.raises(ProviderError):
        model(QUESTION)
    model._cache.flush()  # type: ignore[attr-defined]
    ((body, ok),) = sqlite3.connect(path).execute("SELECT body, ok FROM requests").fetchall()
    assert ok == 0
    assert b"answered 500" in body


def test_many_keeps_order_and_asks_at_once(server: Server) -> None:
    server.configure(latency_ms=100)
    asked = [[Message(role="user", text=f"number {number}\nA. one\nB. two")] for number in range(20)]
    model = open_model(server.model, Settings(concurrency=20))
    together = model.many(asked, seeds=list(range(20)))
    assert server.stats()["max_concurrent"] > 10  # all 20, but for a machine that stops for 0.1 s
    server.configure(latency_ms=0)
    assert [reply.text for reply in together] == [model(one, seed=n).text for n, one in enumerate(asked)]
    with pytest.raises(BadInput, match="3 seeds for 20"):
        model.many(asked, seeds=[1, 2, 3])


def test_concurrency_caps_requests_in_flight(server: Server) -> None:
    server.configure(latency_ms=20)
    model = open_model(server.model, Settings(concurrency=4))
    threads = [threading.Thread(target=lambda: model.many([QUESTION] * 5)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert server.stats()["requests"] == 30
    assert 1 < server.stats()["max_concurrent"] <= 4


def test_requests_per_minute_are_spaced(server: Server) -> None:
    model = open_model(server.model, Settings(requests_per_minute=600, concurrency=20))
    started = time.monotonic()
    model.many([QUESTION] * 25)
    assert time.monotonic() - started > 1.2  # ten a second, after a burst of a second's worth


def test_tokens_per_minute_count_what_was_used(server: Server) -> None:
    """A minute's worth may be used at once; what goes beyond waits, the reply's tokens included."""
    model = open_model(server.model, Settings(tokens_per_minute=120_000, concurrency=1))
    started = time.monotonic()
    used = 0
    while used < 122_000:
        used += model([Message(role="user", text="word " * 3000)]).usage.input_tokens
    model(QUESTION)
    assert time.monotonic() - started > (used - 120_000) / 2000 - 0.05


def test_keys_come_from_the_environment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match="set the environment variable OPENAI_API_KEY"):
        open_model("openai/gpt-5")
    with serving(key="sesame", record=True) as server:
        with pytest.raises(ProviderError, match="no key was sent; set PRECEPTOR_API_KEY"):
            open_model(server.model)(QUESTION)
        monkeypatch.setenv("MY_KEY", "sesame")
        model = open_model(server.model, Settings(options={"key_env": "MY_KEY"}))
        assert model(QUESTION).text
        assert "sesame" not in repr(vars(model))
        monkeypatch.setenv("OPENAI_API_KEY", "sesame")
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        assert open_model("openai/loopback")(QUESTION).text


def test_azure_style_endpoints(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match="AZURE_OPENAI_ENDPOINT"):
        open_model("azure/ward")
    with serving(key="sesame", record=True) as server:
        monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", server.root)
        monkeypatch.setenv("AZURE_OPENAI_API_KEY", "sesame")
        assert open_model("azure/ward", Settings(options={"api_version": "2025-01-01"}))(QUESTION).text
        sent = server.requests()[-1]
        assert sent["path"] == "/openai/deployments/ward/chat/completions"
        assert "api-version=2025-01-01" in str(sent["query"]) or sent["query"] == {
            "api-version": "2025-01-01"
        }


def test_a_private_authority_is_trusted_only_when_named() -> None:
    with serving(https=True) as server:
        with pytest.raises(ProviderError, match="for a private authority give ca_file"):
            open_model(server.model)(QUESTION)
        assert open_model(server.model, Settings(options={"ca_file": str(CERTIFICATE)}))(QUESTION).text
    with pytest.raises(BadInput, match="no readable certificate bundle"):
        open_model("https://127.0.0.1:1/v1/x", Settings(options={"ca_file": __file__}))(QUESTION)


def test_a_proxy_is_used_for_remote_hosts(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.root)
    monkeypatch.setenv("http_proxy", server.root)
    reply = open_model("http://model.invalid/v1/loopback", Settings(retries=0))(QUESTION)
    assert reply.text in ("A", "B")


def test_local_is_loopback_or_listed(server: Server) -> None:
    assert open_model(server.model).local
    assert not open_model("http://10.0.0.7/v1/x").local
    assert open_model("http://10.0.0.7/v1/x", Settings(local_hosts=("10.0.0.7",))).local


def test_names_are_checked() -> None:
    with pytest.raises(NotFound, match=r"no model provider 'openia' .*near: openai"):
        open_model("openia/gpt-5")
    with pytest.raises(BadInput, match="names no model"):
        open_model("http://127.0.0.1:8000/v1/")


@pytest.mark.parametrize(
    "name",
    ["openai", "openai/", "azure", "azure/", "http://127.0.0.1:1", "http://host/v1", "http://host/api/", "http:///v1/m",
     "http://host/v1/m/", "http://host/v1//m", "http://[::1/v1/m", "http://[host]/v1/m", "http://ho st/v1/m",
     "http://host:port/v1/m", "http://host:99999/v1/m", "http://host/v1/m?key=x", "http:", "http:/host/v1/m"],
)  # fmt: skip
def test_a_name_without_host_or_model_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sesame")
    with pytest.raises(BadInput, match=r"MODEL|query"):
        open_model(name)


@pytest.mark.parametrize(
    ("url", "split"),
    [
        ("http://[::1]:8000/v1/m", ("http://[::1]:8000/v1", "m")),
        ("http://host:8000/api/m", ("http://host:8000/api", "m")),
        ("https://host/v1/org/m", ("https://host/v1", "org/m")),
        ("http://host/proxy/v1/m", ("http://host/proxy/v1", "m")),
        ("http://host/v1/v1", ("http://host/v1", "v1")),
    ],
)
def test_a_models_url_is_split(url: str, split: tuple[str, str]) -> None:
    assert split_url(url) == split
    assert open_model(url).local == ("::1" in url)


def test_a_password_in_a_url_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sesame")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://user:s3cret@host/v1")
    for name in ("http://user:s3cret@host/v1/m", "http://s3cret@host/v1/m", "openai/m"):
        with pytest.raises(BadInput, match="put the key in PRECEPTOR_API_KEY") as raised:
            open_model(name)
        assert "s3cret" not in str(raised.value)


@pytest.mark.parametrize(
    "model", ["http://127.0.0.1:1/v1/m", "recorded/none", pytest.param("local/none", marks=pytest.mark.local)]
)
def test_unknown_options_are_refused(model: str) -> None:
    with pytest.raises(BadInput, match=r"no model option 'ca_flie'.*near: ca_file"):
        open_model(model, Settings(options={"ca_flie": "x"}))
    for options in ({"api_key": "sk-LEAK"}, {"key_env": "sk-LEAK"}, {"header_x": "sk-LEAK\r\nb: c"}):
        with pytest.raises(BadInput) as raised:
            open_model(model, Settings(options=options))
        assert "sk-LEAK" not in str(raised.value)


class Told:
    """A server of a few lines that gives out given replies in turn, the last one for good."""

    def __init__(self, *replies: tuple[int, str]) -> None:
        self.asked = 0
        told = self

        class Answering(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                status, body = replies[min(told.asked, len(replies) - 1)]
                told.asked += 1
                self.send_response(status)
                content = body.replace("KEY", self.headers.get("Authorization", "")).encode()
                content = content.replace(b"TOKEN", self.headers.get("x-token", "").encode())
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.model = f"http://127.0.0.1:{self._server.server_port}/v1/told"

    def __enter__(self) -> "Told":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}).start()
        return self

    def __exit__(self, *fault: object) -> None:
        self._server.shutdown()
        self._server.server_close()


GOOD = '{"choices":[{"message":{"content":"A"},"finish_reason":"stop"}],"usage":%s}'
NO_CHAT = ['{"error":{"message":"busy"}}', "[]", "null", '{"choices":[]}', '{"choices":[{"message":"A"}]}',
           '{"choices":[{"message":{"tool_calls":[1]}}]}']  # fmt: skip


@pytest.mark.parametrize("body", NO_CHAT)
def test_json_that_is_no_reply_is_asked_again(body: str) -> None:
    with Told((200, body), (200, GOOD % "{}")) as server:
        assert open_model(server.model)(QUESTION).text == "A"
        assert server.asked == 2
    with Told((200, body)) as server:
        with pytest.raises(ProviderError, match=r"answered (no chat|tool calls)") as raised:
            open_model(server.model, Settings(retries=0))(QUESTION)
        assert raised.value.retryable


@pytest.mark.parametrize(
    "usage", ['{"prompt_tokens":"12x","completion_tokens":3,"total_tokens":"z"}', '"many"', "[1]",
              '{"prompt_tokens":[],"completion_tokens":"3","completion_tokens_details":[]}', "null"],
)  # fmt: skip
def test_usage_that_is_no_number_is_left_out(usage: str) -> None:
    with Told((200, GOOD % usage)) as server:
        found = open_model(server.model)(QUESTION).usage
    assert (found.requests, found.input_tokens) == (1, 0)
    assert found.output_tokens == (3 if "3" in usage else 0)


def test_logprobs_of_another_form_are_left_out() -> None:
    body = '{"choices":[{"message":{"content":"A"},"logprobs":{"content":[{"token":"A","logprob":"x"}]}}]}'
    with Told((200, body)) as server:
        assert open_model(server.model)(QUESTION, logprobs=("A", "B")).logprobs == {}


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (401, '{"error":{"message":"Incorrect API key: KEY, TOKEN"}}'),
        (401, "x" * 180 + "KEY"),
        (503, "KEY"),
        (200, "KEY"),
        (200, '{"error":{"message":"KEY TOKEN"}}'),
    ],
)
def test_keys_never_stand_in_messages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, status: int, body: str
) -> None:
    key, token = "sk-sesame-0123456789-abcdef", "tok-0123456789"
    monkeypatch.setenv("PRECEPTOR_API_KEY", key + "\n")
    cache = tmp_path / "requests.sqlite"
    settings = Settings(retries=0, cache=str(cache), options={"header_x-token": token})
    with Told((status, body)) as server:
        model = open_model(server.model, settings)
        with pytest.raises(ProviderError, match=f"answered.*{'key' if status != 200 else ''}") as raised:
            model(QUESTION)
    model._cache.close()  # type: ignore[attr-defined]
    stored = str(sqlite3.connect(cache).execute("SELECT body FROM requests").fetchall())
    for shown in (str(raised.value), repr(raised.value), stored, repr(model._service)):  # type: ignore[attr-defined]
        assert key[:8] not in shown
        assert token not in shown


def test_no_proxy_sees_what_goes_to_a_listed_host(monkeypatch: pytest.MonkeyPatch) -> None:
    with Told((200, GOOD % "{}")) as proxy:
        root = proxy.model.removesuffix("/v1/told")
        monkeypatch.setenv("HTTP_PROXY", root)
        monkeypatch.setenv("http_proxy", root)
        model = open_model("http://Ward.invalid/v1/m", Settings(retries=0, local_hosts=("ward.INVALID",)))
        assert model.local
        with pytest.raises(ProviderError, match="no connection to"):
            model(QUESTION)
        assert proxy.asked == 0


def test_a_damaged_cache_is_a_miss(server: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    settings = Settings(cache=str(tmp_path / "requests.sqlite"), retries=0)
    model = open_model(server.model, settings)
    model(QUESTION)
    cache = model._cache  # type: ignore[attr-defined]
    cache.flush()
    other = sqlite3.connect(tmp_path / "requests.sqlite")
    other.execute("UPDATE requests SET body=x'00'")
    other.commit()
    assert model(QUESTION).usage.cached == 0  # a body that is no JSON
    other.execute("DROP TABLE requests")
    other.commit()
    other.close()
    for _ in range(3):
        assert model(QUESTION).text in ("A", "B")
        cache.flush()
    said = [record.message for record in caplog.records if f"request cache {tmp_path}" in record.message]
    assert len(said) == 2
    assert "cannot be read" in said[0]
    assert "cannot be written" in said[1]


def test_a_damaged_page_of_the_cache_is_a_miss(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "requests.sqlite"
    settings = Settings(cache=str(path), retries=0)
    model = open_model(server.model, settings)
    for seed in range(40):
        model(QUESTION, seed=seed)
    model._cache.close()  # type: ignore[attr-defined]
    model._cache._reader.close()  # type: ignore[attr-defined]
    content = path.read_bytes()
    assert len(content) > 3 * 4096
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    assert open_model(server.model, settings)(QUESTION, seed=3).usage.cached == 0


def test_plugin_provider() -> None:
    assert open_model("examples/parrot/hello")(QUESTION).text == "hello"


def test_the_process_ends_quietly(server: Server) -> None:
    script = (
        "from preceptor.roles import open_model\nfrom preceptor.records import Message\n"
        f"print(open_model({server.model!r})([Message(role='user', text='hello')]).finish)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=os.environ)
    assert (done.stdout, done.stderr) == ("stop\n", "")


def test_embeddings(server: Server) -> None:
    one, two = open_model(server.model).embed(["liver", "heart"])
    assert len(one) == len(two) > 1


def test_prices(server: Server, tmp_path: Path) -> None:
    table = tmp_path / "prices.csv"
    table.write_text("model,input_usd_per_million,output_usd_per_million\nloop*,2,10\n")
    usage = open_model(server.model, Settings(prices=str(table)))(QUESTION).usage
    assert usage.price_usd == pytest.approx((usage.input_tokens * 2 + usage.output_tokens * 10) / 1e6)
    assert open_model(server.model)(QUESTION).usage.price_usd is None
    table = tmp_path / "wrong.csv"
    table.write_text("model,price\nx,1\n")
    with pytest.raises(BadInput, match="line 1: needs columns"):
        open_model(server.model, Settings(prices=str(table)))(QUESTION)
