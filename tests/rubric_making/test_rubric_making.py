"""Made rubrics: kept by consensus and evidence only, every criterion with its evidence, reasons for the rest."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from preceptor.commands._judge_models import make
from preceptor.errors import BadInput, ProviderError
from preceptor.models.scripted import model_from
from preceptor.records import Message, Passage
from preceptor.rubric_making import made_rubric, made_rubrics
from preceptor.scoring.rubric import rubric_of

PASSAGES = [
    Passage(id="reference", text="Cool the burn under running water for 20 minutes. Do not use butter."),
    Passage(id="g1", text="Blistered burns larger than a palm need a clinician."),
]


def proposal(text: str, quote: str, passage: str = "reference", weight: int = 5) -> dict[str, object]:
    return {"text": text, "weight": weight, "class": "accuracy", "passage": passage, "quote": quote}


COOL = [
    proposal(
        "The answer says to cool the burn under running water for 20 minutes.", "running water for 20 minutes"
    ),
    proposal(
        "The answer recommends cooling the burn with running water for 20 minutes.", "Cool the burn", weight=8
    ),
    proposal(
        "The answer advises running water on the burn for 20 minutes.",
        "running water for 20 minutes",
        weight=6,
    ),
]
BUTTER = [proposal("The answer recommends butter on the burn.", "Do not use butter", weight=-4)] * 3
SEE = [proposal("The answer says that large blistered burns need a clinician.", "Blistered burns", "g1")] * 2
ALONE = proposal("The answer says to take off rings.", "Cool the burn")
FALSE_QUOTE = [proposal("The answer names honey as a dressing.", "honey is a good dressing")] * 3
OTHER_NUMBER = proposal(
    "The answer says to cool the burn under running water for 5 minutes.", "running water"
)


def maker(draws: Sequence[list[dict[str, object]]], refuse: str = "clinician") -> object:
    left = [json.dumps({"criteria": draw}) for draw in draws]

    def say(messages: Sequence[Message]) -> str:
        text = messages[-1].text
        if "Propose criteria" in text:
            return left.pop(0)
        asked = text.rpartition("Criterion:")[2]
        met = (
            refuse not in asked
            and "The answer recommends butter" not in asked.partition("fault of an answer")[0]
        )
        return json.dumps({"reason": "r", "quote": "", "finding": "met" if met else "not met"})

    return model_from(lambda messages, **_: say(messages), "scripted/maker")


def test_only_what_is_agreed_and_borne_out_is_kept() -> None:
    draws = [
        [COOL[0], BUTTER[0], SEE[0], FALSE_QUOTE[0]],
        [COOL[1], BUTTER[1], SEE[1], FALSE_QUOTE[1], ALONE],
        [COOL[2], BUTTER[2], FALSE_QUOTE[2], OTHER_NUMBER],
    ]
    made = made_rubric(maker(draws), "What for a burn?", PASSAGES, reference=PASSAGES[0].text)  # type: ignore[arg-type]
    assert [(one.text, one.weight, one.evidence) for one in made.kept] == [
        (COOL[0]["text"], 6.0, ("reference",)),
        (BUTTER[0]["text"], -4.0, ("reference",)),
    ]
    why = {text: reason.partition(":")[0] for text, reason in made.dropped}
    assert why == {
        ALONE["text"]: "no consensus",
        OTHER_NUMBER["text"]: "no consensus",
        FALSE_QUOTE[0]["text"]: "quote not in the passage",
        SEE[0]["text"]: "not borne out",
    }
    assert all(one.evidence for one in made.kept)
    assert made.line().startswith("rubric: 2 criteria kept, 4 dropped")
    row = made.row()
    assert rubric_of({"criteria": row["criteria"]}, name="r", place="r").criteria == made.kept


def test_a_criterion_that_the_reference_fails_is_rejected() -> None:
    made = made_rubric(
        maker([[COOL[0], SEE[0]]] * 2, refuse="Criterion: The answer says that large"), "q", PASSAGES,
        reference=PASSAGES[0].text, draws=2,
    )  # type: ignore[arg-type]  # fmt: skip
    assert len(made.kept) == 2

    def say(messages: Sequence[Message]) -> str:
        text = messages[-1].text
        if "Propose criteria" in text:
            return json.dumps({"criteria": [COOL[0], SEE[0]]})
        failing = "Criterion: The answer says that large" in text
        return json.dumps({"reason": "r", "quote": "", "finding": "not met" if failing else "met"})

    model = model_from(lambda messages, **_: say(messages), "scripted/m")
    made = made_rubric(model, "q", PASSAGES, reference=PASSAGES[0].text, draws=2)
    assert [reason.partition(":")[0] for _, reason in made.dropped] == ["the reference fails it"]


def test_faults_end_in_one_line(tmp_path: Path) -> None:
    model = model_from(lambda messages, **_: "no JSON", "scripted/m")
    nothing = made_rubric(model, "q", PASSAGES)
    assert (nothing.kept, nothing.lost) == ((), 3)
    assert nothing.line() == "rubric: no draw of scripted/m gave criteria (it was not of the form asked for)"
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": "a", "prompt": "q"}\n')
    with pytest.raises(BadInput, match=r"row 1: give a `reference` answer or `passages`"):
        list(made_rubrics(path, model))
    with pytest.raises(BadInput, match="at least 2"):
        list(made_rubrics(path, model, draws=1))


def test_a_judge_that_fails_refuses_nothing_and_loses_no_other_question(tmp_path: Path) -> None:
    def say(messages: Sequence[Message]) -> str:
        text = messages[-1].text
        if "Question: dead" in text:
            raise ProviderError("the service is down", status=503)
        if "Propose criteria" in text:
            return json.dumps({"criteria": [COOL[0], SEE[0]]})
        lost = "large blistered" in text.rpartition("Criterion:")[2]
        return "?" if lost else json.dumps({"reason": "r", "quote": "", "finding": "met"})

    model = model_from(lambda messages, **_: say(messages), "scripted/m")
    path, out = tmp_path / "q.jsonl", tmp_path / "made.jsonl"
    given = [{"id": one.id, "text": one.text} for one in PASSAGES]
    rows = [{"id": name, "prompt": name, "passages": given} for name in ("first", "dead", "last")]
    path.write_text("\n".join(json.dumps(row) for row in rows))
    first, dead, last = made_rubrics(path, model, draws=2)
    assert [reason.partition(":")[0] for _, reason in first.dropped] == ["the judge was lost"]
    assert (len(first.kept), first.lost, len(last.kept)) == (1, 1, 1)
    assert dead.line() == "dead: the service failed: the service is down"
    arguments = argparse.Namespace(path=str(path), out=str(out), draws=2, judge="scripted/m", action="make")
    for name in ("concurrency", "requests_per_minute", "tokens_per_minute", "timeout_s", "retries", "prices"):
        setattr(arguments, name, None)
    arguments.model_option, arguments.local_hosts = [], []
    assert make(arguments, lambda name, settings: model) == 3
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["first", "last"]
