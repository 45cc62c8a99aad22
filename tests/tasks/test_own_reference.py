"""Open questions held against references: promises, each way of grading, rows that are refused."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import pytest

from preceptor import catalog, contracts
from preceptor.components import Model, Task
from preceptor.errors import BadInput
from preceptor.models.scripted import model_from
from preceptor.prompts import question_text
from preceptor.records import Answer, Message

SAMPLES = Path(__file__).parents[1] / "samples"


def task(options: str = "") -> Task:
    return cast(Task, catalog.load("tasks", f"own_reference({options})" if options else "own_reference"))


def judge(say: Callable[[str], object]) -> Model:
    def reply(messages: Sequence[Message]) -> str:
        return json.dumps(say(messages[-1].text))

    return model_from(lambda messages, **_: reply(messages), "scripted/judge")


def finding(met: bool) -> dict[str, str]:
    return {"reason": "", "quote": "", "finding": "met" if met else "not met"}


def test_promises_are_kept_and_the_prompt_is_golden() -> None:
    assert [(title, seen) for title, seen in contracts.kept("tasks", "own_reference") if seen] == []
    first = next(task().cases("test"))
    assert question_text(first) + "\n" == (SAMPLES / "own_reference" / "prompt.txt").read_text(
        encoding="utf-8"
    )
    assert "gout" not in question_text(first)


def words_of(text: str) -> object:
    """Answer every request by looking for words only."""
    if "List every claim" in text:
        return {"claims": re.findall(r"\w+ is \w+", text) or ["giant cell arteritis"]}
    if "Say what the step does" in text:
        return {"reason": "", "kind": "reasoning"}
    if "Write questions" in text:
        return {"questions": ["Is there gout?"]}
    if "Question: " in text:
        return {"reason": "", "said": "yes"}
    return finding("steroids" not in text.rpartition("Criterion:")[2])


@pytest.mark.parametrize(
    ("grade", "value", "parts"),
    [
        ("diagnosis", 1.0, {"missing", "raw"}),
        ("claims", 1.0, {"recall", "claims", "reference_claims", "precision"}),
        ("statements", 0.5, {"missing", "raw"}),
        ("reasoning", 5 / 6, {"steps", "efficiency", "factuality", "completeness"}),
        ("source", 1.0, {"questions", "coverage", "conformity", "consistency", "conciseness"}),
    ],
)
def test_every_way_of_grading(grade: str, value: float, parts: set[str]) -> None:
    found = task(f"grade={grade}")
    case = list(found.cases("test"))[1]
    score = found.score(case, Answer(text="The cause is arteritis of the temple."), judge(words_of))
    assert score.value == pytest.approx(value)
    assert set(score.parts) == parts
    assert found.score(case, Answer(text=" "), None).value == 0.0
    with pytest.raises(BadInput, match="needs a judge"):
        found.score(case, Answer(text="x"), None)


@pytest.mark.parametrize(
    ("row", "grade", "said"),
    [
        ({"id": "a", "prompt": "q"}, "diagnosis", "row 1: no 'reference', which grade=diagnosis needs"),
        (
            {"id": "a", "prompt": "q", "reference": "x"},
            "reasoning",
            "no 'steps', which grade=reasoning needs",
        ),
        (
            {"id": "a", "prompt": "q", "referense": "x"},
            "diagnosis",
            "unknown field 'referense'.*near: reference",
        ),
        ({"id": "a", "prompt": "q", "steps": "x"}, "statements", "`steps` must be a list of texts"),
    ],
)
def test_faulty_rows_end_in_one_line(tmp_path: Path, row: dict[str, object], grade: str, said: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps(row) + "\n")
    with pytest.raises(BadInput, match=said):
        task(f"file={path},grade={grade}")


def test_an_unknown_way_is_refused() -> None:
    with pytest.raises(BadInput, match=r"no grade=claimz; allowed.*near: claims"):
        task("grade=claimz")
