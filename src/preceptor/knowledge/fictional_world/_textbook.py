"""The textbook of a world: passages with the same ids and the same facts in English and French."""

import random
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType

from preceptor.knowledge.fictional_world import _english, _french
from preceptor.knowledge.fictional_world._shapes import (
    Disease,
    Drug,
    Guideline,
    Hormone,
    Organ,
    Term,
    Test,
    World,
)  # fmt: skip
from preceptor.knowledge.fictional_world._steps import action_text, condition_text, people_text
from preceptor.knowledge.fictional_world._words import (
    Word,
    joined,
    number_text,
    percent_text,
    range_text,
    word,
)  # fmt: skip
from preceptor.records import Passage


class _Writer:
    """Writes sentences of one world in one language; the wording of each sentence is drawn."""

    def __init__(self, world: World, language: str) -> None:
        self.world, self.language = world, language
        self.words: ModuleType = _french if language == "fr" else _english
        self.rng = random.Random(f"textbook {world.seed} {language}")

    def say(self, key: str, slots: Mapping[str, Word | str]) -> str:
        wordings = self.words.SENTENCES[key]
        return wordings[self.rng.randrange(len(wordings))].format_map(slots)

    def of(self, term: Term) -> Word:
        return word(term, self.language)

    def names(self, kind: str, ids: Sequence[str]) -> str:
        found = getattr(self.world, kind)
        return joined([self.of(found[name].name).le for name in ids], self.language)

    def passage(self, owner: str, part: str, sentences: Sequence[str], slots: Mapping[str, Word]) -> Passage:
        return Passage(
            id=f"w{self.world.seed}.{owner}.{part}",
            text=" ".join(text[0].upper() + text[1:] for text in sentences),
            title=self.words.TITLES[part].format_map(slots),
            source="fictional_world",
            language=self.language,
        )


def textbook(world: World, language: str) -> Iterator[Passage]:
    """Write the whole textbook, one subject after the other."""
    writer = _Writer(world, language)
    yield from (_organ(writer, organ) for organ in world.organs.values())
    yield from (_hormone(writer, hormone) for hormone in world.hormones.values())
    for disease in world.diseases.values():
        yield from (part(writer, disease) for part in (_overview, _findings, _diagnosis, _treatment))
    yield from (_test(writer, test) for test in world.tests.values())
    for drug in world.drugs.values():
        yield from (_dosing(writer, drug), _safety(writer, drug))
    yield from (_guideline(writer, guideline) for guideline in world.guidelines.values())


def _organ(writer: _Writer, organ: Organ) -> Passage:
    o, language = writer.of(organ.name), writer.language
    hormones = [h.id for h in writer.world.hormones.values() if h.organ == organ.id]
    sentences = [
        writer.say(
            "organ.place", {"o": o, "site": organ.site.text(language), "duty": organ.duty.text(language)}
        ),
        writer.say("organ.hormones", {"o": o, "hormones": writer.names("hormones", hormones)}),
    ]
    return writer.passage(organ.id, "organ", sentences, {"o": o})


def _hormone(writer: _Writer, hormone: Hormone) -> Passage:
    world, h = writer.world, writer.of(hormone.name)
    o = writer.of(world.organs[hormone.organ].name)
    sentences = [
        writer.say("hormone.organ", {"h": h, "o": o}),
        writer.say("hormone.effect", {"h": h, "effect": hormone.effect.text(writer.language)}),
    ]
    drugs: dict[str, str] = {}
    for way in ("high", "low"):
        causing = [
            d.id for d in world.diseases.values() if (d.hormone, d.disturbance) == (hormone.id, way)
        ]  # fmt: skip
        sentences.append(
            writer.say(f"hormone.{way}", {"h": h, "diseases": writer.names("diseases", causing)})
        )
        acting = [x.id for x in world.drugs.values() if (x.hormone, x.effect) == (hormone.id, way)]
        drugs[way] = writer.names("drugs", acting)
    sentences.append(writer.say("hormone.blocked", {"h": h, "drugs": drugs["low"]}))
    sentences.append(writer.say("hormone.boosted", {"h": h, "drugs": drugs["high"]}))
    return writer.passage(hormone.id, "hormone", sentences, {"h": h})


def _overview(writer: _Writer, disease: Disease) -> Passage:
    world, d, language = writer.world, writer.of(disease.name), writer.language
    o, h = writer.of(world.organs[disease.organ].name), writer.of(world.hormones[disease.hormone].name)
    groups = [
        writer.say("count", {"n": number_text(rate, language), "who": who})
        for rate, who in zip(disease.prevalence.values(), writer.words.COUNTED, strict=True)
    ]
    sentences = [
        writer.say(f"overview.{disease.disturbance}", {"d": d, "o": o, "h": h}),
        writer.say("overview.prevalence", {"groups": joined(groups, language)}),
    ]
    return writer.passage(disease.id, "overview", sentences, {"d": d})


