"""A run of one's own under a scorer that has changed."""

import fcntl
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from preceptor import catalog
from preceptor.components import Task
from preceptor.errors import BadData, NotFound, Refused
from preceptor.records import Answer, Case, Score
from preceptor.rescore import changes_page, changes_summary, rescore_run
from preceptor.run import Plan, examine

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A run of a baseline without a model over MedQA's own-written samples, plain and shuffled."""
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLES / "medqa"))
    out = tmp_path / "run"
    examine(
        Plan(
            tasks=("medqa",),
            pipelines=("longest_option",),
            perturbations=("none", "shuffle_options"),
            out=str(out),
        )
    )
    return out


def stricter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turn every score round, as if the scorer had changed."""
    real = catalog.load

    def turned(task: Task) -> Task:
        def score(case: Case, answer: Answer, judge: object) -> Score:
            old = task.score(case, answer, None)
            value = 1.0 - (old.value or 0.0)
            return Score(value=value, low=value, high=value, why="turned")

        return replace(task, score=score)

    def load(kind: str, name: str) -> catalog.Component:
        found = real(kind, name)
        return turned(found) if isinstance(found, Task) else found

    monkeypatch.setattr(catalog, "load", load)


def stored(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "cases.jsonl").read_text().splitlines()]


def test_the_same_scorer_changes_nothing(folder: Path) -> None:
    before = (folder / "cases.jsonl").read_bytes()
    found = rescore_run(folder, write=True)
    assert (found.changes, found.left, found.written) == ([], {}, False)
    assert found.rows == len(before.splitlines())
    assert (folder / "cases.jsonl").read_bytes() == before
    assert changes_summary(found) == [f"0 of {found.rows} cases changed"]


def test_a_changed_scorer_lists_every_case_and_writes_only_when_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, old = (folder / "cases.jsonl").read_bytes(), stored(folder)
    stricter(monkeypatch)
    found = rescore_run(folder)
    assert len(found.changes) == found.rows == len(old)
    assert (folder / "cases.jsonl").read_bytes() == before
    assert "nothing was written" in changes_summary(found)[-1]

    assert rescore_run(folder, write=True).written
    new = stored(folder)
    assert [row["score"]["value"] for row in new] == [1.0 - row["score"]["value"] for row in old]
    assert all(row["score"]["why"] == "turned" for row in new)
    for row in (*old, *new):
        del row["score"]
    assert new == old
    assert os.stat(folder / "cases.jsonl").st_mode & 0o777 == 0o600
    assert rescore_run(folder).changes == []


def test_the_last_row_of_a_case_is_the_one_that_changes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "cases.jsonl"
    first = path.read_text().splitlines()[0]
    path.write_text(path.read_text() + first + "\n" + '{"task": "medqa", "torn')
    stricter(monkeypatch)
    found = rescore_run(folder, write=True)
    lines = path.read_text().splitlines()
    assert lines[0] == first
    assert json.loads(lines[found.rows])["score"]["why"] == "turned"
    assert lines[-1] == '{"task": "medqa", "torn'


def test_rows_that_cannot_be_scored_again_are_left(folder: Path) -> None:
    path = folder / "cases.jsonl"
    lines = stored(folder)
    lines[0] = {**lines[0], "status": "failed", "error": {"kind": "ProviderError", "message": "down"}}
    lines[1] = {**lines[1], "id": "gone"}
    judged = {**lines[2], "task": "examples/judged_rubric"}
    path.write_text("".join(json.dumps(line) + "\n" for line in (*lines, judged)))
    found = rescore_run(folder)
    assert found.changes == []
    assert found.left == {
        "failed, not scored": 1,
        "medqa no longer has the case": 1,
        "examples/judged_rubric is scored by a judge": 1,
    }


def test_a_truncated_answer_stays_unscored(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "cases.jsonl"
    lines = stored(folder)
    lines[0]["answer"] = {"text": "B", "finish": "length"}
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    (change,) = rescore_run(folder, write=True).changes
    assert (change.score.get("value"), change.score.get("flags")) == (None, {"truncated": True})
    assert stored(folder)[0]["status"] == "unscored"
    assert (
        "not scored truncated" in changes_page(rescore_run(folder), "json") or not rescore_run(folder).changes
    )


def test_another_process_on_the_folder_refuses_the_writing(folder: Path) -> None:
    with (folder / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Refused, match="another process is working on"):
            rescore_run(folder, write=True)
        assert rescore_run(folder).changes == []


def test_a_folder_that_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="is no run folder"):
        rescore_run(tmp_path)
    with pytest.raises(NotFound, match="does not exist"):
        rescore_run(tmp_path / "nowhere")


def test_the_changed_cases_as_table(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stricter(monkeypatch)
    found = rescore_run(folder)
    assert changes_page(found, "md").count("\n") == found.rows + 2
    assert (
        changes_page(found, "csv")
        .splitlines()[0]
        .startswith("task,id,pipeline,model,perturbation,epoch,old,new")
    )
    assert len(json.loads(changes_page(found, "json"))["changes"]) == found.rows


def test_steps_that_are_no_results_stay_as_they_are(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "cases.jsonl"
    lines = stored(folder)
    steps = [{**lines[0], "status": "turn"}, {**lines[0], "status": "preparation", "id": ""}]
    same = {**lines[0], "status": "preparation"}
    written = [steps[1], *lines, same, steps[0]]
    path.write_text("\n".join(json.dumps(line) for line in written))
    stricter(monkeypatch)
    found = rescore_run(folder, write=True)
    assert (found.rows, len(found.changes)) == (len(lines), len(lines))
    new = stored(folder)
    assert (new[0], new[-2:]) == (steps[1], [same, steps[0]])
    assert all(row["score"]["why"] == "turned" for row in new[1:-2])


def test_a_whole_last_row_without_newline_is_written_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "cases.jsonl"
    path.write_text(path.read_text().rstrip("\n"))
    stricter(monkeypatch)
    assert rescore_run(folder, write=True).written
    assert stored(folder)[-1]["score"]["why"] == "turned"


def test_what_a_broken_scorer_wrote_is_mended(folder: Path) -> None:
    path = folder / "cases.jsonl"
    lines = stored(folder)
    right = lines[0]["score"]
    lines[0]["score"] = {"value": "high", "low": None, "high": None, "flags": ["odd"], "why": 3}
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = rescore_run(folder, write=True)
    assert "| no score |" in changes_page(found, "md")
    assert stored(folder)[0]["score"] == right


def test_a_damaged_line_changes_nothing(folder: Path) -> None:
    path = folder / "cases.jsonl"
    path.write_text("[1]\n" + path.read_text())
    before = path.read_bytes()
    with pytest.raises(BadData, match="line 1: no row of a run"):
        rescore_run(folder, write=True)
    assert path.read_bytes() == before
