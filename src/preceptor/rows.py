"""Run folders as they are read: `run.json`, and the rows of `cases.jsonl`.

A row's key is (task, version, pipeline, model, perturbation, epoch, id); the last line of a key counts.
A torn last line, left by a process that was killed while writing, is ignored; damage anywhere else is
an error. Rows of status "turn" are steps of an unfinished dialogue, those of status "preparation" what a
pipeline asked before its first case; neither is a result.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import IO, Literal, TypeAlias, TypedDict, cast

import orjson

from preceptor.errors import BadData, BadInput, NotFound
from preceptor.records import Json

FORMAT = 1
Key: TypeAlias = tuple[str, str, str, str, str, int, str]
Status = Literal["scored", "unscored", "failed", "inapplicable", "turn", "preparation"]


class ScoreRow(TypedDict, total=False):
    """A stored `records.Score`; fields at their default are absent."""

    value: float | None
    low: float
    high: float
    parts: dict[str, float]
    flags: dict[str, bool]
    verdicts: list[dict[str, Json]]
    why: str


class UsageRow(TypedDict, total=False):
    """A stored `records.Usage`."""

    requests: int
    input_tokens: int
    output_tokens: int
    reasoning_tokens: int
    seconds: float
    price_usd: float | None
    cached: int


class ErrorRow(TypedDict):
    """Why a case failed."""

    kind: str
    message: str


class Row(TypedDict, total=False):
    """One line of `cases.jsonl`."""

    task: str
    version: str
    pipeline: str
    model: str
    perturbation: str
    epoch: int
    id: str
    i: int
    status: Status
    group: str
    tags: dict[str, str]
    language: str
    target: Json
    prompt: str
    choices: dict[str, str]
    answer: dict[str, Json]
    score: ScoreRow
    error: ErrorRow
    exchanges: list[dict[str, Json]]
    usage: UsageRow
    seconds: float


class Run(TypedDict, total=False):
    """`run.json`: what was asked, of which versions, on which data."""

    format: int
    arguments: dict[str, Json]
    versions: dict[str, str]
    data: dict[str, dict[str, str | None]]
    seed: int
    git_commit: str | None
    started: str
    published: dict[str, list[dict[str, Json]]]
    judge: Json
    preparations: dict[str, UsageRow]


def row_key(row: Row) -> Key:
    """Return what identifies a row; absent parts are "" and epoch 0."""
    return (
        row.get("task", ""),
        row.get("version", ""),
        row.get("pipeline", ""),
        row.get("model") or "",
        row.get("perturbation") or "",
        row.get("epoch", 0),
        row.get("id", ""),
    )


def read_run(folder: Path) -> Run:
    """Read `run.json` of a run folder.

    Raises:
        NotFound: no such folder, or none that a run wrote.
        BadData: `run.json` is damaged.
        BadInput: written in a format that this version does not read.
    """
    if not folder.is_dir():
        what = "is a file; name the folder that holds it" if folder.exists() else "does not exist"
        raise NotFound(f"run folder {folder} {what}")
    path = folder / "run.json"
    if not path.exists():
        raise NotFound(f"{folder} is no run folder: it has no run.json; `preceptor examine --out` makes one")
    try:
        run = orjson.loads(path.read_bytes())
    except (orjson.JSONDecodeError, OSError) as error:
        raise BadData(f"{path} is damaged: {error}; run the examination again into a new folder") from error
    if not isinstance(run, dict):
        raise BadData(f"{path} is damaged: expected a JSON object; run the examination again")
    if run.get("format") != FORMAT:
        raise BadInput(
            f"{folder} has run format {run.get('format')!r}, this version reads {FORMAT}; "
            f"read it with the version of preceptor that wrote it"
        )
    return cast(Run, run)


def refuse_to_overwrite_a_run(path: Path) -> None:
    """Refuse a file name for output that would destroy a run.

    Raises:
        BadInput: it is `run.json` or `cases.jsonl` of a run folder.
    """
    if path.name in ("run.json", "cases.jsonl") and (path.parent / "run.json").exists():
        raise BadInput(f"--out {path} would overwrite the run itself; choose another name")


def _parsed(line: bytes, path: Path, number: int) -> Row | None:
    """Parse a line; None where it is the torn end of the file."""
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        if not line.endswith(b"\n"):
            return None
        raise BadData(f"{path}, line {number}: not JSON ({error}); remove that line to go on") from error
    if not isinstance(row, dict) or "id" not in row or "task" not in row:
        raise BadData(f"{path}, line {number}: no row of a run (it needs `task` and `id`); remove that line")
    return cast(Row, row)


def _places(handle: IO[bytes], path: Path) -> dict[Key, int]:
    """Find where the last finished line of each key starts, in the order of first appearance."""
    places: dict[Key, int] = {}
    start = 0
    for number, line in enumerate(handle, 1):
        row = _parsed(line, path, number) if line.strip() else None
        if row is not None and row.get("status") not in ("turn", "preparation"):
            places[row_key(row)] = start
        start += len(line)
    return places


def read_rows(folder: Path) -> Iterator[Row]:
    """Read the finished rows of a run folder, one for each key, in the order in which cases first ended.

    The file is read twice, so that memory stays flat whatever its size.

    Raises:
        NotFound, BadInput: as `read_run`.
        BadData: a damaged line; the message has its number.
    """
    read_run(folder)
    path = folder / "cases.jsonl"
    if not path.exists():
        return
    with path.open("rb") as handle:
        last = set(_places(handle, path).values())
        handle.seek(0)
        start = 0
        for number, line in enumerate(handle, 1):
            if start in last and (row := _parsed(line, path, number)) is not None:
                yield row
            start += len(line)


def unfinished(folder: Path) -> int:
    """Count the dialogues that have turns and no result yet."""
    path = folder / "cases.jsonl"
    if not path.exists():
        return 0
    with path.open("rb") as handle:
        turns = [(number, line) for number, line in enumerate(handle, 1) if b'"turn"' in line]
        begun = {
            row_key(row)
            for number, line in turns
            if (row := _parsed(line, path, number)) and row.get("status") == "turn"
        }
        if not begun:
            return 0
        handle.seek(0)
        return len(begun - _places(handle, path).keys())
