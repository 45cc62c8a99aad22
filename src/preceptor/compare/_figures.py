"""The figures of a comparison: paired by case and repeat, with everything that could not be paired counted."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from preceptor import stats
from preceptor.compare._breakdown import FlagChange, Subgroup, flag_changes, subgroups
from preceptor.compare._limits import median_seconds, price_per_case, tokens_per_case
from preceptor.compare._sides import Answered, Arm, Cases, Side, pairs
from preceptor.compare._targets import same_target
from preceptor.errors import BadInput
from preceptor.stats import Difference, Estimate

SIDE_DRAWS = 2000  # for the score of each side; the difference has more


@dataclass(frozen=True, kw_only=True, slots=True)
class Flip:
    """A case that one side answered better."""

    task: str
    id: str
    epoch: int
    a: float
    b: float
    question: str
    a_told: str
    b_told: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Unpaired:
    """Why cases are not in the difference.

    Attributes:
        only_a: B has no row of the case.
        not_scored: both have a row and at least one is failed or has no score.
        failed_a: of these, failed in A; a case may have failed in both.
        other_target: the expected answer differs, read through the options' texts, so it is not the same case.
    """

    only_a: int
    only_b: int
    not_scored: int
    failed_a: int
    failed_b: int
    other_target: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two arms compared.

    Attributes:
        difference: B minus A over paired cases.
        bound_low: the least it could be over the cases that both sides hold with the same target, whatever
            those without a score would have scored.
        both_right: cases fully right on both sides.
        tokens: mean of an answer, A and B, without its judge; None where any is not known.
        seconds: median of an answer, A and B, without those that the cache gave.
        price_usd: mean of an answer, A and B; None where any is not known.
        subgroups: the difference within each value of each tag.
        flags: answers that carry a flag, such as those a judge found harmful.
        p_holm: of the difference, corrected for the number of lines of the whole comparison.
    """

    task: str
    a: str
    b: str
    score_a: Estimate
    score_b: Estimate
    difference: Difference
    bound_low: float
    bound_high: float
    unpaired: Unpaired
    both_right: int
    neither_right: int
    tokens: tuple[float | None, float | None]
    seconds: tuple[float | None, float | None]
    price_usd: tuple[float | None, float | None]
    subgroups: tuple[Subgroup, ...]
    flags: tuple[FlagChange, ...]
    flips: tuple[Flip, ...]
    notes: tuple[str, ...]
    p_holm: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """All pairs of two sides, and all their cases taken together where there are several."""

    a: str
    b: str
    pairs: tuple[Pair, ...]
    pooled: Difference | None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Matched:
    keys: list[tuple[str, int]]
    a: np.ndarray
    b: np.ndarray
    groups: list[str]


def _matched(a: Cases, b: Cases) -> _Matched:
    keys = [
        key for key, one in a.items()
        if (other := b.get(key)) and one.value is not None and other.value is not None and same_target(one.target, other.target)
    ]  # fmt: skip
    return _Matched(
        keys=keys,
        a=np.array([a[key].value for key in keys], dtype=float),
        b=np.array([b[key].value for key in keys], dtype=float),
        groups=[a[key].group for key in keys],
    )


def _unpaired(a: Cases, b: Cases) -> Unpaired:
    both = [(one, b[key]) for key, one in a.items() if key in b]
    same = [(one, other) for one, other in both if same_target(one.target, other.target)]
    return Unpaired(
        only_a=len(a) - len(both),
        only_b=len(b) - len(both),
        not_scored=sum(one.value is None or other.value is None for one, other in same),
        failed_a=sum(one.failed for one, _ in same),
        failed_b=sum(other.failed for _, other in same),
        other_target=len(both) - len(same),
    )


def _bounds(a: Cases, b: Cases) -> tuple[float, float]:
    both = [(one, b[key]) for key, one in a.items() if key in b and same_target(one.target, b[key].target)]
    if not both:
        return -1.0, 1.0
    low = sum(other.low - one.high for one, other in both) / len(both)
    high = sum(other.high - one.low for one, other in both) / len(both)
    return low, high


