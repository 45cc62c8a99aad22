"""Not worse, and the same: tests against a margin that was stated before the data were seen."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from preceptor.errors import BadInput
from preceptor.stats._clusters import Groups, cluster_t
from preceptor.stats._intervals import NEVER, Array


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """Whether the difference b - a is above -margin ("not worse"), or within the margin ("same").

    Attributes:
        low: the two-sided interval whose ends decide at `alpha`, level 1 - 2 alpha.
        p: one-sided for "not worse"; the larger of both one-sided for "same".
        error: standard error of the difference at the estimate, for power.
        df: infinite for the score test.
    """

    question: Literal["not worse", "same"]
    margin: float
    alpha: float
    value: float
    low: float
    high: float
    p: float
    holds: bool
    error: float
    df: float
    method: Literal["Tango score", "cluster t", "none"]


def tango_z(won: int, lost: int, n: int, difference: float) -> float:
    """Return Tango's score statistic that (won - lost) / n differs from a difference of paired rates.

    Source: Tango 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<891::AID-SIM780>3.0.CO;2-B.
    """
    b = -won - lost + (2 * n - won + lost) * difference
    c = -lost * difference * (1 - difference)
    expected = ((b * b - 8 * n * c) ** 0.5 - b) / (4 * n)
    variance = n * (2 * expected + difference * (1 - difference))
    gap = won - lost - n * difference
    return 0.0 if abs(gap) < 1e-12 * n else gap / max(variance, 1e-300) ** 0.5


def tango(won: int, lost: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Return Tango's score interval of a difference of two paired rates, (won - lost) / n.

    Example:
        >>> [round(end, 4) for end in tango(0, 1, 44)]
        [-0.1181, 0.0594]
    """
    z, value = float(ndtri(0.5 + level / 2)), (won - lost) / n

    def crossing(outer: float, target: float) -> float:
        inner = value
        for _ in range(200):
            middle = (inner + outer) / 2
            if abs(tango_z(won, lost, n, middle)) < target:
                inner = middle
            else:
                outer = middle
        return (inner + outer) / 2

    return crossing(-1.0, z), crossing(1.0, z)


def _score_decision(gap: Array, margin: float, alpha: float, same: bool) -> Decision:
    n, won, lost = len(gap), int((gap > 0).sum()), int((gap < 0).sum())
    low, high = tango(won, lost, n, 1 - 2 * alpha)
    p = float(ndtr(-tango_z(won, lost, n, -margin)))
    holds = low > -margin
    if same:
        p, holds = max(p, float(ndtr(tango_z(won, lost, n, margin)))), holds and high < margin
    value = (won - lost) / n
    up, down = (won + 1) / (n + 2), (lost + 1) / (n + 2)  # as Bonett and Price: never without a width
    error = ((up + down - (up - down) ** 2) / (n + 2)) ** 0.5
    return Decision(
        question="same" if same else "not worse", margin=margin, alpha=alpha, value=value, low=low, high=high,
        p=p, holds=holds, error=error, df=float("inf"), method="Tango score",
    )  # fmt: skip


def _t_decision(gap: Array, groups: Groups, margin: float, alpha: float, same: bool) -> Decision:
    found = cluster_t(gap, groups)
    if found.groups > 1 and not gap.any():  # no case differs: each cluster is worth one case
        return _score_decision(np.zeros(found.groups), margin, alpha, same)
    low = high = p = NEVER
    holds = False
    if found.error > 0:
        half = float(stdtrit(found.df, 1 - alpha)) * found.error
        low, high = found.value - half, found.value + half
        p = float(stdtr(found.df, -(found.value + margin) / found.error))
        holds = low > -margin
        if same:
            p = max(p, float(stdtr(found.df, (found.value - margin) / found.error)))
            holds = holds and high < margin
    return Decision(
        question="same" if same else "not worse", margin=margin, alpha=alpha, value=found.value, low=low,
        high=high, p=p, holds=holds, error=found.error, df=found.df,
        method="cluster t" if found.error > 0 else "none",
    )  # fmt: skip


def _decide(a: Array, b: Array, groups: Groups, margin: float, alpha: float, same: bool) -> Decision:
    a, b = np.asarray(a, float), np.asarray(b, float)
    if not (margin > 0 or (margin == 0 and not same)):
        raise BadInput(f"margin {margin} must be above 0, in the unit of the scores (0.05 is five points)")
    if not len(a) or len(a) != len(b):
        raise BadInput(f"{len(a)} and {len(b)} scores: a paired decision needs the same cases, at least one")
    binary = bool(np.isin(a, (0.0, 1.0)).all() and np.isin(b, (0.0, 1.0)).all())
    if binary and (groups is None or len(np.unique(np.asarray(groups))) == len(a)):
        return _score_decision(b - a, margin, alpha, same)
    return _t_decision(b - a, groups, margin, alpha, same)


def not_worse(a: Array, b: Array, margin: float, groups: Groups = None, *, alpha: float = 0.025) -> Decision:
    """Test whether b is less than `margin` worse than a on the same cases (non-inferiority).

    Where scores are 0 or 1 and every case is its own group: Tango's score test; else cluster-robust t.

    Args:
        margin: the most that may be lost, fixed beforehand; 0 asks for superiority.
        alpha: one-sided.

    Example:
        >>> a, b = np.array([1.0] * 80 + [0.0] * 20), np.array([1.0] * 79 + [0.0] * 21)
        >>> not_worse(a, b, 0.1).holds
        True
    """
    return _decide(a, b, groups, margin, alpha, same=False)


def equivalent(a: Array, b: Array, margin: float, groups: Groups = None, *, alpha: float = 0.05) -> Decision:
    """Test whether b is within `margin` of a on the same cases: two one-sided tests, each at `alpha`.

    Source: Schuirmann 1987, doi:10.1007/BF01068419.
    """
    return _decide(a, b, groups, margin, alpha, same=True)
