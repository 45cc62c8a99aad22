"""Age, sex and days: what the note says of the patient and the calendar."""

import re
from datetime import date

from preceptor.pipelines.calculator_parser._given import Given
from preceptor.pipelines.calculator_parser._note import Note
from preceptor.reading.dates import dates
from preceptor.reading.people import ages, sex

HEAD = 800  # characters in which a note nearly always says the age
_LMP = re.compile(r"last menstrual|\blmp\b|last (?:period|menses)|menstruat", re.I)
_TODAY = re.compile(r"today|current date|\bnow\b|date of (?:visit|exam)|presents? on|seen on|visit", re.I)
_DAYS = {
    "last_menstrual_period": _LMP,
    "current_date": _TODAY,
    "today": _TODAY,
    "date": _TODAY,
    "day": _TODAY,
}


def age_of(note: Note) -> Given | None:
    """Return the patient's age: the first that is said of a person who is no relative."""
    found = ages(note.text[:HEAD]) or ages(note.text)
    if not found:
        return None
    first = found[0]
    doubt = "" if first.low == first.high else f"the note gives {first.low:g} to {first.high:g} years"
    years = round(first.years, 4)
    return Given(years, first.start, first.end, unit="a", value=years, note=doubt)


def sex_of(note: Note) -> Given | None:
    """Return the patient's sex as a level."""
    found = sex(note.text)
    if found is None:
        return None
    return Given(found.sex, found.start, found.end, note="read from the pronouns" if found.by_pronoun else "")


def day_of(note: Note, key: str) -> Given | None:
    """Return the day that an input asks for: the first date behind the words that name it."""
    cue = _DAYS.get(key) or re.compile(re.escape(key.replace("_", " ")), re.I)
    days = [one for one in dates(note.text) if one.precision == "day"]
    for match in cue.finditer(note.text):
        for one in days:
            if 0 <= one.start - match.end() <= 60:
                return Given(one.date.isoformat(), one.start, one.end, time=one.date.isoformat())
    for match in cue.finditer(note.text):
        for one in days:
            if 0 <= match.start() - one.end <= 40:
                return Given(one.date.isoformat(), one.start, one.end, time=one.date.isoformat())
    return None


def written_day(iso: str) -> str:
    """Return 08/31/2023 of 2023-08-31."""
    return date.fromisoformat(iso).strftime("%m/%d/%Y")
