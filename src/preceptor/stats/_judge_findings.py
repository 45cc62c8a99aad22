"""Findings of a judge beside people's, and how often people say met, drawn with the spread of few or grouped labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from preceptor.stats._intervals import Array


@dataclass(frozen=True, kw_only=True, slots=True)
class Findings:
    """Findings on many units of many answers, one entry each.

    Attributes:
        weight: (u,) signed weight over the positive weights of the answer's rubric.
        judge: (u,) 1 met, 0 not met, NaN missing.
        people: (u,) the same of people, NaN where unlabelled.
        category: (u,) class of the criterion, as small whole numbers.
        case: (u,) which answer, 0 to n - 1.
        group: (n,) group of each answer; every answer its own where None.
    """

    weight: Array
    judge: Array
    people: Array
    category: Array
    case: Array
    group: Sequence[str] | Array | None = None


def effective(found: Array, groups: Array) -> tuple[float, float]:
    """Return successes and trials, both divided by how much alike the findings of one group are."""
    m = len(found)
    if not m:
        return 0.0, 0.0
    _, place = np.unique(groups, return_inverse=True)
    size = int(place.max()) + 1
    share = (found.sum() + 0.5) / (m + 1)
    if size == m or size < 2:
        return float(found.sum()), float(m)
    sums = np.bincount(place, weights=found - found.mean())
    ratio = float((sums**2).sum()) * size / (size - 1) / (m * share * (1 - share))
    deff = max(1.0, ratio)
    return float(found.sum()) / deff, m / deff


def share_drawn(draw: np.random.Generator, found: Array, groups: Array, draws: int) -> tuple[float, Array]:
    """Return the share of people's "met" (half a label towards each side) and draws of it."""
    k, m = effective(found, groups)
    value = float(found.mean()) if len(found) else 0.5
    return value, draw.beta(k + 0.5, m - k + 0.5, draws)


def groups_of(found: Findings) -> Array:
    """Return the group of each entry."""
    return found.case if found.group is None else np.asarray(found.group)[found.case]
