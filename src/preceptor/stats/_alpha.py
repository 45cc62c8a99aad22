"""Krippendorff's alpha: agreement of any number of raters, any scale, with missing ratings."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from preceptor.stats._intervals import Array, Estimate
from preceptor.stats._ratings import Coded, Rating, Ratings, coded, numbers
from preceptor.stats._sums import estimate_of_sums

Scale = Literal["nominal", "ordinal", "interval"]
SCALES: tuple[Scale, ...] = ("nominal", "ordinal", "interval")


def _coincidences(found: Coded) -> Array:
    """Return each item's category totals and pairs of categories; (items, q + q * q)."""
    counts = found.counts()
    counts = counts * (counts.sum(axis=1, keepdims=True) >= 2)
    q = counts.shape[1]
    pairs = np.einsum("iq,il->iql", counts, counts) - np.einsum("iq,ql->iql", counts, np.eye(q))
    pairs /= np.maximum(counts.sum(axis=1) - 1, 1)[:, None, None]
    return np.concatenate([counts, pairs.reshape(len(counts), q * q)], axis=1)


def _ordinal_distance(totals: Array) -> Array:
    """Return the squared ordinal distance of two categories by what lies between them; (m, q, q)."""
    middle = np.cumsum(totals, axis=1) - totals / 2
    return (middle[:, :, None] - middle[:, None, :]) ** 2


def _alpha_of_pairs(totals: Array, q: int, scale: Scale) -> Array:
    by_category, pairs = totals[:, :q], totals[:, q:].reshape(len(totals), q, q)
    distance = _ordinal_distance(by_category) if scale == "ordinal" else (1 - np.eye(q))[None]
    n = by_category.sum(axis=1)
    expected = np.einsum("mq,ml,mql->m", by_category, by_category, np.broadcast_to(distance, pairs.shape))
    expected -= np.einsum("mq,mqq->m", by_category, np.broadcast_to(distance, pairs.shape))
    with np.errstate(divide="ignore", invalid="ignore"):
        return 1 - (n - 1) * (pairs * distance).sum(axis=(1, 2)) / np.where(expected > 0, expected, np.nan)


def _moments(values: Array) -> Array:
    """Return each item's number, sum, sum of squares and squared differences of its ratings; (items, 4)."""
    known = np.isfinite(values)
    often = known.sum(axis=1)
    values = np.where(known & (often >= 2)[:, None], values, 0.0)
    often = np.where(often >= 2, often, 0)
    sums, squares = values.sum(axis=1), (values**2).sum(axis=1)
    apart = 2 * (often * squares - sums**2) / np.maximum(often - 1, 1)
    return np.stack([often, sums, squares, apart], axis=1)


def _alpha_of_moments(totals: Array) -> Array:
    n, sums, squares, apart = totals.T
    expected = 2 * (n * squares - sums**2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return 1 - (n - 1) * apart / np.where(expected > 1e-12, expected, np.nan)


def krippendorff_alpha(
    ratings: Ratings,
    scale: Scale = "nominal",
    groups: Sequence[str] | None = None,
    *,
    categories: Sequence[Rating] | None = None,
    level: float = 0.95,
    draws: int = 10_000,
) -> Estimate:
    """Estimate Krippendorff's alpha, 1 for perfect agreement, 0 for what chance gives.

    Items with fewer than two ratings say nothing about agreement and are left out. The interval is BCa
    over groups of items; the ordinal distances are computed anew in every resample.

    Args:
        ratings: (items, raters); None, NaN or "" where there is none.
        groups: (items,) the unit of resampling, such as the patient; else the item.

    Source: Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability" (repository.upenn.edu/asc_papers/43).

    Example:
        >>> round(krippendorff_alpha([[1, 1], [2, 2], [3, 3], [3, 2], [1, 2]], draws=200).value, 3)
        0.455
    """
    if scale == "interval":
        coded(ratings)
        values = numbers(ratings)
        values = values - np.nanmean(values)
        return estimate_of_sums(_moments(values), _alpha_of_moments, groups, level=level, draws=draws)
    found = coded(ratings, categories)
    q = len(found.values)
    return estimate_of_sums(
        _coincidences(found),
        lambda totals: _alpha_of_pairs(totals, q, scale),
        groups,
        level=level,
        draws=draws,
    )
