"""The variance of a full factorial table, split into parts that sum to it exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.special import fdtrc

from preceptor.errors import BadInput
from preceptor.stats._intervals import NEVER, Array


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One part of a variance: a factor, an interaction of several, and its share of the total."""

    factors: tuple[str, ...]
    variance: float
    share: float


def variance_parts(table: Array, names: Sequence[str]) -> list[Part]:
    """Split the variance of a table over its cells into main effects and interactions.

    Args:
        table: one axis for each factor, every cell filled.
        names: of the factors, in the order of the axes.

    Returns:
        A part for every set of factors; the variances sum to that of the table. A share is NaN where the
        table has no variance.

    Source: Fisher's analysis of variance of a balanced design; Saltelli et al. 2008, Global Sensitivity
        Analysis, chapter 4, on shares.

    Example:
        >>> found = variance_parts(np.array([[0.6, 0.7], [0.6, 0.9]]), ["reasoning", "template"])
        >>> [(" x ".join(part.factors), round(part.share, 3)) for part in found]
        [('reasoning', 0.167), ('template', 0.667), ('reasoning x template', 0.167)]
    """
    table = np.asarray(table, float)
    if table.ndim != len(names) or not np.isfinite(table).all() or not table.size:
        raise BadInput(
            f"a table of {table.ndim} axes with every cell filled, for {len(names)} factors, is needed"
        )
    total = float(table.var())
    effects: dict[tuple[int, ...], Array] = {(): table.mean(keepdims=True).reshape((1,) * table.ndim)}
    for size in range(1, table.ndim + 1):
        for axes in combinations(range(table.ndim), size):
            others = tuple(axis for axis in range(table.ndim) if axis not in axes)
            below = (effect for inner, effect in effects.items() if set(inner) < set(axes))
            effects[axes] = table.mean(axis=others, keepdims=True) - sum(below, np.zeros((1,) * table.ndim))
    return [
        Part(
            factors=tuple(names[axis] for axis in axes), variance=float((effect**2).mean()),
            share=float((effect**2).mean()) / total if total > 1e-18 else NEVER,
        )
        for axes, effect in effects.items() if axes
    ]  # fmt: skip


def repeated_effect_p(values: Array, axis: int) -> float:
    """Return p that a factor has no effect, from the same cases under all of its levels.

    Degrees of freedom are the least possible, 1 and cases - 1, so that unequal correlations between levels
    cannot make it too small.

    Args:
        values: (cases, ...), one axis for each factor.

    Source: Greenhouse and Geisser 1959, doi:10.1007/BF02289823.
    """
    values = np.asarray(values, float)
    others = tuple(place for place in range(1, values.ndim) if place != axis)
    by_level = values.mean(axis=others)
    n, levels = by_level.shape
    if n < 2 or levels < 2:
        return NEVER
    effect = by_level.mean(axis=0) - by_level.mean()
    left = by_level - by_level.mean(axis=1, keepdims=True) - effect
    noise = float((left**2).sum()) / (n - 1)
    found = n * float((effect**2).sum())
    if noise <= 1e-18:
        return 1.0 if found <= 1e-18 else 0.0
    return float(fdtrc(1, n - 1, found / noise))
