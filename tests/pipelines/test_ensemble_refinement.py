"""Attempts first, then answers that have read them, then the vote."""

import pytest

from preceptor import catalog
from preceptor.errors import BadInput, ProviderError
from preceptor.pipelines.ensemble_refinement import ATTEMPTS
from preceptor.records import Reply


def refined(name: str):
    return catalog.load("pipelines", f"ensemble_refinement({name})").answer


def staged(first: str, second: str):
    """Reply by stage and seed: one mark for each sample."""

    def script(asked) -> Reply:
        stage = second if ATTEMPTS in asked.last else first
        mark = stage[asked.seed]
        return Reply(
            text=f"Thought {mark}{asked.seed}.\nAnswer: {mark}", finish="length" if mark == "x" else "stop"
        )

    return script


def test_the_refinements_decide(cases, scripted) -> None:
    model = scripted(staged("AAAB", "BBA"))
    answer = refined("k=4,refinements=3")(*cases["choice"], model)
    assert (answer.choice, answer.confidence, answer.text) == (
        "B",
        pytest.approx(2 / 3),
        "Thought B0.\nAnswer: B",
    )
    assert answer.data == {"votes": {"B": 2, "A": 1}, "tie": False}
    first, second = model.asked[:4], model.asked[4:]
    assert len(second) == 3
    assert all(f"Attempt {place}:\n{text}" in second[0].last for place, text in enumerate(
        ["Thought A0.", "Thought A1.", "Thought A2.", "Thought B3."], 1))  # fmt: skip
    assert {asked.temperature for asked in first + second} == {0.7}
    assert all(asked.parallel for asked in first + second)


def test_cut_attempts_are_left_out(cases, scripted) -> None:
    model = scripted(staged("xA", "A"))
    assert refined("k=2,refinements=1")(*cases["choice"], model).choice == "A"
    assert "Thought x0" not in model.asked[-1].last


def test_all_attempts_cut_is_cut(cases, scripted) -> None:
    model = scripted(staged("xx", ""))
    assert refined("k=2,refinements=5")(*cases["choice"], model).finish == "length"
    assert len(model.asked) == 2


def test_calls_are_the_published_44() -> None:
    assert catalog.load("pipelines", "ensemble_refinement").calls == 44


@pytest.mark.parametrize("said", ["", "I cannot help with that.", "\x00§§ 1. )("])
def test_every_kind_survives_rubbish(cases, scripted, said) -> None:
    for case, tools in cases.values():
        assert refined("of=direct,k=2,refinements=2")(case, tools, scripted(said)).text == said


def test_failures_pass_through(cases, scripted) -> None:
    def failing(asked) -> str:
        if ATTEMPTS in asked.last:
            raise ProviderError("503", status=503)
        return "Answer: A"

    with pytest.raises(ProviderError):
        refined("k=2,refinements=2")(*cases["choice"], scripted(failing))


def test_numbers_of_samples_must_be_positive() -> None:
    with pytest.raises(BadInput, match="refinements=0"):
        catalog.load("pipelines", "ensemble_refinement(refinements=0)")
