"""Numbers of a text with their units: 0.93 mg/dl, 19.5 × 10^3/µL, 120/80 mmHg, 37,5 °C, 5 ft 6 in, <0.1, 18-20.

Thousands and decimals are told apart by their form: a comma before exactly three figures parts thousands
("13,130"), except behind a leading zero; any other comma is a decimal one. A power of ten that lost its raised
figure ("× 109/L") is read as such. Units become UCUM codes (`rules/units.tsv`); nothing is converted here.

Source: UCUM, The Unified Code for Units of Measure, https://ucum.org
License: Apache-2.0 (as the package)
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from preceptor.reading._tables import expand, read_table


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written in `text[start:end]`, unit included.

    Attributes:
        value: the number, powers of ten and thousands worked in; of "120/80" the first.
        unit: UCUM code, "" where none follows.
        high: the upper end of a range ("18-20").
        over: the second number of a pair ("120/80", "5/5").
        comparator: "<", ">", "<=", ">=", "~" or "".
        number_end: where the number ends and the unit begins.
        figure: the number before its power of ten: 171 of "171 x 10^6".
    """

    start: int
    end: int
    value: float
    unit: str = ""
    high: float | None = None
    over: float | None = None
    comparator: str = ""
    number_end: int = 0
    figure: float = 0.0


_NUMBER = re.compile(
    r"(?P<sign>(?<![\w)])[-−](?=\d))?(?:(?<=pH)|(?<=PH)|(?<![\w.,·:^])(?<!\d/))"
    r"(?P<number>\d{1,3}(?:(?:,\d{3})+|(?:[    ]\d{3})+(?!\d))(?:\.\d+)?(?!\d)|\d+(?:[.,·]\d+)?|[.]\d+)"
    r"(?P<power>\s*(?:[x×*·✕Χ]\s*10|[Ee])\s*(?:\^|\*\*|\*|<sup>)?\s*[({]?\s*(?P<ten>-?\d{1,2})[)}]?)?"
    r"(?![:]\d\d|\d|[A-Za-z]\d|(?:st|nd|rd|th)\b)"
)
_FIRST = re.compile(r"[-−]?\.?\d")  # a number is tried only where it can begin
_PAIR = re.compile(r"\s?(?:/|\bover\b)\s?(\d{1,3}(?:\.\d+)?)(?![\d/])")
_POWER = r"(?:\s*[x×*·]\s*10\s*(?:\^|\*\*)?\s*\(?(\d{1,2})\)?)?"
_RANGE = re.compile(rf"\s?(?:[-–—−~]|to)\s?(\d+(?:[.,]\d+)?)(?![\d/]|-\d){_POWER}")
_DATE = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\d{4}-\d{1,2}-\d{1,2}\b|\d{1,2}-\d{1,2}-\d{4}\b")
_BEFORE = re.compile(r"(<|>|≤|≥|⩽|⩾|<=|>=|~|≈|∼|less than|more than|greater than|over|above|below|under|about|approximately|around)\s?$", re.I)  # fmt: skip
_LAST = frozenset("<>≤≥⩽⩾=~≈∼nrewtyd" + "NREWTYD")  # the letters and signs in which a comparator ends
_COMPARATORS = {"≤": "<=", "⩽": "<=", "≥": ">=", "⩾": ">=", "≈": "~", "∼": "~", "less than": "<", "below": "<", "under": "<", "more than": ">", "greater than": ">", "over": ">", "above": ">", "about": "~", "approximately": "~", "around": "~"}  # fmt: skip
_CHARACTERS = str.maketrans({"µ": "u", "μ": "u", "²": "2", "³": "3", "º": "°", "˚": "°", "−": "-", "–": "-", "‐": "-", "⋅": "/", "∕": "/", "⁄": "/"})  # fmt: skip
_SPACES = re.compile(r"[    ]")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_AROUND = re.compile(r"\s*/\s*")
LONGEST_UNIT = 30  # characters
_SMALL = frozenset(["h", "hr", "d", "s", "m", "y", "g", "a", "mo", "min"])
FEET_GAP = 3  # characters between feet and inches that are one length
_NEEDS_SIGN = {"in": re.compile(r"[.,;)]|\s+(?:tall|height|in height|and|with)\b|$")}


@lru_cache(maxsize=1)
def _spellings() -> dict[str, tuple[str, float]]:
    table: dict[str, tuple[str, float]] = {}
    for _, (code, factor, spellings) in read_table(Path(__file__).parent / "rules" / "units.tsv", 3, 3):
        for spelling in expand(spellings):
            table.setdefault(spelling, (code, float(factor)))
    return table


@lru_cache(maxsize=1)
def _by_first_letter() -> dict[str, re.Pattern[str]]:
    """First letter -> the spellings that begin with it, longest first; a letter may not follow a letter."""
    groups: dict[str, list[str]] = {}
    for spelling in sorted(_spellings(), key=len, reverse=True):
        written = r"\s*/\s*".join(re.escape(part) for part in spelling.split("/"))
        groups.setdefault(spelling[0], []).append(written + (r"(?![^\W_])" if spelling[-1].isalnum() else ""))
    return {letter: re.compile("|".join(group)) for letter, group in groups.items()}


