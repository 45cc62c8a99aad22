"""Open answers held against rubrics: the user's own and HealthBench's form; promises, prompts, faults, a run."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from preceptor import catalog, contracts
from preceptor.components import Task
from preceptor.errors import BadData, BadInput, NotFound
from preceptor.judges import UNDESIRED
from preceptor.models.scripted import model_from
from preceptor.prompts import conversation
from preceptor.records import Answer
from preceptor.rows import read_rows
from preceptor.run import Plan, examine

SAMPLES = Path(__file__).parents[1] / "samples"
ROW = {"id": "a", "prompt": "How much?", "criteria": [{"id": "k", "text": "Says how much.", "weight": 2}]}
Make = Callable[..., Task]


@pytest.fixture(params=["own_rubric", "healthbench"])
def task(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[str, Task]:
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLES / request.param))
    return request.param, cast(Task, catalog.load("tasks", request.param))


def test_promises_are_kept(task: tuple[str, Task]) -> None:
    assert [(title, seen) for title, seen in contracts.kept("tasks", task[0]) if seen] == []


def test_the_first_prompt_is_the_golden_one(task: tuple[str, Task]) -> None:
    first = next(task[1].cases("test"))
    shown = "\n\n".join(f"{message.role}: {message.text}" for message in conversation(first))
    assert shown + "\n" == (SAMPLES / task[0] / "prompt.txt").read_text(encoding="utf-8")
    assert len(list(task[1].cases("test"))) == 3


def test_healthbench_rows_become_signed_criteria(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLES / "healthbench"))
    task = cast(Task, catalog.load("tasks", "healthbench"))
    one, two, three = task.cases("test")
    assert cast(dict, one.target)["criteria"][2] == {
        "id": "c03", "text": "States that stomach bleeding cannot happen.", "weight": -6.0,
        "class": "accuracy fault", "axis": "accuracy",
    }  # fmt: skip
    assert two.tags == {"theme": "emergency_referrals", "physician_agreed_category": "non-emergent"}
    assert [message.role for message in two.messages] == ["system", "user", "assistant", "user"]
    assert task.gold(two).text.startswith("Rest for five minutes")
    assert three.id == "own-3"
    found = json.dumps({"reason": "", "quote": "", "finding": "met"})
    always = model_from(lambda messages, **_: found, "scripted/always")
    score = task.score(one, Answer(text="Never mind."), always)
    assert (score.value, score.parts["raw"]) == (2 / 8, 2 / 8)


@pytest.fixture
def own(tmp_path: Path) -> Make:
    def make(*rows: dict[str, object], spec: str = "file: q.jsonl\n") -> Task:
        (tmp_path / "q.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        (tmp_path / "s.yaml").write_text(spec, encoding="utf-8")
        return cast(Task, catalog.load("tasks", f"own_rubric(file={tmp_path / 's.yaml'})"))

    return make


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({**ROW, "prompts": "x"}, "row 1: unknown field 'prompts'.*near: prompt"),
        ({"id": "a", "prompt": "x"}, "row 1: no `criteria`, and the YAML file names no rubric"),
        ({**ROW, "messages": [{"role": "user", "content": "x"}]}, "give either a `prompt` or `messages`"),
        ({**ROW, "id": ""}, "row 1: the id is empty"),
        (
            {**ROW, "criteria": [{"id": "k", "text": "x", "kind": "vague"}]},
            r"criterion 1 \(k\): kind='vague'",
        ),
        ({**ROW, "criteria": [{"id": "k", "text": "x", "weight": -2}]}, "no answer could score"),
        (
            {"id": "a", "criteria": ROW["criteria"], "messages": [{"role": "boss", "content": "x"}]},
            "needs a role",
        ),
    ],
)
def test_faulty_rows_end_in_one_line(own: Make, row: dict[str, object], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        own(row)


def test_faulty_files_end_in_one_line(own: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match="the id 'a' occurs twice"):
        own(ROW, ROW)
    with pytest.raises(BadInput, match=r"unknown name 'rubrik'.*near: rubric"):
        own(ROW, spec="file: q.jsonl\nrubrik: x\n")
    with pytest.raises(NotFound, match="no rubric 'medpalm'"):
        own(ROW, spec="file: q.jsonl\nrubric: medpalm\n")
    with pytest.raises(BadInput, match="compares two answers"):
        own(ROW, spec="file: q.jsonl\nrubric: medpalm2_pairwise\n")
    folder = tmp_path / "data" / "healthbench"
    folder.mkdir(parents=True)
    (folder / "2025-05-07-06-14-12_oss_eval.jsonl").write_text(
        '{"prompt_id": "x", "rubrics": [{"points": 1}]}\n'
    )
    monkeypatch.setenv("PRECEPTOR_DATA", str(tmp_path / "data"))
    with pytest.raises(BadData, match="row 1, criterion 1: expected a `criterion` and its `points`"):
        list(cast(Task, catalog.load("tasks", "healthbench")).cases("test"))


def test_a_run_keeps_criteria_verdicts_and_words(tmp_path: Path) -> None:
    plan = Plan(
        tasks=("own_rubric",), pipelines=("direct",), models=("scripted/echo",), judge="scripted/rubbish",
        out=str(tmp_path / "run"),
    )  # fmt: skip
    tally = examine(plan)
    rows = list(read_rows(tmp_path / "run"))
    assert tally.failed == 0
    assert {row["status"] for row in rows} == {"unscored"}
    score = rows[0]["score"]
    assert (score["value"], score["low"], score["high"]) == (None, 0.0, 1.0)
    assert {verdict["finding"] for verdict in score["verdicts"]} == {"failed"}
    assert score["flags"]["judge_failed"]
    assert cast(dict, rows[0]["target"])["criteria"][0]["class"] == "completeness"
    assert UNDESIRED in str(rows[0]["exchanges"])
