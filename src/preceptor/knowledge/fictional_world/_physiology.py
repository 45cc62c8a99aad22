"""Organs, hormones, findings and laboratory tests of a world."""

import random

from preceptor.knowledge.fictional_world._lexicon import (
    DUTIES,
    EFFECTS,
    ORGAN_SITES,
    QUALITIES,
    SIGNS,
    SITES,
    SPECIMENS,
    UNITS,
    finding_name,
)  # fmt: skip
from preceptor.knowledge.fictional_world._names import Namer
from preceptor.knowledge.fictional_world._shapes import (
    CHILD_BELOW_YEARS,
    Finding,
    Hormone,
    Organ,
    ReferenceRange,
    Term,
    Test,
)  # fmt: skip

ORGANS, HORMONES_PER_ORGAN, FINDINGS, SUBSTANCES = 12, 2, 180, 48


def organs(rng: random.Random, namer: Namer) -> dict[str, Organ]:
    """Invent organs."""
    sites, duties = rng.sample(ORGAN_SITES, ORGANS), rng.sample(DUTIES, ORGANS)
    return {
        f"o{number:03}": Organ(id=f"o{number:03}", name=namer.term("organ"), site=site, duty=duty)
        for number, (site, duty) in enumerate(zip(sites, duties, strict=True))
    }


def hormones(rng: random.Random, namer: Namer, organs: dict[str, Organ]) -> dict[str, Hormone]:
    """Invent the hormones of each organ."""
    homes = [organ for organ in organs for _ in range(HORMONES_PER_ORGAN)]
    effects = rng.sample(EFFECTS, len(homes))
    return {
        f"h{number:03}": Hormone(
            id=f"h{number:03}", name=namer.term("hormone"), organ=organ, effect=effect
        )
        for number, (organ, effect) in enumerate(zip(homes, effects, strict=True))
    }  # fmt: skip


def findings(rng: random.Random) -> dict[str, Finding]:
    """Choose findings: no two are the same sign at the same site."""
    places = [(sign, site) for sign in SIGNS for site in SITES]
    found = {}
    for number, (sign, site) in enumerate(rng.sample(places, FINDINGS)):
        name = finding_name(sign, rng.choice(QUALITIES), site)
        found[f"f{number:03}"] = Finding(id=f"f{number:03}", name=name)
    return found


def tests(rng: random.Random, namer: Namer, hormones: dict[str, Hormone]) -> dict[str, Test]:
    """Make a serum test of every hormone, and tests of other invented substances."""
    measured = [(hormone.name, hormone.id, SPECIMENS[0]) for hormone in hormones.values()]
    for _ in range(SUBSTANCES):
        measured.append((namer.term("substance"), "", rng.choice(SPECIMENS)))
    found = {}
    for number, (substance, hormone, specimen) in enumerate(measured):
        unit, smallest, largest, decimals = rng.choice(UNITS)
        adjective = specimen[2] if substance.feminine else specimen[1]
        name = Term(
            en=f"{specimen[0]} {substance.en}",
            fr=f"{substance.fr} {adjective}",
            feminine=substance.feminine,
        )
        high = smallest * (largest / smallest) ** rng.random()
        found[f"t{number:03}"] = Test(
            id=f"t{number:03}", name=name, unit=unit, decimals=decimals,
            ranges=_ranges(rng, high, decimals), hormone=hormone,
        )  # fmt: skip
    return found


def _ranges(rng: random.Random, high: float, decimals: int) -> tuple[ReferenceRange, ...]:
    share = rng.uniform(0.25, 0.55)

    def bounds(factor: float) -> tuple[float, float]:
        return round(high * share * factor, decimals), round(high * factor, decimals)

    pattern, factor = rng.random(), rng.choice((0.6, 0.7, 0.8, 1.3, 1.4, 1.5))
    (low, top), (other_low, other_top) = bounds(1.0), bounds(factor)
    if pattern < 0.4:
        return (ReferenceRange(low=low, high=top),)
    if pattern < 0.75:
        return (
            ReferenceRange(low=low, high=top, sex="female"),
            ReferenceRange(low=other_low, high=other_top, sex="male"),
        )
    return (
        ReferenceRange(low=other_low, high=other_top, below_years=CHILD_BELOW_YEARS),
        ReferenceRange(low=low, high=top, from_years=CHILD_BELOW_YEARS),
    )
