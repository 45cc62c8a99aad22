"""Reading run folders in tests: rows by key, without what differs from run to run."""

import json
from pathlib import Path

VARIES = ("seconds", "usage")


def rows(folder: Path) -> list[dict]:
    return [json.loads(line) for line in (folder / "cases.jsonl").read_text().splitlines()]


def steady(value: object) -> object:
    """A row without times and usage."""
    if isinstance(value, dict):
        return {key: steady(content) for key, content in value.items() if key not in VARIES}
    if isinstance(value, list):
        return [steady(content) for content in value]
    return value


def steady_rows(folder: Path) -> list[object]:
    return [steady(row) for row in rows(folder)]
