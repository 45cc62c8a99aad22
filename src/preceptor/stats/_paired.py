"""Differences between two answers to the same cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import bdtr, ndtri

from preceptor.stats._intervals import CACHED, Array, bootstrap_mean, group_totals

Test = Literal["McNemar mid-p", "sign flip over groups", "none"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """Mean of b - a over the same cases.

    Attributes:
        won: cases where b scored higher.
        lost: cases where a scored higher.
        p: two-sided; NaN where `test` is "none".
    """

    value: float
    low: float
    high: float
    p: float
    method: Literal["Bonett-Price", "bca", "none"]
    test: Test
    n: int
    groups: int
    won: int
    lost: int


def mcnemar(won: int, lost: int, *, mid: bool = True) -> float:
    """Return the two-sided p of McNemar's test on the cases that only one of the two got right.

    Args:
        mid: the mid-p version, which keeps the level with less conservatism; else the exact one.

    Source: Fagerland, Lydersen and Laake 2013, doi:10.1186/1471-2288-13-91.

    Example:
        >>> mcnemar(0, 5, mid=False)
        0.0625
    """
    n, fewer = won + lost, min(won, lost)
    at_most = float(bdtr(fewer, n, 0.5)) if n else 1.0
    below = float(bdtr(fewer - 1, n, 0.5)) if fewer else 0.0
    return min(1.0, at_most + below if mid else 2 * at_most)


def bonett_price(won: int, lost: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Return the adjusted Wald interval of a difference of two paired rates, (won - lost) / n.

    It keeps its coverage where few cases differ, and has a width even where none does.

    Source: Bonett and Price 2012, doi:10.3102/1076998611411915.
    """
    up, down = (won + 1) / (n + 2), (lost + 1) / (n + 2)
    half = float(ndtri(0.5 + level / 2)) * ((up + down - (up - down) ** 2) / (n + 2)) ** 0.5
    return max(-1.0, up - down - half), min(1.0, up - down + half)


def sign_flip(totals: Array, *, draws: int = 10_000, seed: int = 0) -> float:
    """Return the two-sided p that group totals of differences are symmetric about 0, by flipping signs.

    Exact up to the number of draws; the smallest p it can give is 1 / (draws + 1).
    """
    sizes = np.abs(np.asarray(totals, float))
    if not np.isfinite(sizes).all():
        return float("nan")
    sizes = sizes[sizes > 0]
    if not len(sizes):
        return 1.0
    observed = abs(float(np.sum(totals)))
    generator = np.random.default_rng(seed)
    kinds, often = np.unique(sizes, return_counts=True)
    reached, step = 0, max(1, CACHED // len(sizes))
    floor = observed * (1 - 1e-12)
    if len(kinds) * 8 <= len(sizes):
        ups = generator.binomial(often, 0.5, size=(draws, len(kinds)))
        reached = int((np.abs((2 * ups - often) @ kinds) >= floor).sum())
    else:
        for start in range(0, draws, step):
            rows = min(step, draws - start)
            signs = generator.integers(0, 2, size=(rows, len(sizes)), dtype=np.int8)
            reached += int((np.abs((2 * signs - 1) @ sizes) >= floor).sum())
    return (reached + 1) / (draws + 1)


def paired_difference(
    a: Array,
    b: Array,
    groups: Sequence[str] | Array | None = None,
    *,
    level: float = 0.95,
    draws: int = 10_000,
    seed: int = 0,
) -> Difference:
    """Compare two scores of the same cases: mean of b - a, interval and test.

    Where every score is 0 or 1 and every group holds one case: Bonett-Price and McNemar's mid-p.
    Otherwise: BCa from resampling whole groups, and flipping the signs of group totals.
    """
    a, b = np.asarray(a, float), np.asarray(b, float)
    gap = b - a
    sums, _ = group_totals(gap, groups)
    n, size = len(gap), len(sums)
    won, lost = int((gap > 0).sum()), int((gap < 0).sum())
    value = float(gap.mean()) if n else float("nan")
    low = high = p = float("nan")
    method, test = "none", "none"
    if n and n == size and bool(np.isin(a, (0.0, 1.0)).all() and np.isin(b, (0.0, 1.0)).all()):
        low, high = bonett_price(won, lost, n, level)
        p, method, test = mcnemar(won, lost), "Bonett-Price", "McNemar mid-p"
    elif size > 1:
        found = bootstrap_mean(gap, groups, level=level, draws=draws, seed=seed)
        low, high = found.low, found.high
        p, test = sign_flip(sums, draws=draws, seed=seed), "sign flip over groups"
        method = "bca" if np.isfinite(found.low) else "none"
    return Difference(
        value=value, low=low, high=high, p=p, method=method, test=test,
        n=n, groups=size, won=won, lost=lost,
    )  # fmt: skip
