"""What missing cases can do to a mean."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """A mean over what was scored, and where it would lie if nothing were missing.

    Attributes:
        answered: mean over scored cases, None where there is none.
        low: mean over all cases, everything missing counted as wrong.
        high: the same, everything missing counted as right.
    """

    answered: float | None
    low: float
    high: float
    n: int
    n_missing: int


def bounds(
    values: Sequence[float | None],
    low: Sequence[float] | None = None,
    high: Sequence[float] | None = None,
) -> Bounds:
    """Bound the mean score of a set of cases of which some have no score.

    Args:
        values: score of each case in [0, 1], None where it failed or was not scored.
        low: least score of each case; 0 where `values` is None when not given.
        high: greatest score of each case; 1 where `values` is None when not given.

    Example:
        >>> bounds([1.0, 0.0, None, 1.0])
        Bounds(answered=0.6666666666666666, low=0.5, high=0.75, n=4, n_missing=1)
    """
    scored = [value for value in values if value is not None]
    lows = [0.0 if value is None else value for value in values] if low is None else low
    highs = [1.0 if value is None else value for value in values] if high is None else high
    n = len(values)
    return Bounds(
        answered=sum(scored) / len(scored) if scored else None,
        low=sum(lows) / n if n else 0.0,
        high=sum(highs) / n if n else 1.0,
        n=n,
        n_missing=n - len(scored),
    )
