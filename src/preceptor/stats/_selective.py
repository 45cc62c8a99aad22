"""Answering only when sure: risk against coverage, and sets of options that hold the right one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from preceptor.errors import BadInput
from preceptor.stats._intervals import NEVER, Array, Columns, Estimate, bootstrap, mean_interval

Groups = Sequence[str] | Array | None


def risk_coverage(confidence: Array, right: Array) -> tuple[Array, Array]:
    """Return coverage and risk (mean of 1 - score) when the surest 1, 2 ... n answers are given.

    Answers of the same confidence come in no order: their errors are spread evenly.

    Source: El-Yaniv and Wiener 2010 (JMLR 11:1605-1641).

    Example:
        >>> risk_coverage(np.array([0.9, 0.8, 0.7, 0.6]), np.array([1, 1, 0, 1.0]))[1].round(3).tolist()
        [0.0, 0.0, 0.333, 0.25]
    """
    confidence, wrong = np.asarray(confidence, float), 1 - np.asarray(right, float)
    _, place, often = np.unique(-confidence, return_inverse=True, return_counts=True)
    each = np.bincount(place, weights=wrong) / often
    count = np.arange(1, len(wrong) + 1)
    return count / len(wrong), np.cumsum(np.repeat(each, often)) / count


def _aurc(columns: Columns) -> dict[str, float]:
    wrong = 1 - columns["right"]
    risk = float(risk_coverage(columns["confidence"], columns["right"])[1].mean())
    best = float((np.cumsum(np.sort(wrong)) / np.arange(1, len(wrong) + 1)).mean())
    return {"aurc": risk, "excess": risk - best}


def aurc(confidence: Array, right: Array, groups: Groups = None, *, draws: int = 1000) -> dict[str, Estimate]:
    """Estimate the area under risk and coverage, and its excess over a perfect order of the same answers.

    Source: Geifman, Uziel and El-Yaniv 2019, arXiv:1805.08206.

    Example:
        >>> found = aurc(np.array([0.9, 0.8, 0.7, 0.6]), np.array([1, 1, 0, 1.0]), draws=50)
        >>> round(found["aurc"].value, 4), round(found["excess"].value, 4)
        (0.1458, 0.0833)
    """
    columns = {"confidence": np.asarray(confidence, float), "right": np.asarray(right, float)}
    if not len(columns["right"]):
        nothing = Estimate(value=NEVER, low=NEVER, high=NEVER, n=0, groups=0, method="none")
        return {"aurc": nothing, "excess": nothing}
    return bootstrap(columns, _aurc, groups, draws=draws)


def conformal_threshold(scores: Array, alpha: float) -> float:
    """Return the bar below which a new case's score lies with chance 1 - alpha; infinite for too few scores.

    Args:
        scores: (n,) how strange the right option looked in each calibration case, which must be
            exchangeable with the cases to come.

    Source: Vovk, Gammerman and Shafer 2005; Angelopoulos and Bates 2023, doi:10.1561/2200000101, section 1.

    Example:
        >>> conformal_threshold(np.arange(1, 20) / 20, 0.1)
        0.9
    """
    if not 0 < alpha < 1:
        raise BadInput(f"alpha {alpha} outside 0..1")
    n = len(scores)
    place = int(np.ceil((n + 1) * (1 - alpha) - 1e-12))
    return float(np.sort(np.asarray(scores, float))[place - 1]) if place <= n else float("inf")


def _strangeness(probabilities: Array, adaptive: bool) -> Array:
    """Return how strange each option is: 1 - its probability, or all probability of options before it and its own."""
    if not adaptive:
        return 1 - probabilities
    order = np.argsort(-probabilities, axis=1, kind="stable")
    reached = np.cumsum(np.take_along_axis(probabilities, order, axis=1), axis=1)
    found = np.empty_like(reached)
    np.put_along_axis(found, order, reached, axis=1)
    return found


def conformal_sets(
    known: Array, targets: Array, probabilities: Array, alpha: float = 0.1, *, adaptive: bool = False
) -> Array:
    """Return for each new case which options belong to its set; (m, options) booleans.

    A set holds the right option with chance at least 1 - alpha on average over cases like the calibration
    ones; not for each patient or subgroup.

    Args:
        known: (n, options) probabilities of the calibration cases.
        targets: (n,) place of their right options.
        adaptive: sets by cumulated probability, larger for hard cases (Romano et al. 2020,
            arXiv:2006.02544, without randomisation); else by the option's own (Sadinle et al. 2019,
            doi:10.1080/01621459.2017.1395341).
    """
    strange = _strangeness(np.asarray(known, float), adaptive)
    bar = conformal_threshold(strange[np.arange(len(strange)), np.asarray(targets, int)], alpha)
    return _strangeness(np.asarray(probabilities, float), adaptive) <= bar + 1e-12


@dataclass(frozen=True, kw_only=True, slots=True)
class SetQuality:
    """How often sets held the right option, and how many options they named on average."""

    coverage: Estimate
    size: float
    empty: int


def set_quality(sets: Array, targets: Array, groups: Groups = None) -> SetQuality:
    """Measure sets on cases whose right option is known."""
    held = sets[np.arange(len(sets)), np.asarray(targets, int)].astype(float)
    sizes = sets.sum(axis=1)
    return SetQuality(
        coverage=mean_interval(held, groups), size=float(sizes.mean()), empty=int((sizes == 0).sum())
    )
