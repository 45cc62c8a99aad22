"""How much of a score is the protocol's: one model under every way of asking, order, wording and reader.

The ways of answering are pipelines, orders and wordings the perturbation `protocol`, readers are applied to the
stored answers without asking again. Every case stands under every protocol, so the variance of the score over
protocols splits into parts that sum to it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from preceptor import stats
from preceptor.errors import BadInput
from preceptor.rows import Row, read_rows
from preceptor.stats import Estimate, Part

FACTORS = ("method", "order", "template", "reader")
PROTOCOL = re.compile(r"protocol\(order=(\d+),template=(\d+)\)")
LETTER = re.compile(r"(?<![A-Za-z'])([A-Z])(?![A-Za-z'])")


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """The score of one level of a factor, over all levels of the others."""

    name: str
    score: Estimate


@dataclass(frozen=True, kw_only=True, slots=True)
class Factor:
    """One thing that may be chosen; `p` that the choice makes no difference, over the same cases."""

    name: str
    levels: tuple[Level, ...]
    share: float
    spread: float
    p: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Sensitivity:
    """A score, and what choosing another protocol does to it.

    Attributes:
        usual: under the first method, the source's order, the task's wording and the package's reader.
        scores: of every protocol, by the levels' names.
        sd: standard deviation of the score over protocols; `parts` sum to its square.
        chance_sd: what it would be if every protocol's answers were drawn anew for these n cases.
        left_out: cases that some protocol has no score for.
    """

    task: str
    model: str
    usual: Estimate
    scores: Mapping[tuple[str, ...], float]
    sd: float
    chance_sd: float
    parts: tuple[Part, ...]
    factors: tuple[Factor, ...]
    n: int
    left_out: int


def names_of(orders: int, templates: int) -> list[str]:
    """Return the perturbations that give every order and wording; the first is the case as it is."""
    pairs = [(order, template) for order in range(orders) for template in range(templates)]
    return ["none" if pair == (0, 0) else f"protocol(order={pair[0]},template={pair[1]})" for pair in pairs]


def _target(row: Row) -> tuple[str, ...]:
    return tuple(sorted(str(row.get("target")).split(",")))


def _by_letter(row: Row, letters: Sequence[str]) -> float:
    return float(tuple(sorted(set(letters))) == _target(row))


def _reader(pick: Callable[[str, list[str]], Sequence[str]]) -> Callable[[Row], float | None]:
    def read(row: Row) -> float | None:
        answer = row.get("answer", {})
        choices, choice = row.get("choices", {}), answer.get("choice")
        if isinstance(choice, str) and choice:  # nothing to read: the pipeline chose
            return _by_letter(row, choice.split(","))
        text = str(answer.get("text") or "")
        return _by_letter(row, pick(text, [one for one in LETTER.findall(text) if one in choices]))

    return read


READERS: dict[str, Callable[[Row], float | None]] = {
    "preceptor": lambda row: row.get("score", {}).get("value"),
    "whole text": _reader(lambda text, _: [text.strip(" .()*\n")]),
    "first letter": _reader(lambda _, letters: letters[:1]),
    "last letter": _reader(lambda _, letters: letters[-1:]),
}


def _place(row: Row) -> tuple[str, str, str]:
    name = row.get("perturbation") or ""
    found = PROTOCOL.fullmatch(name)
    if name and not found:
        raise BadInput(f"the run has a perturbation {name!r} that is no protocol; give a folder of its own")
    order, template = found.groups() if found else ("0", "0")
    return row.get("pipeline", ""), order, template


def _gathered(folder: Path) -> tuple[list[Row], dict[tuple[str, str, str], dict[str, Row]]]:
    cells: dict[tuple[str, str, str], dict[str, Row]] = {}
    every: list[Row] = []
    for row in read_rows(folder):
        every.append(row)
        if row.get("status") == "scored" and not row.get("epoch", 0):
            cells.setdefault(_place(row), {})[row.get("id", "")] = row
    return every, cells


def _table(
    cells: Mapping[tuple[str, str, str], Mapping[str, Row]],
    levels: Sequence[Sequence[str]],
    ids: Sequence[str],
) -> np.ndarray:
    methods, orders, templates, readers = levels
    found = [
        [[[[READERS[reader](cells[method, order, template][one]) for reader in readers] for template in templates] for order in orders] for method in methods]
        for one in ids
    ]  # fmt: skip
    return np.array(found, dtype=float)


def _factor(
    name: str,
    axis: int,
    levels: Sequence[str],
    table: np.ndarray,
    groups: Sequence[str],
    parts: Sequence[Part],
) -> Factor:
    others = tuple(place for place in range(1, table.ndim) if place != axis)
    by_level = table.mean(axis=others)
    scores = [stats.mean_interval(by_level[:, i], groups, draws=2000) for i in range(len(levels))]
    share = next(part.share for part in parts if part.factors == (name,))
    values = [score.value for score in scores]
    return Factor(
        name=name, levels=tuple(Level(name=level, score=score) for level, score in zip(levels, scores, strict=True)),
        share=share, spread=max(values) - min(values), p=stats.repeated_effect_p(table, axis),
    )  # fmt: skip


def measure(folder: Path, methods: Sequence[str], orders: int, templates: int) -> Sensitivity:
    """Measure a run that asked every case by every protocol.

    Raises:
        BadInput: a run of several tasks or models, or no case that every protocol scored.
    """
    every, cells = _gathered(folder)
    named = sorted({(row.get("task", ""), row.get("model") or "") for row in every})
    if len(named) != 1:
        raise BadInput(
            f"{folder} must hold one task and one model, it has: {'; '.join(map(' · '.join, named)) or 'none'}"
        )
    readers = list(READERS) if any(row.get("choices") for row in every) else ["preceptor"]
    levels = [list(methods), list(map(str, range(orders))), list(map(str, range(templates))), readers]
    wanted = [(m, o, t) for m in levels[0] for o in levels[1] for t in levels[2]]
    known = list(dict.fromkeys(row.get("id", "") for row in every))
    ids = [one for one in known if all(one in cells.get(cell, {}) for cell in wanted)]
    if not ids:
        raise BadInput(
            f"{folder}: no case was scored under every protocol; finish the run, or ask fewer methods"
        )
    table = _table(cells, levels, ids)
    groups = [cells[wanted[0]][one].get("group") or one for one in ids]
    scores = table.mean(axis=0)
    parts = stats.variance_parts(scores, FACTORS)
    cell_names = [
        tuple(levels[axis][place] for axis, place in enumerate(at)) for at in np.ndindex(scores.shape)
    ]
    return Sensitivity(
        task=named[0][0], model=named[0][1], n=len(ids), left_out=len(known) - len(ids),
        usual=stats.mean_interval(table[:, 0, 0, 0, 0], groups),
        scores=dict(zip(cell_names, map(float, scores.ravel()), strict=True)), sd=float(scores.std()), chance_sd=float((table.var(axis=0).mean() / len(ids)) ** 0.5), parts=tuple(parts),
        factors=tuple(
            _factor(name, axis + 1, levels[axis], table, groups, parts)
            for axis, name in enumerate(FACTORS) if len(levels[axis]) > 1
        ),
    )  # fmt: skip
