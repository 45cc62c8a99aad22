"""The comparison of published outputs, laid out."""

from collections.abc import Sequence

from preceptor.rescore._cells import Cell, Version, counts
from preceptor.rescore._compare import Rescored
from preceptor.rescore._render import Entry, Format, Row, as_csv, as_json, as_markdown
from preceptor.stats import wilson

COLUMNS = (
    "model", "method", "task", "split", "version", "n", "ours_pct", "low_pct", "high_pct", "unparsed", "refused",
    "rule", "rule_pct", "printed", "match", "why",
)  # fmt: skip
OPTIONAL = ("method", "task", "split", "version", "rule", "rule_pct", "printed", "match", "why")
TITLES = {"ours_pct": "ours % (95 % interval)", "rule_pct": "rule %"}


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
    table = rows(rescored.cells)
    if form == "csv":
        return as_csv(COLUMNS, table)
    if form == "json":
        return as_json(_stored(rescored))
    shown = [name for name in COLUMNS if name not in ("low_pct", "high_pct")]
    shown = [name for name in shown if name not in OPTIONAL or any(row[name] for row in table)]
    titles = [TITLES.get(name, name) for name in shown]
    return as_markdown(titles, [[_field(row, name) for name in shown] for row in table])


def _stored(rescored: Rescored) -> dict[str, object]:
    return {
        "cells": [
            {**_row(one, one.best), "versions": [_row(one, entry) for entry in one.versions]}
            for one in rescored.cells
        ],
        "absent": [{**printed.labels, "printed": printed.text} for printed in rescored.absent],
        "left_out": [run.label for run in rescored.left_out],
    }


def _field(row: Row, name: str) -> str:
    value = row[name]
    if name == "ours_pct":
        return f"{value:.2f} ({row['low_pct']:.1f} to {row['high_pct']:.1f})"
    if name == "rule_pct":
        return "" if value is None else f"{value:.2f}"
    return str(value)


def summary(rescored: Rescored) -> list[str]:
    """Return the closing lines; the last one says how many printed cells match."""
    lines = []
    if rescored.left_out:
        sets = sorted({run.set or run.task for run in rescored.left_out})
        lines.append(f"{len(rescored.left_out)} runs left out, of sets without a task: {', '.join(sets)}")
    if rescored.absent:
        models = sorted({printed.labels.get("model", "?") for printed in rescored.absent})
        lines.append(f"{len(rescored.absent)} printed figures have no outputs here: {', '.join(models)}")
    found = counts(rescored.cells)
    if found["cells"]:
        lines.append(
            f"{found['ours']} by our scorer, {found['rule']} by the authors' rule where ours differs, "
            f"{found['cells'] - found['match']} not"
        )
    return [*lines, f"{found['match']} of {found['cells']} cells match"]
