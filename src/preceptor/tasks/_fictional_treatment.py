"""Question families about drugs: choice, dose, contraindications, interactions, guidelines."""

import random
from collections.abc import Iterator

from preceptor.knowledge.fictional_world import World
from preceptor.tasks._fictional_drafts import (
    Draft,
    Family,
    Option,
    amount,
    capital,
    named,
    person,
    person_text,
    shuffled,
    worded,
)  # fmt: skip
from preceptor.tasks._fictional_wording import STEMS

FACTORS = (0.2, 0.25, 0.4, 0.5, 0.6, 0.75, 0.8, 1.25, 1.5, 1.6, 2.0, 2.5, 3.0, 4.0)


def _drugs(world: World) -> dict[str, Option]:
    return {x.id: named(x.name) for x in world.drugs.values()}


def _but(options: dict[str, Option], *left_out: str) -> list[Option]:
    return [entry for name, entry in options.items() if name not in left_out]


def first_line(world: World, rng: random.Random) -> Iterator[Draft]:
    """The first-line drug of a disease; its second line is the trap."""
    options = _drugs(world)
    for d in rng.sample(list(world.diseases.values()), len(world.diseases)):
        yield Draft(
            "first_line", d.id, d.id, d.id, worded(rng, STEMS["first_line"], {"d": d.name}),
            options[d.first_line],
            ([options[d.second_line]], _but(options, d.first_line, d.second_line)),
        )  # fmt: skip


def second_line(world: World, rng: random.Random) -> Iterator[Draft]:
    """The second-line drug of a disease; its first line is the trap."""
    options = _drugs(world)
    for d in rng.sample(list(world.diseases.values()), len(world.diseases)):
        yield Draft(
            "second_line", d.id, d.id, d.id, worded(rng, STEMS["second_line"], {"d": d.name}),
            options[d.second_line],
            ([options[d.first_line]], _but(options, d.first_line, d.second_line)),
        )  # fmt: skip


def alternative(world: World, rng: random.Random) -> Iterator[Draft]:
    """The drug for a patient in whom the first line, the trap, is contraindicated."""
    options = _drugs(world)
    pairs = [
        (d.id, other)
        for d in world.diseases.values()
        for other in world.drugs[d.first_line].contraindications
    ]
    for disease, other in shuffled(rng, pairs):
        d, who = world.diseases[disease], person_text(*person(rng))
        slots = {"person": who, "Person": capital(who), "d": d.name, "c": world.diseases[other].name}
        barred = [x.id for x in world.drugs.values() if other in x.contraindications]
        tempting = [options[name] for name in barred]
        yield Draft(
            "alternative", f"{disease}-{other}", disease, disease,
            worded(rng, STEMS["alternative"], slots), options[d.second_line],
            (
                [options[d.first_line]], tempting,
                _but(options, d.first_line, d.second_line, *barred),
            ),
        )  # fmt: skip


def dose(world: World, rng: random.Random) -> Iterator[Draft]:
    """One dose for a body weight, with the maximum.

    Traps are the dose without its maximum, or the maximum where it is not reached; endless. Multiples of the
    right dose, such as that of a day, would give it away as the number that the others come from.
    """
    drugs, capped = list(world.drugs.values()), True  # the maximum is right in half of the questions
    while True:
        x, (age, sex) = rng.choice(drugs), person(rng)
        weight = rng.randint(12, 45) if age < 16 else rng.randint(42, 110)
        right = round(x.dose_mg(weight), 1)
        if (right == x.max_dose_mg) != capped:
            continue
        capped = rng.random() < 0.5
        mistakes = {round(x.dose_mg_per_kg * weight, 1), x.max_dose_mg} - {right}
        others = {round(other.dose_mg(weight), 1) for other in drugs} - {right} - mistakes
        who = person_text(age, sex)
        slots = {
            "person": who, "Person": capital(who), "x": x.name, "weight": (str(weight), str(weight)),
        }  # fmt: skip
        yield Draft(
            "dose", f"{x.id}-{weight}-{age}{sex[0]}", x.id, x.id, worded(rng, STEMS["dose"], slots),
            amount(right, "mg"), (_amounts(mistakes, "mg"), _amounts(others, "mg")),
        )  # fmt: skip


