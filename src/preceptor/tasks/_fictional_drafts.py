"""A question before its distractors are chosen: stem and right option in both languages."""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from preceptor.knowledge.fictional_world import Sex, Term, World, number_text, word

Pair: TypeAlias = tuple[str, str]  # English, French
Slots: TypeAlias = Mapping[str, "Term | Pair"]
LANGUAGES = ("en", "fr")
CONTENT_LETTERS = 4  # a word of so many letters counts as one that carries meaning
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """A possible answer: its text, its words and, for numbers, its value."""

    text: Pair
    words: tuple[frozenset[str], frozenset[str]]
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class Draft:
    """A question whose distractors are still to be chosen.

    Attributes:
        key: unique within the family.
        subject: what the stem asks about; all questions on a subject are in the same split.
        group: id of the record of the world that the question is about.
        tiers: wrong options, the most tempting first.
    """

    family: str
    key: str
    subject: str
    group: str
    stem: Pair
    gold: Option
    tiers: tuple[Sequence[Option], ...]


Family: TypeAlias = Callable[[World, random.Random], Iterator[Draft]]


def words_of(text: str) -> frozenset[str]:
    """Return the distinct words of a text, lower-case."""
    return frozenset(_WORD.findall(text.lower()))


def option(text: Pair, value: float = 0.0) -> Option:
    """Make an option of a text in both languages."""
    return Option(text, (words_of(text[0]), words_of(text[1])), value)


@cache
def named(term: Term) -> Option:
    """Make an option of a name."""
    return option((term.en, term.fr))


def amount(value: float, unit: str) -> Option:
    """Make an option of a number with its unit."""
    return option((f"{number_text(value, 'en')} {unit}", f"{number_text(value, 'fr')} {unit}"), value)


def worded(rng: random.Random, wordings: Sequence[Pair], slots: Slots) -> Pair:
    """Fill one of several wordings of a stem, in both languages."""
    chosen = wordings[rng.randrange(len(wordings))]
    english, french = (
        template.format_map(
            {
                name: word(slot, language) if isinstance(slot, Term) else slot[place]
                for name, slot in slots.items()
            }
        )
        for place, (template, language) in enumerate(zip(chosen, LANGUAGES, strict=True))
    )
    return english, french


def person(rng: random.Random) -> tuple[int, Sex]:
    """Draw age in years and sex of a patient."""
    return rng.randint(3, 88), "female" if rng.random() < 0.5 else "male"


def person_text(age_years: int, sex: Sex) -> Pair:
    """Describe a patient: "a 7-year-old girl", "une fille de 7 ans"."""
    female, child = sex == "female", age_years < 16
    en = ("girl" if child else "woman") if female else ("boy" if child else "man")
    fr = ("une fille" if child else "une femme") if female else ("un garçon" if child else "un homme")
    article = "an" if str(age_years).startswith("8") or age_years in (11, 18) else "a"
    return f"{article} {age_years}-year-old {en}", f"{fr} de {age_years} ans"


def capital(pair: Pair) -> Pair:
    """Return a text with its first letter in upper case."""
    return pair[0][0].upper() + pair[0][1:], pair[1][0].upper() + pair[1][1:]


def shuffled(rng: random.Random, items: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the items in random order."""
    return rng.sample(items, len(items))
