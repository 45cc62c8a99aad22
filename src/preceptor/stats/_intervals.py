"""Intervals of one sample: Wilson for a rate, the bootstrap over groups for everything else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from scipy.special import ndtr, ndtri, stdtrit

Array: TypeAlias = np.ndarray
Columns: TypeAlias = Mapping[str, np.ndarray]
Method = Literal[
    "wilson", "bca", "percentile", "wilson on groups", "none", "F", "Fleiss-Cohen-Everitt", "cluster t",
    "Wilson with effective n", "Fisher z", "Clopper-Pearson",
]  # fmt: skip
BATCH = 2_000_000
CACHED = 50_000  # numbers gathered at once: what a core's own cache holds
NEVER = float("nan")


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """A number with its interval; `low` and `high` are NaN where `method` is "none"."""

    value: float
    low: float
    high: float
    n: int
    groups: int
    method: Method


def wilson(successes: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Return the Wilson score interval of a rate, without continuity correction; (0, 1) for n = 0.

    Source: Wilson EB, 1927, doi:10.1080/01621459.1927.10502953.

    Example:
        >>> [round(end, 4) for end in wilson(81, 263)]
        [0.2553, 0.3662]
    """
    if n <= 0:
        return 0.0, 1.0
    z = float(ndtri(0.5 + level / 2))
    rate = successes / n
    centre = (rate + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (rate * (1 - rate) / n + z * z / (4 * n * n)) ** 0.5
    low = 0.0 if successes <= 0 else max(0.0, centre - half)
    high = 1.0 if successes >= n else min(1.0, centre + half)
    return low, high


def group_totals(values: Array, groups: Sequence[str] | Array | None) -> tuple[Array, Array]:
    """Sum values and count them within each group; every value is its own group where None."""
    values = np.asarray(values, dtype=float)
    if groups is None:
        return values, np.ones(len(values))
    _, place = np.unique(np.asarray(groups), return_inverse=True)
    return np.bincount(place, weights=values), np.bincount(place).astype(float)


def resampled_means(sums: Array, counts: Array, draws: int, seed: int) -> Array:
    """Return the mean of each of `draws` resamples of whole groups; (draws,).

    Groups with the same sum and count are interchangeable, so where there are few distinct ones (right
    or wrong answers) their multiplicities are drawn at once: the same distribution, hundreds of times
    faster.
    """
    generator = np.random.default_rng(seed)
    n = len(sums)
    kinds, often = np.unique(np.column_stack([sums, counts]), axis=0, return_counts=True)
    if len(kinds) * 8 <= n:
        times = generator.multinomial(n, often / n, size=draws).astype(float)
        return (times @ kinds[:, 0]) / (times @ kinds[:, 1])
    means = np.empty(draws)
    step = max(1, CACHED // n)
    alike = np.ptp(counts) == 0
    for start in range(0, draws, step):
        rows = min(step, draws - start)
        chosen = generator.integers(0, n, size=(rows, n), dtype=np.int32)
        size = counts[0] * n if alike else counts[chosen].sum(axis=1)
        means[start : start + rows] = sums[chosen].sum(axis=1) / size
    return means


def _tail(groups: int, level: float) -> float:
    """Return z of the wanted level, widened for few groups (Hesterberg 2015, doi:10.1080/00031305.2015.1089789)."""
    return float(stdtrit(groups - 1, 0.5 + level / 2)) * (groups / (groups - 1)) ** 0.5


def bca_ends(left_out: Array, drawn: Array, value: float, level: float) -> tuple[float, float]:
    """Return the BCa interval, widened for few groups.

    Args:
        left_out: (groups,) the figure without each group.
        drawn: (draws,) the figure of each resample.
    """
    below = (np.mean(drawn < value) + np.mean(drawn <= value)) / 2
    edge = 0.5 / len(drawn)
    bias = float(ndtri(min(max(below, edge), 1 - edge)))
    pull = left_out.mean() - left_out
    spread = float((pull**2).sum())
    skew = float((pull**3).sum()) / (6 * spread**1.5) if spread > 0 else 0.0
    z = _tail(len(left_out), level)
    ends = [float(ndtr(bias + (bias + s) / (1 - skew * (bias + s)))) for s in (-z, z)]
    low, high = np.quantile(drawn, ends)
    return float(low), float(high)


def bootstrap_mean(
    values: Array,
    groups: Sequence[str] | Array | None = None,
    *,
    level: float = 0.95,
    draws: int = 10_000,
    seed: int = 0,
) -> Estimate:
    """Estimate a mean with its interval by resampling whole groups (BCa, widened for few groups).

    Args:
        values: (n,); rows of one group (a patient, a source document) are drawn together.

    Returns:
        method "none" with fewer than two groups, with a value that is no number, or where every group is alike:
        resampling then shows no spread, which says nothing about the population.

    Source: Efron B, 1987, doi:10.1080/01621459.1987.10478410; Field and Welsh 2007,
        doi:10.1111/j.1467-9868.2007.00593.x, on resampling groups.
    """
    sums, counts = group_totals(values, groups)
    n, size = int(counts.sum()), len(sums)
    value = float(sums.sum() / n) if n else NEVER
    if size < 2 or np.ptp(sums / counts) == 0 or not np.isfinite(value):
        return Estimate(low=NEVER, high=NEVER, method="none", value=value, n=n, groups=size)
    means = resampled_means(sums, counts, draws, seed)
    left_out = (sums.sum() - sums) / (counts.sum() - counts)
    low, high = bca_ends(left_out, means, value, level)
    return Estimate(low=low, high=high, method="bca", value=value, n=n, groups=size)


def mean_interval(
    values: Array,
    groups: Sequence[str] | Array | None = None,
    *,
    level: float = 0.95,
    draws: int = 10_000,
    seed: int = 0,
) -> Estimate:
    """Estimate a mean score in [0, 1], choosing the interval that the data allow.

    Wilson where every value is 0 or 1 and every group holds one; else the bootstrap over groups; where
    that shows no spread (all groups alike), Wilson with the number of groups as n, which errs on the
    wide side.
    """
    sums, counts = group_totals(values, groups)
    n, size = int(counts.sum()), len(sums)
    if n == 0:
        return Estimate(value=NEVER, low=NEVER, high=NEVER, n=0, groups=0, method="none")
    if n == size and bool(np.isin(sums, (0.0, 1.0)).all()):
        low, high = wilson(float(sums.sum()), n, level)
        return Estimate(value=float(sums.mean()), low=low, high=high, n=n, groups=size, method="wilson")
    found = bootstrap_mean(values, groups, level=level, draws=draws, seed=seed)
    if found.method != "none" or not 0 <= found.value <= 1:
        return found
    low, high = wilson(found.value * size, size, level)
    return Estimate(value=found.value, low=low, high=high, n=n, groups=size, method="wilson on groups")


def bootstrap(
    columns: Columns,
    statistic: Callable[[Columns], Mapping[str, float]],
    groups: Sequence[str] | Array | None = None,
    *,
    level: float = 0.95,
    draws: int = 1000,
    seed: int = 0,
) -> dict[str, Estimate]:
    """Estimate any statistics of columns, with percentile intervals from resampling whole groups.

    Args:
        columns: equal-length arrays, (n,) or (n, k).
        statistic: columns -> named numbers; a resample that gives NaN for a name is left out for it.
    """
    n = len(next(iter(columns.values()), ()))
    labels = np.arange(n) if groups is None else np.asarray(groups)
    _, place, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    order = np.argsort(place, kind="stable")
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]) if n else np.zeros(0, dtype=int)
    generator = np.random.default_rng(seed)
    found = {name: float(value) for name, value in statistic(columns).items()}
    drawn: dict[str, list[float]] = {name: [] for name in found}
    for _ in range(draws if len(sizes) > 1 else 0):
        rows = _drawn_rows(generator, order, starts, sizes)
        for name, value in statistic({key: column[rows] for key, column in columns.items()}).items():
            drawn.setdefault(name, []).append(float(value))
    return {name: _percentile(value, drawn[name], n, len(sizes), level) for name, value in found.items()}


def _drawn_rows(generator: np.random.Generator, order: Array, starts: Array, sizes: Array) -> Array:
    """Draw as many groups as there are, with replacement, and return the rows of all of them."""
    chosen = generator.integers(0, len(sizes), size=len(sizes))
    lengths = sizes[chosen]
    before = np.repeat(np.cumsum(lengths) - lengths, lengths)
    return order[np.repeat(starts[chosen], lengths) + np.arange(int(lengths.sum())) - before]


def _percentile(value: float, drawn: list[float], n: int, groups: int, level: float) -> Estimate:
    usable = np.asarray(drawn)
    usable = usable[np.isfinite(usable)] if len(usable) else usable
    if len(usable) < 20 or np.ptp(usable) == 0 or not np.isfinite(value):
        return Estimate(value=value, low=NEVER, high=NEVER, n=n, groups=groups, method="none")
    z = _tail(groups, level)
    low, high = np.quantile(usable, [float(ndtr(-z)), float(ndtr(z))])
    return Estimate(value=value, low=float(low), high=float(high), n=n, groups=groups, method="percentile")
