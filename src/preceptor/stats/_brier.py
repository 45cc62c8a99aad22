"""Calibration without the part that chance adds, and the parts of the Brier score."""

from dataclasses import dataclass

import numpy as np

from preceptor.stats._calibration import brier, calibration_error, places
from preceptor.stats._intervals import NEVER, Array


@dataclass(frozen=True, kw_only=True, slots=True)
class BrierParts:
    """The Brier score as reliability - resolution + uncertainty + within; the parts sum to it exactly.

    Attributes:
        reliability: how far confidence is from accuracy, lower is better.
        resolution: how far apart the accuracies of the bins are, higher is better.
        uncertainty: the spread of the outcome, which no forecast changes.
        within: what binning leaves, 0 where all confidences of a bin are alike.
    """

    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float


def _bins(confidence: Array, right: Array, bins: int, equal_mass: bool) -> tuple[Array, Array, Array, Array]:
    _, place = places(confidence, bins, equal_mass)
    often = np.bincount(place)
    used = often > 0
    often = np.maximum(often, 1)
    sure = np.bincount(place, weights=confidence) / often
    hits = np.bincount(place, weights=right) / often
    spread = np.bincount(place, weights=right**2) / often - hits**2
    return np.where(used, often, 0), sure, hits, spread


def brier_parts(confidence: Array, right: Array, *, bins: int = 10) -> BrierParts:
    """Split the Brier score of binned confidence.

    Source: Murphy 1973, doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2; Stephenson, Coelho and
        Jolliffe 2008, doi:10.1175/2007WAF2006116.1, on what is left within bins.

    Example:
        >>> found = brier_parts(np.array([0.9, 0.9, 0.2, 0.2]), np.array([1, 1, 0, 1]))
        >>> [round(one, 3) for one in (found.brier, found.reliability, found.resolution, found.uncertainty)]
        [0.175, 0.05, 0.062, 0.188]
    """
    confidence, right = np.asarray(confidence, float), np.asarray(right, float)
    n = len(right)
    if not n:
        return BrierParts(brier=NEVER, reliability=NEVER, resolution=NEVER, uncertainty=NEVER, within=NEVER)
    often, sure, hits, _ = _bins(confidence, right, bins, False)
    total = brier(confidence, right)
    reliability = float((often * (sure - hits) ** 2).sum()) / n
    resolution = float((often * (hits - right.mean()) ** 2).sum()) / n
    uncertainty = float(right.var())
    return BrierParts(
        brier=total, reliability=reliability, resolution=resolution, uncertainty=uncertainty,
        within=total - (reliability - resolution + uncertainty),
    )  # fmt: skip


def debiased_calibration_error(
    confidence: Array, right: Array, *, bins: int = 15, equal_mass: bool = True
) -> float:
    """Return the root mean square calibration error less what chance alone would give; 0 where that is more.

    Bins of a single answer say nothing about their spread and are left out of the correction.

    Source: Kumar, Liang and Ma 2019, Verified Uncertainty Calibration, arXiv:1909.10155, section 5.
    """
    confidence, right = np.asarray(confidence, float), np.asarray(right, float)
    if not len(right):
        return NEVER
    often, sure, hits, spread = _bins(confidence, right, bins, equal_mass)
    chance = np.where(often > 1, spread / np.maximum(often - 1, 1), 0.0)
    return max(float((often * ((sure - hits) ** 2 - chance)).sum()) / len(right), 0.0) ** 0.5


def calibration_by_chance(
    confidence: Array, right: Array, *, bins: int = 10, draws: int = 1000, seed: int = 0
) -> tuple[float, float]:
    """Return the calibration error that a perfectly calibrated system would show, and p of the observed one.

    Outcomes are drawn anew from the stated confidences, the error of each draw is taken.

    Source: Bröcker and Smith 2007, doi:10.1175/WAF993.1, on consistency resampling.
    """
    confidence, right = np.asarray(confidence, float), np.asarray(right, float)
    if not len(right):
        return NEVER, NEVER
    _, place = places(confidence, bins, False)
    one_hot = np.zeros((len(place), int(place.max(initial=0)) + 1))
    one_hot[np.arange(len(place)), place] = 1
    generator = np.random.default_rng(seed)
    step, sure, drawn = max(1, 2_000_000 // max(len(place), 1)), confidence @ one_hot, []
    for start in range(0, draws, step):
        rows = min(step, draws - start)
        hits = (generator.random((rows, len(place))) < confidence).astype(np.float32) @ one_hot
        drawn.append(np.abs(hits - sure).sum(axis=1) / len(place))
    every = np.concatenate(drawn)
    reached = int((every >= calibration_error(confidence, right, bins=bins) - 1e-12).sum())
    return float(every.mean()), (reached + 1) / (draws + 1)
