"""A judge's findings turned back through its sensitivity and specificity, which were measured on other answers."""

import numpy as np

from preceptor.stats._intervals import Array
from preceptor.stats._judge_findings import Findings, groups_of, share_drawn

LEAST_YOUDEN = 0.02  # below it a judge tells nothing, and turning it back would divide by noise


def turned_back(
    means: Array, resampled: Array, labelled: Findings, draw: np.random.Generator
) -> tuple[float, Array, Array, Array, str]:
    """Turn points back class by class; those earned and those taken away apart, since each is a share of its own.

    Args:
        means: by class, sign of the weight (earned, taken away) and finding (not met, met).
        resampled: (draws, columns of `means`) the same of each resample.

    Returns:
        The value; draws with the sampling, the calibration, and both parts; a note where nothing could be corrected.
    """
    if len(means) % 4:  # the last class has nothing that takes away
        means, resampled = np.pad(means, (0, 2)), np.pad(resampled, ((0, 0), (0, 2)))
    groups, draws = groups_of(labelled), len(resampled)
    usable = np.isfinite(labelled.judge) & np.isfinite(labelled.people)
    value, note = 0.0, ""
    fixed, moved, both = np.zeros(draws), np.zeros(draws), np.zeros(draws)
    middle, open_share = np.array([0.5]), draw.random(draws)
    for category in range(len(means) // 4):
        mine = usable & (labelled.category == category)
        met, not_met = mine & (labelled.people == 1), mine & (labelled.people == 0)
        se, se_drawn = share_drawn(draw, labelled.judge[met], groups[met], draws)
        fp, fp_drawn = share_drawn(draw, labelled.judge[not_met], groups[not_met], draws)
        if not met.any() or not not_met.any() or se - fp < LEAST_YOUDEN:
            note = f"class {category}: the judge is not known to be better than chance, so anything is possible there"
        one, other = np.array([se]), np.array([fp])
        for start in (4 * category, 4 * category + 2):
            columns = slice(start, start + 2)
            value += float(_back(means[columns], one, other, middle)[0])
            fixed += _back(resampled[:, columns], one, other, middle)
            moved += _back(means[columns], se_drawn, fp_drawn, open_share)
            both += _back(resampled[:, columns], se_drawn, fp_drawn, open_share)
    return value, fixed, moved, both, note


def _back(sums: Array, sensitivity: Array, false_met: Array, unknown: Array) -> Array:
    """Return points of one sign with the judge's error taken out; `unknown` is the share where it tells nothing."""
    total = sums[..., 0] + sums[..., 1]
    youden = sensitivity - false_met
    safe = np.where(youden < LEAST_YOUDEN, np.nan, youden)
    share = np.clip((sums[..., 1] - false_met * total) / safe / np.where(total == 0, 1.0, total), 0.0, 1.0)
    return np.where(np.isfinite(share), share, unknown) * total


def spread_where_alike(draw: np.random.Generator, means: Array, resampled: Array, groups: int) -> Array:
    """Give findings of a class that are all alike the spread that so many groups leave: resampling shows none.

    Args:
        means: by class and finding (not met, met); resampled: (draws, columns of `means`) of each resample.
    """
    found = resampled.copy()
    for start in range(0, len(means), 2):
        none, met = means[start], means[start + 1]
        if (none == 0) != (met == 0):
            other = draw.beta(0.5, groups + 0.5, len(found))
            total = found[:, start] + found[:, start + 1]
            rare = start if none == 0 else start + 1
            found[:, rare], found[:, start + start + 1 - rare] = total * other, total * (1 - other)
    return found
