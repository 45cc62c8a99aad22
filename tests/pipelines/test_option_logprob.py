"""The likeliest letter, and how likely."""

from math import inf, log, nan

import pytest

from preceptor import catalog
from preceptor.errors import BadInput
from preceptor.pipelines.option_logprob import shares
from preceptor.records import Answer, Reply


@pytest.fixture
def answer():
    return catalog.load("pipelines", "option_logprob").answer


def test_probabilities_are_renormalised_over_the_options(answer, cases, scripted) -> None:
    given = {"A": log(0.1), "B": log(0.3), "Z": log(0.5)}
    model = scripted([Reply(text="B", logprobs=given, finish="length")])
    found = answer(*cases["choice"], model)
    assert (found.choice, found.confidence, found.finish) == ("B", pytest.approx(0.75), "stop")
    assert found.data == {"probabilities": pytest.approx({"A": 0.25, "B": 0.75, "C": 0.0, "D": 0.0})}
    assert (model.asked[0].logprobs, model.asked[0].max_tokens) == (("A", "B", "C", "D"), 1)


def test_shares_stand_extremes() -> None:
    assert shares({"A": -2000.0, "B": -2000.0}, ("A", "B")) == {"A": 0.5, "B": 0.5}
    assert shares({"A": -inf, "B": nan}, ("A", "B")) == {}
    assert shares({"A": 0.0, "B": -9999.0}, ("A", "B")) == {"A": 1.0, "B": 0.0}


def test_an_endpoint_without_logprobs_is_named(answer, cases, scripted) -> None:
    with pytest.raises(BadInput, match="scripted/test gave no log-probabilities"):
        answer(*cases["choice"], scripted("B"))


def test_no_letter_among_the_likeliest_is_no_answer(answer, cases, scripted) -> None:
    model = scripted([Reply(text="The", logprobs={}, finish="length")])
    assert answer(*cases["choice"], model) == Answer(text="The")


def test_a_withheld_reply_says_so(answer, cases, scripted) -> None:
    assert answer(*cases["choice"], scripted([Reply(finish="filtered")])).finish == "filtered"


def test_other_kinds_are_asked_directly(answer, cases, scripted) -> None:
    for name, (case, tools) in cases.items():
        if name != "choice":
            assert answer(case, tools, scripted("16")).text == "16"