def _findings(writer: _Writer, disease: Disease) -> Passage:
    d, sentences = writer.of(disease.name), []
    for entry in disease.manifestations:
        f, shares = writer.of(writer.world.findings[entry.finding].name), entry.frequency.values()
        if not sentences:
            p = percent_text(shares[0], writer.language)
            sentences.append(writer.say("findings.lead", {"d": d, "f": f, "p": p}))
            continue
        pattern, parts, who = _pattern(shares, writer.words)
        if pattern == "flat":
            sentences.append(
                writer.say("findings.flat", {"f": f, "p": percent_text(parts[0], writer.language)})
            )
            continue
        groups = [
            writer.say("in", {"p": percent_text(share, writer.language), "who": people})
            for share, people in zip(parts, who, strict=True)
        ]
        sentences.append(
            writer.say(f"findings.{pattern}", {"f": f, "groups": joined(groups, writer.language)})
        )
    return writer.passage(disease.id, "findings", sentences, {"d": d})


def _pattern(shares: tuple[float, ...], words: ModuleType) -> tuple[str, tuple[float, ...], tuple[str, ...]]:
    """How six frequencies are told in the fewest numbers: the pattern, the numbers, the groups."""
    same_sexes = shares[::2] == shares[1::2]
    same_ages = len(set(shares[::2])) == 1 and len(set(shares[1::2])) == 1
    if same_sexes and same_ages:
        return "flat", shares[:1], ()
    if same_sexes:
        return "age", shares[::2], words.AGES
    if same_ages:
        return "sex", shares[:2], words.SEXES
    return "both", shares, words.GROUPS


def _diagnosis(writer: _Writer, disease: Disease) -> Passage:
    world, d = writer.world, writer.of(disease.name)
    t = writer.of(world.tests[disease.marker].name)
    serum = next(test for test in world.tests.values() if test.hormone == disease.hormone)
    way = writer.words.SENTENCES["way"][disease.disturbance == "low"]
    sentences = [
        writer.say(f"diagnosis.{disease.marker_direction}", {"d": d, "t": t}),
        writer.say("diagnosis.hormone", {"t": writer.of(serum.name), "way": way}),
    ]
    return writer.passage(disease.id, "diagnosis", sentences, {"d": d})


def _treatment(writer: _Writer, disease: Disease) -> Passage:
    world, d = writer.world, writer.of(disease.name)
    first = writer.of(world.drugs[disease.first_line].name)
    second = writer.of(world.drugs[disease.second_line].name)
    barred = [x.id for x in world.drugs.values() if disease.id in x.contraindications]
    sentences = [
        writer.say("treatment.first", {"d": d, "x": first}),
        writer.say("treatment.second", {"d": d, "x": second}),
    ]
    if barred:
        sentences.append(writer.say("treatment.barred", {"d": d, "drugs": writer.names("drugs", barred)}))
    return writer.passage(disease.id, "treatment", sentences, {"d": d})


def _test(writer: _Writer, test: Test) -> Passage:
    t = writer.of(test.name)
    sentences = [
        writer.say(
            "test.range", {"t": t, "who": people_text(entry, writer.language), "range": range_text(test, entry, writer.language)}
        )
        for entry in test.ranges
    ]  # fmt: skip
    for disease in writer.world.diseases.values():
        if disease.marker == test.id:
            sentences.append(
                writer.say(f"test.{disease.marker_direction}", {"t": t, "d": writer.of(disease.name)})
            )  # fmt: skip
    return writer.passage(test.id, "test", sentences, {"t": t})


def _dosing(writer: _Writer, drug: Drug) -> Passage:
    world, x, language = writer.world, writer.of(drug.name), writer.language
    treated = [d.id for d in world.diseases.values() if drug.id in (d.first_line, d.second_line)]
    times = writer.words.SENTENCES["times"][drug.doses_per_day - 1]
    sentences = [
        writer.say(f"dosing.{drug.effect}", {"x": x, "h": writer.of(world.hormones[drug.hormone].name)}),
        writer.say("dosing.uses", {"x": x, "diseases": writer.names("diseases", treated)}),
        writer.say(
            "dosing.dose", {"x": x, "per_kg": number_text(drug.dose_mg_per_kg, language), "times": times}
        ),
        writer.say("dosing.max", {"x": x, "max": number_text(drug.max_dose_mg, language)}),
    ]
    return writer.passage(drug.id, "dosing", sentences, {"x": x})


def _safety(writer: _Writer, drug: Drug) -> Passage:
    world, x = writer.world, writer.of(drug.name)
    sentences = [
        writer.say("safety.barred", {"x": x, "diseases": writer.names("diseases", drug.contraindications)}),
        writer.say("safety.adverse", {"x": x, "findings": writer.names("findings", drug.adverse)}),
    ]
    for entry in world.interactions.values():
        if drug.id in entry.drugs:
            other = entry.drugs[entry.drugs[0] == drug.id]
            sentences.append(
                writer.say(
                    "safety.interaction", {"x": x, "other": writer.of(world.drugs[other].name), "f": writer.of(world.findings[entry.finding].name)},
                )
            )  # fmt: skip
    return writer.passage(drug.id, "safety", sentences, {"x": x})


def _guideline(writer: _Writer, guideline: Guideline) -> Passage:
    world, language = writer.world, writer.language
    sentences = [
        writer.say(
            "step", {"n": str(step.number), "condition": condition_text(world, step.condition, language), "action": action_text(world, step, language)},
        )
        for step in guideline.steps
    ]  # fmt: skip
    return writer.passage(
        guideline.id, "guideline", sentences, {"d": writer.of(world.diseases[guideline.disease].name)}
    )
