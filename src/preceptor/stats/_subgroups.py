"""Subgroups: how far each is from the rest, and how large a gap the data could have shown."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from preceptor.stats._clusters import Groups, MeanTest, t_test
from preceptor.stats._intervals import NEVER, Array, group_totals
from preceptor.stats._multiple import holm
from preceptor.stats._power import detectable


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """A subgroup against all other cases.

    Attributes:
        gap: mean inside minus mean outside, with interval and p.
        p_holm: p corrected for the number of subgroups.
        detectable: the least true gap that 80 % of such studies would show: a smaller one was never tested.
    """

    subgroup: str
    n: int
    mean: float
    gap: MeanTest
    p_holm: float
    detectable: float


def _part(values: Array, groups: Groups) -> tuple[float, float, int, Array, Array]:
    """Return mean, variance of the mean, clusters, and each cluster's pull with its name."""
    names = np.arange(len(values)) if groups is None else np.unique(np.asarray(groups))
    sums, counts = group_totals(values, groups)
    mean, size = float(values.mean()), len(sums)
    pulls = (sums - counts * mean) / len(values) * (size / (size - 1)) ** 0.5 if size > 1 else sums * NEVER
    return mean, float((pulls**2).sum()), size, pulls, names


def unpaired_difference(
    a: Array, b: Array, groups_a: Groups = None, groups_b: Groups = None, *, level: float = 0.95
) -> MeanTest:
    """Compare two sets of different cases: mean of b minus mean of a, by Welch's t over clusters.

    Clusters that occur on both sides (one patient's cases in both) are accounted for.

    Source: Welch 1947, doi:10.1093/biomet/34.1-2.28.

    Example:
        >>> round(unpaired_difference(np.array([1, 2, 3.0]), np.array([2, 4, 9.0])).p, 4)
        0.2838
    """
    a, b = np.asarray(a, float), np.asarray(b, float)
    mean_a, spread_a, size_a, pulls_a, names_a = _part(a, groups_a)
    mean_b, spread_b, size_b, pulls_b, names_b = _part(b, groups_b)
    n, size = len(a) + len(b), size_a + size_b
    if min(size_a, size_b) < 2:
        return t_test(mean_b - mean_a, NEVER, NEVER, n, size)
    variance = spread_a + spread_b
    shared = 0.0
    if groups_a is not None and groups_b is not None:
        _, left, right = np.intersect1d(names_a, names_b, return_indices=True)
        shared = float((pulls_a[left] * pulls_b[right]).sum())
    free = spread_a**2 / (size_a - 1) + spread_b**2 / (size_b - 1)
    df = variance**2 / free if free > 0 else NEVER
    return t_test(mean_b - mean_a, max(variance - 2 * shared, 0.0) ** 0.5, df, n, size, level)


def subgroup_gaps(
    values: Array, subgroups: Sequence[str], groups: Groups = None, *, level: float = 0.95
) -> list[Gap]:
    """Compare each subgroup with all other cases; p corrected by Holm.

    Args:
        values: (n,) scores, or differences of two systems to see where one gains.
        subgroups: (n,) the subgroup of each case.
        groups: (n,) the patient or document; clusters may span subgroups.
    """
    values, labels = np.asarray(values, float), np.asarray(subgroups)
    clusters = None if groups is None else np.asarray(groups)
    found: list[tuple[str, Array, MeanTest]] = []
    for label in np.unique(labels):
        inside = labels == label
        within, without = (
            None if clusters is None else clusters[inside],
            None if clusters is None else clusters[~inside],
        )
        if (~inside).any():
            test = unpaired_difference(values[~inside], values[inside], without, within, level=level)
            found.append((str(label), values[inside], test))
    raised = holm([test.p for _, _, test in found])
    return [
        Gap(
            subgroup=label, n=len(inside), mean=float(inside.mean()), gap=test, p_holm=p,
            detectable=detectable(test.error, test.df),
        )
        for (label, inside, test), p in zip(found, raised, strict=True)
    ]  # fmt: skip
