"""Several tests at once: p-values raised so that their number is accounted for."""

from collections.abc import Callable, Sequence

import numpy as np

from preceptor.stats._intervals import Array


def holm(p: Sequence[float]) -> list[float]:
    """Adjust p-values so that the chance of any false finding stays below the level; NaN stays NaN.

    Source: Holm 1979 (Scandinavian Journal of Statistics 6:65-70).

    Example:
        >>> [round(one, 3) for one in holm([0.01, 0.04, 0.03])]
        [0.03, 0.06, 0.06]
    """
    return _stepped(p, lambda n: np.arange(n, 0, -1.0), up=True)


def benjamini_hochberg(p: Sequence[float]) -> list[float]:
    """Adjust p-values so that the share of false among the findings stays below the level; NaN stays NaN.

    Source: Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x.

    Example:
        >>> [round(one, 3) for one in benjamini_hochberg([0.01, 0.04, 0.03])]
        [0.03, 0.04, 0.04]
    """
    return _stepped(p, lambda n: n / np.arange(1.0, n + 1), up=False)


def _stepped(p: Sequence[float], factors: Callable[[int], Array], *, up: bool) -> list[float]:
    values = np.asarray(p, float)
    known = np.flatnonzero(np.isfinite(values))
    order = known[np.argsort(values[known], kind="stable")]
    raised = values[order] * factors(len(order))
    raised = np.maximum.accumulate(raised) if up else np.minimum.accumulate(raised[::-1])[::-1]
    found = np.full(len(values), np.nan)
    found[order] = np.minimum(raised, 1.0)
    return [float(one) for one in found]
