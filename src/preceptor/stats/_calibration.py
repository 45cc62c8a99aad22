"""How far stated confidence can be believed, and how well a number ranks."""

from dataclasses import dataclass

import numpy as np

from preceptor.stats._intervals import Array, wilson


@dataclass(frozen=True, kw_only=True, slots=True)
class Bin:
    """One stretch of confidence: how sure the answers were, and how often they were right."""

    low: float
    high: float
    n: int
    confidence: float
    accuracy: float
    accuracy_low: float
    accuracy_high: float


def places(confidence: Array, bins: int, equal_mass: bool) -> tuple[Array, Array]:
    """Return the edges of the bins, and in which bin each confidence falls."""
    edges = np.linspace(0, 1, bins + 1)
    if equal_mass and len(confidence):
        edges = np.unique(np.quantile(confidence, edges))
    inner = edges[1:-1]
    return edges, np.searchsorted(inner, confidence, side="left")


def reliability(confidence: Array, right: Array, *, bins: int = 10, equal_mass: bool = False) -> list[Bin]:
    """Return the reliability curve; empty bins are left out, bins are closed above (0, .1], (.1, .2] ...

    Args:
        confidence: (n,) in [0, 1].
        right: (n,) score in [0, 1].
        equal_mass: bins of about equal n instead of equal width.
    """
    confidence, right = np.asarray(confidence, float), np.asarray(right, float)
    edges, place = places(confidence, bins, equal_mass)
    curve = []
    for number in range(max(len(edges) - 1, 1)):
        inside = place == number
        n = int(inside.sum())
        if n:
            hits = float(right[inside].sum())
            low, high = wilson(hits, n)
            curve.append(
                Bin(
                    low=float(edges[number]), high=float(edges[min(number + 1, len(edges) - 1)]), n=n,
                    confidence=float(confidence[inside].mean()), accuracy=hits / n,
                    accuracy_low=low, accuracy_high=high,
                )
            )  # fmt: skip
    return curve


def calibration_error(confidence: Array, right: Array, *, bins: int = 10, equal_mass: bool = False) -> float:
    """Return the expected calibration error: mean |accuracy - confidence| over bins, weighted by n.

    It is never negative, so chance alone lifts it: about 0.05 for 300 perfectly calibrated answers.

    Source: Naeini et al. 2015 (AAAI), doi:10.1609/aaai.v29i1.9602.
    """
    curve = reliability(confidence, right, bins=bins, equal_mass=equal_mass)
    n = sum(part.n for part in curve)
    return sum(part.n * abs(part.accuracy - part.confidence) for part in curve) / n if n else float("nan")


def brier(confidence: Array, right: Array) -> float:
    """Return the mean squared distance of confidence and outcome, in [0, 1], lower is better.

    Source: Brier GW, 1950.
    """
    gap = np.asarray(confidence, float) - np.asarray(right, float)
    return float(np.mean(gap**2)) if len(gap) else float("nan")


def auroc(score: Array, positive: Array) -> float:
    """Return the chance that a positive scores above a negative, ties counted half; NaN with one class.

    Example:
        >>> auroc(np.array([0.1, 0.4, 0.35, 0.8]), np.array([0, 0, 1, 1]))
        0.75
    """
    score, positive = np.asarray(score, float), np.asarray(positive).astype(bool)
    n_positive = int(positive.sum())
    n_negative = len(positive) - n_positive
    if not n_positive or not n_negative:
        return float("nan")
    _, place, often = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(often) - (often - 1) / 2)[place]
    wins = float(ranks[positive].sum()) - n_positive * (n_positive + 1) / 2
    return wins / (n_positive * n_negative)
