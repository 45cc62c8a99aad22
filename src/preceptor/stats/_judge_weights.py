"""The difference estimator of a signed sum whose weights differ within a class, with its spread over groups."""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from preceptor.stats._intervals import Array


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """What the residuals of labelled findings add to the mean, and the half widths of the parts and the whole."""

    added: float
    sampling: float
    calibration: float
    whole: float


def differing(weight: Array, category: Array) -> bool:
    """Say whether any class holds criteria of different weights."""
    return any(np.ptp(weight[category == one]) > 1e-12 for one in np.unique(category))


def spread_over_groups(
    *, predicted: Array, counts: Array, residual: Array, group: Array, level: float
) -> Spread:
    """Return what labelled findings add, and the intervals of the sum of both.

    A class whose criteria weigh differently need not be met equally often, so what people say where the judge
    says met cannot be carried over as it is: the weighted residuals of the labelled findings are added.

    Args:
        predicted: (groups,) signed points of each group as carried over.
        counts: (groups,) answers in each.
        residual: (labels,) weighted residuals over the share labelled, of the group in `group`.
    """
    n, size = counts.sum(), len(counts)
    of_groups = np.bincount(group, weights=residual, minlength=size)
    labelled = np.bincount(group, minlength=size) > 0
    first = (predicted - counts * predicted.sum() / n) / n
    share = np.where(labelled, counts, 0.0)
    second = (of_groups - share * of_groups.sum() / max(share.sum(), 1.0)) / n
    m = int(labelled.sum())
    stretch = m / max(m - 1, 1)
    t = float(stdtrit(max(m - 1, 1), 0.5 + level / 2))
    halves = [t * float((part**2).sum() * stretch) ** 0.5 for part in (first, second, first + second)]
    return Spread(
        added=float(of_groups.sum() / n), sampling=halves[0], calibration=halves[1], whole=halves[2]
    )  # fmt: skip


def unseen(means: Array, often: Array, share: Array, level: float) -> float:
    """Return the half width of what labels that are all alike leave open: no residual differs, which proves little.

    Args:
        means: (cells,) mean weight of each class and judge's finding.
        often: (cells,) labelled findings there; share: how many of them people call met.
    """
    alike = (often > 0) & ((share == 0) | (share == 1))
    a, b = often * share + 0.5, often * (1 - share) + 0.5
    variance = np.where(alike, means**2 * a * b / ((a + b) ** 2 * (a + b + 1)), 0.0).sum()
    m = int(often.sum())
    return float(stdtrit(max(m - 1, 1), 0.5 + level / 2)) * float(variance) ** 0.5