def _figure(text: str) -> float:
    """Read the figures of a number, whatever parts its thousands and decimals."""
    if text.isdigit():
        return float(text)
    text = _SPACES.sub("", text).replace("·", ".")
    if _THOUSANDS.fullmatch(text):
        return float(text.replace(",", ""))
    return float(text.replace(",", "."))


def _special(raw: str, spelling: str) -> tuple[str, float] | None:
    """Units whose case matters."""
    if spelling == "mm" and raw.startswith("mM"):
        return "mmol/L", 1.0
    if spelling in ("um",) and raw[1:2] == "M":
        return "umol/L", 1.0
    if spelling == "g/l" and raw.startswith("G"):
        return "10*9/L", 1.0
    if spelling in ("c", "f", "k") and not raw[:1].isupper():
        return "", 0.0
    if spelling in _SMALL and raw[: len(spelling)].isupper():  # "HR 70", "64 M": no hours, no metres
        return "", 0.0
    return None


def unit_at(text: str, place: int) -> tuple[str, float, int]:
    """Return (UCUM code, factor, end) of the unit that begins at a place; ("", 1, place) where none does.

    Example:
        >>> unit_at("0.93 mg/dl;", 4)
        ('mg/dL', 1.0, 10)
    """
    window = text[place : place + LONGEST_UNIT]
    raw = window.lstrip("  \t \n" if "\n" not in window[:2] else " ")
    skipped = len(window) - len(raw)
    if raw[:1] in "-‐–" and raw[1:2].isalpha():
        raw, skipped = raw[1:], skipped + 1
    folded = raw.translate(_CHARACTERS).lower()
    pattern = _by_first_letter().get(folded[:1])
    match = pattern.match(folded) if pattern else None
    if match is None:
        return "", 1.0, place
    spelling = _AROUND.sub("/", match[0])
    special = _special(raw, spelling)
    if special == ("", 0.0) or (
        spelling in _NEEDS_SIGN and not _NEEDS_SIGN[spelling].match(folded[match.end() :])
    ):
        return "", 1.0, place
    code, factor = special or _spellings()[spelling]
    return code, factor, place + skipped + match.end()


def quantities(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """Return the numbers of a text (or of a stretch of it) in order.

    Example:
        >>> [(q.value, q.unit, q.over) for q in quantities("BP 120/80 mmHg, WBC 19.5 x 10^3/uL")]
        [(120.0, 'mm[Hg]', 80.0), (19500.0, '/uL', None)]
    """
    found: list[Quantity] = []
    place, stop = start, len(text) if end is None else end
    while first := _FIRST.search(text, place, stop):
        match = _NUMBER.match(text, first.start(), stop) or _NUMBER.match(text, first.end() - 1, stop)
        if match is None:
            place = first.end()
            continue
        if date := _DATE.match(text, match.start()):
            place = date.end()
            continue
        quantity = _read(text, match)
        feet = found[-1] if found and found[-1].unit == "[ft_i]" else None
        if (
            feet
            and quantity.start - feet.end <= FEET_GAP
            and quantity.unit in ("[in_i]", "")
            and quantity.value < 12
        ):
            found[-1] = replace(
                quantity, start=feet.start, value=12 * feet.value + quantity.value, unit="[in_i]"
            )
        else:
            found.append(quantity)
        place = max(quantity.end, match.end())
    return found


def _read(text: str, match: re.Match[str]) -> Quantity:
    value = _figure(match["number"])
    power = 10.0 ** int(match["ten"]) if match["power"] else 1.0
    value = -value if match["sign"] else value
    stop, over, high = match.end(), None, None
    unit, factor, unit_end = unit_at(text, stop)
    if not match["power"] and (pair := _PAIR.match(text, stop)):
        over, stop = float(pair[1]), pair.end()
        unit, factor, unit_end = unit_at(text, stop)
    elif (span := _RANGE.match(text, unit_end if unit else stop)) and not (unit and "to" in span[0]):
        second = 10.0 ** int(span[2]) if span[2] else 1.0
        power = second if power == 1.0 else power
        high, stop = _figure(span[1]) * second, span.end()
        after, factor_after, end_after = unit_at(text, stop)
        unit, factor, unit_end = (after, factor_after, end_after) if after else (unit, factor, stop)
    last = text[max(0, match.start() - 2) : match.start()].rstrip()[-1:]
    sign = _BEFORE.search(text, max(0, match.start() - 15), match.start()) if last in _LAST else None
    comparator = _COMPARATORS.get(sign[1].lower(), sign[1]) if sign else ""
    return Quantity(
        match.start(),
        max(stop, unit_end),
        value * power * factor,
        unit,
        high * factor if high is not None else None,
        over,
        comparator,
        stop,
        value,
    )
