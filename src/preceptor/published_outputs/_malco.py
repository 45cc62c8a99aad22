"""malco's differentials: raw lists of the run of 2024-07-04, and files of terms grounded by the project, one a line.

A grounded differential becomes a list of codes in the order of its ranks; a term that the project did not ground
stays as written. Where the file says which terms are right (`is_correct`), the mark is that of the first place.

Source: Reese JT et al., 2024, doi:10.1101/2024.07.22.24310816.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from preceptor.files import read_bytes, read_jsonl
from preceptor.published_outputs._shapes import Mark, Output, PublishedRun
from preceptor.records import Json

RAW = frozenset({"id", "response"})
GROUNDED = frozenset({"label", "term", "rank"})
ENDING = "-prompt.txt"
Row = Mapping[str, str]


def is_raw(row: Mapping[str, Json]) -> bool:
    """Say whether a row is one of malco's raw answers: other files have the same columns, but no such ids."""
    return row.keys() == RAW and str(row["id"]).endswith(ENDING)


def read_raw(path: Path) -> Iterator[Output]:
    """Read the raw differentials."""
    run = _named_run(path, "raw")
    for row in read_jsonl(path):
        yield Output(run=run, id=_id(str(row["id"])), text=str(row["response"]))


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """Read the rows of a table with tabulators."""
    yield from csv.DictReader(io.StringIO(read_bytes(path).decode("utf-8-sig")), delimiter="\t")


def read_grounded(path: Path) -> Iterator[Output]:
    """Read grounded differentials, the lines of a case together."""
    run = _named_run(path, "grounded")
    for name, found in groupby(sorted(read_table(path), key=_place), key=lambda row: row["label"]):
        rows = list(found)
        listed = "\n".join(f"{number}. {row['term']}" for number, row in enumerate(rows, 1))
        yield Output(run=run, id=_id(name), text=listed, mark=_mark(rows[0]))


def _place(row: Row) -> tuple[str, float]:
    return row["label"], float(row["rank"] or "inf")


def _mark(first: Row) -> Mark:
    said: Mapping[str, Mark] = {"True": "right", "False": "wrong"}
    return said.get(first.get("is_correct", ""), "")


def _id(name: str) -> str:
    return name.removesuffix("_en" + ENDING)


def _named_run(path: Path, method: str) -> PublishedRun:
    """Name the model as the file does; the folder of 2024-07-04 does not say which it was."""
    model = "gpt-4o" if path.name.startswith("gpt-4o") else "gpt (2024-07-04)"
    return PublishedRun(task="malco", set="malco", model=model, method=method)