def _amounts(values: set[float], unit: str) -> list[Option]:
    return [amount(value, unit) for value in sorted(values)]


def dose_per_kg(world: World, rng: random.Random) -> Iterator[Draft]:
    """The dose of a drug by body weight."""
    known = {x.dose_mg_per_kg for x in world.drugs.values()}
    for x in rng.sample(list(world.drugs.values()), len(world.drugs)):
        own = x.dose_mg_per_kg
        yield Draft(
            "dose_per_kg", x.id, x.id, x.id, worded(rng, STEMS["dose_per_kg"], {"x": x.name}),
            amount(own, "mg/kg"),
            (
                _amounts(known - {own}, "mg/kg"),
                _amounts({float(f"{own * factor:.2g}") for factor in FACTORS} - known, "mg/kg"),
            ),
        )  # fmt: skip


def max_dose(world: World, rng: random.Random) -> Iterator[Draft]:
    """The maximum single dose of a drug."""
    known = {x.max_dose_mg for x in world.drugs.values()}
    for x in rng.sample(list(world.drugs.values()), len(world.drugs)):
        own = x.max_dose_mg
        near = {value for value in known if own / 4 <= value <= own * 4} - {own}
        yield Draft(
            "max_dose", x.id, x.id, x.id, worded(rng, STEMS["max_dose"], {"x": x.name}), amount(own, "mg"),
            (_amounts(near, "mg"), _amounts(known - near - {own}, "mg")),
        )  # fmt: skip


def contraindicated_in(world: World, rng: random.Random) -> Iterator[Draft]:
    """In which disease a drug must not be given; the diseases that it treats are the traps."""
    options = {d.id: named(d.name) for d in world.diseases.values()}
    pairs = [(x.id, disease) for x in world.drugs.values() for disease in x.contraindications]
    for drug, disease in shuffled(rng, pairs):
        x, who = world.drugs[drug], person_text(*person(rng))
        treated = [d.id for d in world.diseases.values() if drug in (d.first_line, d.second_line)]
        slots = {"person": who, "Person": capital(who), "x": x.name}
        yield Draft(
            "contraindicated_in", f"{drug}-{disease}", drug, drug,
            worded(rng, STEMS["contraindicated_in"], slots), options[disease],
            ([options[name] for name in treated], _but(options, *treated, *x.contraindications)),
        )  # fmt: skip


def barred_drug(world: World, rng: random.Random) -> Iterator[Draft]:
    """Which drug must not be given in a disease; the drugs that treat it are the traps."""
    options = _drugs(world)
    pairs = [(disease, x.id) for x in world.drugs.values() for disease in x.contraindications]
    for disease, drug in shuffled(rng, pairs):
        d, who = world.diseases[disease], person_text(*person(rng))
        barred = [x.id for x in world.drugs.values() if disease in x.contraindications]
        used = (d.first_line, d.second_line)
        slots = {"person": who, "Person": capital(who), "d": d.name}
        yield Draft(
            "barred_drug", f"{disease}-{drug}", disease, disease,
            worded(rng, STEMS["barred_drug"], slots), options[drug],
            ([options[name] for name in used], _but(options, *used, *barred)),
        )  # fmt: skip


def adverse(world: World, rng: random.Random) -> Iterator[Draft]:
    """An adverse effect of a drug; traps are what it causes only together with another drug."""
    options = {f.id: named(f.name) for f in world.findings.values()}
    pairs = [(x.id, finding) for x in world.drugs.values() for finding in x.adverse]
    for drug, finding in shuffled(rng, pairs):
        x, who = world.drugs[drug], person_text(*person(rng))
        together = [i.finding for i in world.interactions.values() if drug in i.drugs]
        traps = [name for name in together if name not in x.adverse]
        slots = {"person": who, "Person": capital(who), "x": x.name}
        yield Draft(
            "adverse", f"{drug}-{finding}", drug, drug, worded(rng, STEMS["adverse"], slots),
            options[finding], ([options[name] for name in traps], _but(options, *together, *x.adverse)),
        )  # fmt: skip