def _flips(task: str, matched: _Matched, a: Cases, b: Cases) -> tuple[Flip, ...]:
    return tuple(
        Flip(
            task=task, id=key[0], epoch=key[1], a=float(left), b=float(right),
            question=a[key].question, a_told=a[key].told, b_told=b[key].told,
        )
        for key, left, right in zip(matched.keys, matched.a, matched.b, strict=True)
        if left != right
    )  # fmt: skip


def _notes(a: Cases, b: Cases, unpaired: Unpaired) -> tuple[str, ...]:
    def versions(cases: Sequence[Answered]) -> str:
        return ", ".join(sorted({one.version for one in cases}))

    left, right = versions(list(a.values())), versions(list(b.values()))
    found = []
    if left != right:
        found.append(f"versions of the task differ: {left} and {right}")
    if unpaired.other_target:
        found.append(
            f"{unpaired.other_target} cases expect another answer on the other side; they are left out"
        )
    return tuple(found)


def compare_arms(left: Arm, right: Arm, a: Cases, b: Cases, draws: int = 10_000) -> Pair:
    """Compare two arms of one task.

    Raises:
        BadInput: they share no scored case.
    """
    matched, unpaired = _matched(a, b), _unpaired(a, b)
    if not matched.keys:
        raise BadInput(
            f"{left.task}: {left.label()} and {right.label()} share no scored case "
            f"(only in A {unpaired.only_a}, only in B {unpaired.only_b}, not scored {unpaired.not_scored}, "
            f"other target {unpaired.other_target})"
        )
    low, high = _bounds(a, b)
    difference = stats.paired_difference(matched.a, matched.b, matched.groups, draws=draws)
    return Pair(
        task=left.task,
        a=left.label(),
        b=right.label(),
        score_a=stats.mean_interval(matched.a, matched.groups, draws=SIDE_DRAWS),
        score_b=stats.mean_interval(matched.b, matched.groups, draws=SIDE_DRAWS),
        difference=difference,
        p_holm=difference.p,
        bound_low=low,
        bound_high=high,
        unpaired=unpaired,
        both_right=int(((matched.a == 1) & (matched.b == 1)).sum()),
        neither_right=int(((matched.a < 1) & (matched.b < 1)).sum()),
        tokens=(tokens_per_case(a), tokens_per_case(b)),
        seconds=(median_seconds(a), median_seconds(b)),
        price_usd=(price_per_case(a), price_per_case(b)),
        subgroups=subgroups(matched.a, matched.b, matched.groups, [a[key].tags for key in matched.keys]),
        flags=flag_changes(a, b),
        flips=_flips(left.task, matched, a, b),
        notes=_notes(a, b, unpaired),
    )


def _pooled(a: Side, b: Side, found: Sequence[tuple[Arm, Arm]]) -> Difference:
    matched = [_matched(a.arms[left], b.arms[right]) for left, right in found]
    groups = [
        f"{left.task}\x1f{group}"
        for (left, _), one in zip(found, matched, strict=True)
        for group in one.groups
    ]
    return stats.paired_difference(
        np.concatenate([one.a for one in matched]), np.concatenate([one.b for one in matched]), groups
    )


def compare_sides(a: Side, others: Sequence[Side]) -> tuple[Comparison, ...]:
    """Compare every pair of arms of the first side and each of the others; p corrected over all of them."""
    made: list[tuple[Side, list[Pair], Difference | None]] = []
    for b in others:
        found = pairs(a, b)
        done = [compare_arms(left, right, a.arms[left], b.arms[right]) for left, right in found]
        made.append((b, done, _pooled(a, b, found) if len(found) > 1 else None))
    raised = iter(stats.holm([pair.difference.p for _, done, _ in made for pair in done]))
    return tuple(
        Comparison(
            a=a.name,
            b=b.name,
            pairs=tuple(replace(pair, p_holm=next(raised)) for pair in done),
            pooled=pooled,
        )
        for b, done, pooled in made
    )
