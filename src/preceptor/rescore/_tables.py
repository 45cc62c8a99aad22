"""Tables of printed figures: one figure a row, or one column for each model or set."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from preceptor.errors import BadInput
from preceptor.files import read_csv
from preceptor.published_outputs import PublishedRun, alike, numbered, read_summary

PARTS: dict[str, tuple[str, ...]] = {
    "model": ("model", "model_name", "system"),
    "method": ("method", "pipeline", "prompt", "prompting", "strategy", "mitigation"),
    "task": ("task", "dataset", "set", "benchmark", "bias"),
    "split": ("split",),
    "figure": (
        "figure", "accuracy", "accuracy_pct", "acc", "acc_pct", "value", "score", "printed", "published",
        "percent",
    ),
}  # fmt: skip
ATTRIBUTES = {"model": "model", "method": "method", "task": "set", "split": "split"}
_NUMBER = re.compile(r"\s*(\d*\.?\d+)\s*(%?)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Printed:
    """A figure as it was printed.

    Attributes:
        labels: model, method, task, split, as far as the table says, in its own spelling.
        value: in [0, 1].
        step: one unit of the last printed decimal, in the same measure as `value`.
    """

    labels: Mapping[str, str]
    text: str
    value: float
    step: float

    def same(self, value: float, within: float | None = None) -> bool:
        """Say whether a rate is printed like this: rounded, or closer than `within`."""
        return abs(value - self.value) <= (self.step / 2 if within is None else within) + 1e-9

    def cut_off(self, value: float) -> bool:
        """Say whether a rate gives this figure when further decimals are left away."""
        return self.value - 1e-9 <= value < self.value + self.step


def read_printed(path: Path, runs: Sequence[PublishedRun], columns: Mapping[str, str]) -> list[Printed]:
    """Read a CSV of printed figures, or MedCalc-Bench's JSON summaries, one file or a folder of them.

    Args:
        runs: what the columns of a wide table may be named after.
        columns: part (model, method, task, split, figure) -> column, where the names are not customary.

    Raises:
        BadInput: no column of figures can be made out; the message says what is needed.
    """
    rows = _rows(path)
    if not rows:
        raise BadInput(f"{path} holds no rows; expected columns model, method, task and a figure")
    parts = _parts(path, list(rows[0]), columns)
    if "figure" in parts:
        raw = [(_labels(row, parts), row[parts["figure"]], parts["figure"]) for row in rows]
    else:
        raw = list(_melted(path, rows, parts, runs))
    return printed_figures(raw)


def _rows(path: Path) -> Sequence[Mapping[str, str]]:
    if path.is_dir():
        return [read_summary(file) for file in sorted(path.glob("*.json"))]
    return [read_summary(path)] if path.suffix == ".json" else list(read_csv(path))


def printed_figures(raw: Sequence[tuple[Mapping[str, str], str, str]]) -> list[Printed]:
    """Read figures of one table from (labels, text, column); per cent is told by the column or the values."""
    read = [(labels, text, column, _NUMBER.match(text)) for labels, text, column in raw]
    found = [(labels, text.strip(), column, match) for labels, text, column, match in read if match]
    if not found:
        raise BadInput("the table holds no figure; expected numbers such as 0.735 or 73.5")
    sign = any(match[2] or re.search(r"pct|percent|%", column.lower()) for _, _, column, match in found)
    scale = 100.0 if sign or max(float(match[1]) for *_, match in found) > 1 else 1.0
    decimals = max(len(match[1].partition(".")[2]) for *_, match in found)
    return [
        Printed(labels=labels, text=text, value=float(match[1]) / scale, step=10.0**-decimals / scale)
        for labels, text, _, match in found
    ]


def printed_in_names(runs: Sequence[PublishedRun]) -> list[tuple[PublishedRun, Printed]]:
    """Return the figures that stand in the runs' own names, each with its run."""
    named = [run for run in runs if run.printed]
    if not named:
        return []
    figures = printed_figures([({"model": run.model, "task": run.set}, run.printed, "") for run in named])
    return list(zip(named, figures, strict=True))


def fitting(printed: Printed, runs: Sequence[PublishedRun]) -> list[PublishedRun]:
    """Return the runs that a printed figure may stand for; several where they differ in version only."""
    left = list(runs)
    for part, attribute in ATTRIBUTES.items():
        name = printed.labels.get(part, "")
        known = {getattr(run, attribute) for run in left}
        if name and known != {""}:
            meant = numbered(name, known) if part == "method" else alike(name, known)
            left = [run for run in left if getattr(run, attribute) in meant]
    return left


def _parts(path: Path, found: list[str], columns: Mapping[str, str]) -> dict[str, str]:
    if unknown := [part for part in columns if part not in PARTS]:
        raise BadInput(f"no part {unknown[0]!r} of a table; parts: {', '.join(PARTS)}")
    if wrong := [column for column in columns.values() if column not in found]:
        raise BadInput(f"{path} has no column {wrong[0]!r}; it has: {', '.join(found)}")
    folded = {column.strip().lower(): column for column in found}
    chosen = dict(columns)
    for part, names in PARTS.items():
        customary = next((folded[name] for name in names if name in folded), None)
        if part not in chosen and customary:
            chosen[part] = customary
    return chosen


def _labels(row: Mapping[str, str], parts: Mapping[str, str]) -> dict[str, str]:
    return {part: row[column].strip() for part, column in parts.items() if part != "figure"}


def _melted(
    path: Path, rows: Sequence[Mapping[str, str]], parts: Mapping[str, str], runs: Sequence[PublishedRun]
) -> Iterator[tuple[dict[str, str], str, str]]:
    """Yield one figure for each cell of a table whose columns are named after models, or after sets."""
    free = [column for column in rows[0] if column not in parts.values()]
    part: Literal["model", "task"] = "task" if "model" in parts else "model"
    known = {getattr(run, ATTRIBUTES[part]) for run in runs}
    named = [column for column in free if alike(column, known)]
    if not named:
        raise BadInput(
            f"{path} has no column of figures; its columns: {', '.join(rows[0])}. Give one figure a row with "
            f"model, method, task and figure (name them with --table-columns figure=COLUMN), or one column "
            f"for each {part}; the outputs have: {', '.join(sorted(known))}"
        )
    for row in rows:
        for column in named:
            yield {**_labels(row, parts), part: column}, row[column], ""
