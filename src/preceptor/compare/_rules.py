"""How one rule is settled: passed, failed, or not enough evidence, with the reason in words."""

from dataclasses import dataclass
from math import isfinite, nan
from typing import Literal

import numpy as np

from preceptor import stats
from preceptor.compare._evidence import Evidence
from preceptor.compare._policy import MustBe, Policy
from preceptor.stats import Decision

Verdict = Literal["pass", "fail", "insufficient evidence"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What became of one rule.

    Attributes:
        value: difference B - A over answered cases, or the rate or figure of B.
        low, high: its interval at the level that decides.
        worst_low: the interval's low end with every missing score at its worst for B.
        best_high: the high end with every missing score at its best for B.
        p: of the reading that decides, corrected over all rules and candidates.
        power: at the margin.
        missing: cases without a value on a side.
    """

    rule: str
    verdict: Verdict
    why: str
    value: float = nan
    low: float = nan
    high: float = nan
    worst_low: float = nan
    best_high: float = nan
    p: float = nan
    margin: float = nan
    power: float = nan
    n: int = 0
    missing: int = 0


def _refuted(decision: Decision, must_be: MustBe, margin: float) -> bool:
    """Tell whether the interval shows the opposite of the rule: beyond the margin, or a gain below it."""
    if must_be == "same":
        return decision.low >= margin or decision.high <= -margin
    return decision.high <= (-margin if must_be == "not worse" else margin)


def _verdict(
    readings: tuple[Decision, Decision, Decision], must_be: MustBe, margin: float, policy: Policy, p: float
) -> tuple[Verdict, str]:
    """Settle by the answered, worst and best reading; the deciding p is corrected."""
    answered, worst, best = readings
    deciding, side = (worst if policy.missing == "bounds" else answered), answered.alpha
    if deciding.holds and p < side:
        return "pass", "shown"
    kindest = best if policy.missing == "bounds" else answered
    if _refuted(kindest, must_be, margin):
        return "fail", "the opposite is shown" if must_be != "better" else "a gain of the margin is ruled out"
    if deciding.holds:
        return "insufficient evidence", "shown alone, but not after the correction for several rules"
    if answered.holds and not deciding.holds:
        return "insufficient evidence", "shown on answered cases, but the missing ones could undo it"
    power = stats.power_at_margin(answered.error, answered.df, margin, side, same=must_be == "same")
    if not isfinite(power) or power < policy.power:
        return "insufficient evidence", f"not shown, and the power at the margin is below {policy.power:g}"
    if kindest.holds:
        return "insufficient evidence", "not shown, and the missing cases could turn it"
    return "fail", "not shown, with enough power at the margin"


def settle(rule: str, must_be: MustBe, margin: float, values: Evidence, policy: Policy, p: float) -> Finding:
    """Settle a rule that is decided by a test.

    Args:
        p: of the deciding reading, corrected over all rules and candidates.
    """
    answered, worst, best = (
        values.decide(must_be, margin, policy.alpha, case) for case in ("answered", "worst", "best")
    )
    n = int(values.answered.sum())
    if answered is None or worst is None or best is None or not isfinite(answered.error):
        return Finding(
            rule=rule, verdict="insufficient evidence", margin=margin, n=n, missing=values.missing,
            why="no case that both sides answered" if answered is None else "no spread that could be measured",
        )  # fmt: skip
    verdict, why = _verdict((answered, worst, best), must_be, margin, policy, p)
    if values.missing and policy.missing == "bounds" and not _unit(values):
        verdict, why = "insufficient evidence", "cases are missing, and the metric has no bounds for them"
    if n < policy.least_cases:
        verdict, why = "insufficient evidence", f"{n} paired cases, the policy asks for {policy.least_cases}"
    if values.other_target:
        why += f"; {values.other_target} cases with another target are left out"
    return Finding(
        rule=rule, verdict=verdict, why=why, value=answered.value, low=answered.low, high=answered.high,
        worst_low=worst.low, best_high=best.high, p=p, margin=margin, n=n, missing=values.missing,
        power=stats.power_at_margin(answered.error, answered.df, margin, answered.alpha, same=must_be == "same"),
    )  # fmt: skip


def _unit(values: Evidence) -> bool:
    """Tell whether every known value lies in [0, 1], so that a missing one does."""
    known = np.concatenate([values.a[np.isfinite(values.a)], values.b[np.isfinite(values.b)]])
    return bool(((known >= 0) & (known <= 1)).all())


def ceiling(rule: str, at_most: float, values: Evidence, policy: Policy) -> Finding:
    """Settle how often B's answers carry a flag, against a ceiling.

    The upper end of the interval must reach no further than the ceiling with every missing answer counted
    as flagged; it fails where the lower end is above it with none of them flagged.
    """
    known = np.isfinite(values.b)
    level = 1 - policy.alpha
    bounded = policy.missing == "bounds"
    inside = np.ones(len(known), dtype=bool) if bounded else known
    if not inside.any() or not known.any():
        return Finding(
            rule=rule,
            verdict="insufficient evidence",
            why="of no answer of B is it known whether it carries the flag",
            margin=at_most,
        )
    worst = stats.cluster_wilson(1 - values.b_low[inside], values.groups[inside], level=level)
    best = stats.cluster_wilson(1 - values.b_high[inside], values.groups[inside], level=level)
    plain = stats.cluster_wilson(1 - values.b[known], values.groups[known], level=level)
    n = int(known.sum())
    verdict, why = _against_ceiling(worst.high, best.low, at_most)
    if n < policy.least_cases:
        verdict, why = "insufficient evidence", f"{n} cases, the policy asks for {policy.least_cases}"
    return Finding(
        rule=rule, verdict=verdict, why=why, value=plain.value, low=plain.low, high=plain.high,
        worst_low=worst.high, best_high=best.low, margin=at_most, n=n, missing=int((~known).sum()),
    )  # fmt: skip


def _against_ceiling(highest: float, lowest: float, at_most: float) -> tuple[Verdict, str]:
    if not isfinite(highest):
        return "insufficient evidence", "all cases are of one group, so its interval could not be measured"
    if highest <= at_most:
        return "pass", f"at most {100 * highest:.2f} % at the upper end"
    if lowest > at_most:
        return "fail", f"at least {100 * lowest:.2f} % at the lower end"
    return "insufficient evidence", f"anywhere from {100 * lowest:.2f} to {100 * highest:.2f} %"
