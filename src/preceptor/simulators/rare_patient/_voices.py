"""Writes a patient down: sentences of a voice, and for every finding exactly where it stands."""

import re
from collections.abc import Sequence
from functools import lru_cache
from random import Random

from preceptor.knowledge.hpo import Hpo
from preceptor.records import Span
from preceptor.simulators.rare_patient._phrases import MEASURED, STYLES, Style
from preceptor.simulators.rare_patient._shapes import Narrative, RarePatient, Statement, Voice

_SLOT = re.compile(r"\{(\w+)\}")
_SEVERE = re.compile(r"\b(?:mild|moderate|severe|profound|borderline)", re.I)
LONGEST_NAME = 8  # words: longer synonyms are definitions, nobody speaks so
Surfaces = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


@lru_cache(maxsize=2)
def _proper(release: Hpo) -> frozenset[str]:
    """Words that are written with a capital inside names: Babinski, MRI."""
    inside = (word for name in release.names for word in name.split()[1:])
    return frozenset(word for word in inside if word[:1].isupper())


def _lowered(name: str, proper: frozenset[str]) -> str:
    first = name.split(" ", 1)[0]
    keep = first in proper or any(letter.isupper() or letter.isdigit() for letter in first[1:])
    keep = keep or first[1:2] in ("", "-")
    return name if keep else name[0].lower() + name[1:]


def _turned(name: str) -> str:
    """Put a qualifier behind a comma in front: "disability, mild" is said "mild disability"."""
    head, comma, tail = name.partition(", ")
    return f"{tail} {head[0].lower()}{head[1:]}" if comma and tail.isalpha() else name


@lru_cache(maxsize=65536)
def _surfaces(release: Hpo, code: str) -> Surfaces:
    """Return (clinical names, lay names, short names) of a term, its label first; each has at least one."""
    number, proper = release.by_id[code], _proper(release)
    label = release.names[number]
    clinical, lay, short = [_lowered(label, proper)], [], []
    if (turned := _turned(label)) != label:
        clinical.append(_lowered(turned, proper))
    for synonym in release.synonyms_of(number):
        if (
            synonym.scope != "EXACT"
            or len(synonym.text.split()) > LONGEST_NAME
            or synonym.kind.startswith("obs")
        ):
            continue
        text = _lowered(synonym.text, proper)
        (
            short if synonym.kind == "abbreviation" else lay if synonym.kind == "layperson" else clinical
        ).append(text)
    return tuple(clinical), tuple(lay or clinical), tuple(short + clinical)


def _surface(rng: Random, release: Hpo, one: Statement, kind: str) -> str:
    clinical, lay, short = _surfaces(release, one.code)
    if kind == "short" and one.assertion == "present" and one.code in MEASURED and rng.random() < 0.5:
        words, low, high = rng.choice(MEASURED[one.code])
        return words.replace("{x}", f"{rng.uniform(low, high):.1f}")
    if kind == "clinical" and rng.random() < 0.45:
        return clinical[0]
    return rng.choice({"clinical": clinical, "lay": lay, "short": short}[kind])


def spoken_age(years: float) -> str:
    """Return an age as it is written before a noun.

    Example:
        >>> spoken_age(34.2), spoken_age(0.8), spoken_age(0.05)
        ('34-year-old', '10-month-old', '18-day-old')
    """
    if years >= 2:
        return f"{round(years)}-year-old"
    return f"{round(years * 12)}-month-old" if years >= 1 / 12 else f"{max(1, round(years * 365))}-day-old"


def _people(patient: RarePatient, voice: Voice) -> dict[str, str]:
    female, young = patient.sex == "female", patient.age_years < 16
    age = spoken_age(patient.age_years)
    loose = age.removesuffix("-old").replace("-", " ")
    plural = loose if loose.startswith("1 ") else f"{loose}s"
    return {
        "he": "she" if female else "he", "his": "her" if female else "his", "him": "her" if female else "him",
        "m": ("girl" if young else "F") if female else ("boy" if young else "M"),
        "patient": ("girl" if young else "woman") if female else ("boy" if young else "man"),
        "child": "My daughter" if female else "My son",
        "age": f"{plural} old" if voice in ("own_words", "dialogue") else age,
    }  # fmt: skip


