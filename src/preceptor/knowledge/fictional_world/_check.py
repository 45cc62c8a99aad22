"""Is a world consistent with itself?"""

from collections import Counter
from collections.abc import Iterator

from preceptor.knowledge.fictional_world._shapes import Condition, Guideline, World


def faults(world: World) -> list[str]:
    """List what contradicts itself in a world; empty when nothing does."""
    return [*_links(world), *_numbers(world), *_treatments(world), *_profiles(world), *_steps(world)]


def _links(world: World) -> Iterator[str]:
    """Every id that a record refers to exists."""
    wanted: list[tuple[str, str, object]] = []
    wanted += [(h.id, h.organ, world.organs) for h in world.hormones.values()]
    wanted += [(t.id, t.hormone, world.hormones) for t in world.tests.values() if t.hormone]
    for d in world.diseases.values():
        wanted += [(d.id, d.organ, world.organs), (d.id, d.hormone, world.hormones)]
        wanted += [(d.id, d.marker, world.tests)]
        wanted += [(d.id, name, world.drugs) for name in (d.first_line, d.second_line)]
        wanted += [(d.id, entry.finding, world.findings) for entry in d.manifestations]
    for x in world.drugs.values():
        wanted += [(x.id, x.hormone, world.hormones)]
        wanted += [(x.id, name, world.findings) for name in x.adverse]
        wanted += [(x.id, name, world.diseases) for name in x.contraindications]
    for i in world.interactions.values():
        wanted += [(i.id, i.finding, world.findings), *((i.id, name, world.drugs) for name in i.drugs)]
    wanted += [(g.id, g.disease, world.diseases) for g in world.guidelines.values()]
    for owner, name, kind in wanted:
        if name not in kind:  # type: ignore[operator]
            yield f"{owner} refers to {name}, which does not exist"


def _numbers(world: World) -> Iterator[str]:
    for d in world.diseases.values():
        for entry in d.manifestations:
            if not all(0 <= share <= 1 for share in entry.frequency.values()):
                yield f"{d.id}: frequency of {entry.finding} outside [0, 1]"
        if not all(0 < rate < 100_000 for rate in d.prevalence.values()):
            yield f"{d.id}: prevalence outside 0..100,000"
    for t in world.tests.values():
        if not all(0 < entry.low < entry.high for entry in t.ranges):
            yield f"{t.id}: a reference range is empty"
        for age in (0, 15.9, 16, 64, 65, 110):
            for sex in ("female", "male"):
                fitting = [
                    r for r in t.ranges if r.sex in (None, sex) and r.from_years <= age < r.below_years
                ]  # fmt: skip
                if len(fitting) != 1:
                    yield f"{t.id}: {len(fitting)} ranges for {sex}, {age} years"
    for x in world.drugs.values():
        if not 0 < x.dose_mg_per_kg < x.max_dose_mg or x.doses_per_day < 1:
            yield f"{x.id}: dose {x.dose_mg_per_kg} mg/kg, at most {x.max_dose_mg} mg"


def _treatments(world: World) -> Iterator[str]:
    for d in world.diseases.values():
        first, second = world.drugs[d.first_line], world.drugs[d.second_line]
        if d.organ != world.hormones[d.hormone].organ:
            yield f"{d.id}: its hormone comes from another organ"
        if first.id == second.id:
            yield f"{d.id}: first and second line are the same drug"
        if set(first.contraindications) & set(second.contraindications):
            yield f"{d.id}: first and second line share a contraindication"
        for drug in (first, second):
            if d.id in drug.contraindications:
                yield f"{drug.id} is contraindicated in {d.id}, which it treats"
            if drug.hormone != d.hormone or drug.effect == d.disturbance:
                yield f"{drug.id} does not counter the cause of {d.id}"
    pairs = Counter(frozenset(i.drugs) for i in world.interactions.values())
    yield from (f"interaction of {sorted(pair)} is given twice" for pair, n in pairs.items() if n > 1)


def _profiles(world: World) -> Iterator[str]:
    profiles = Counter(frozenset(e.finding for e in d.manifestations) for d in world.diseases.values())
    yield from (f"two diseases show {sorted(p)}" for p, n in profiles.items() if n > 1)
    markers = Counter((d.marker, d.marker_direction) for d in world.diseases.values())
    yield from (f"{marker} proves two diseases" for marker, n in markers.items() if n > 1)
    for d in world.diseases.values():
        shown = [entry.finding for entry in d.manifestations]
        if len(set(shown)) < len(shown):
            yield f"{d.id} lists a finding twice"
        lead, *others = (entry.frequency.values() for entry in d.manifestations)
        if any(share >= top for other in others for share, top in zip(other, lead, strict=True)):
            yield f"{d.id}: its first finding is not the most frequent in every group"


def _steps(world: World) -> Iterator[str]:
    kinds = {"order": world.tests, "recheck": world.tests}
    for g in world.guidelines.values():
        if [step.number for step in g.steps] != list(range(1, len(g.steps) + 1)) or len(g.steps) < 4:
            yield f"{g.id}: fewer than four steps, or not numbered from 1"
        for step in g.steps:
            for name in step.refs:
                if name not in kinds.get(step.action, world.drugs):
                    yield f"{g.id}, step {step.number}: {step.action} {name}, which does not exist"
            yield from _condition(world, g, step.condition)


def _condition(world: World, guideline: Guideline, condition: Condition) -> Iterator[str]:
    kinds = {"findings": world.findings, "adverse": world.findings, "comorbidity": world.diseases}
    for name in condition.refs:
        if name not in kinds.get(condition.when, world.tests):
            yield f"{guideline.id}: a condition refers to {name}, which does not exist"
    if condition.when == "test" and condition.value is not None:
        for entry in world.tests[condition.refs[0]].ranges:
            if entry.low <= condition.value <= entry.high:
                yield f"{guideline.id}: treats at {condition.value}, which is normal"
