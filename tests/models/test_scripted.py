"""Scripted models: each script, the shape, embeddings, and what must not be imported."""

import subprocess
import sys
from math import exp, isclose, sqrt

import pytest

from preceptor.components import Model, Settings
from preceptor.errors import BadInput, NotFound, ProviderError
from preceptor.models._wire import request_hash
from preceptor.models.scripted import MODEL, RUBBISH, SCRIPTS, model_from
from preceptor.records import Message, Reply

QUESTION = Message(role="user", text="Which organ makes bile?\n\nB. kidney\nC. liver\nD. spleen")
OPEN = Message(role="user", text="What makes bile?")


def _model(name: str) -> Model:
    return MODEL.open(name, Settings())


@pytest.mark.parametrize(
    ("name", "text", "finish"),
    [
        ("first_option", "B", "stop"),
        ("echo", QUESTION.text, "stop"),
        ("refuses", "I'm sorry, but I can't help with that. Please ask a physician.", "stop"),
        ("truncates", "Let me go through the options one by one. First,", "length"),
    ],
)
def test_each_script_says_its_line(name, text, finish) -> None:
    reply = _model(name)([QUESTION])
    assert (reply.text, reply.finish, reply.model) == (text, finish, f"scripted/{name}")
    assert reply.usage.requests == 1
    assert reply.usage.input_tokens == len(QUESTION.text.split())


def test_random_option_is_drawn_from_question_and_seed() -> None:
    model = _model("random_option")
    drawn = [model([QUESTION], seed=seed).text for seed in range(200)]
    assert drawn == [model([QUESTION], seed=seed).text for seed in range(200)]
    assert all(drawn.count(letter) > 40 for letter in "BCD")


def test_rubbish_is_the_same_for_the_same_request() -> None:
    said = [_model("rubbish")([QUESTION], seed=seed).text for seed in range(100)]
    assert set(said) == set(RUBBISH)
    assert said == [_model("rubbish")([QUESTION], seed=seed).text for seed in range(100)]


@pytest.mark.parametrize("name", ["first_option", "random_option"])
def test_open_questions_get_no_letter(name) -> None:
    assert _model(name)([OPEN]).text == "No option is shown."
    assert _model(name)([OPEN], logprobs=["A"]).logprobs is None


def test_logprobs_are_those_of_the_choice() -> None:
    found = _model("first_option")([QUESTION], logprobs=["B", "C", "D"]).logprobs
    assert found is not None
    assert max(found, key=found.__getitem__) == "B"
    assert isclose(sum(map(exp, found.values())), 1)
    assert _model("first_option")([QUESTION], logprobs=["B"]).logprobs == {"B": 0.0}
    assert _model("first_option")([QUESTION]).logprobs is None


def test_error_fails_like_a_service() -> None:
    with pytest.raises(ProviderError) as caught:
        _model("error")([QUESTION])
    assert (caught.value.status, caught.value.retryable) == (503, False)
    with pytest.raises(ProviderError):
        _model("error").many([[QUESTION]])


def test_unknown_scripts_are_named() -> None:
    with pytest.raises(NotFound, match=r"scripted/first_opton.*near: first_option"):
        _model("first_opton")
    assert set(SCRIPTS) == {
        "first_option", "random_option", "echo", "rubbish", "refuses", "truncates", "error",
    }  # fmt: skip


def test_a_function_is_asked_with_every_option() -> None:
    seen = {}

    def function(messages, *, temperature, max_tokens, schema, tools, logprobs, seed):
        seen.update(temperature=temperature, max_tokens=max_tokens, logprobs=logprobs, seed=seed)
        return Reply(text=messages[-1].text.upper(), finish="length")

    model = model_from(function, "scripted/loud")
    reply = model([OPEN], temperature=0.5, max_tokens=7, logprobs=["A"], seed=3)
    assert seen == {"temperature": 0.5, "max_tokens": 7, "logprobs": ["A"], "seed": 3}
    assert (reply.text, reply.finish, model.name, model.local) == (
        "WHAT MAKES BILE?",
        "length",
        "scripted/loud",
        True,
    )
    assert reply.request == request_hash([OPEN], temperature=0.5, max_tokens=7, logprobs=["A"], seed=3)


def test_json_is_data_only_where_it_fits() -> None:
    schema = {"type": "object", "properties": {"met": {"type": "boolean"}}, "required": ["met"]}
    for text, data in [('{"met": true}', {"met": True}), ('{"met": 1}', None), ("no", None)]:
        assert model_from(lambda messages, **options: text)([OPEN], schema=schema).data == data  # noqa: B023
    assert model_from(lambda messages, **options: '{"met": true}')([OPEN]).data is None


def test_many_keeps_the_order_and_gives_each_its_seed() -> None:
    model = model_from(lambda messages, **options: f"{messages[0].text} {options['seed']}")
    asked = [[Message(role="user", text=word)] for word in ("a", "b", "c")]
    assert [reply.text for reply in model.many(asked, seeds=[3, 1, 2])] == ["a 3", "b 1", "c 2"]
    assert [reply.text for reply in model.many(asked)] == ["a None", "b None", "c None"]
    with pytest.raises(BadInput, match="1 seeds for 3 conversations"):
        model.many(asked, seeds=[1])


def test_embeddings_are_near_where_words_are_shared() -> None:
    one, same, near, far, empty = _model("echo").embed(
        ["bile from the liver", "the liver, from BILE", "the liver", "sodium chloride", ""]
    )

    def product(left, right):
        return sum(a * b for a, b in zip(left, right, strict=True))

    assert one == same
    assert len(one) == 64
    assert isclose(sqrt(product(one, one)), 1)
    assert product(one, near) > 0.5 > product(one, far)
    assert set(empty) == {0.0}


def test_nothing_heavy_is_imported() -> None:
    code = "import sys, preceptor.models.scripted; print({'numpy', 'aiohttp', 'torch'} & set(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "set()"
