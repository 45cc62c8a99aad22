"""How the votes of a panel become one finding; the votes are kept beside it."""

from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import Literal, cast

from preceptor.records import Verdict
from preceptor.scoring.rubric import Criterion

Rule = Literal["majority", "unanimous"]


def combined(unit: Criterion, votes: Sequence[Verdict], rule: Rule = "majority") -> Verdict:
    """Join the members' findings on one unit.

    majority: what more than half of all members say, those that failed or could not judge included in the
    count, so that no lost vote decides. unanimous: what every member says. A never-event needs unanimity
    whatever the rule: it is neither asserted nor ruled out while one member disagrees. Otherwise `failed`
    where lost votes could have decided, `cannot_judge` where they could not. On a scale the middle of
    the points stands, where more than half of the members gave one.
    """
    first = votes[0]
    unanimous = rule == "unanimous" or unit.never_event
    needed = len(votes) if unanimous else len(votes) // 2 + 1
    often = Counter(vote.finding for vote in votes)
    finding = next((name for name in ("met", "not_met") if often[name] >= needed), "")
    if not finding:
        lost = often["failed"]
        open_to = any(often[name] + lost >= needed for name in ("met", "not_met"))
        finding = "failed" if lost and open_to else "cannot_judge"
    side = next((vote for vote in votes if vote.finding == finding), first)
    points = [vote.value for vote in votes if vote.value is not None]
    return Verdict(
        criterion=unit.id,
        finding=cast("Literal['met', 'not_met', 'cannot_judge', 'failed']", finding),
        weight=unit.weight,
        quote=side.quote if finding in ("met", "not_met") else "",
        quote_found=side.quote_found or finding not in ("met", "not_met"),
        words=side.words if finding in ("met", "not_met") else _told(often),
        value=median(points) if points and finding == "met" else None,
        judge="panel:" + "+".join(vote.judge for vote in votes),
        attempts=max(vote.attempts for vote in votes),
        votes=tuple(votes),
    )


def _told(often: Counter[str]) -> str:
    return "the panel: " + ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in often.items())


def split(verdict: Verdict) -> bool:
    """Say whether the members of a panel disagree."""
    said = {(vote.finding, vote.value) for vote in verdict.votes if vote.finding != "failed"}
    return len(said) > 1
