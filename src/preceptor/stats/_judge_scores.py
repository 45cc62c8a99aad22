"""A mean of a judge's scores of any kind, corrected by people's scores of a random part."""

from collections.abc import Sequence

import numpy as np
from scipy.special import stdtrit

from preceptor.stats._intervals import NEVER, Array, wilson
from preceptor.stats._judge_error import Corrected


def powered_mean(
    judge: Array,
    people: Array,
    groups: Sequence[str] | Array | None = None,
    *,
    low: Array | None = None,
    high: Array | None = None,
    level: float = 0.95,
) -> Corrected:
    """Correct a mean of scores of any kind by people's scores of a random part: the regression estimator.

    Nothing is assumed of how the judge errs; where it tells nothing, people's scores alone remain. It is
    prediction-powered inference with its tuned weight (Angelopoulos and others 2023, arXiv:2311.01453), which is
    the regression estimator of double sampling.

    Args:
        judge: (n,) the judge's score of every answer, NaN where it is missing.
        people: (n,) people's score, NaN where unlabelled.
        low, high: (n,) bounds of the judge's score where it is missing; 0 and 1 when not given.
    """
    judge, people = np.asarray(judge, float), np.asarray(people, float)
    n, lost = len(judge), ~np.isfinite(judge)
    if not (~lost & np.isfinite(people)).any():
        return _unknown(judge)
    ends = [
        np.zeros(n) if low is None else low,
        np.full(n, np.nanmean(judge)),
        np.ones(n) if high is None else high,
    ]
    reach = float(np.max(ends[2]) - np.min(ends[0]))
    worst, middle, best = (
        _regressed(np.where(lost, end, judge), people, lost, groups, level, reach) for end in ends
    )
    lows, highs = min(worst[1], best[1]), max(worst[2], best[2])
    return Corrected(
        naive=float(np.nanmean(judge)), value=middle[0], low=lows, high=highs, sampling=middle[3],
        calibration=middle[4], missing=abs(best[0] - worst[0]), method="prediction-powered", n=n,
        groups=n if groups is None else len(set(groups)), labels=int(np.isfinite(people).sum()),
    )  # fmt: skip


def _unknown(judge: Array) -> Corrected:
    """Say that nothing tells how the judge's scores stand to people's."""
    known = np.isfinite(judge)
    return Corrected(
        naive=float(judge[known].mean()) if known.any() else NEVER, value=NEVER, low=NEVER, high=NEVER,
        sampling=NEVER, calibration=NEVER, missing=NEVER, method="none", n=len(judge), groups=0, labels=0,
        note="no answer has a score of the judge and one of people",
    )  # fmt: skip


def _regressed(
    judge: Array, people: Array, lost: Array, groups: Sequence[str] | Array | None, level: float, reach: float
) -> tuple[float, float, float, float, float]:
    """Return value, ends, and the widths of the sampling and the calibration part.

    Where all residuals are alike they show no spread, which proves little: the share of answers that may differ
    unseen, at the `reach` of the scale, stands in its place.
    """
    here = np.isfinite(people)
    n, m = len(judge), int(here.sum())
    usable = here & ~lost
    spread = float(np.var(judge[usable])) if usable.any() else 0.0
    slope = float(np.cov(judge[usable], people[usable], bias=True)[0, 1]) / spread if spread > 0 else 0.0
    rest = people[here] - slope * judge[here]
    value = float(rest.mean() + slope * judge.mean())
    labels = np.arange(n) if groups is None else np.asarray(groups)
    _, place = np.unique(labels, return_inverse=True)
    of_people = np.zeros(n)
    of_people[here] = (rest - rest.mean()) / m
    of_judge = slope * (judge - judge.mean()) / n
    size = len(set(place[here].tolist()))
    stretch = size / max(size - 2, 1)
    t = float(stdtrit(max(size - 2, 1), 0.5 + level / 2))
    half, first, second = (
        t * float((np.bincount(place, weights=part) ** 2).sum() * stretch) ** 0.5
        for part in (of_people + of_judge, of_judge, of_people)
    )
    if np.ptp(rest) < 1e-12:
        second = wilson(0, size, level)[1] * reach
        half = (half**2 + second**2) ** 0.5
    return value, value - half, value + half, 2 * first, 2 * second
