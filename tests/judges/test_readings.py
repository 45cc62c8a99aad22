"""Reasoning, claims, statements, questions and pairs: planted faults give the values computed by hand."""

import json
import re
from collections.abc import Callable, Sequence

import pytest

from preceptor.components import Model
from preceptor.errors import BadInput, ProviderError
from preceptor.judges import (
    compared,
    cross_examined,
    graded_claims,
    graded_reasoning,
    recall_of_statements,
    same_diagnosis,
    win_share,
)
from preceptor.models.scripted import model_from
from preceptor.records import Message, Verdict
from preceptor.scoring.claims import claims_score
from preceptor.scoring.cross_examination import examination_score
from preceptor.scoring.reasoning import Step, reasoning_score, split_steps
from preceptor.scoring.rubric import read_rubric


def model(say: Callable[[str], object]) -> Model:
    def reply(messages: Sequence[Message]) -> str:
        said = say(messages[-1].text)
        return said if isinstance(said, str) else json.dumps(said)

    return model_from(lambda messages, **_: reply(messages), "scripted/reader")


def met(found: bool) -> dict[str, str]:
    return {"reason": "", "quote": "", "finding": "met" if found else "not met"}


def between(text: str, name: str) -> str:
    found = re.search(rf"\[{name} \w+\]\n(.*?)\n\[end of {name}", text, re.DOTALL)
    return found[1] if found else ""


REASONING = """1. The patient has fever and a stiff neck.
2. Fever with a stiff neck points to meningitis.
3. As said, this points to meningitis.
4. A stiff neck rules out a bleed.
5. So a lumbar puncture is needed at once."""
REFERENCE = ["Meningitis is suspected.", "A lumbar puncture is needed.", "Antibiotics must not wait."]


def reader(text: str) -> object:
    if "Say what the step does" in text:
        step = between(text, "text")
        kind = "citation" if "patient has" in step else "repeat" if "As said" in step else "reasoning"
        return {"reason": "", "kind": kind}
    if "medically right" in text:
        return met("rules out a bleed" not in between(text, "answer"))
    return met("Antibiotics" not in text.rpartition("Criterion:")[2])


def test_planted_repeats_false_and_missing_steps_give_the_values_of_hand() -> None:
    """5 steps: 1 citation, 1 repeat, 3 reasoning of which 1 is false; 2 of 3 reference steps: 3/5, 2/3, 2/3."""
    score = graded_reasoning("Fever, stiff neck.", REASONING, REFERENCE, "", model(reader))
    assert score.parts == {
        "steps": 5.0, "efficiency": 3 / 5, "factuality": 2 / 3, "completeness": 2 / 3,
    }  # fmt: skip
    assert score.value == pytest.approx((3 / 5 + 2 / 3 + 2 / 3) / 3)
    assert score.low == score.value == score.high


def test_unsettled_steps_widen_every_measure_they_could_change() -> None:
    def forgetful(text: str) -> object:
        return "?" if "Say what the step does" in text and "lumbar" in between(text, "text") else reader(text)

    score = graded_reasoning("Fever, stiff neck.", REASONING, REFERENCE, "", model(forgetful))
    assert score.parts["efficiency"] == 2 / 4
    whole = graded_reasoning("Fever, stiff neck.", REASONING, REFERENCE, "", model(reader))
    assert score.low < (whole.value or 0) < score.high or score.high == pytest.approx(whole.value)
    assert score.flags == {"judge_failed": True}
    assert reasoning_score([], []).parts["efficiency"] == 0.0
    open_kind = reasoning_score(
        [Step(text="a", kind=None), Step(text="b", kind="reasoning", holds=True)], [True]
    )
    assert (open_kind.low, open_kind.high) == (pytest.approx((0.5 + 0.5 + 1) / 3), 1.0)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("First this.\n\nThen that.", ["First this.", "Then that."]),
        ("Step 1: look\nmore\nStep 2: act", ["look more", "act"]),
        ("- one thing\n- two things", ["one thing", "two things"]),
        ("It is this. It is that!", ["It is this.", "It is that!"]),
        ("", []),
    ],
)
def test_steps(text: str, steps: list[str]) -> None:
    assert split_steps(text) == steps


def test_statements_recalled() -> None:
    judge = model(lambda text: met("calcium" in text.rpartition("Criterion:")[2]))
    score = recall_of_statements(
        ["High calcium explains thirst.", "The neck mass is a parathyroid."], "trace", judge
    )
    assert score.value == 0.5
    assert recall_of_statements(["x"], " ", judge).value == 0.0


def test_claims_by_hand() -> None:
    def say(text: str) -> object:
        if "List every claim" in text:
            return {
                "claims": ["rest", "ice", "fly"] if "answer" in text else ["rest", "ice", "raise", "wrap"]
            }
        return met(text.rpartition("Criterion:")[2].split(":")[1].split()[0] in ("rest", "ice"))

    score = graded_claims("the answer", "the source", model(say))
    assert (score.parts["recall"], score.parts["precision"]) == (2 / 4, 2 / 3)
    assert score.value == pytest.approx(2 * 0.5 * (2 / 3) / (0.5 + 2 / 3))
    given = graded_claims("the answer", "the source", model(say), reference_claims=["rest", "x"])
    assert given.parts["recall"] == 0.5
    assert graded_claims("", "the source", model(say)).value == 0.0
    lost = claims_score([True, None], [True])
    assert (lost.value, lost.low, lost.high) == (1.0, pytest.approx(2 / 3), 1.0)
    assert graded_claims("the answer", "b", model(lambda _: "no")).value is None


