"""What every reader returns: the rows of one log, and the small steps that all readers share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import orjson

from preceptor.errors import BadData, BadInput, NotFound, near
from preceptor.records import Json
from preceptor.rows import Row, ScoreRow

Fields = Mapping[str, Json]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the user chose.

    Attributes:
        score: which of the log's scores counts; "" takes the first, or the only sensible one.
        task, model: names instead of those in the log; needed where it has none.
    """

    score: str = ""
    task: str = ""
    model: str = ""


@dataclass(frozen=True, kw_only=True)
class Log:
    """A log as rows of a run, all of it or nothing.

    Attributes:
        program: which program wrote it, with its version where the log says so.
        files: what was read.
        notes: what a reader should know, such as which score was taken.
    """

    program: str
    rows: tuple[Row, ...]
    files: tuple[Path, ...]
    started: str = ""
    notes: tuple[str, ...] = ()


@dataclass(kw_only=True)
class Draft:
    """One case as a reader finds it."""

    id: str
    task: str
    model: str
    value: float | None
    epoch: int = 0
    error: str = ""
    group: str = ""
    target: Json = None
    prompt: str = ""
    choices: dict[str, str] = field(default_factory=dict)
    text: str = ""
    choice: str = ""
    why: str = ""
    perturbation: str = ""
    pipeline: str = "imported"
    version: str = ""
    parts: dict[str, float] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    tokens: tuple[int, int] = (0, 0)
    seconds: float | None = None


def _answer(draft: Draft) -> dict[str, Json]:
    found: dict[str, Json] = {"text": draft.text} if draft.text else {}
    return {**found, "choice": draft.choice} if draft.choice else found


def rows_of(drafts: Sequence[Draft]) -> tuple[Row, ...]:
    """Make rows of cases: an error is a failed case, a case without a score is counted apart, never 0."""
    found: list[Row] = []
    for i, draft in enumerate(drafts):
        row: Row = {
            "task": draft.task, "version": draft.version, "pipeline": draft.pipeline, "model": draft.model,
            "perturbation": draft.perturbation, "epoch": draft.epoch, "id": draft.id, "i": i,
            "group": draft.group or draft.id, "tags": draft.tags, "target": draft.target, "prompt": draft.prompt,
            "choices": draft.choices, "answer": _answer(draft),
            "usage": {"requests": 1, "input_tokens": draft.tokens[0], "output_tokens": draft.tokens[1], "price_usd": None},
        }  # fmt: skip
        if draft.seconds is not None:
            row["seconds"] = draft.seconds
        if draft.error:
            row["status"] = "failed"
            row["error"] = {"kind": "imported", "message": draft.error}
        else:
            value = draft.value
            score: ScoreRow = {
                "value": value,
                "low": 0.0 if value is None else value,
                "high": 1.0 if value is None else value,
            }
            row["status"] = "unscored" if value is None else "scored"
            row["score"] = {**score, "parts": draft.parts, "flags": draft.flags, "why": draft.why}
        found.append(row)
    return tuple(found)


def read_json(path: Path) -> Fields:
    """Read a file that holds one JSON object.

    Raises:
        NotFound, BadData: it is not there, or damaged.
    """
    if not path.is_file():
        raise NotFound(f"no file {path}")
    try:
        found = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise BadData(f"{path} is damaged: {error}; nothing was imported") from error
    if not isinstance(found, dict):
        raise BadInput(f"{path} holds no JSON object; nothing was imported")
    return cast(Fields, found)


def read_lines(path: Path) -> list[Fields]:
    """Read a file of JSON objects, one a line.

    Raises:
        BadData: a line that is none; nothing of the file is used then.
    """
    found = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if line.strip():
            try:
                one = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                raise BadData(f"{path}, line {number}: {error}; nothing was imported") from error
            if not isinstance(one, dict):
                raise BadData(f"{path}, line {number}: no JSON object; nothing was imported")
            found.append(cast(Fields, one))
    return found


def inside(found: Fields, *names: str) -> Json:
    """Return a value below nested objects, None where any step is missing."""
    value: Json = found
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def objects(value: Json) -> list[Fields]:
    """Return the objects of a list, nothing else."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def text_of(value: Json) -> str:
    """Return a text; messages as their contents, one a line."""
    if isinstance(value, str):
        return value
    contents = (one.get("content") or one.get("text") for one in objects(value))
    return "\n".join(text for each in contents if (text := text_of(each)))


def number_of(value: Json) -> float | None:
    """Return a number, None for anything else; true and false are 1 and 0."""
    return float(value) if isinstance(value, int | float) else None


def chosen(name: str, known: Sequence[str], where: str) -> str:
    """Return the score that was asked for, else the first.

    Raises:
        BadInput: no such score, or none at all.
    """
    if not known:
        raise BadInput(f"{where} holds no score of a case; nothing was imported")
    if name and name not in known:
        raise BadInput(f"{where} has no score {name!r}; it has: {', '.join(known)}{near(name, known)}")
    return name or known[0]


def lettered(options: Json) -> dict[str, str]:
    """Return a list of options by letter."""
    every = [one for one in options if isinstance(one, str)] if isinstance(options, list) else []
    return dict(zip(LETTERS, every, strict=False))
