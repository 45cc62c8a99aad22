"""Where a difference lies: subgroups of cases, and flags that one side raised more often."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from preceptor import stats
from preceptor.compare._sides import Cases
from preceptor.stats import Difference, Estimate

MOST_VALUES = 40  # a tag with more values than this is an identifier or a date, not a subgroup
LEAST_PER_VALUE = 3
DRAWS = 2000


@dataclass(frozen=True, kw_only=True, slots=True)
class Subgroup:
    """The difference over the cases that carry one value of one tag.

    Attributes:
        p_holm: corrected for the number of subgroups of this comparison.
        detectable: the least true difference that 80 % of comparisons of this size would show.
    """

    tag: str
    value: str
    difference: Difference
    p_holm: float
    detectable: float


@dataclass(frozen=True, kw_only=True, slots=True)
class FlagChange:
    """How often each side's answers carry a flag, over cases that both sides answered.

    Attributes:
        rate_a: with interval; `difference` is B - A, so below 0 is fewer flags in B.
    """

    flag: str
    a: int
    b: int
    rate_a: Estimate
    rate_b: Estimate
    difference: Difference


def stratifying(tags: Sequence[Mapping[str, str]]) -> dict[str, list[str]]:
    """Return the values of each tag that sorts cases into subgroups, leaving out identifiers."""
    found: dict[str, Counter[str]] = {}
    for each in tags:
        for tag, value in each.items():
            found.setdefault(tag, Counter())[str(value)] += 1
    return {
        tag: sorted(values)
        for tag, values in sorted(found.items())
        if 1 < len(values) <= MOST_VALUES and LEAST_PER_VALUE * len(values) <= values.total()
    }


def subgroups(
    a: np.ndarray, b: np.ndarray, groups: Sequence[str], tags: Sequence[Mapping[str, str]]
) -> tuple[Subgroup, ...]:
    """Compare two sides within every subgroup."""
    names = np.asarray(groups)
    found: list[tuple[str, str, Difference, float]] = []
    for tag, values in stratifying(tags).items():
        labels = np.array([str(each.get(tag, "")) for each in tags])
        for value in values:
            inside = labels == value
            difference = stats.paired_difference(a[inside], b[inside], names[inside], draws=DRAWS)
            test = stats.cluster_t(b[inside] - a[inside], names[inside])
            found.append((tag, value, difference, stats.detectable(test.error, test.df)))
    raised = stats.holm([difference.p for _, _, difference, _ in found])
    return tuple(
        Subgroup(tag=tag, value=value, difference=difference, p_holm=p, detectable=least)
        for (tag, value, difference, least), p in zip(found, raised, strict=True)
    )


def flag_changes(a: Cases, b: Cases) -> tuple[FlagChange, ...]:
    """Compare how often each flag is raised, over cases that both sides answered."""
    both = [(one, other) for key, one in a.items() if (other := b.get(key))]
    every = {flag for pair in both for one in pair for flag, on in (one.flags or {}).items() if on}
    changes = []
    for flag in sorted(every):
        known = [pair for pair in both if None not in (pair[0].raised(flag), pair[1].raised(flag))]
        groups = [one.group for one, _ in known]
        left, right = (np.array([pair[side].raised(flag) for pair in known], dtype=float) for side in (0, 1))
        changes.append(
            FlagChange(
                flag=flag, a=int(left.sum()), b=int(right.sum()),
                rate_a=stats.mean_interval(left, groups, draws=DRAWS),
                rate_b=stats.mean_interval(right, groups, draws=DRAWS),
                difference=stats.paired_difference(left, right, groups, draws=DRAWS),
            )
        )  # fmt: skip
    return tuple(changes)
