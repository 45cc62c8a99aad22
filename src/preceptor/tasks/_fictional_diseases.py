"""Question families about diseases, their findings, causes and tests."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from preceptor.knowledge.fictional_world import (
    Disease,
    World,
    joined,
    number_text,
    percent_text,
    word,
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
from preceptor.tasks._fictional_wording import EXCESS, GROUPS, LACK, STEMS

RARE = 0.05  # a finding of a vignette is at least this frequent in the patient's group
CLEAR = 0.05  # "most frequent" leads by at least this much


def _diseases(world: World) -> dict[str, Option]:
    return {d.id: named(d.name) for d in world.diseases.values()}


def _shown(world: World) -> dict[str, set[str]]:
    """Disease -> its findings."""
    return {d.id: {entry.finding for entry in d.manifestations} for d in world.diseases.values()}


def vignette(world: World, rng: random.Random) -> Iterator[Draft]:
    """Findings of a patient, of which only the right disease shows all; endless."""
    options, shown = _diseases(world), _shown(world)
    having: defaultdict[str, set[str]] = defaultdict(set)
    for disease, findings in shown.items():
        for finding in findings:
            having[finding].add(disease)
    everyone = list(world.diseases.values())
    while True:
        d, (age, sex) = rng.choice(everyone), person(rng)
        seen = [e.finding for e in d.manifestations if e.frequency.of(age, sex) >= RARE]
        if len(seen) < 3:
            continue
        chosen = rng.sample(seen, rng.choice((3, 3, 4)) if len(seen) > 3 else 3)
        if set.intersection(*(having[f] for f in chosen)) != {d.id}:
            continue
        near = set().union(*(having[f] for f in chosen)) - {d.id}
        organ = {other.id for other in everyone if other.organ == d.organ} - {d.id} - near
        names = [world.findings[f].name for f in chosen]
        listed = (
            joined([word(name, "en").le for name in names], "en"),
            joined([word(name, "fr").le for name in names], "fr"),
        )
        who = person_text(age, sex)
        slots = {"person": who, "Person": capital(who), "findings": listed}
        yield Draft(
            "vignette", key := f"{d.id}-{'-'.join(chosen)}-{age}{sex[0]}", key, d.id,
            worded(rng, STEMS["vignette"], slots), options[d.id],
            (
                [options[name] for name in sorted(near)], [options[name] for name in sorted(organ)],
                [options[name] for name in options if name not in near | organ | {d.id}],
            ),
        )  # fmt: skip


def result(world: World, rng: random.Random) -> Iterator[Draft]:
    """A test result outside its range, which confirms one disease; endless."""
    options = _diseases(world)
    marked = {(d.marker, d.marker_direction): d.id for d in world.diseases.values()}
    while True:
        d, (age, sex) = rng.choice(list(world.diseases.values())), person(rng)
        test = world.tests[d.marker]
        entry, factor = test.range_of(age, sex), rng.uniform(1.15, 2.2)
        high = d.marker_direction == "high"
        value = round(entry.high * factor if high else entry.low / factor, test.decimals)
        if entry.low <= value <= entry.high or value <= 0:
            continue
        en, fr = (f"{number_text(value, way, test.decimals)} {test.unit}" for way in ("en", "fr"))
        trap = marked.get((test.id, "low" if high else "high"))
        who = person_text(age, sex)
        stem = worded(rng, STEMS["result"], {"person": who, "t": test.name, "value": (en, fr)})
        yield Draft(
            "result", key := f"{d.id}-{en.split()[0]}-{age}{sex[0]}", key, d.id, stem, options[d.id],
            ([options[trap]] if trap else [], [options[name] for name in options if name not in (d.id, trap)]),
        )  # fmt: skip


def feature(world: World, rng: random.Random) -> Iterator[Draft]:
    """Which of four findings belongs to a disease."""
    findings = {f.id: named(f.name) for f in world.findings.values()}
    shown = _shown(world)
    pairs = [(disease, finding) for disease in shown for finding in sorted(shown[disease])]
    for disease, finding in shuffled(rng, pairs):
        d, who = world.diseases[disease], person_text(*person(rng))
        near: set[str] = set().union(*(shown[o.id] for o in world.diseases.values() if o.organ == d.organ))
        yield Draft(
            "feature", f"{disease}-{finding}", disease, disease,
            worded(rng, STEMS["feature"], {"person": who, "Person": capital(who), "d": d.name}),
            findings[finding],
            (
                [findings[name] for name in sorted(near - shown[disease])],
                [findings[name] for name in findings if name not in shown[disease] | near],
            ),
        )  # fmt: skip


def disease_with(world: World, rng: random.Random) -> Iterator[Draft]:
    """In which of four diseases a finding occurs."""
    options, shown = _diseases(world), _shown(world)
    pairs = [(disease, finding) for disease in shown for finding in sorted(shown[disease])]
    for disease, finding in shuffled(rng, pairs):
        d, who = world.diseases[disease], person_text(*person(rng))
        wrong = [name for name in options if finding not in shown[name]]
        near = [options[name] for name in wrong if world.diseases[name].organ == d.organ]
        far = [options[name] for name in wrong if world.diseases[name].organ != d.organ]
        slots = {"person": who, "Person": capital(who), "f": world.findings[finding].name}
        yield Draft(
            "disease_with", f"{finding}-{disease}", finding, disease,
            worded(rng, STEMS["disease_with"], slots), options[disease], (near, far),
        )  # fmt: skip


def leading(world: World, rng: random.Random) -> Iterator[Draft]:
    """The most frequent finding of a disease, among others that it also shows."""
    findings = {f.id: named(f.name) for f in world.findings.values()}
    for d in rng.sample(list(world.diseases.values()), len(world.diseases)):
        own = [entry.finding for entry in d.manifestations]
        yield Draft(
            "leading", d.id, d.id, d.id, worded(rng, STEMS["leading"], {"d": d.name}), findings[own[0]],
            (
                [findings[name] for name in own[1:]],
                [findings[name] for name in findings if name not in own],
            ),
        )  # fmt: skip


def _by_group(world: World, rng: random.Random) -> Iterator[tuple[Disease, str, Pair]]:
    """Every disease with every group of patients, in random order."""
    pairs = [(disease, group) for disease in world.diseases for group in GROUPS]
    for disease, group in shuffled(rng, pairs):
        yield world.diseases[disease], group, GROUPS[group]


def most_frequent_in_group(world: World, rng: random.Random) -> Iterator[Draft]:
    """The most frequent of four findings of a disease in patients of one age and sex."""
    for d, group, text in _by_group(world, rng):
        shares = {e.finding: getattr(e.frequency, group) for e in d.manifestations[1:]}
        best, *rest = sorted(shares, key=lambda name: -shares[name])
        wrong = [name for name in rest if shares[name] <= shares[best] - CLEAR]
        yield Draft(
            "most_frequent_in_group", f"{d.id}-{group}", f"{d.id}-{group}", d.id,
            worded(rng, STEMS["most_frequent_in_group"], {"d": d.name, "group": text}),
            named(world.findings[best].name), ([named(world.findings[name].name) for name in wrong],),
        )  # fmt: skip


def frequency(world: World, rng: random.Random) -> Iterator[Draft]:
    """How frequent a finding of a disease is in patients of one age and sex."""
    for d, group, text in _by_group(world, rng):
        entry = rng.choice(d.manifestations)
        share = getattr(entry.frequency, group)
        tempting = {round(other, 2) for other in entry.frequency.values()}
        tempting |= {getattr(e.frequency, group) for e in d.manifestations}
        away = {step / 100 for step in range(1, 100) if abs(step / 100 - share) >= CLEAR}
        slots = {"d": d.name, "group": text, "f": world.findings[entry.finding].name}
        yield Draft(
            "frequency", f"{d.id}-{entry.finding}-{group}", f"{d.id}-{entry.finding}", d.id,
            worded(rng, STEMS["frequency"], slots), _percent(share),
            (_percents((tempting & away) - {share}), _percents(away - tempting)),
        )  # fmt: skip


def _percent(share: float) -> Option:
    return option((percent_text(share, "en"), percent_text(share, "fr")), share)


def _percents(shares: set[float]) -> list[Option]:
    return [_percent(share) for share in sorted(shares)]


def cause(world: World, rng: random.Random) -> Iterator[Draft]:
    """Too much or too little of which hormone causes a disease."""

    def disturbance(hormone: str, way: str) -> Option:
        name = world.hormones[hormone].name
        en, fr = EXCESS if way == "high" else LACK
        return option((en.format(h=word(name, "en")), fr.format(h=word(name, "fr"))))

    made = {(h, way): disturbance(h, way) for h in world.hormones for way in ("high", "low")}
    for d in rng.sample(list(world.diseases.values()), len(world.diseases)):
        right = (d.hormone, d.disturbance)
        wrong = [
            entry for key, entry in made.items() if key != right
        ]  # no tempting tier: opposites are a clue
        yield Draft(
            "cause", d.id, d.id, d.id, worded(rng, STEMS["cause"], {"d": d.name}), made[right], (wrong,),
        )  # fmt: skip


def caused_by(world: World, rng: random.Random) -> Iterator[Draft]:
    """Which disease too much or too little of a hormone causes."""
    options = _diseases(world)
    for d in rng.sample(list(world.diseases.values()), len(world.diseases)):
        others = world.diseases.values()
        trap = [o.id for o in others if o.hormone == d.hormone and o.disturbance != d.disturbance]
        far = [o.id for o in others if o.hormone != d.hormone]
        stem = worded(rng, STEMS[f"caused_by_{d.disturbance}"], {"h": world.hormones[d.hormone].name})
        yield Draft(
            "caused_by", d.id, f"{d.hormone}-{d.disturbance}", d.id, stem, options[d.id],
            ([options[name] for name in trap], [options[name] for name in far]),
        )  # fmt: skip


def marker(world: World, rng: random.Random) -> Iterator[Draft]:
    """Which test confirms a disease; the test of its hormone, which proves nothing, is the trap."""
    tests = {t.id: named(t.name) for t in world.tests.values()}
    for d in rng.sample(list(world.diseases.values()), len(world.diseases)):
        trap: Sequence[str] = [t.id for t in world.tests.values() if t.hormone == d.hormone]
        yield Draft(
            "marker", d.id, d.id, d.id, worded(rng, STEMS["marker"], {"d": d.name}), tests[d.marker],
            (
                [tests[name] for name in trap],
                [tests[name] for name in tests if name != d.marker and name not in trap],
            ),
        )  # fmt: skip


# family -> how many of its questions stand in each block
FAMILIES: dict[str, tuple[Family, int]] = {
    "vignette": (vignette, 48), "result": (result, 18), "feature": (feature, 36),
    "disease_with": (disease_with, 33), "leading": (leading, 5), "frequency": (frequency, 15),
    "most_frequent_in_group": (most_frequent_in_group, 8), "cause": (cause, 5),
    "caused_by": (caused_by, 5), "marker": (marker, 5),
}  # fmt: skip
