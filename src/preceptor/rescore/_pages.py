"""The comparison as a Markdown table, JSON or CSV."""

import csv
import io
from collections.abc import Sequence
from typing import Literal, TypeAlias

import orjson

from preceptor.rescore._cells import Cell, Version
from preceptor.rescore._compare import Rescored
from preceptor.stats import wilson

Format = Literal["md", "json", "csv"]
Entry: TypeAlias = str | int | float | list[dict[str, "Entry"]] | None
COLUMNS = (
    "model", "method", "task", "split", "version", "n", "ours_pct", "low_pct", "high_pct", "unparsed", "refused",
    "rule", "rule_pct", "printed", "match", "why",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(cells: Sequence[Cell]) -> list[dict[str, Entry]]:
    """Return one flat row for each cell; rates in per cent, the interval Wilson's at 95 %."""
    return [_row(one, one.best) for one in cells]


def _row(one: Cell, chosen: Version) -> dict[str, Entry]:
    score, run = chosen.score, chosen.score.run
    low, high = wilson(score.ours.right, score.n)
    values: tuple[Entry, ...] = (
        run.model, run.method, run.set, run.split, run.version, score.n,
        round(score.ours.value * 100, 3), round(low * 100, 3), round(high * 100, 3),
        score.unparsed, score.refused, chosen.rule,
        None if chosen.share is None else round(chosen.share.value * 100, 3),
        one.printed.text if one.printed else "", chosen.match, one.why,
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def page(rescored: Rescored, form: Format) -> str:
    """Render a comparison."""
    if form == "json":
        return _json(rescored)
    return _csv(rows(rescored.cells)) if form == "csv" else _markdown(rows(rescored.cells))


def _json(rescored: Rescored) -> str:
    whole = []
    for one, row in zip(rescored.cells, rows(rescored.cells), strict=True):
        row["versions"] = [_row(one, entry) for entry in one.versions]
        whole.append(row)
    stored = {
        "cells": whole,
        "absent": [{**printed.labels, "printed": printed.text} for printed in rescored.absent],
        "left_out": [run.label for run in rescored.left_out],
    }
    return orjson.dumps(stored, option=orjson.OPT_INDENT_2).decode() + "\n"


def _csv(table: Sequence[dict[str, Entry]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list[str](COLUMNS), lineterminator="\n")
    writer.writeheader()
    for row in table:
        writer.writerow({name: _safe(value) for name, value in row.items()})
    return out.getvalue()


def _safe(value: Entry) -> Entry:
    """Put a mark before text that a spreadsheet would take for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _markdown(table: Sequence[dict[str, Entry]]) -> str:
    shown = [name for name in COLUMNS if name not in ("low_pct", "high_pct")]
    shown = [
        name
        for name in shown
        if name not in ("split", "version", "rule", "rule_pct") or any(r[name] for r in table)
    ]
    lines = [[_title(name) for name in shown]]
    for row in table:
        lines.append([_field(row, name) for name in shown])
    widths = [min(60, max(len(line[place]) for line in lines)) for place in range(len(shown))]
    text = [
        "| " + " | ".join(entry.ljust(width) for entry, width in zip(line, widths, strict=True)) + " |"
        for line in lines
    ]
    text.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(text) + "\n"


def _title(name: str) -> str:
    return {"ours_pct": "ours % (95 % interval)", "rule_pct": "rule %"}.get(name, name)


def _field(row: dict[str, Entry], name: str) -> str:
    value = row[name]
    if name == "ours_pct":
        return f"{value:.2f} ({row['low_pct']:.1f} to {row['high_pct']:.1f})"
    if name == "rule_pct":
        return "" if value is None else f"{value:.2f}"
    return str(value).replace("|", "\\|")
