"""What a result can still be while items are unknown, and which item narrows it most."""

from collections.abc import Mapping
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from preceptor.calculation import Calculator, evaluate, points_of, steps_of

LARGEST_GRID = 50_000
STARTS = 8


class Range(NamedTuple):
    """The lowest and highest result that the unknown items allow, and which of them to ask first."""

    low: float
    high: float
    ask_next: str


def required(calculator: Calculator) -> tuple[str, ...]:
    """Inputs that cannot be unknown: measured values without a table of points, and days."""
    return tuple(
        key
        for key, declared in calculator.inputs.items()
        if declared.default is None
        and (declared.kind == "day" or (declared.kind == "number" and not declared.points))
    )


def possible(calculator: Calculator, values: Mapping[str, float], unknown: tuple[str, ...]) -> Range:
    """Return the range of results over everything that the unknown items could be."""
    steps = {key: steps_of(calculator.inputs[key]) for key in unknown}
    if calculator.compute is None:
        return _sum(calculator, values, steps)
    if np.prod([len(each) for each in steps.values()], dtype=float) <= LARGEST_GRID:
        return _grid(calculator, values, steps)
    return _search(calculator, values, steps)


def _sum(calculator: Calculator, values: Mapping[str, float], steps: dict[str, list[float]]) -> Range:
    fixed = sum(float(np.asarray(points_of(calculator.inputs[key], value))) for key, value in values.items())
    spans = {}
    for key, each in steps.items():
        points = [float(np.asarray(points_of(calculator.inputs[key], value))) for value in each]
        spans[key] = (min(points), max(points))
    widest = max(spans, key=lambda key: spans[key][1] - spans[key][0])
    low, high = (fixed + sum(span[side] for span in spans.values()) for side in (0, 1))
    return Range(low, high, widest)


def _results(
    calculator: Calculator, values: Mapping[str, float], columns: Mapping[str, NDArray[np.float64]], size: int
) -> NDArray[np.float64]:
    with np.errstate(all="ignore"):
        found = evaluate(calculator, {**values, **columns}).value
    return np.broadcast_to(np.asarray(found, dtype=float), (size,))


def _grid(calculator: Calculator, values: Mapping[str, float], steps: dict[str, list[float]]) -> Range:
    """Try every combination at once."""
    rows = np.array(list(product(*steps.values())))
    columns = {key: rows[:, place] for place, key in enumerate(steps)}
    found = _results(calculator, values, columns, len(rows))
    cube = found.reshape([len(each) for each in steps.values()])
    left = {}
    for place, key in enumerate(steps):
        others = tuple(axis for axis in range(cube.ndim) if axis != place)
        widths = cube.max(axis=others) - cube.min(axis=others)
        left[key] = (float(widths.max()), float(widths.mean()))
    return Range(float(found.min()), float(found.max()), min(left, key=lambda key: left[key]))


def _search(calculator: Calculator, values: Mapping[str, float], steps: dict[str, list[float]]) -> Range:
    """Change one unknown at a time for the better until none helps, from several beginnings."""
    draw = np.random.default_rng(0)
    starts = [{key: float(draw.choice(each)) for key, each in steps.items()} for _ in range(STARTS)]
    starts += [{key: each[place] for key, each in steps.items()} for place in (0, -1)]
    ends = {}
    reach = dict.fromkeys(steps, 0.0)
    for sign in (1.0, -1.0):
        best = -np.inf
        for start in starts:
            best = max(best, _climb(calculator, values, steps, start, sign, reach))
        ends[sign] = sign * best
    return Range(ends[-1.0], ends[1.0], max(reach, key=lambda key: reach[key]))


def _climb(
    calculator: Calculator,
    values: Mapping[str, float],
    steps: dict[str, list[float]],
    start: Mapping[str, float],
    sign: float,
    reach: dict[str, float],
) -> float:
    place, best = dict(start), -np.inf
    while True:
        before = best
        for key, each in steps.items():
            tried = np.array(each)
            found = sign * _results(calculator, {**values, **place}, {key: tried}, len(each))
            reach[key] = max(reach[key], float(found.max() - found.min()))
            place[key], best = float(tried[found.argmax()]), float(found.max())
        if best <= before:
            return best
