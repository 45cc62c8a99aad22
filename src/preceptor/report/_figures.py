"""The figures of one arm: score with interval, bounds, consistency, calibration, cost, strata."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from preceptor import stats
from preceptor.report._results import Arm, ArmKey, Result
from preceptor.stats import Bin, Bounds, Estimate

SMALL = 30  # below this many cases a stratum's interval is wide and its estimate unstable: marked
MOST_VALUES = 40  # a tag with more values than this is an identifier or a date, not a stratum
LEAST_PER_VALUE = 3  # so is one whose values hold fewer answers than this on average
NEVER = float("nan")


@dataclass(frozen=True, kw_only=True, slots=True)
class Counts:
    """How many answers ended how; `n` leaves out cases to which a perturbation did not apply.

    `cases` are the distinct ones: fewer than `n` where each was answered several times.
    """

    n: int
    cases: int
    scored: int
    unscored: int
    failed: int
    inapplicable: int
    flags: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Consistency:
    """Cases answered `epochs` times: fully right every time, and at least once."""

    epochs: int
    all_right: Estimate
    any_right: Estimate


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibration:
    """How far stated confidence agrees with the score."""

    n: int
    error: float
    brier: float
    auroc: float
    curve: tuple[Bin, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """Sums over all cases, failed ones included; price None where any part of it is unknown."""

    n: int
    requests: int
    input_tokens: int
    output_tokens: int
    reasoning_tokens: int
    cached: int
    price_usd: float | None
    median_s: float | None
    p95_s: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stratum:
    """The score of the cases that carry one value of one tag."""

    tag: str
    value: str
    n: int
    score: Estimate


@dataclass(frozen=True, kw_only=True, slots=True)
class ArmFigures:
    """Everything that the report says about one arm."""

    key: ArmKey
    counts: Counts
    score: Estimate
    chance: float | None
    bounds: Bounds
    consistency: Consistency | None
    calibration: Calibration | None
    cost: Cost
    strata: tuple[Stratum, ...]
    errors: Mapping[str, int]
    first_error: Mapping[str, str]
    skipped_tags: tuple[str, ...]


def estimate(results: Sequence[Result], draws: int = 10_000) -> Estimate:
    """Return the mean score of the scored cases with its interval."""
    scored = [one for one in results if one.value is not None]
    values = np.array([one.value for one in scored], dtype=float)
    return stats.mean_interval(values, [one.group for one in scored] or None, draws=draws)


def chance(results: Sequence[Result]) -> float | None:
    """Return what a letter drawn at random scores on average; None unless every case is a choice of one."""
    each = [one.chance for one in results if one.status != "failed" or one.chance is not None]
    known = [share for share in each if share is not None]
    return sum(known) / len(known) if known and len(known) == len(each) else None


def counts(arm: Arm) -> Counts:
    """Count how the cases of an arm ended."""
    status = Counter(one.status for one in arm.results)
    flags = Counter(flag for one in arm.results for flag in one.flags)
    return Counts(
        n=len(arm.results), cases=len({one.id for one in arm.results}), scored=status["scored"], unscored=status["unscored"], failed=status["failed"],
        inapplicable=arm.inapplicable, flags=dict(sorted(flags.items())),
    )  # fmt: skip


def consistency(results: Sequence[Result]) -> Consistency | None:
    """Compare the epochs of each case that has all of them scored; None with a single epoch."""
    epochs = max((one.epoch for one in results), default=0) + 1
    if epochs < 2:
        return None
    cases: defaultdict[str, list[Result]] = defaultdict(list)
    for one in results:
        if one.value is not None:
            cases[one.id].append(one)
    whole = [case for case in cases.values() if len(case) == epochs]
    groups = [case[0].group for case in whole] or None
    every = np.array([all(one.value == 1 for one in case) for case in whole], dtype=float)
    some = np.array([any(one.value == 1 for one in case) for case in whole], dtype=float)
    return Consistency(
        epochs=epochs,
        all_right=stats.mean_interval(every, groups),
        any_right=stats.mean_interval(some, groups),
    )


def calibration(results: Sequence[Result]) -> Calibration | None:
    """Compare stated confidence with the score; None where no scored answer states one."""
    stated = [one for one in results if one.confidence is not None and one.value is not None]
    if not stated:
        return None
    confidence = np.array([one.confidence for one in stated], dtype=float)
    right = np.array([one.value for one in stated], dtype=float)
    return Calibration(
        n=len(stated),
        error=stats.calibration_error(confidence, right),
        brier=stats.brier(confidence, right),
        auroc=stats.auroc(confidence, right == 1),
        curve=tuple(stats.reliability(confidence, right)),
    )


def cost(results: Sequence[Result]) -> Cost:
    """Add up what the cases cost; times leave out cases that were answered from the cache."""
    used = [one.usage for one in results]
    asked = [usage for usage in used if usage.get("requests", 0)]
    prices = [usage.get("price_usd") for usage in asked]
    known = [price for price in prices if price is not None]
    seconds = [one.seconds for one in results if one.seconds is not None and not one.usage.get("cached", 0)]
    return Cost(
        n=len(results),
        requests=sum(usage.get("requests", 0) for usage in asked),
        input_tokens=sum(usage.get("input_tokens", 0) for usage in asked),
        output_tokens=sum(usage.get("output_tokens", 0) for usage in asked),
        reasoning_tokens=sum(usage.get("reasoning_tokens", 0) for usage in asked),
        cached=sum(usage.get("cached", 0) for usage in asked),
        price_usd=sum(known) if len(known) == len(asked) else None,
        median_s=float(np.median(seconds)) if seconds else None,
        p95_s=float(np.percentile(seconds, 95)) if seconds else None,
    )


def _order(value: str) -> tuple[bool, float, str]:
    try:
        return False, float(value), value
    except ValueError:
        return True, 0.0, value


def strata(results: Sequence[Result]) -> tuple[tuple[Stratum, ...], tuple[str, ...]]:
    """Score each value of each tag; also return the tags left out because they have too many values."""
    members: defaultdict[str, defaultdict[str, list[Result]]] = defaultdict(lambda: defaultdict(list))
    for one in results:
        for tag, value in one.tags.items():
            members[tag][str(value)].append(one)
    skipped = tuple(
        tag
        for tag, values in members.items()
        if len(values) > MOST_VALUES or LEAST_PER_VALUE * len(values) > sum(map(len, values.values()))
    )
    found = [
        Stratum(tag=tag, value=value, n=len(inside), score=estimate(inside, draws=2000))
        for tag, values in sorted(members.items())
        if tag not in skipped
        for value, inside in sorted(values.items(), key=lambda entry: _order(entry[0]))
    ]
    return tuple(found), skipped


def figures(arm: Arm) -> ArmFigures:
    """Compute everything that the report says about an arm, set-level metrics apart."""
    found, skipped = strata(arm.results)
    return ArmFigures(
        key=arm.key,
        counts=counts(arm),
        score=estimate(arm.results),
        chance=chance(arm.results),
        bounds=stats.bounds(
            [one.value for one in arm.results],
            [one.low for one in arm.results],
            [one.high for one in arm.results],
        ),
        consistency=consistency(arm.results),
        calibration=calibration(arm.results),
        cost=cost(arm.results),
        strata=found,
        errors=dict(arm.errors.most_common()),
        first_error=arm.first_error,
        skipped_tags=skipped,
    )
