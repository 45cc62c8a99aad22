"""Question families about the healthy body, reference ranges and guidelines."""

import random
from collections.abc import Iterator

from preceptor.knowledge.fictional_world import (
    LANGUAGES,
    Guideline,
    ReferenceRange,
    Step,
    Term,
    Test,
    World,
    action_text,
    number_text,
    people_text,
    range_text,
)  # fmt: skip
from preceptor.tasks._fictional_drafts import (
    Draft,
    Family,
    Option,
    Pair,
    capital,
    named,
    option,
    person,
    person_text,
    shuffled,
    worded,
)  # fmt: skip
from preceptor.tasks._fictional_wording import SITUATIONS, STEMS

FACTORS = (0.4, 0.5, 0.6, 0.7, 0.8, 1.25, 1.4, 1.6, 1.8, 2.2)


def _range(test: Test, entry: ReferenceRange) -> Option:
    return option((range_text(test, entry, "en"), range_text(test, entry, "fr")), entry.high)


def reference_range(world: World, rng: random.Random) -> Iterator[Draft]:
    """The reference range of a test in a group; ranges of the other group are the traps."""
    pairs = [(t.id, str(place)) for t in world.tests.values() for place in range(len(t.ranges))]
    for name, place in shuffled(rng, pairs):
        test = world.tests[name]
        own = test.ranges[int(place)]
        shifted = [
            ReferenceRange(low=round(own.low * factor, test.decimals), high=round(own.high * factor, test.decimals))
            for factor in FACTORS
        ]  # fmt: skip
        who = (people_text(own, "en"), people_text(own, "fr"))
        yield Draft(
            "reference_range", f"{name}-{place}", f"{name}-{place}", name,
            worded(rng, STEMS["reference_range"], {"t": test.name, "who": who}), _range(test, own),
            (
                [_range(test, entry) for entry in test.ranges if entry is not own],
                [_range(test, entry) for entry in shifted],
            ),
        )  # fmt: skip


def physiology(world: World, rng: random.Random) -> Iterator[Draft]:
    """Organs, their hormones, and what both do."""
    organs = {o.id: named(o.name) for o in world.organs.values()}
    hormones = {h.id: named(h.name) for h in world.hormones.values()}
    effects = {h.id: named(h.effect) for h in world.hormones.values()}
    drafts: list[Draft] = []

    def add(
        kind: str, owner: str, slots: dict[str, Term | Pair], right: str, pool: dict[str, Option]
    ) -> None:
        alike = {h.id for h in world.hormones.values() if kind == "hormone_of" and h.organ == owner}
        wrong = [entry for name, entry in pool.items() if name != right and name not in alike]
        stem = worded(rng, STEMS[kind], slots)
        drafts.append(
            Draft("physiology", f"{kind}-{right}", f"{kind}-{owner}", owner, stem, pool[right], (wrong,))
        )

    for h in world.hormones.values():
        add("organ_of", h.id, {"h": h.name}, h.organ, organs)
        add("hormone_of", h.organ, {"o": world.organs[h.organ].name}, h.id, hormones)
        add("effect", h.id, {"h": h.name}, h.id, effects)
        add("hormone_with_effect", h.id, {"effect": (h.effect.en, h.effect.fr)}, h.id, hormones)
    for o in world.organs.values():
        add("organ_with_duty", o.id, {"duty": (o.duty.en, o.duty.fr)}, o.id, organs)
    yield from rng.sample(drafts, len(drafts))


def next_step(world: World, rng: random.Random) -> Iterator[Draft]:
    """What a guideline advises in a situation; wrong options ask for the same kind of action."""

    def action(step: Step) -> Option:
        return option((action_text(world, step, "en"), action_text(world, step, "fr")))

    steps = {(g.id, step.number): step for g in world.guidelines.values() for step in g.steps}
    actions = {key: action(step) for key, step in steps.items()}
    for name, number in shuffled(rng, [(guideline, str(number)) for guideline, number in actions]):
        guideline = world.guidelines[name]
        step = guideline.steps[int(number) - 1]
        alike = {key: actions[key] for key, other in steps.items() if other.action == step.action}
        who, gold = person_text(*person(rng)), actions[name, step.number]
        slots = {
            "person": who, "Person": capital(who), "d": world.diseases[guideline.disease].name,
            "situation": _situation(world, rng, guideline, step),
        }  # fmt: skip
        yield Draft(
            "next_step", f"{name}-{number}", f"{name}-{number}", guideline.disease,
            worded(rng, STEMS["next_step"], slots), gold,
            (
                [entry for key, entry in alike.items() if key[0] == name and entry is not gold],
                [entry for key, entry in alike.items() if key[0] != name],
            ),
        )  # fmt: skip


def _situation(world: World, rng: random.Random, guideline: Guideline, step: Step) -> Pair:
    condition = step.condition
    when, refs = condition.when, condition.refs
    slots: dict[str, Term | Pair] = {}
    if when == "findings":
        slots = {"f": world.findings[refs[0]].name, "g": world.findings[refs[1]].name}
    elif when == "adverse":
        slots = {"f": world.findings[refs[0]].name}
    elif when == "comorbidity":
        slots = {"c": world.diseases[rng.choice(refs)].name}
    elif when == "no_response":
        weeks = number_text(condition.value or 0.0, "en")
        slots = {"n": (weeks, weeks)}
    elif when == "test":
        test, factor = world.tests[refs[0]], rng.uniform(1.1, 1.8)
        limit, digit = condition.value or 0.0, 10.0**-test.decimals
        high = condition.direction == "high"
        value = max(limit * factor, limit + digit) if high else min(limit / factor, limit - digit)
        en, fr = (f"{number_text(value, way, test.decimals)} {test.unit}" for way in LANGUAGES)
        slots = {"t": test.name, "value": (en, fr)}
        when = f"test.{condition.direction}"
    return worded(rng, SITUATIONS[when], slots)


# family -> how many of its questions stand in each block
FAMILIES: dict[str, tuple[Family, int]] = {
    "reference_range": (reference_range, 7), "physiology": (physiology, 4), "next_step": (next_step, 12),
}  # fmt: skip
