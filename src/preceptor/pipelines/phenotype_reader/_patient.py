"""What is said around the findings: age, sex, age of onset, and each finding's severity and onset."""

import re

from preceptor.reading.people import ages, sex

SEVERITY = re.compile(r"\b(mild|moderate|severe|profound|borderline)(?:ly)?\b", re.I)
_AFTER = re.compile(r"^,?\s?(?:\()?(mild|moderate|severe|profound|borderline)\b", re.I)
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
_NUMBER = rf"(?P<number>\d+(?:\.\d+)?|{'|'.join(_NUMBERS)})"
_UNIT = r"(?:[- ]?(?P<unit>years?|yrs?|y|months?|mths?|mo|m|weeks?|wks?|w|days?|d)\b)?"
_SINCE = re.compile(
    rf"^[^.;]{{0,14}}?\b(?:since|from|starting|began|beginning|onset|noticed|at|aged)(?: (?:at|when|the|she|he|i|was|were|age|aged|of|first|it|in)){{0,5}}[\s(]*{_NUMBER}{_UNIT}(?! (?:times|kg|cm|g|mm|mg|per))",
    re.I,
)
_TIMED = re.compile(
    r"\d|\b(?:since|from|at|in|congenital|inborn|born|starting|began|beginning|onset|noticed|aged)\b", re.I
)
_WORDS = {
    "birth": "P0D", "newborn": "P0D", "neonatal period": "P0M", "infancy": "P0M", "childhood": "P1Y", "adolescence": "P13Y",
    "adulthood": "P16Y",
}  # fmt: skip
_SINCE_WORD = re.compile(rf"^\s?(?:since|from|at|in)(?: early| late)? ({'|'.join(_WORDS)})\b", re.I)
_ONSET = re.compile(
    rf"\bonset\b(?: of (?:the )?(?:disease|symptoms))?(?: occurred| was| is|:)?(?: when the proband was)?(?: (?:at|an?|the|age|of|in|aged)){{0,4}}\s*{_NUMBER}[- ]?(?P<unit>years?|yrs?|y|months?|mo|m|weeks?|w|days?|d)\b(?:, (?P<more>\d+)[- ]month)?",
    re.I,
)
_ONSET_WORD = re.compile(
    r"\bonset\b(?: of (?:the )?(?:disease|symptoms))?(?: occurred| was| is|:)?(?: when the proband was)?(?: (?:at|an?|the|in|during))*\s*"
    r"(?P<word>birth|newborn|neonate|neonatal|infant|infancy|child|childhood|adolescent|adolescence|juvenile|young adult|adult|adulthood|congenital|antenatal|fetal)\b",
    re.I,
)
_STAGES = {
    "birth": "HP:0003577", "congenital": "HP:0003577", "newborn": "HP:0003623", "neonate": "HP:0003623",
    "neonatal": "HP:0003623", "infant": "HP:0003593", "infancy": "HP:0003593", "child": "HP:0011463",
    "childhood": "HP:0011463", "adolescent": "HP:0003621", "adolescence": "HP:0003621", "juvenile": "HP:0003621",
    "young adult": "HP:0011462", "adult": "HP:0003581", "adulthood": "HP:0003581", "antenatal": "HP:0030674",
    "fetal": "HP:0011461",
}  # fmt: skip
# Upper ends in years, as HPO defines its terms of onset.
_BY_YEARS = ((28 / 365.25, "HP:0003623"), (1.0, "HP:0003593"), (5.0, "HP:0011463"), (16.0, "HP:0003621"),
             (40.0, "HP:0011462"), (60.0, "HP:0003596"), (200.0, "HP:0003584"))  # fmt: skip
_YEARS = {"y": 1.0, "m": 1 / 12, "w": 7 / 365.25, "d": 1 / 365.25}


def _years(match: re.Match[str]) -> tuple[float, str]:
    raw, unit = match["number"].lower(), (match["unit"] or "y")[0].lower()
    number = float(_NUMBERS.get(raw) or raw)
    return number * _YEARS[unit], f"P{number:g}{unit.upper()}"


def onset_term(years: float) -> str:
    """Return HPO's term for an age of onset.

    Example:
        >>> onset_term(0.01), onset_term(3)
        ('HP:0003623', 'HP:0011463')
    """
    return next(code for high, code in _BY_YEARS if years < high)


def disease_onset(text: str) -> tuple[str, float | None] | None:
    """Return (HPO term, years) of the age at which the disease began, where the text says it."""
    if match := _ONSET.search(text):
        years, _ = _years(match)
        years += float(match["more"] or 0) / 12
        return onset_term(years) if years < 150 else "", round(years, 3)
    if match := _ONSET_WORD.search(text):
        return _STAGES[match["word"].lower()], None
    return None


def severity(text: str, start: int, end: int) -> str:
    """Return mild, moderate, severe, profound or borderline where it stands at the finding, else ""."""
    near = SEVERITY.findall(text[max(0, start - 12) : end])
    if near:
        return near[-1].lower()
    match = _AFTER.match(text[end : end + 14])
    return match[1].lower() if match else ""


def finding_onset(text: str, start: int, end: int) -> str:
    """Return the age at which a finding began as ISO 8601 duration where the text says it, else ""."""
    tail = text[end : end + 60]
    if not _TIMED.search(text, max(0, start - 12), end + 60):
        return ""
    if match := _SINCE_WORD.match(tail) or _SINCE_WORD.search(text[start:end]):
        return _WORDS[match[1].lower()]
    match = _SINCE.match(tail) or _SINCE.search(text[start:end])
    if not match:
        return (
            "P0D"
            if re.search(r"\b(?:congenital|inborn|born with)\s*$", text[max(0, start - 12) : start], re.I)
            else ""
        )
    return _years(match)[1]


def person(text: str) -> tuple[float | None, str | None]:
    """Return (age in years, sex) of the patient, None where the text does not say."""
    found, who = ages(text), sex(text)
    return (round(found[0].years, 3) if found else None), (who.sex if who else None)