def interaction(world: World, rng: random.Random) -> Iterator[Draft]:
    """Which drug causes a finding together with another; traps cause something else with it."""
    options = _drugs(world)
    pairs = [(i.id, drug) for i in world.interactions.values() for drug in i.drugs]
    for name, drug in shuffled(rng, pairs):
        entry = world.interactions[name]
        other = entry.drugs[entry.drugs[0] == drug]
        partners = {o for i in world.interactions.values() if drug in i.drugs for o in i.drugs} - {drug}
        slots = {"x": world.drugs[drug].name, "f": world.findings[entry.finding].name}
        yield Draft(
            "interaction", f"{name}-{drug}", f"{name}-{drug}", drug,
            worded(rng, STEMS["interaction"], slots), options[other],
            ([options[name] for name in sorted(partners - {other})], _but(options, drug, *partners)),
        )  # fmt: skip


def interaction_effect(world: World, rng: random.Random) -> Iterator[Draft]:
    """What two drugs cause together; traps are adverse effects and other interactions of theirs."""
    options = {f.id: named(f.name) for f in world.findings.values()}
    for entry in rng.sample(list(world.interactions.values()), len(world.interactions)):
        x, y = (world.drugs[name] for name in rng.sample(entry.drugs, 2))
        near = {i.finding for i in world.interactions.values() if {x.id, y.id} & set(i.drugs)}
        single = {*x.adverse, *y.adverse}
        traps = sorted((near | single) - {entry.finding})
        yield Draft(
            "interaction_effect", entry.id, entry.id, entry.drugs[0],
            worded(rng, STEMS["interaction_effect"], {"x": x.name, "y": y.name}), options[entry.finding],
            ([options[name] for name in traps], _but(options, entry.finding, *traps)),
        )  # fmt: skip


def acts_on(world: World, rng: random.Random) -> Iterator[Draft]:
    """The hormone that a drug acts on."""
    options = {h.id: named(h.name) for h in world.hormones.values()}
    for x in rng.sample(list(world.drugs.values()), len(world.drugs)):
        yield Draft(
            "acts_on", x.id, x.id, x.id, worded(rng, STEMS["acts_on"], {"x": x.name}), options[x.hormone],
            (_but(options, x.hormone),),
        )  # fmt: skip


def acting(world: World, rng: random.Random) -> Iterator[Draft]:
    """Which drug blocks, or boosts, a hormone; those that do the reverse are the traps."""
    options = _drugs(world)
    for x in rng.sample(list(world.drugs.values()), len(world.drugs)):
        on_it = [o for o in world.drugs.values() if o.hormone == x.hormone]
        reverse = [options[o.id] for o in on_it if o.effect != x.effect]
        stem = worded(rng, STEMS[f"acting_{x.effect}"], {"h": world.hormones[x.hormone].name})
        yield Draft(
            "acting", x.id, f"{x.hormone}-{x.effect}", x.id, stem, options[x.id],
            (reverse, _but(options, *(o.id for o in on_it))),
        )  # fmt: skip


# family -> how many of its questions stand in each block
FAMILIES: dict[str, tuple[Family, int]] = {
    "first_line": (first_line, 5), "second_line": (second_line, 5), "alternative": (alternative, 10),
    "dose": (dose, 18), "dose_per_kg": (dose_per_kg, 6), "max_dose": (max_dose, 6),
    "contraindicated_in": (contraindicated_in, 13), "barred_drug": (barred_drug, 13),
    "adverse": (adverse, 13), "interaction": (interaction, 16), "interaction_effect": (interaction_effect, 7),
    "acts_on": (acts_on, 6), "acting": (acting, 6),
}  # fmt: skip