def test_a_judge_that_lists_nothing_makes_neither_points_nor_zeros() -> None:
    asked: list[str] = []

    def lazy(text: str) -> object:
        asked.append(text)
        return {"claims": []} if "List every claim" in text else met(True)

    of_reference = graded_claims("the answer", "the source", model(lazy))
    assert (of_reference.value, of_reference.low, of_reference.high) == (None, 0.0, 1.0)
    assert of_reference.flags == {"judge_failed": True}
    assert sum("the source" in text for text in asked) == 3, "asked again before it is given up"
    of_answer = graded_claims("the answer", "the source", model(lazy), reference_claims=["rest", "ice"])
    assert (of_answer.value, of_answer.low, of_answer.high) == (None, 0.0, 1.0)
    assert of_answer.flags == {"judge_unsure": True}
    nothing = graded_claims(
        "I do not know.",
        "the source",
        model(lambda text: {"claims": []} if "List" in text else met(False)),
        reference_claims=["rest"],
    )
    assert (nothing.value, nothing.flags) == (0.0, {})
    unsure = claims_score([True, None], [True], [Verdict(criterion="recall.2", finding="cannot_judge")])
    assert unsure.flags == {"judge_unsure": True}, "a judge that cannot tell has not failed"
    silent = cross_examined("long source", "a text", model(lambda _: {"questions": []}))
    assert (silent.value, silent.low, silent.high) == (None, 0.0, 1.0)


def test_cross_examination_by_hand() -> None:
    """Source: 3 questions, 2 answered by the text, 1 of them against it. Text: 2 questions, 1 borne out."""
    of_source = [("yes", "yes"), ("no", "yes"), ("yes", "not said"), ("not said", "yes")]
    of_text = [("yes", "yes"), ("not said", "yes")]
    score = examination_score(of_source, of_text, source_words=100, words=40)  # type: ignore[arg-type]
    assert score.parts == {
        "questions": 5.0, "coverage": 2 / 3, "conformity": 2 / 3, "consistency": 1 / 2, "conciseness": 0.6,
    }  # fmt: skip
    lost = examination_score([("yes", None)], [("yes", "yes")], source_words=10, words=5)
    assert (lost.value, lost.low, lost.high) == (None, pytest.approx(1 / 3), 1.0)

    def say(text: str) -> object:
        if "Write questions" in text:
            return {"questions": ["Is there fever?"] if "long" in text else ["Is there a rash?"]}
        return {
            "reason": "",
            "said": "yes" if text.partition("Question: Is there ")[2][:5] in text[:80] else "not said",
        }

    found = cross_examined("long source with fever", "text with a ras(h)", model(say))
    assert found.parts["coverage"] == 0.0
    assert cross_examined("long source", "", model(say)).value == 0.0


def test_same_diagnosis_and_its_bounds() -> None:
    judge = model(
        lambda text: met("[reference" in text and between(text, "answer") == between(text, "reference"))
    )
    assert same_diagnosis("q", "gout", "gout", judge).value == 1.0
    assert same_diagnosis("q", "lupus", "gout", judge).value == 0.0
    assert same_diagnosis("q", "", "gout", judge).value == 0.0
    lost = same_diagnosis("q", "gout", "gout", model(lambda _: "perhaps"))
    assert (lost.value, lost.low, lost.high) == (None, 0.0, 1.0)


def test_pairs_are_blinded_and_asked_in_both_orders() -> None:
    rubric = read_rubric("medpalm2_pairwise")
    seen: list[str] = []

    def longer(text: str) -> object:
        seen.append(text)
        first, second = between(text, "first answer"), between(text, "second answer")
        return {"reason": "", "better": "first" if len(first) > len(second) else "second"}

    verdicts = compared(rubric, "q", "a longer answer", "short", model(longer))
    assert [one.value for one in verdicts] == [1.0] * 9
    assert len(seen) == 18
    assert win_share(verdicts) == (1.0, 1.0, 1.0)
    order = compared(rubric, "q", "x", "y", model(lambda _: {"reason": "", "better": "first"}))
    assert {one.finding for one in order} == {"cannot_judge"}
    assert win_share(order) == (None, 0.0, 1.0)
    ties = compared(rubric, "q", "x", "y", model(lambda _: {"reason": "", "better": "tie"}))
    assert win_share(ties) == (0.5, 0.5, 0.5)
    lost = compared(rubric, "q", "x", "y", model(lambda _: "first"))
    assert {one.finding for one in lost} == {"failed"}
    with pytest.raises(BadInput, match="grades one answer"):
        compared(read_rubric("patient_advice"), "q", "x", "y", model(longer))

    def down(text: str) -> object:
        raise ProviderError("down", status=503)

    with pytest.raises(ProviderError):
        compared(rubric, "q", "x", "y", model(down))
