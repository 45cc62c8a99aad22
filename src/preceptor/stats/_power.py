"""Before a run: how likely it is to show what is there, and how many cases that takes."""

from dataclasses import dataclass
from typing import Literal

from scipy.special import nctdtr, ndtri, stdtrit

from preceptor.errors import BadInput

Question = Literal["better", "not worse", "same"]
MOST_GROUPS = 10_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Design:
    """A paired comparison that is to be run.

    Attributes:
        spread: standard deviation of the cases' differences b - a; see `paired_spread` for rates.
        per_group: cases in each group (variants of a case, questions on a document).
        correlation: intraclass correlation of differences within a group.
        alpha: two-sided for "better"; one-sided for "not worse", and for each side of "same".
    """

    spread: float
    difference: float = 0.0
    margin: float = 0.0
    question: Question = "better"
    per_group: float = 1.0
    correlation: float = 0.0
    alpha: float = 0.05

    def __post_init__(self) -> None:
        """Refuse what cannot be planned."""
        checks = (
            (self.spread > 0, f"spread {self.spread} must be above 0"),
            (0 < self.alpha < 0.5, f"alpha {self.alpha} outside 0..0.5"),
            (self.per_group >= 1, f"{self.per_group} cases per group, at least 1"),
            (0 <= self.correlation <= 1, f"correlation within groups {self.correlation} outside 0..1"),
            (self.question == "better" or self.margin > 0, f"margin {self.margin} must be above 0"),
        )
        for fine, words in checks:
            if not fine:
                raise BadInput(words)


def paired_spread(rate_a: float, rate_b: float, correlation: float = 0.5) -> float:
    """Return the standard deviation of the difference of two paired 0/1 scores.

    Args:
        correlation: of the two systems' scores over cases; systems that fail on the same cases have a high
            one, and 0 is the unpaired design.

    Example:
        >>> round(paired_spread(0.7, 0.8, 0.5), 4)
        0.4321
    """
    if not (0 <= rate_a <= 1 and 0 <= rate_b <= 1):
        raise BadInput(f"rates {rate_a} and {rate_b} must lie in 0..1")
    spreads = (rate_a * (1 - rate_a)) ** 0.5 * (rate_b * (1 - rate_b)) ** 0.5
    together = rate_a * rate_b + correlation * spreads
    least, most = max(0.0, rate_a + rate_b - 1), min(rate_a, rate_b)
    together = min(max(together, least), most)
    return max(rate_a + rate_b - 2 * together - (rate_b - rate_a) ** 2, 0.0) ** 0.5


def standard_error(design: Design, groups: float) -> float:
    """Return the standard error of the mean difference with that many groups."""
    effect = 1 + (design.per_group - 1) * design.correlation
    return design.spread * (effect / (groups * design.per_group)) ** 0.5


def _above(df: float, shift: float, bar: float) -> float:
    """Return the chance that a noncentral t exceeds the bar."""
    return 1 - float(nctdtr(df, shift, bar))


def power(design: Design, groups: float) -> float:
    """Return the chance that the comparison shows what it is to show, if the difference is as stated.

    By the noncentral t with groups - 1 degrees of freedom; for "same" the usual bound from both one-sided
    tests.

    Source: Cohen 1988, chapter 2; Chow, Shao and Wang 2008, chapter 3, on margins.

    Example:
        >>> round(power(Design(spread=0.5, difference=0.1), 199), 3)
        0.802
    """
    df = groups - 1
    if df <= 0:
        return 0.0
    error = standard_error(design, groups)
    if design.question == "better":
        bar, shift = float(stdtrit(df, 1 - design.alpha / 2)), design.difference / error
        return _above(df, shift, bar) + float(nctdtr(df, shift, -bar))
    bar = float(stdtrit(df, 1 - design.alpha))
    over = _above(df, (design.difference + design.margin) / error, bar)
    if design.question == "not worse":
        return over
    return max(0.0, over + _above(df, (design.margin - design.difference) / error, bar) - 1)


def groups_needed(design: Design, wanted: float = 0.8) -> int:
    """Return the least number of groups whose power reaches what is wanted.

    Raises:
        BadInput: nothing to be found (no difference, or one beyond the margin).
    """
    gap = {
        "better": abs(design.difference),
        "not worse": design.difference + design.margin,
        "same": design.margin - abs(design.difference),
    }[design.question]
    if gap <= 0:
        raise BadInput(
            f"no number of cases shows {design.question!r} at a true difference of {design.difference} "
            f"and a margin of {design.margin}"
        )
    most = 2
    while power(design, most) < wanted:
        most *= 2
        if most > MOST_GROUPS:
            raise BadInput(f"more than {MOST_GROUPS} groups would be needed; state a larger difference")
    least = most // 2
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (least, middle) if power(design, middle) >= wanted else (middle, most)
    return most


def power_at_margin(error: float, df: float, margin: float, alpha: float, *, same: bool = False) -> float:
    """Return the chance that a one-sided test at `alpha` shows what a distance of `margin` leaves to show.

    That is: "not worse" if nothing differs in truth, or "better" if b is better by the margin.

    Example:
        >>> round(power_at_margin(0.02, 1e6, 0.05, 0.025), 3)
        0.705
    """
    if not (error > 0 and df > 0):
        return float("nan")
    df = min(df, 1e6)
    over = _above(df, margin / error, float(stdtrit(df, 1 - alpha)))
    return max(0.0, 2 * over - 1) if same else over


def detectable(error: float, df: float, *, wanted: float = 0.8, alpha: float = 0.05) -> float:
    """Return the least true difference that a two-sided test with this standard error would show.

    Source: Bloom 1995, doi:10.1177/0193841X9501900504.

    Example:
        >>> round(detectable(0.01, 1e6), 4)
        0.028
    """
    if not (error > 0 and df > 0):
        return float("nan")
    return (float(stdtrit(df, 1 - alpha / 2)) + float(stdtrit(df, wanted))) * error


def groups_for_width(rate: float, half_width: float, per_group: float = 1.0, correlation: float = 0.0) -> int:
    """Return how many groups give a rate a 95 % interval of plus or minus `half_width`.

    Example:
        >>> groups_for_width(0.7, 0.05)
        323
    """
    if not (0 < rate < 1 and 0 < half_width < 1):
        raise BadInput(f"rate {rate} and half width {half_width} must lie within 0..1")
    effect = 1 + (per_group - 1) * correlation
    cases = (float(ndtri(0.975)) / half_width) ** 2 * rate * (1 - rate) * effect
    return int(-(-cases // per_group))
