"""Rows of a run without any text: what may be passed on where the cases may not.

Only what is listed here is kept, so a field that is added to the rows later stays out until someone
decides otherwise. Ids, groups and tags are kept and can identify a case to whoever holds the data.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from preceptor.records import Json
from preceptor.rows import Row, read_rows

KEPT = (
    "task", "version", "pipeline", "model", "perturbation", "epoch", "id", "i", "status", "group", "language",
    "usage", "seconds",
)  # fmt: skip
SCORE, ANSWER, REPLY = (
    ("value", "low", "high", "parts", "flags"),
    ("confidence", "finish"),
    ("finish", "model", "fingerprint", "usage"),
)
LETTERS = re.compile(r"[A-Z](,[A-Z])*")
LONGEST_TAG = 60  # a stratum has a short name; anything longer is text


def _some(source: Mapping[str, Json], names: tuple[str, ...]) -> dict[str, Json]:
    return {name: source[name] for name in names if name in source}


def _letters(value: Json) -> bool:
    return isinstance(value, str) and LETTERS.fullmatch(value) is not None


def _objects(value: Json) -> list[Mapping[str, Json]]:
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def _answer(answer: Mapping[str, Json]) -> dict[str, Json]:
    found = _some(answer, ANSWER)
    if _letters(answer.get("choice")):
        found["choice"] = answer["choice"]
    if calls := _objects(answer.get("calls")):
        found["tools"] = [call.get("name") for call in calls]
    return found


def _score(score: Mapping[str, Json]) -> dict[str, Json]:
    found = _some(score, SCORE)
    if verdicts := _objects(score.get("verdicts")):
        found["verdicts"] = [_some(verdict, ("finding", "weight")) for verdict in verdicts]
    return found


def _exchange(exchange: Mapping[str, Json]) -> dict[str, Json]:
    reply = exchange.get("reply")
    return {**_some(exchange, ("role",)), "reply": _some(reply, REPLY) if isinstance(reply, Mapping) else {}}


def without_text(row: Row) -> dict[str, Json]:
    """Return what may be told of a row without its texts.

    No prompt, options, messages, answer text, reason of a score, words of a judge, criteria, arguments
    of tools, request hashes or messages of errors; of targets and answers only letters of options.
    """
    stored = cast("Mapping[str, Json]", row)
    found = _some(stored, KEPT)
    if tags := {tag: value for tag, value in row.get("tags", {}).items() if len(str(value)) <= LONGEST_TAG}:
        found["tags"] = tags
    if _letters(row.get("target")):
        found["target"] = row.get("target")
    if "answer" in row:
        found["answer"] = _answer(row["answer"])
    if "score" in row:
        found["score"] = _score(cast("Mapping[str, Json]", row["score"]))
    if "error" in row:
        found["error"] = {"kind": row["error"]["kind"]}
    if "exchanges" in row:
        found["exchanges"] = [_exchange(exchange) for exchange in row["exchanges"]]
    return found


def exported_rows(folder: Path) -> Iterator[dict[str, Json]]:
    """Read the finished rows of a run without their texts; see `rows.read_rows` for what it raises."""
    return map(without_text, read_rows(folder))
