"""Shares of things that hold, where some are not known: the share of what is known, and its bounds over all."""

from collections.abc import Sequence
from dataclasses import dataclass

from preceptor.records import Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """How many of n hold: `value` over those that are known (None where none is), bounds over all."""

    value: float | None
    low: float
    high: float
    n: int
    missing: int


def share_of(found: Sequence[bool | None], *, empty: float = 1.0) -> Share:
    """Return the share that holds.

    Args:
        found: None where it is not known.
        empty: the share of nothing.

    Example:
        >>> share_of([True, False, None, True])
        Share(value=0.6666666666666666, low=0.5, high=0.75, n=4, missing=1)
    """
    n = len(found)
    if not n:
        return Share(value=empty, low=empty, high=empty, n=0, missing=0)
    known = [one for one in found if one is not None]
    held, missing = sum(known), n - len(known)
    value = held / len(known) if known else None
    return Share(value=value, low=held / n, high=(held + missing) / n, n=n, missing=missing)


def told(share: Share) -> str:
    """Write a share for people."""
    if share.value is None:
        return f"not known of {share.n}"
    missing = f", {share.missing} not known" if share.missing else ""
    return f"{100 * share.value:.0f} % of {share.n}{missing}"


def loss_flags(missing: int, verdicts: Sequence[Verdict]) -> dict[str, bool]:
    """Return what is raised where something is not known: the judge failed, or could not tell, which is no failure."""
    unsure = sum(verdict.finding == "cannot_judge" for verdict in verdicts)
    raised = {"judge_failed": missing > unsure, "judge_unsure": unsure > 0}
    return {name: True for name, on in raised.items() if on}
