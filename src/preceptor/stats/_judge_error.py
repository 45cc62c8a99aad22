"""Scores corrected for the error of the judge that gave them, with an interval that says how sure that is.

A signed rubric score is a sum of findings times weights, so the error of the findings can be taken out class by
class. Two ways, by where the people's labels come from:

- "double sampling": the labelled answers are a random part of those that were judged. What people say where
  the judge says met, and where it says not met, is carried to the rest (Tenenbein 1970).
- "rogan-gladen": the labels belong to other answers. Only the judge's sensitivity and specificity carry over, and
  what it found is turned back through them (Rogan and Gladen 1978). Wider, and it needs a judge better than chance.

Uncertainty is drawn: people's findings in each class from a Beta distribution (Jeffreys), with fewer labels counted
where those of one group are alike, and the answers by a Bayesian bootstrap over groups (Rubin 1981). What is
missing is put at its worst for the lower end and at its best for the upper.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from preceptor.stats._intervals import NEVER, Array, Estimate, mean_interval
from preceptor.stats._judge_back import spread_where_alike, turned_back
from preceptor.stats._judge_findings import Findings, groups_of, share_drawn
from preceptor.stats._judge_weights import differing, spread_over_groups, unseen

Correction = Literal["double sampling", "rogan-gladen"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ErrorRates:
    """A judge against people on findings of one class; the share that each gets right of what people say."""

    sensitivity: Estimate
    specificity: Estimate
    true_met: int
    false_not_met: int
    true_not_met: int
    false_met: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Corrected:
    """A mean score corrected for the judge's error.

    Attributes:
        naive: by the judge's findings as they stand, those that are missing left out.
        value: corrected, missing findings left out; `low` and `high` hold sampling, calibration and missing parts.
        sampling, calibration: how wide an interval of that part alone would be; `missing` what bounds add.
        labels: how many findings of people it rests on.
        note: what the correction could not do, "" if nothing.
    """

    naive: float
    value: float
    low: float
    high: float
    sampling: float
    calibration: float
    missing: float
    method: str
    n: int
    groups: int
    labels: int
    note: str = ""


def error_rates(judge: Array, people: Array, groups: Sequence[str] | Array | None = None) -> ErrorRates:
    """Measure sensitivity and specificity of findings (1, 0) against people's, with intervals over groups.

    What either of them left open (NaN) says nothing about the judge's error and is left out.
    """
    judge, people = np.asarray(judge, float), np.asarray(people, float)
    labels = np.arange(len(judge)) if groups is None else np.asarray(groups)
    both = np.isfinite(judge) & np.isfinite(people)
    judge, people, labels = judge[both], people[both], labels[both]
    met = people == 1
    return ErrorRates(
        sensitivity=mean_interval(judge[met], labels[met]),
        specificity=mean_interval(1 - judge[~met], labels[~met]),
        true_met=int((judge[met] == 1).sum()),
        false_not_met=int((judge[met] == 0).sum()),
        true_not_met=int((judge[~met] == 0).sum()),
        false_met=int((judge[~met] == 1).sum()),
    )


def _group_sums(found: Findings) -> tuple[Array, Array, int]:
    """Sum weights by group, class and judge's finding; (groups, 2 * classes), and answers in each group."""
    n = int(found.case.max()) + 1
    labels = np.arange(n) if found.group is None else np.asarray(found.group)
    _, place = np.unique(labels, return_inverse=True)
    size, classes = int(place.max()) + 1, int(found.category.max()) + 1
    known = np.isfinite(found.judge)
    column = 2 * found.category[known] + found.judge[known].astype(int)
    cell = place[found.case[known]] * 2 * classes + column
    sums = np.bincount(cell, weights=found.weight[known], minlength=size * 2 * classes)
    return sums.reshape(size, 2 * classes), np.bincount(place).astype(float), n


