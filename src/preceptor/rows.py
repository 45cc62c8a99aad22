"""Run folders as they are read: `run.json`, and the rows of `cases.jsonl`.

A row's key is (task, version, pipeline, model, perturbation, epoch, id); the last line of a key counts.
A torn last line, left by a process that was killed while writing, is ignored; damage anywhere else is
an error. Rows of status "turn" are steps of an unfinished dialogue, those of status "preparation" what a
pipeline asked before its first case; neither is a result.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Literal, TypeAlias, TypedDict, cast, get_args

import orjson

from preceptor.errors import BadData, BadInput, NotFound
from preceptor.records import Json

FORMAT = 1
Key: TypeAlias = tuple[str, str, str, str, str, int, str]
Status = Literal["scored", "unscored", "failed", "inapplicable", "turn", "preparation"]
STATUSES: tuple[str, ...] = get_args(Status)
SHAPES: dict[str, type | tuple[type, ...]] = {
    "version": str, "pipeline": str, "model": (str, type(None)), "perturbation": (str, type(None)), "epoch": int,
    "group": str, "tags": dict, "prompt": str, "choices": dict, "answer": dict, "score": dict, "error": dict,
    "exchanges": list, "usage": dict, "seconds": (int, float, type(None)),
    "answer_seconds": (int, float, type(None)),
}  # fmt: skip


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
    answer_seconds: float  # where a judge graded it: what the answer alone took


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
        BadData: `run.json` is damaged or lacks what every run writes.
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
    for name, shape in (("arguments", dict), ("data", dict), ("started", str)):
        if not isinstance(run.get(name), shape):
            what = "no" if name not in run else "an unreadable"
            raise BadData(f"{path} is damaged: {what} {name!r}; run the examination again into a new folder")
    return cast(Run, run)


def refuse_to_overwrite_a_run(path: Path) -> None:
    """Refuse a file name for output that would destroy a run.

    Raises:
        BadInput: it is `run.json` or `cases.jsonl` of a run folder.
    """
    if path.name in ("run.json", "cases.jsonl") and (path.parent / "run.json").exists():
        raise BadInput(f"--out {path} would overwrite the run itself; choose another name")


def _parsed(line: bytes, path: Path, number: int) -> Row | None:
    """Parse a line and check its shape; None where it is the torn end of the file."""
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        if not line.endswith(b"\n"):
            return None
        raise BadData(f"{path}, line {number}: not JSON ({error}); remove that line to go on") from error
    if wrong := _misshapen(row):
        raise BadData(f"{path}, line {number}: {wrong}; remove that line to go on")
    return cast(Row, row)


def _misshapen(row: Json) -> str:
    """Say why this is no row of a run; "" where it is one."""
    if (
        not isinstance(row, dict)
        or not isinstance(row.get("id"), str)
        or not isinstance(row.get("task"), str)
    ):
        return "no row of a run (it needs `task` and `id`)"
    if row.get("status") not in STATUSES:
        return f"a row of status {row.get('status')!r}, known are {', '.join(STATUSES)}"
    for name, shape in SHAPES.items():
        if name in row and not isinstance(row[name], shape):
            return f"`{name}` is {row[name]!r:.60}, not what a run writes there"
    exchanges, usage, error = row.get("exchanges"), row.get("usage"), row.get("error")
    if isinstance(exchanges, list) and not all(isinstance(one, dict) for one in exchanges):
        return "`exchanges` holds something that is no exchange"
    if isinstance(usage, dict) and not all(value is None or _number(value) for value in usage.values()):
        return "`usage` holds something that is no number"
    if isinstance(error, dict) and not isinstance(error.get("kind"), str):
        return "`error` has no `kind`"
    return ""


def _number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _misscored(row: Row) -> str:
    """Say what in a score no scorer may give; "" where it is sound. An undefined part is stored as null."""
    score = cast("Mapping[str, Json]", row.get("score") or {})
    for name in ("value", "low", "high"):
        missing = name == "value" and score.get(name) is None and row.get("status") != "scored"
        if name in score and not missing and not _number(score[name]):
            return f"`{name}` is {score[name]!r:.60}"
    for name, shape in (("parts", dict), ("flags", dict), ("verdicts", list), ("why", str)):
        if name in score and not isinstance(score[name], shape):
            return f"`{name}` is {score[name]!r:.60}"
    parts = cast("Mapping[str, Json]", score.get("parts") or {})
    wrong = [name for name, value in parts.items() if not isinstance(value, int | float | None)]
    return f"part `{wrong[0]}` is {parts[wrong[0]]!r:.60}" if wrong else ""


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


def last_lines(folder: Path) -> dict[Key, int]:
    """Return at which byte of `cases.jsonl` the row that counts begins, for every finished case."""
    path = folder / "cases.jsonl"
    if not path.exists():
        return {}
    with path.open("rb") as handle:
        return _places(handle, path)


def read_rows(folder: Path, *, to_rescore: bool = False) -> Iterator[Row]:
    """Read the finished rows of a run folder, one for each key, in the order in which cases first ended.

    The file is read twice, so that memory stays flat whatever its size.

    Args:
        to_rescore: also give rows whose score is none that a scorer may give; it is about to be replaced.

    Raises:
        NotFound, BadInput: as `read_run`.
        BadData: a damaged line, or a score that no figure can be made of; the message has the line's number.
    """
    read_run(folder)
    path = folder / "cases.jsonl"
    last = set(last_lines(folder).values())
    if not last:
        return
    with path.open("rb") as handle:
        start = 0
        for number, line in enumerate(handle, 1):
            if start in last and (row := _parsed(line, path, number)) is not None:
                if not to_rescore and (wrong := _misscored(row)):
                    raise BadData(
                        f"{path}, line {number}: the scorer of {row.get('task')} gave no score: {wrong}; "
                        f"correct the scorer and `preceptor rescore RUN --write`, or remove that line"
                    )
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
