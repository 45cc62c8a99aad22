"""Who the patient is: age and sex, each with the words that say so.

The age is the first one that is said of a person who is not a relative; "in her 40s" is a range. The sex is read
from the words for the patient (woman, boy, "64M") and, where there are none, from the pronouns of the text.

License: Apache-2.0 (as the package)
"""

import re
from dataclasses import dataclass
from typing import Literal

_WORDS: list[str] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_TENS: list[str] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_TEENS: list[str] = ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_SPELLED = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_WORDS[:9])}))?|{'|'.join(_WORDS)}|{'|'.join(_TEENS)})"
)
_NUMBER = rf"(?P<number>\d{{1,3}}(?:[.,]\d+)?|{_SPELLED})"
_UNIT = r"(?P<unit>years?|yrs?|y(?=[/. -]?o)|months?|mos?|weeks?|wks?|days?|hours?)"
_AGE = re.compile(
    rf"\b{_NUMBER}[-‐–—\s]*{_UNIT}[-‐–—\s/.]*(?:and[- ](?:a[- ])?half[- ]?)?(?:of[- ]age|olds?\b|o\b|(?=(?:\w+[ -]){{0,3}}(?:male|female|man|woman|boy|girl|gentleman|lady|infant)\b))"
    rf"|\b(?:aged?|age(?: of| is| was|:)?)[ :]*(?P<aged>\d{{1,3}}(?:\.\d+)?)(?![\d/])(?:[- ](?P<aged_unit>years?|months?|weeks?|days?))?(?! ?(?:mg|%|g/|mm))"
    r"|\b(?P<short>\d{1,3}) ?(?:y/?o|yo|y\.o\.|yr|[MF](?=[\s,.]))\b"
    r"|\bin (?:his|her|their) (?:(?P<part>early|mid|middle|late)[- ])?(?P<decade>[2-9]0|" + "|".join(tens[:-1] + "ies" for tens in _TENS) + r")[’']?s?\b"
    r"|\bpatient (?:is|was) (?P<plain>\d{1,3})(?=[.,;]| and | who | years)",
    re.I,
)  # fmt: skip
_RELATIVE = re.compile(
    r"\b(?:mother|father|brother|sister|son|daughter|uncle|aunt|wife|husband|donor|cousin|sibling)s?\b(?:(?! and an? )[^.;]){0,30}$",
    re.I,
)
_FEMALE = re.compile(r"\b(?:woman|female|girl|lady|women|mrs|ms|pregnant|postmenopausal)\b|\b\d{1,3} ?(?:yo ?|y/o ?)?F\b", re.I)  # fmt: skip
_MALE_WORD = re.compile(r"\b(?:man|male|boy|gentleman|mr)\b|\b\d{1,3}[ -]?(?:yo|y/o|year[- ]old)? ?M\b(?!\w)", re.I)  # fmt: skip
_HE, _SHE = re.compile(r"\b(?:he|his|him|himself)\b", re.I), re.compile(r"\b(?:she|her|hers|herself)\b", re.I)
_DAYS = {"y": 365.25, "m": 30.4375, "w": 7.0, "d": 1.0, "h": 1 / 24}
OLDEST = 120.0  # years


@dataclass(frozen=True, slots=True)
class Age:
    """An age in years, `text[start:end]`; `low` and `high` differ where the text gives a range."""

    start: int
    end: int
    years: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Sex:
    """The patient's sex, `text[start:end]`; by pronouns only where `by_pronoun`."""

    start: int
    end: int
    sex: Literal["female", "male"]
    by_pronoun: bool = False


def _spelled(text: str) -> float:
    text = text.lower().replace("-", " ")
    if text.replace(".", "").replace(",", "").isdigit():
        return float(text.replace(",", "."))
    total = 0.0
    for word in text.split():
        if word in _TENS:
            total += 20 + 10 * _TENS.index(word)
        elif word in _WORDS:
            total += 1 + _WORDS.index(word)
        else:
            total += 13 + _TEENS.index(word)
    return total


def _decade(match: re.Match[str]) -> tuple[float, float]:
    word = match["decade"].lower()
    low = float(word) if word.isdigit() else 20.0 + 10 * _TENS.index(word.replace("ies", "y"))
    part = (match["part"] or "").lower()
    return {"early": (low, low + 3), "late": (low + 7, low + 9)}.get(
        part, (low + 4, low + 6) if part else (low, low + 9)
    )


def ages(text: str) -> list[Age]:
    """Return the ages of persons in a text, in order; ages of relatives are left out.

    Example:
        >>> [found.years for found in ages("A 23-month-old boy and a woman aged 57; her mother, 80 years old.")][1]
        57.0
    """
    found = []
    for match in _AGE.finditer(text):
        if _RELATIVE.search(text, max(0, match.start() - 60), match.start()):
            continue
        if match["decade"]:
            low, high = _decade(match)
            years = (low + high) / 2
        else:
            number = match["number"] or match["aged"] or match["short"] or match["plain"]
            unit = (match["unit"] or match["aged_unit"] or "y")[0].lower()
            years = low = high = _spelled(number) * _DAYS[unit] / _DAYS["y"]
        if years <= OLDEST:
            found.append(Age(match.start(), match.end(), years, low, high))
    return found


def sex(text: str) -> Sex | None:
    """Return the patient's sex, or None where the text does not say.

    Example:
        >>> sex("A 64-year-old woman. His father had gout.").sex
        'female'
    """
    male, female = _MALE_WORD.search(text), _FEMALE.search(text)
    if male or female:
        first = min((m for m in (male, female) if m), key=lambda m: m.start())
        return Sex(first.start(), first.end(), "male" if first is male else "female")
    he, she = _HE.findall(text), _SHE.findall(text)
    if len(he) == len(she):
        return None
    first = (_HE if len(he) > len(she) else _SHE).search(text)
    assert first is not None
    return Sex(first.start(), first.end(), "male" if len(he) > len(she) else "female", by_pronoun=True)
