"""Which proposals of several draws are the same criterion: by their words, the same sign only."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

ALIKE = 0.5  # of the words of the shorter text that stand in the other, and a third of all words of both
SHARED = 1 / 3
FILLERS = frozenset(
    [
        "the",
        "a",
        "an",
        "answer",
        "answers",
        "says",
        "say",
        "that",
        "this",
        "to",
        "of",
        "for",
        "and",
        "or",
        "in",
        "on",
        "at",
        "be",
        "is",
        "are",
        "it",
        "its",
        "with",
        "as",
        "by",
        "from",
        "should",
        "states",
        "tells",
        "mentions",
        "recommends",
        "advises",
        "names",
        "gives",
        "explains",
        "not",
    ]
) - {"not"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """One criterion as one draw proposed it."""

    draw: int
    text: str
    weight: float
    category: str
    passage: str
    quote: str


def _words(text: str) -> frozenset[str]:
    found = re.findall(r"[^\W_]+", text.casefold())
    return frozenset(word[:6] for word in found if word not in FILLERS)


def alike(one: Proposal, other: Proposal) -> bool:
    """Say whether two proposals are one criterion: same sign, same numbers, and mostly the same words."""
    if (one.weight > 0) != (other.weight > 0):
        return False
    if set(re.findall(r"\d+", one.text)) != set(re.findall(r"\d+", other.text)):
        return False
    mine, yours = _words(one.text), _words(other.text)
    if not mine or not yours or ("not" in mine) != ("not" in yours):
        return False
    both = len(mine & yours)
    return both / min(len(mine), len(yours)) >= ALIKE and both / len(mine | yours) >= SHARED


def clusters(proposals: Sequence[Proposal]) -> list[list[Proposal]]:
    """Gather proposals that are alike, in the order of their first; each joins the first cluster it fits."""
    found: list[list[Proposal]] = []
    for proposal in proposals:
        home = next((cluster for cluster in found if alike(cluster[0], proposal)), None)
        if home is None:
            found.append([proposal])
        else:
            home.append(proposal)
    return found
