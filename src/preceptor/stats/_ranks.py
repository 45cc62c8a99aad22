"""Does a metric order answers as people do: correlations with intervals."""

from collections.abc import Callable, Sequence

import numpy as np
from scipy.special import ndtri

from preceptor.errors import BadInput
from preceptor.stats._intervals import NEVER, Array, Columns, Estimate, bootstrap

ROUNDING = 1e-12
Groups = Sequence[str] | Array | None


def midranks(values: Array) -> Array:
    """Return ranks from 1, ties sharing their mean rank; (n,)."""
    _, place, often = np.unique(np.asarray(values, float), return_inverse=True, return_counts=True)
    return (np.cumsum(often) - (often - 1) / 2)[place]


def _pearson(x: Array, y: Array) -> float:
    x, y = x - x.mean(), y - y.mean()
    scale = float((x @ x) * (y @ y)) ** 0.5
    return float(x @ y) / scale if scale > 0 else NEVER


def _spearman(x: Array, y: Array) -> float:
    return _pearson(midranks(x), midranks(y))


def _kendall(x: Array, y: Array) -> float:
    from scipy.stats import kendalltau  # 0.7 s to import, so only where it is asked for

    if not (np.ptp(x) and np.ptp(y)):
        return NEVER
    tau, _ = kendalltau(x, y)
    return float(np.asarray(tau))


def _correlation(
    x: Array, y: Array, groups: Groups, of: Callable[[Array, Array], float],
    error: Callable[[float, int], float], level: float,
) -> Estimate:  # fmt: skip
    x, y = np.asarray(x, float), np.asarray(y, float)
    known = np.isfinite(x) & np.isfinite(y)
    x, y, n = x[known], y[known], int(known.sum())
    if n < 5:
        raise BadInput(f"a correlation with an interval needs five cases with both numbers, got {n}")
    if groups is not None:

        def statistic(columns: Columns) -> dict[str, float]:
            return {"r": of(columns["x"], columns["y"])}

        return bootstrap({"x": x, "y": y}, statistic, np.asarray(groups)[known], level=level)["r"]
    value = of(x, y)
    if not abs(value) < 1 - ROUNDING:
        return Estimate(value=value, low=NEVER, high=NEVER, n=n, groups=n, method="none")
    half, middle = float(ndtri(0.5 + level / 2)) * error(value, n), float(np.arctanh(value))
    low, high = np.tanh([middle - half, middle + half])
    return Estimate(value=value, low=float(low), high=float(high), n=n, groups=n, method="Fisher z")


def pearson(x: Array, y: Array, groups: Groups = None, *, level: float = 0.95) -> Estimate:
    """Estimate the linear correlation; Fisher's z, or percentile bootstrap over groups. NaN pairs are left out.

    Source: Fisher 1921 (Metron 1:3-32).

    Example:
        >>> round(pearson(np.arange(8), np.array([1, 0, 3, 2, 5, 4, 7, 6])).value, 4)
        0.9048
    """
    return _correlation(x, y, groups, _pearson, lambda _, n: (n - 3) ** -0.5, level)


def spearman(x: Array, y: Array, groups: Groups = None, *, level: float = 0.95) -> Estimate:
    """Estimate the rank correlation; interval by Fisher's z with Bonett and Wright's error, or over groups.

    Source: Bonett and Wright 2000, doi:10.1007/BF02294183.
    """
    return _correlation(x, y, groups, _spearman, lambda r, n: ((1 + r * r / 2) / (n - 3)) ** 0.5, level)


def kendall(x: Array, y: Array, groups: Groups = None, *, level: float = 0.95) -> Estimate:
    """Estimate Kendall's tau-b; interval by Fisher's z with Fieller's error, or over groups.

    Source: Fieller, Hartley and Pearson 1957, doi:10.1093/biomet/44.3-4.470.
    """
    return _correlation(x, y, groups, _kendall, lambda _, n: (0.437 / (n - 4)) ** 0.5, level)
