"""Diseases, drugs and interactions of a world."""

import random
from collections.abc import Sequence
from itertools import combinations

from preceptor.knowledge.fictional_world._names import Namer
from preceptor.knowledge.fictional_world._shapes import (
    ByGroup,
    Direction,
    Disease,
    Drug,
    Hormone,
    Interaction,
    Manifestation,
    Test,
)  # fmt: skip

DISEASES, INTERACTIONS, INTERACTIONS_PER_DRUG = 72, 120, 4
DIRECTIONS: tuple[Direction, Direction] = ("high", "low")
DOSES_MG_PER_KG = (0.5, 0.8, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.5, 8.0, 10.0, 12.0, 15.0)
Disturbance = tuple[str, Direction]


def opposite(direction: Direction) -> Direction:
    """Return the other direction."""
    return "low" if direction == "high" else "high"


def diseases(
    rng: random.Random,
    namer: Namer,
    hormones: dict[str, Hormone],
    findings: Sequence[str],
    tests: dict[str, Test],
    drugs: dict[Disturbance, tuple[str, str]],
) -> dict[str, Disease]:
    """Invent diseases: each is one hormone in excess or lack, and is proved by a test of its own."""
    causes = list(drugs)
    causes += rng.sample(causes, DISEASES - len(causes))
    rng.shuffle(causes)
    substances = [test.id for test in tests.values() if not test.hormone]
    slots: list[Disturbance] = [(test, way) for test in substances for way in DIRECTIONS]
    markers = rng.sample(slots, DISEASES)
    hands = _hands(rng, findings)
    found = {}
    for number, ((hormone, disturbance), (marker, way)) in enumerate(zip(causes, markers, strict=True)):
        first, second = rng.sample(drugs[hormone, disturbance], 2)
        found[f"d{number:03}"] = Disease(
            id=f"d{number:03}", name=namer.term("disease"), organ=hormones[hormone].organ,
            hormone=hormone, disturbance=disturbance, prevalence=_prevalence(rng),
            manifestations=_manifestations(rng, hands[number]), marker=marker, marker_direction=way,
            first_line=first, second_line=second,
        )  # fmt: skip
    return found


def _hands(rng: random.Random, findings: Sequence[str]) -> list[list[str]]:
    """Deal six to nine findings to every disease, each finding about as often as the others."""
    deck: list[str] = []
    hands = []
    for _ in range(DISEASES):
        size, hand = rng.choice((6, 7, 7, 8, 8, 9)), []
        while len(hand) < size:
            if not deck:
                deck = rng.sample(findings, len(findings))
            if (finding := deck.pop()) not in hand:
                hand.append(finding)
        hands.append(hand)
    return hands


def _manifestations(rng: random.Random, hand: list[str]) -> tuple[Manifestation, ...]:
    """Give each finding its frequencies; the first is the most frequent in every group."""
    lead = rng.randint(86, 97) / 100
    percents = sorted(rng.sample(range(10, 82, 3), len(hand) - 1), reverse=True)
    rest = [
        Manifestation(finding=finding, frequency=_frequency(rng, percent / 100, lead - 0.03))
        for finding, percent in zip(hand[1:], percents, strict=True)
    ]
    rest.sort(key=lambda entry: -sum(entry.frequency.values()))
    return (
        Manifestation(finding=hand[0], frequency=ByGroup(**dict.fromkeys(ByGroup.__slots__, lead))),
        *rest,
    )


def _frequency(rng: random.Random, share: float, top: float) -> ByGroup:
    pattern = rng.choice(("flat", "flat", "age", "sex", "both", "one sex"))
    by_age, by_sex = (1.0, 1.0, 1.0), (1.0, 1.0)
    if pattern in ("age", "both"):
        by_age = rng.choice(((0.5, 1.0, 1.4), (1.5, 1.0, 0.6), (0.7, 1.0, 1.2), (1.2, 1.0, 0.4)))
    if pattern in ("sex", "both"):
        by_sex = rng.choice(((1.0, 0.6), (1.0, 1.3), (0.7, 1.0), (1.3, 1.0)))
    if pattern == "one sex":
        by_sex = rng.choice(((1.0, 0.0), (0.0, 1.0)))
    six = (round(min(share * age * sex, top), 2) for age in by_age for sex in by_sex)
    return ByGroup(**dict(zip(ByGroup.__slots__, six, strict=True)))


def _prevalence(rng: random.Random) -> ByGroup:
    per_100000 = 10 ** rng.uniform(0.3, 2.5)
    by_age = rng.choice(((1.0, 1.0, 1.0), (3.0, 1.0, 0.5), (0.2, 1.0, 3.0), (0.1, 1.0, 0.8)))
    by_sex = rng.choice(((1.0, 1.0), (1.5, 0.5), (0.5, 1.5), (1.2, 0.8)))
    six = (float(f"{per_100000 * age * sex:.2g}") for age in by_age for sex in by_sex)
    return ByGroup(**dict(zip(ByGroup.__slots__, six, strict=True)))


def drug_pairs(hormones: dict[str, Hormone]) -> dict[Disturbance, tuple[str, str]]:
    """Reserve two drugs for each disturbance of a hormone."""
    causes: list[Disturbance] = [(hormone, way) for hormone in hormones for way in DIRECTIONS]
    return {cause: (f"x{2 * place:03}", f"x{2 * place + 1:03}") for place, cause in enumerate(causes)}


def drugs(
    rng: random.Random,
    namer: Namer,
    pairs: dict[Disturbance, tuple[str, str]],
    diseases: dict[str, Disease],
    findings: Sequence[str],
) -> dict[str, Drug]:
    """Invent the drugs; two drugs for the same disturbance share no contraindication."""
    found = {}
    for (hormone, disturbance), pair in pairs.items():
        treated = {d.id for d in diseases.values() if d.first_line in pair}
        shown = {entry.finding for name in treated for entry in diseases[name].manifestations}
        barred = rng.sample([name for name in diseases if name not in treated], 4)
        adverse = rng.sample([finding for finding in findings if finding not in shown], 4)
        for place, name in enumerate(pair):
            dose = rng.choice(DOSES_MG_PER_KG)
            found[name] = Drug(
                id=name, name=namer.term("drug"), hormone=hormone, effect=opposite(disturbance),
                dose_mg_per_kg=dose, max_dose_mg=float(round(dose * rng.choice((40, 44, 50, 56, 60, 70)))),
                doses_per_day=rng.choice((1, 2, 2, 3, 4)), adverse=tuple(adverse[place::2]),
                contraindications=tuple(barred[place::2]),
            )  # fmt: skip
    return found


def interactions(
    rng: random.Random, drugs: dict[str, Drug], findings: Sequence[str]
) -> dict[str, Interaction]:
    """Choose pairs of drugs that harm together; every drug has at least one such partner."""
    names = rng.sample(list(drugs), len(drugs))
    chosen = {tuple(sorted(pair)) for pair in zip(names[::2], names[1::2], strict=True)}
    others = list(combinations(drugs, 2))
    counts = dict.fromkeys(drugs, 1)
    while len(chosen) < INTERACTIONS:
        pair = rng.choice(others)
        if pair not in chosen and max(counts[name] for name in pair) < INTERACTIONS_PER_DRUG:
            chosen.add(pair)
            for name in pair:
                counts[name] += 1
    effects = rng.sample(findings, INTERACTIONS)
    return {
        f"i{number:03}": Interaction(id=f"i{number:03}", drugs=(pair[0], pair[1]), finding=effect)
        for number, (pair, effect) in enumerate(zip(sorted(chosen), effects, strict=True))
    }
