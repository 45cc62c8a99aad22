"""Rows as a Markdown table, JSON or CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

import orjson

Format = Literal["md", "json", "csv"]
Entry: TypeAlias = str | int | float | Sequence["Row"] | None
Row: TypeAlias = Mapping[str, Entry]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 40


def as_json(content: object) -> str:
    """Render anything as indented JSON."""
    return orjson.dumps(content, option=orjson.OPT_INDENT_2).decode() + "\n"


def as_csv(columns: Sequence[str], rows: Sequence[Row]) -> str:
    """Render rows as CSV; text that a spreadsheet would take for a formula gets a mark in front."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        values = [row[name] for name in columns]
        writer.writerow(
            [
                f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
                for value in values
            ]
        )
    return out.getvalue()


def as_markdown(titles: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Render lines of text as a table."""
    every = [
        list(titles),
        *([field.replace("|", "\\|").replace("\n", " ") for field in line] for line in lines),
    ]
    widths = [min(WIDEST, max(len(line[place]) for line in every)) for place in range(len(titles))]
    text = [
        "| " + " | ".join(field.ljust(width) for field, width in zip(line, widths, strict=True)) + " |"
        for line in every
    ]
    text.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(text) + "\n"