def _resampled(draw: np.random.Generator, sums: Array, counts: Array, draws: int) -> Array:
    """Draw the mean of each column by a Bayesian bootstrap over groups; groups that are alike are drawn together."""
    kinds, often = np.unique(np.column_stack([sums, counts]), axis=0, return_counts=True)
    weights = draw.standard_gamma(often.astype(float), size=(draws, len(often)))
    return (weights @ kinds[:, :-1]) / (weights @ kinds[:, -1:])


def _missing(found: Findings, n: int) -> tuple[float, float]:
    """Return what missing findings add to the mean at their worst and at their best."""
    lost = ~np.isfinite(found.judge)
    known = lost & np.isfinite(found.people)
    unknown = found.weight[lost & ~known]
    sure = float((found.weight[known] * found.people[known]).sum())
    return (sure + float(np.minimum(unknown, 0).sum())) / n, (sure + float(np.maximum(unknown, 0).sum())) / n


def _carried(found: Findings, draw: np.random.Generator, draws: int) -> tuple[Array, Array]:
    """Return for each class and finding how often people say met: its value and its draws."""
    cells = 2 * (int(found.category.max()) + 1)
    value, drawn = np.zeros(cells), np.zeros((draws, cells))
    usable = np.isfinite(found.judge) & np.isfinite(found.people)
    groups = groups_of(found)
    for cell in range(cells):
        here = usable & (found.category == cell // 2) & (found.judge == cell % 2)
        value[cell], drawn[:, cell] = share_drawn(draw, found.people[here], groups[here], draws)
    return value, drawn


def corrected_score(
    found: Findings,
    *,
    labelled: Findings | None = None,
    level: float = 0.95,
    draws: int = 4000,
    seed: int = 0,
) -> Corrected:
    """Correct the mean signed score of judged answers for the judge's error, class by class.

    The score is the mean of the points before they are held to 0 to 1, which alone is a sum of findings. From
    labels on other answers, the judge is taken to err alike within a class whatever a criterion weighs; from a
    random part of the same answers nothing of the kind is needed.

    Args:
        found: what was judged; with people's findings on a random part of it where `labelled` is None.
        labelled: findings of judge and people on other answers, of the same classes; then Rogan-Gladen.

    Source: Tenenbein 1970, doi:10.1080/01621459.1970.10481170; Rogan and Gladen 1978,
        doi:10.1093/oxfordjournals.aje.a112510; Lang and Reiczigel 2014, doi:10.1016/j.prevetmed.2013.09.015,
        on why the error of sensitivity and specificity must be part of the interval.
    """
    if not len(found.judge) or not np.isfinite(found.judge).any():
        return _nothing_judged(found)
    if labelled is None and differing(found.weight, found.category):
        return _by_difference(found, level)
    return _by_class(found, labelled, level, draws, np.random.default_rng(seed))


def _nothing_judged(found: Findings) -> Corrected:
    """Say that no finding is known: no estimate, and the bounds of what people and weights leave open."""
    n = int(found.case.max()) + 1 if len(found.case) else 0
    worst, best = _missing(found, n) if n else (NEVER, NEVER)
    return Corrected(
        naive=NEVER, value=NEVER, low=worst, high=best, sampling=NEVER, calibration=NEVER, missing=best - worst,
        method="none", n=n, groups=0, labels=0, note="the judge settled nothing",
    )  # fmt: skip


def _by_class(
    found: Findings, labelled: Findings | None, level: float, draws: int, draw: np.random.Generator
) -> Corrected:
    """Correct findings class by class, with drawn intervals."""
    source = found if labelled is None else labelled
    if labelled is not None:
        found = replace(found, category=2 * found.category + (found.weight < 0))
    sums, counts, n = _group_sums(found)
    means, resampled = sums.sum(axis=0) / n, _resampled(draw, sums, counts, draws)
    if labelled is not None:
        resampled = spread_where_alike(draw, means, resampled, len(counts))
    worst, best = _missing(found, n)
    if labelled is None:
        share, drawn = _carried(found, draw, draws)
        note = _unlabelled(found)
        value, fixed, moved = means @ share, resampled @ share, drawn @ means
        both = (resampled * drawn).sum(axis=1)
    else:
        value, fixed, moved, both, note = turned_back(means, resampled, labelled, draw)
    tails = [(1 - level) / 2, (1 + level) / 2]
    low, high = np.quantile(both, tails)
    scale = _kept_share(found)
    return Corrected(
        naive=float(means[1::2].sum()) / scale, value=float(value) / scale,
        low=min(float(low) + worst, float(value) / scale), high=max(float(high) + best, float(value) / scale), sampling=float(np.ptp(np.quantile(fixed, tails))),
        calibration=float(np.ptp(np.quantile(moved, tails))), missing=best - worst,
        method="double sampling" if labelled is None else "rogan-gladen", n=n, groups=len(counts),
        labels=int((np.isfinite(source.judge) & np.isfinite(source.people)).sum()), note=note,
    )  # fmt: skip


def _by_difference(found: Findings, level: float) -> Corrected:
    """Correct findings whose weights differ within a class: carried over, and the labelled residuals added."""
    sums, counts, n = _group_sums(found)
    judged = np.isfinite(found.judge)
    usable = judged & np.isfinite(found.people)
    labels = np.arange(n) if found.group is None else np.asarray(found.group)
    _, place = np.unique(labels, return_inverse=True)
    share = _shares(found, usable)
    cell = 2 * found.category[usable] + found.judge[usable].astype(int)
    kept = np.bincount(found.category[usable], minlength=len(share) // 2)
    rate = kept / np.maximum(np.bincount(found.category[judged], minlength=len(share) // 2), 1)
    rest = found.weight[usable] * (found.people[usable] - share[cell]) / rate[found.category[usable]]
    spread = spread_over_groups(
        predicted=sums @ share, counts=counts, residual=rest, group=place[found.case[usable]], level=level
    )
    hidden = unseen(sums.sum(axis=0) / n, _often(found, usable), share, level)
    worst, best = _missing(found, n)
    value, scale = float((sums @ share).sum()) / n + spread.added, _kept_share(found)
    whole = (spread.whole**2 + hidden**2) ** 0.5
    least, most = (float(side(found.weight, 0).sum()) / n for side in (np.minimum, np.maximum))
    told = min(max(value / scale, least), most)
    return Corrected(
        naive=float(sums[:, 1::2].sum()) / n / scale, value=told,
        low=max(min(value - whole + worst, told), least), high=min(max(value + whole + best, told), most), sampling=2 * spread.sampling,
        calibration=2 * (spread.calibration**2 + hidden**2) ** 0.5,
        missing=best - worst, method="double sampling", n=n, groups=len(counts), labels=int(usable.sum()),
        note=_unlabelled(found),
    )  # fmt: skip


def _unlabelled(found: Findings) -> str:
    """Name the classes that were judged and of which no finding is labelled."""
    judged = np.isfinite(found.judge)
    kept = found.category[judged & np.isfinite(found.people)]
    lacking = [one for one in np.unique(found.category[judged]) if one not in kept]
    return "; ".join(f"no labels in class {one}: one half is taken there" for one in lacking)


def _often(found: Findings, usable: Array) -> Array:
    """Count the labelled findings of each class and judge's finding."""
    cell = 2 * found.category[usable] + found.judge[usable].astype(int)
    return np.bincount(cell, minlength=2 * (int(found.category.max()) + 1))


def _shares(found: Findings, usable: Array) -> Array:
    """Return for each class and finding how often people say met; one half where nothing is labelled."""
    often = _often(found, usable)
    cell = 2 * found.category[usable] + found.judge[usable].astype(int)
    met = np.bincount(cell, weights=found.people[usable], minlength=len(often))
    return np.where(often > 0, met / np.maximum(often, 1), 0.5)


def _kept_share(found: Findings) -> float:
    """Return which share of the positive weights was judged: what is left out is taken to be like the rest."""
    if np.isfinite(found.judge).all():
        return 1.0
    positive = np.maximum(found.weight, 0)
    kept = float(positive[np.isfinite(found.judge)].sum())
    return kept / float(positive.sum()) if kept else 1.0