def _at(onset: str, short: bool) -> str:
    number, unit = onset[1:-1], {"Y": "year", "M": "month"}[onset[-1]]
    return f"{number}{unit[0]}" if short else f"{number} {unit}{'' if number == '1' else 's'}"


class _Page:
    """A text that grows, and where its findings stand."""

    def __init__(self, rng: Random, release: Hpo, style: Style, words: dict[str, str]) -> None:
        self.rng, self.release, self.style, self.words = rng, release, style, words
        self.parts: list[str] = []
        self.length, self.begins = 0, True
        self.spans: list[Span] = []
        self.statements: list[Statement] = []

    def say(self, text: str) -> None:
        if text and self.begins:
            text = text[0].upper() + text[1:]
        self.begins = (self.begins and not text) or text.endswith("Parent: ")
        self.parts.append(text)
        self.length += len(text)

    def name(self, one: Statement) -> None:
        surface = _surface(self.rng, self.release, one, self.style.surfaces)
        if one.severity and not _SEVERE.search(surface) and not re.search(r"\d|[<>]", surface):
            self.say(f"{one.severity} ")
        start = self.length
        self.say(surface)
        text = self.parts[-1]
        self.spans.append(
            Span(
                start=start,
                end=self.length,
                text=text,
                code=one.code,
                assertion=one.assertion,
                time=one.onset or None,
            )
        )
        self.statements.append(one)
        if one.onset:
            short = self.style.surfaces == "short"
            self.say(self.rng.choice(self.style.onset).replace("{at}", _at(one.onset, short)))

    def listed(self, some: Sequence[Statement], between: str, last: str) -> None:
        for place, one in enumerate(some):
            if place:
                self.say(last if place == len(some) - 1 else between)
            self.name(one)

    def sentence(self, template: str, some: Sequence[Statement] = ()) -> None:
        if self.parts:
            self.say(self.style.gap)
        self.begins = True
        end = 0
        last = self.style.joined[bool(some) and some[0].assertion == "absent"]
        ways = {
            "list": (", ", last),
            "rows": ("\n- ", "\n- "),
            "semicolons": ("; ", "; "),
            "nor": (", ", " nor "),
        }
        for slot in _SLOT.finditer(template):
            self.say(template[end : slot.start()])
            if slot[1] in ways:
                self.listed(some, *ways[slot[1]])
            elif slot[1] == "one":
                self.name(some[0])
            else:
                self.say(self.words[slot[1]])
            end = slot.end()
        self.say(template[end:])


def _chunks(rng: Random, some: Sequence[Statement], most: int) -> list[Sequence[Statement]]:
    found, place = [], 0
    while place < len(some):
        size = rng.randint(1, most)
        found.append(some[place : place + size])
        place += size
    return found


def _tell(page: _Page, templates: Sequence[str], some: Sequence[Statement]) -> None:
    for chunk in _chunks(page.rng, some, page.style.chunk):
        fitting = [
            t for t in templates if ("{one}" in t) <= (len(chunk) == 1) and ("{nor}" in t) <= (len(chunk) > 1)
        ]
        page.sentence(page.rng.choice(fitting), chunk)
        if page.rng.random() < 0.1:
            page.sentence(page.rng.choice(page.style.filler))


def write(patient: RarePatient, voice: Voice, release: Hpo) -> Narrative:
    """Write a patient down in a voice; the same patient and voice give the same text."""
    rng, style = Random(f"{patient.id}:{voice}"), STYLES[voice]
    page = _Page(rng, release, style, _people(patient, voice))
    by: dict[str, list[Statement]] = {}
    for one in patient.statements:
        by.setdefault(one.assertion, []).append(one)
    page.sentence(rng.choice(style.opening))
    _tell(page, style.present, by.get("present", ()))
    for assertion, templates in (
        ("uncertain", style.uncertain),
        ("absent", style.absent),
        ("family", style.family),
    ):
        _tell(page, templates, by.get(assertion, ()))
    if rng.random() < 0.7:
        page.sentence(rng.choice(style.closing))
    return Narrative(
        patient=patient, voice=voice, text="".join(page.parts), spans=tuple(page.spans),
        statements=tuple(page.statements),
    )  # fmt: skip
