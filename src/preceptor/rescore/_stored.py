"""A finished run of one's own under today's scorer: which cases would be scored otherwise."""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import orjson

from preceptor import catalog
from preceptor.components import Task
from preceptor.errors import BadInput, Refused
from preceptor.files import PRIVATE_FILE
from preceptor.records import Case, Json, Score
from preceptor.rows import Key, Row, ScoreRow, last_lines, read_rows, read_run, row_key
from preceptor.run import decode_answer, plain, score_answer

RESCORED = ("scored", "unscored")
COMPARED = ("value", "low", "high", "flags", "parts")


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One row that today's scorer scores otherwise."""

    row: Row
    score: ScoreRow


@dataclass(kw_only=True, slots=True)
class Restored:
    """What rescoring a run found; `left` counts the rows that were not scored again, by reason."""

    rows: int = 0
    changes: list[Change] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)
    written: bool = False


def rescore_run(folder: Path, *, write: bool = False) -> Restored:
    """Score the stored answers of a run again; no model is asked.

    Args:
        write: replace the scores in the run folder; everything else in it stays as it is.

    Raises:
        NotFound, BadData: as `rows.read_rows`; or a task of the run is gone.
        Refused: another process works on the folder.
    """
    with _locked(folder) if write else nullcontext():
        found = _compared(folder)
        if write and found.changes:
            _write(folder, {row_key(change.row): change.score for change in found.changes})
            found.written = True
    return found


def _compared(folder: Path) -> Restored:
    found = Restored()
    splits = cast("Mapping[str, str]", cast("Mapping[str, Json]", read_run(folder)).get("splits") or {})
    tables: dict[str, tuple[Task, dict[str, Case]]] = {}
    for row in read_rows(folder, to_rescore=True):
        found.rows += 1
        if row.get("status") not in RESCORED:
            _leave(found, f"{row.get('status')}, not scored")
            continue
        name = row.get("task", "")
        if name not in tables:
            tables[name] = _table(name, splits.get(name, ""))
        task, cases = tables[name]
        case = cases.get(row.get("id", ""))
        if task.needs_judge:
            _leave(found, f"{name} is scored by a judge")
        elif case is None:
            _leave(found, f"{name} no longer has the case")
        else:
            score = _score(task, case, row)
            if any(score.get(part) != row.get("score", {}).get(part) for part in COMPARED):
                found.changes.append(Change(row=row, score=score))
    return found


def _leave(found: Restored, why: str) -> None:
    found.left[why] = found.left.get(why, 0) + 1


def _table(name: str, split: str) -> tuple[Task, dict[str, Case]]:
    task = cast(Task, catalog.load("tasks", name))
    if task.needs_judge:
        return task, {}
    return task, {case.id: case for case in task.cases(split or task.splits[0])}


def _score(task: Task, case: Case, row: Row) -> ScoreRow:
    if row.get("perturbation"):
        case = replace(case, choices=row.get("choices", {}), target=row.get("target"))
    answer = decode_answer(cast("Mapping[str, Json]", row))
    score = score_answer(task, case, answer)
    if answer.question is not None:
        score = replace(score, flags={**score.flags, "out_of_turns": True})
    return _stored(score)


def _stored(score: Score) -> ScoreRow:
    whole = {"value": score.value, "low": score.low, "high": score.high}
    return cast(ScoreRow, {**whole, **cast("dict[str, Json]", plain(score))})


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    try:
        handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
    except OSError as error:
        raise BadInput(f"cannot write in {folder}: {error.strerror}; nothing was changed") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise Refused(f"another process is working on {folder}; wait for it") from error
    finally:
        os.close(handle)


def _write(folder: Path, scores: Mapping[Key, ScoreRow]) -> None:
    """Copy the rows to a new file with the last row of each changed key rewritten, then replace the old one."""
    path, part = folder / "cases.jsonl", folder / "cases.jsonl.part"
    places = {start: key for key, start in last_lines(folder).items() if key in scores}
    start = 0
    try:
        with path.open("rb") as lines:
            out = os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE), "wb")
            with out:
                for line in lines:
                    out.write(_rewritten(line, scores[places[start]]) if start in places else line)
                    start += len(line)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BadInput(f"cannot write {path}: {error.strerror}; nothing was changed") from error


def _rewritten(line: bytes, score: ScoreRow) -> bytes:
    row = cast(Row, orjson.loads(line))
    row["score"] = score
    row["status"] = "scored" if score.get("value") is not None else "unscored"
    return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
