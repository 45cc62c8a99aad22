"""What is drawn from: each disease's findings with their frequencies, its ages of onset and its inheritance."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from preceptor.errors import BadInput
from preceptor.knowledge.hpo import Hpo, hpo

# Age of onset in years, lowest and highest, as HPO defines the terms (release 2025-01-16).
ONSETS = {
    "HP:0030674": (0.0, 0.0), "HP:0011461": (0.0, 0.0), "HP:0034197": (0.0, 0.0), "HP:0034198": (0.0, 0.0),
    "HP:0034199": (0.0, 0.0), "HP:0003577": (0.0, 0.0), "HP:0003623": (0.0, 0.077), "HP:0003593": (0.077, 1.0),
    "HP:0011463": (1.0, 5.0), "HP:0003621": (5.0, 16.0), "HP:0410280": (0.0, 16.0), "HP:0003581": (16.0, 70.0),
    "HP:0011462": (16.0, 40.0), "HP:0025708": (16.0, 19.0), "HP:0025709": (19.0, 25.0),
    "HP:0025710": (25.0, 40.0), "HP:0003596": (40.0, 60.0), "HP:0003584": (60.0, 80.0),
}  # fmt: skip
X_LINKED = {
    "HP:0001419": 0.9,
    "HP:0001423": 0.3,
    "HP:0001417": 0.75,
}  # inheritance -> share of males, our choice
UNSTATED_SHARE = 0.5  # a finding without a frequency: neither rare nor the rule
FINDING, INHERITANCE, COURSE = ord("P"), ord("I"), ord("C")
FEWEST_FINDINGS = 3


@dataclass(slots=True)
class Disease:
    """One annotated disease.

    Attributes:
        shows: term -> [patients that show it, patients counted, sum of estimates, number of estimates].
        only: term -> 1 where only females show it, 2 only males.
        onsets: annotated onset terms, one entry per annotation.
        males: share of males among patients.
    """

    number: int
    shows: dict[int, list[float]] = field(default_factory=dict)
    only: dict[int, int] = field(default_factory=dict)
    onsets: list[str] = field(default_factory=list)
    males: float = 0.5


@dataclass(frozen=True, slots=True)
class World:
    """An HPO release made ready for drawing."""

    hpo: Hpo
    diseases: tuple[Disease, ...]
    by_term: Mapping[int, tuple[int, ...]]  # term -> places in `diseases`
    depth: tuple[int, ...]


def _gathered(release: Hpo) -> dict[int, Disease]:
    found: dict[int, Disease] = {}
    rows = release.annotations
    columns = (rows.disease, rows.term, rows.negated, rows.share, rows.patients, rows.aspect, rows.sex)
    for disease, term, negated, share, counted, aspect, sex in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        entry = found.setdefault(disease, Disease(disease))
        if aspect == FINDING and not negated and release.is_phenotype[term]:
            tally = entry.shows.setdefault(term, [0.0, 0.0, 0.0, 0.0])
            if counted:
                tally[0] += share * counted
                tally[1] += counted
            else:
                tally[2] += UNSTATED_SHARE if math.isnan(share) else share
                tally[3] += 1
            if sex:
                entry.only[term] = sex
        elif aspect == COURSE and (code := release.ids[term]) in ONSETS:
            entry.onsets.append(code)
        elif aspect == INHERITANCE:
            entry.males = X_LINKED.get(release.ids[term], entry.males)
    return found


def _depths(release: Hpo) -> tuple[int, ...]:
    """Steps below the top by the longest way, read off the number of ancestors along it."""
    depth = [0] * len(release.ids)
    order = sorted(range(len(release.ids)), key=lambda node: len(release.graph.closure[node]))
    for node in order:
        above = release.graph.parents[node].tolist()
        depth[node] = 1 + max((depth[parent] for parent in above), default=-1)
    return tuple(depth)


@lru_cache(maxsize=2)
def _world(release: Hpo) -> World:
    gathered = _gathered(release).values()
    kept = tuple(disease for disease in gathered if len(disease.shows) >= FEWEST_FINDINGS)
    if not kept:
        raise BadInput(
            f"HPO {release.release} annotates no disease with {FEWEST_FINDINGS} findings; use a full release"
        )
    holders: dict[int, list[int]] = {}
    for place, disease in enumerate(kept):
        for term in disease.shows:
            holders.setdefault(term, []).append(place)
    return World(release, kept, {term: tuple(places) for term, places in holders.items()}, _depths(release))


def world() -> World:
    """Return what patients are drawn from, for the HPO release at hand; made once a process."""
    return _world(hpo())
