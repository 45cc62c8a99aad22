"""How many cases a comparison needs, before it is run: from what is assumed, or from a pilot of two runs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from preceptor import stats
from preceptor.errors import BadInput
from preceptor.rows import read_rows
from preceptor.stats import Design

POWERS = (0.8, 0.9, 0.95)
CORRELATIONS = (0.0, 0.3, 0.5, 0.7, 0.9)
Key = tuple[str, str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pilot:
    """What two runs on the same cases say about the comparison to come.

    Attributes:
        spread: standard deviation of the differences B - A.
        per_group: cases in a group, as the mean size.
        within: how alike the differences of a group are, 0 to 1.
    """

    rate_a: float
    rate_b: float
    spread: float
    correlation: float
    per_group: float
    within: float
    n: int
    groups: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """Groups and cases that reach a power."""

    power: float
    groups: int
    cases: int


def _values(folder: Path) -> dict[Key, tuple[float, str]]:
    arms, found = set(), {}
    for row in read_rows(folder):
        arms.add((row.get("pipeline", ""), row.get("model") or "", row.get("perturbation") or ""))
        value = row.get("score", {}).get("value")
        if row.get("status") == "scored" and value is not None:
            key = row.get("task", ""), row.get("id", ""), row.get("epoch", 0)
            found[key] = value, f"{key[0]}\x1f{row.get('group') or key[1]}"
    if len(arms) > 1:
        listed = "; ".join(" · ".join(filter(None, arm)) for arm in sorted(arms))
        raise BadInput(f"{folder} has several arms, a pilot needs one: {listed}")
    return found


def pilot(a: Path, b: Path) -> Pilot:
    """Measure what a plan needs on two runs of the same cases.

    Raises:
        NotFound, BadInput: no run folder, several arms in one, or fewer than two cases in common.
    """
    left, right = _values(a), _values(b)
    keys = [key for key in left if key in right]
    if len(keys) < 2:
        raise BadInput(f"{a} and {b} share {len(keys)} scored cases; a pilot needs at least two")
    one, other = (np.array([side[key][0] for key in keys]) for side in (left, right))
    groups = [left[key][1] for key in keys]
    gap = other - one
    if not np.ptp(gap) > 0:
        raise BadInput(
            f"all {len(keys)} cases differ alike in {a} and {b}, so the pilot shows no spread to plan with; give --baseline "
            f"and --correlation, or runs of two systems"
        )
    alike = float(np.corrcoef(one, other)[0, 1]) if one.std() > 0 and other.std() > 0 else 0.0
    number = len(set(groups))
    return Pilot(
        rate_a=float(one.mean()), rate_b=float(other.mean()), spread=float(gap.std(ddof=1)), correlation=alike,
        per_group=len(keys) / number, within=stats.cluster_correlation(gap, groups), n=len(keys), groups=number,
    )  # fmt: skip


def needs(design: Design, powers: Sequence[float] = POWERS) -> list[Need]:
    """Return how many groups and cases reach each power.

    Raises:
        BadInput: no number of cases would show it.
    """
    found = [(power, stats.groups_needed(design, power)) for power in powers]
    return [
        Need(power=power, groups=groups, cases=int(np.ceil(groups * design.per_group)))
        for power, groups in found
    ]


def by_correlation(design: Design, rate_a: float, rate_b: float) -> list[tuple[float, Need]]:
    """Return the need at the usual power for other correlations of the two systems over cases.

    It is what is known least before a run and matters most: 0 is the unpaired design.
    """
    found = []
    for correlation in CORRELATIONS:
        spread = stats.paired_spread(rate_a, rate_b, correlation)
        if spread > 0:
            found.append((correlation, needs(replace(design, spread=spread), POWERS[:1])[0]))
    return found
