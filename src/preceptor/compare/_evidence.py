"""What a rule is decided on: the scores that were given, and the worst and the best that missing ones could be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from preceptor import stats
from preceptor.compare._policy import MustBe
from preceptor.compare._sides import Answered, Arm, Cases, Side
from preceptor.compare._targets import same_target
from preceptor.stats import Decision

Measured = tuple[float | None, float, float]
Measure = Callable[[Answered], Measured]
ABSENT: Measured = (None, 0.0, 1.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """Paired values of one rule: (n,) each, with every case that either side should have answered.

    Attributes:
        answered: which cases both sides have a value for.
        other_target: cases left out, since they expect another answer on the other side.
    """

    groups: np.ndarray
    answered: np.ndarray
    a: np.ndarray
    b: np.ndarray
    a_low: np.ndarray
    a_high: np.ndarray
    b_low: np.ndarray
    b_high: np.ndarray
    other_target: int

    @property
    def missing(self) -> int:
        """Count the cases without a value on a side."""
        return int((~self.answered).sum())

    def decide(self, must_be: MustBe, margin: float, alpha: float, case: str) -> Decision | None:
        """Decide on the answered cases, or on all at their worst or best for B; None without any case."""
        if case == "answered":
            a, b, groups = self.a[self.answered], self.b[self.answered], self.groups[self.answered]
        elif case == "worst":
            a, b, groups = self.a_high, self.b_low, self.groups
        else:
            a, b, groups = self.a_low, self.b_high, self.groups
        if not len(a):
            return None
        if must_be == "same":
            return stats.equivalent(a, b, margin, groups, alpha=alpha)
        return stats.not_worse(a, b, margin if must_be == "not worse" else 0.0, groups, alpha=alpha / 2)

    def part(self, inside: np.ndarray) -> "Evidence":
        """Return the evidence of some of the cases."""
        return Evidence(
            groups=self.groups[inside], answered=self.answered[inside], a=self.a[inside], b=self.b[inside],
            a_low=self.a_low[inside], a_high=self.a_high[inside], b_low=self.b_low[inside],
            b_high=self.b_high[inside], other_target=self.other_target,
        )  # fmt: skip


def score_of(one: Answered) -> Measured:
    """Return a case's score with its bounds."""
    return one.value, one.low, one.high


def part_of(name: str) -> Measure:
    """Return a measure that reads a named part of the score."""

    def measured(one: Answered) -> Measured:
        value = one.parts.get(name)
        return ABSENT if value is None or one.value is None else (value, value, value)

    return measured


def without_flag(name: str) -> Measure:
    """Return a measure that is 1 where an answer does not carry a flag: more is better, as for scores.

    Where findings of the judge are missing, a flag that was not raised is not ruled out either.
    """

    def measured(one: Answered) -> Measured:
        raised = one.raised(name)
        if raised is None:
            return ABSENT
        value = 0.0 if raised else 1.0
        return value, value, value

    return measured


def keys_of(a: Cases, b: Cases) -> tuple[list[tuple[str, int]], int]:
    """Return the cases of either side, without those whose targets differ, and how many these were."""
    every = list(dict.fromkeys([*a, *b]))
    kept = [key for key in every if key not in a or key not in b or same_target(a[key].target, b[key].target)]
    return kept, len(every) - len(kept)


def evidence(arms: Sequence[tuple[Arm, Arm]], left: Side, right: Side, measure: Measure) -> Evidence:
    """Gather the paired values of one or several tasks; groups of different tasks are different groups."""
    rows: list[tuple[str, Measured, Measured]] = []
    apart = 0
    for one, other in arms:
        a, b = left.arms[one], right.arms[other]
        keys, others = keys_of(a, b)
        apart += others
        for key in keys:
            holder = a.get(key) or b[key]
            rows.append(
                (
                    f"{one.task}\x1f{holder.group}",
                    measure(a[key]) if key in a else ABSENT,
                    measure(b[key]) if key in b else ABSENT,
                )
            )

    def column(side: int, place: int) -> np.ndarray:
        return np.array([row[side][place] for row in rows], dtype=float)  # None becomes NaN

    a, b = column(1, 0), column(2, 0)
    return Evidence(
        groups=np.array([row[0] for row in rows]), answered=np.isfinite(a) & np.isfinite(b), a=a, b=b,
        a_low=column(1, 1), a_high=column(1, 2), b_low=column(2, 1), b_high=column(2, 2), other_target=apart,
    )  # fmt: skip
