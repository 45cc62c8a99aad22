"""Printed figures beside ours: which runs a figure stands for, which rule gives it, and why ours may not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from preceptor.errors import NotFound, near
from preceptor.published_outputs import PublishedRun
from preceptor.rescore._explain import bounds_words, other_rule, other_run, points, shift_words
from preceptor.rescore._tables import Printed
from preceptor.rescore._tally import MARKS, RunScore, Share, carried_name

OURS = "ours"
Match = Literal["ours", "rule", "no", ""]


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """One run that a figure may stand for, under the rule that the authors used.

    Attributes:
        rule: name of the protocol, `marks`, or "" where none is known.
        slip: what the authors' script did beside its rule, where only that gives the printed figure.
        match: which figure equals the printed one; "" where nothing was printed.
    """

    score: RunScore
    rule: str
    share: Share | None
    match: Match
    slip: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One line of the comparison; the first version is the one that matches best."""

    printed: Printed | None
    versions: tuple[Version, ...]
    why: str = ""

    @property
    def best(self) -> Version:
        """Return the version that is compared."""
        return self.versions[0]


Judged = Callable[[PublishedRun], RunScore]


def rule_of(score: RunScore, protocol: str, family: str) -> str:
    """Choose the authors' rule for a run: the one asked for, else the only one, else the family's own.

    Raises:
        NotFound: the task has no rule of that name.
    """
    known = list(score.shifts)
    if protocol == OURS:
        return ""
    if protocol:
        if protocol not in known:
            names = ", ".join([OURS, *known])
            raise NotFound(
                f"no protocol {protocol!r} for {score.run.label}; there are: {names}{near(protocol, known)}"
            )
        return protocol
    if score.run.marked:
        return MARKS
    protocols = [name for name in known if name != MARKS]
    if len(protocols) == 1:
        return protocols[0]
    return family if family in protocols else ""


def version(
    score: RunScore, printed: Printed | None, protocol: str, family: str, within: float | None
) -> Version:
    """Compare one run with one printed figure."""
    rule = rule_of(score, protocol, family)
    share = score.shifts[rule].share if rule else None
    slip = carried_name(rule, score.empty)
    carried = score.others.get(slip)
    if printed is None:
        return Version(score=score, rule=rule, share=share, match="")
    if protocol in ("", OURS) and printed.same(score.ours.value, within):
        return Version(score=score, rule=rule, share=share, match="ours")
    if share and printed.same(share.value, within):
        return Version(score=score, rule=rule, share=share, match="rule")
    if carried and printed.same(carried.value, within):
        return Version(score=score, rule=rule, share=carried, match="rule", slip=slip)
    return Version(score=score, rule=rule, share=share, match="no")


def cell(printed: Printed | None, versions: Sequence[Version]) -> Cell:
    """Put the version first that matches, or else comes nearest."""

    def distance(entry: Version) -> tuple[bool, float]:
        value = (entry.share or entry.score.ours).value
        gap = abs(value - printed.value) if printed else 0.0
        return entry.match == "no", gap if entry.match == "no" else 0.0

    return Cell(printed=printed, versions=tuple(sorted(versions, key=distance)))


def explained(cells: Sequence[Cell], within: float | None) -> list[Cell]:
    """Say of every cell why our figure is not the printed one; a version that tells it comes first."""
    every = [(entry.score, entry.share or entry.score.ours) for one in cells for entry in one.versions]
    return [_explained(one, every, within) for one in cells]


def _explained(one: Cell, every: Sequence[tuple[RunScore, Share]], within: float | None) -> Cell:
    printed, told = one.printed, ""
    if printed and one.best.match == "no":
        telling = ((entry, _telling(entry, printed, within)) for entry in one.versions)
        chosen, told = next((pair for pair in telling if pair[1]), (one.best, ""))
        one = replace(one, versions=(chosen, *(entry for entry in one.versions if entry is not chosen)))
        told = told or _coincidence(chosen, printed, every)
    best, score = one.best, one.best.score
    words = [score.run.note, _duplicates(score)]
    if best.match != "ours" and best.rule:
        words.append(shift_words(best.rule, score.shifts[best.rule], score.ours))
    words += [best.slip, told]
    if score.strangers:
        words.append(f"{score.strangers} rows of no case of the table left out")
    if score.disagreeing:
        words.append(f"the file names another right letter than the case table in {score.disagreeing} rows")
    return replace(one, why="; ".join(word for word in words if word))


def _duplicates(score: RunScore) -> str:
    kept = next((share for name, share in score.others.items() if name == "duplicate rows kept"), None)
    if kept is None:
        return ""
    return f"{score.duplicates} duplicate rows dropped: {points(score.ours, kept)}"


def _telling(entry: Version, printed: Printed, within: float | None) -> str:
    """Name what would make this version the printed figure, "" where nothing that was tried does."""
    share = entry.share or entry.score.ours
    if printed.cut_off(share.value):
        return f"the printed figure is cut off, not rounded: {share.value * 100:.3f}"
    return other_rule(entry.score, entry.rule, printed, within) or bounds_words(entry.score, share, printed)


def _coincidence(entry: Version, printed: Printed, every: Sequence[tuple[RunScore, Share]]) -> str:
    share = entry.share or entry.score.ours
    slip = other_run(entry.score, printed, every)
    return slip or f"not explained: off by {(printed.value - share.value) * 100:+.2f} points"


def counts(cells: Sequence[Cell]) -> Mapping[str, int]:
    """Count the printed cells that have a run, and how they match."""
    printed = [one for one in cells if one.printed]
    return {
        "cells": len(printed),
        "match": sum(one.best.match in ("ours", "rule") for one in printed),
        "ours": sum(one.best.match == "ours" for one in printed),
        "rule": sum(one.best.match == "rule" for one in printed),
    }
