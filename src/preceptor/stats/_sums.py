"""Figures that are functions of sums over cases, with BCa intervals from resampling whole groups.

Agreement coefficients, ratios and rates are all of this kind: each case brings a row of numbers, the
figure is computed from the rows' totals, and so every resample is one line of a matrix product.
"""

from collections.abc import Callable, Sequence

import numpy as np

from preceptor.stats._intervals import BATCH, NEVER, Array, Estimate, bca_ends

Statistic = Callable[[Array], Array]


def grouped_rows(rows: Array, groups: Sequence[str] | Array | None) -> Array:
    """Add up the rows of each group; (groups, k)."""
    if groups is None:
        return rows
    _, place = np.unique(np.asarray(groups), return_inverse=True)
    totals = np.zeros((int(place.max()) + 1 if len(place) else 0, rows.shape[1]))
    np.add.at(totals, place, rows)
    return totals


def resampled_totals(rows: Array, draws: int, seed: int) -> Array:
    """Return the totals of `draws` resamples of the rows; (draws, k)."""
    generator = np.random.default_rng(seed)
    kinds, often = np.unique(rows, axis=0, return_counts=True)
    step = max(1, BATCH // len(kinds))
    parts = [
        generator.multinomial(len(rows), often / len(rows), size=min(step, draws - start)) @ kinds
        for start in range(0, draws, step)
    ]
    return np.concatenate(parts)


def estimate_of_sums(
    rows: Array,
    statistic: Statistic,
    groups: Sequence[str] | Array | None = None,
    *,
    level: float = 0.95,
    draws: int = 10_000,
    seed: int = 0,
) -> Estimate:
    """Estimate a figure that is a function of column totals.

    Args:
        rows: (n, k), one row for each case.
        statistic: totals (m, k) -> figures (m,); NaN where it is undefined.

    Returns:
        method "none" with fewer than two groups, without spread, or where more than a tenth of the
        resamples leave the figure undefined.
    """
    rows = np.asarray(rows, float)
    value = float(statistic(rows.sum(axis=0, keepdims=True))[0]) if len(rows) else NEVER
    inside = grouped_rows(rows, groups)
    plain = Estimate(value=value, low=NEVER, high=NEVER, n=len(rows), groups=len(inside), method="none")
    if len(inside) < 2 or not np.isfinite(value):
        return plain
    drawn = statistic(resampled_totals(inside, draws, seed))
    left_out = statistic(inside.sum(axis=0) - inside)
    usable, kept = drawn[np.isfinite(drawn)], left_out[np.isfinite(left_out)]
    if len(usable) < 0.9 * draws or len(kept) < 2 or np.ptp(usable) < 1e-12:
        return plain
    low, high = bca_ends(kept, usable, value, level)
    return Estimate(value=value, low=low, high=high, n=len(rows), groups=len(inside), method="bca")
