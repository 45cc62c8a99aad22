"""A log as a run folder, written whole or not at all."""

import hashlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import orjson

from preceptor.errors import BadInput
from preceptor.files import write_private
from preceptor.foreign_logs._shape import Log
from preceptor.records import Json
from preceptor.rows import FORMAT, Row, row_key


def _scaled(row: Row, low: float, high: float, asked: bool) -> Row:
    value = row.get("score", {}).get("value")
    if value is None:
        return row
    placed = (value - low) / (high - low)
    if not 0 <= placed <= 1:
        hint = (
            f"outside the scale {low:g}..{high:g}"
            if asked
            else "outside 0..1; give its range with --scale LOW HIGH"
        )
        raise BadInput(f"case {row.get('id')!r} has the score {value:g}, {hint}; nothing was imported")
    score = {**row.get("score", {}), "value": placed, "low": placed, "high": placed}
    return {**row, "score": score}  # type: ignore[typeddict-item]


def _unique(rows: Sequence[Row]) -> None:
    seen: set[tuple[str | int, ...]] = set()
    for row in rows:
        if row_key(row) in seen:
            raise BadInput(
                f"case {row.get('id')!r}, repeat {row.get('epoch', 0) + 1}, stands twice in the log; nothing was imported"
            )
        seen.add(row_key(row))


def _head(log: Log) -> dict[str, Json]:
    sums = {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in log.files}
    data = dict.fromkeys(dict.fromkeys(row.get("task", "") for row in log.rows), sums)
    return {
        "format": FORMAT,
        "arguments": {"imported": log.program, "files": [str(path) for path in log.files], "notes": list(log.notes)},
        "versions": {"preceptor": version("preceptor"), "source": log.program},
        "data": data, "seed": 0, "git_commit": None,
        "started": log.started or datetime.now(UTC).isoformat(timespec="seconds"), "published": {}, "judge": None,
    }  # fmt: skip


def write_run(log: Log, folder: Path, scale: tuple[float, float] | None = None) -> int:
    """Write a run folder that report and compare read; returns the number of cases.

    Args:
        scale: the lowest and highest score that the log can hold, mapped to 0 and 1.

    Raises:
        BadInput: the folder holds something, a score outside the scale, or a case twice.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(f"--out {folder} is not empty; give a new folder")
    low, high = scale or (0.0, 1.0)
    if not low < high:
        raise BadInput(f"--scale {low:g} {high:g}: the lowest score comes first")
    _unique(log.rows)
    done = replace(log, rows=tuple(_scaled(row, low, high, scale is not None) for row in log.rows))
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        write_private(
            part / "cases.jsonl",
            b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in done.rows),
        )
        write_private(part / "run.json", orjson.dumps(_head(done), option=orjson.OPT_INDENT_2))
        if folder.exists():
            folder.rmdir()
        os.replace(part, folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return len(done.rows)
