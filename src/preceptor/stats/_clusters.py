"""Means of cases that belong together: cluster-robust t, two crossed clusterings, Wilson with what n is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtri, stdtr, stdtrit

from preceptor.stats._intervals import NEVER, Array, Estimate, group_totals, wilson

Correction = Literal["CR1", "CR2"]
ROUNDING = 1e-12
Groups = Sequence[str] | Array | None
UNSEEN = 0.25  # of a cluster of the rarer outcome: what few clusters with it cannot show


@dataclass(frozen=True, kw_only=True, slots=True)
class MeanTest:
    """A mean with its standard error, t interval and the two-sided p that it is 0; NaN where unknown."""

    value: float
    error: float
    df: float
    low: float
    high: float
    p: float
    n: int
    groups: int


def t_test(
    value: float, error: float, df: float, n: int, groups: int, level: float = 0.95, against: float = 0.0
) -> MeanTest:
    """Make a t test and interval of an estimate and its standard error."""
    if not (error > 0 and df > 0):
        return MeanTest(value=value, error=error, df=df, low=NEVER, high=NEVER, p=NEVER, n=n, groups=groups)
    half = float(stdtrit(df, 0.5 + level / 2)) * error
    p = 2 * float(stdtr(df, -abs(value - against) / error))
    return MeanTest(
        value=value, error=error, df=df, low=value - half, high=value + half, p=p, n=n, groups=groups
    )


def _bell_mccaffrey(counts: Array) -> float:
    """Return the degrees of freedom of the CR2 error of a mean, given how many cases each cluster holds."""
    n = counts.sum()
    weight = counts**2 / (n * (1 - counts / n))
    return float(n**2 / ((counts**2).sum() + weight.sum() ** 2 - (weight**2).sum()))


def cluster_t(
    values: Array, groups: Groups = None, *, level: float = 0.95, correction: Correction = "CR2"
) -> MeanTest:
    """Estimate a mean whose cases come in clusters, with a small-sample correction.

    Args:
        values: (n,), any scale; for a difference give b - a of each case.
        groups: (n,) cluster of each case; every case is its own where None.
        correction: "CR2" with Bell and McCaffrey's degrees of freedom, which keeps its level with few or
            uneven clusters; "CR1" is the common factor with groups - 1 degrees of freedom.

    Source: Bell and McCaffrey 2002 (Survey Methodology 28:169-181); Cameron and Miller 2015,
        doi:10.3368/jhr.50.2.317.

    Example:
        >>> import numpy as np
        >>> found = cluster_t(np.array([0.1, 0.2, 0.4, 0.3]), ["a", "a", "b", "b"])
        >>> round(found.value, 3), round(found.error, 3), found.df
        (0.25, 0.1, 1.0)
    """
    sums, counts = group_totals(values, groups)
    n, size = int(counts.sum()), len(sums)
    value = float(sums.sum() / n) if n else NEVER
    if size < 2:
        return t_test(value, NEVER, NEVER, n, size)
    apart = sums - counts * value
    apart = np.where(
        np.abs(apart) > ROUNDING * np.abs(sums).max(), apart, 0.0
    )  # all alike: no spread, no test
    if correction == "CR1":
        variance = size / (size - 1) * float((apart**2).sum()) / n**2
        return t_test(value, variance**0.5, size - 1, n, size, level)
    variance = float((apart**2 / (1 - counts / n)).sum()) / n**2
    return t_test(value, variance**0.5, _bell_mccaffrey(counts), n, size, level)


def crossed_t(values: Array, rows: Sequence[str], columns: Sequence[str], *, level: float = 0.95) -> MeanTest:
    """Estimate a mean whose cases are clustered in two crossed ways, such as patient and seed.

    The variance is that of the rows plus that of the columns minus that of their cells; degrees of freedom
    are those of the smaller number of clusters.

    Source: Cameron, Gelbach and Miller 2011, doi:10.1198/jbes.2010.07136.
    """
    cells = [f"{row}\x1f{column}" for row, column in zip(rows, columns, strict=True)]
    by_row, by_column, by_cell = (
        cluster_t(values, groups, correction="CR1") for groups in (rows, columns, cells)
    )
    variance = by_row.error**2 + by_column.error**2 - by_cell.error**2
    least = max(by_row.error, by_column.error) ** 2
    error = max(variance, least if variance <= 0 else variance) ** 0.5
    size = min(by_row.groups, by_column.groups)
    return t_test(by_row.value, error, size - 1, by_row.n, size, level)


def cluster_wilson(values: Array, groups: Groups, *, level: float = 0.95) -> Estimate:
    """Estimate a rate in [0, 1] by Wilson's interval with the n that clustered cases are worth.

    n is divided by the design effect, never below 1, and for the few degrees of freedom of the variance;
    where all clusters are alike n is their number. It stays inside [0, 1] near the edges, and the design effect is
    taken with caution where one outcome is rare.

    Source: Korn and Graubard 1998 (Survey Methodology 24:193-201) on the effective n.

    Example:
        >>> import numpy as np
        >>> found = cluster_wilson(np.array([1, 1, 1, 0, 0, 0, 1, 1.0]), list("aabbccdd"))
        >>> round(found.low, 3), round(found.high, 3)
        (0.115, 0.955)
    """
    sums, counts = group_totals(values, groups)
    n, size = int(counts.sum()), len(sums)
    if size < 2:
        value = float(sums.sum() / n) if n else NEVER
        return Estimate(value=value, low=NEVER, high=NEVER, n=n, groups=size, method="none")
    value, worth = float(sums.sum() / n), float(size)
    if np.ptp(sums / counts) > 1e-12:
        narrower = (float(ndtri(0.5 + level / 2)) / float(stdtrit(size - 1, 0.5 + level / 2))) ** 2
        worth = n / max(1.0, _design_effect(sums, counts)) * narrower
    low, high = wilson(value * worth, worth, level)
    return Estimate(value=value, low=low, high=high, n=n, groups=size, method="Wilson with effective n")


def _design_effect(sums: Array, counts: Array) -> float:
    """Return how much wider clusters make the variance of a rate, with a quarter of a cluster of the rarer outcome added.

    Where few clusters show that outcome they cannot show how much it comes in clusters, and the plain ratio is
    often too low. Without clusters, one case each, the quarter changes nothing.
    """
    n, size = float(counts.sum()), len(counts)
    extra = float(counts.mean())
    rarer = extra if sums.sum() <= n / 2 else 0.0
    worth = n + UNSEEN * extra
    rate = (float(sums.sum()) + UNSEEN * rarer) / worth
    apart = float(((sums - counts * rate) ** 2).sum()) + UNSEEN * (rarer - extra * rate) ** 2
    return size / (size - 1) * apart / (worth * rate * (1 - rate))


def cluster_correlation(values: Array, groups: Groups) -> float:
    """Return how alike the cases of a cluster are, in [0, 1] (analysis of variance); 0 where none holds two.

    Source: Donner and Koval 1980, doi:10.2307/2530491.

    Example:
        >>> import numpy as np
        >>> cluster_correlation(np.array([1, 1, 0, 0.0]), ["a", "a", "b", "b"])
        1.0
    """
    sums, counts = group_totals(values, groups)
    n, size = float(counts.sum()), len(sums)
    if size < 2 or n <= size:
        return 0.0
    total = float((np.asarray(values, float) ** 2).sum())
    between = (float((sums**2 / counts).sum()) - float(sums.sum()) ** 2 / n) / (size - 1)
    within = (total - float((sums**2 / counts).sum())) / (n - size)
    typical = (n - float((counts**2).sum()) / n) / (size - 1)
    whole = between + (typical - 1) * within
    return min(1.0, max(0.0, (between - within) / whole)) if whole > 0 else 0.0
