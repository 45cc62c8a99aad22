"""What a note says of each finding of the table: where, and whether it holds."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from preceptor.pipelines.calculator_parser._note import Note, short_form_fits
from preceptor.pipelines.calculator_parser._tables import strings, table
from preceptor.reading.assertion import Assertion, assertions
from preceptor.reading.terms import Term


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that speak of a finding, `text[start:end]`, and what is asserted."""

    row: str
    start: int
    end: int
    said: Assertion


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a finding holds; None where the note does not say. `evidence` decided it."""

    holds: bool | None
    evidence: Evidence | None = None


@lru_cache(maxsize=1)
def implied() -> dict[str, tuple[str, ...]]:
    """Return row -> the rows that make it hold, itself first."""
    rows = table("findings")
    found: dict[str, list[str]] = {name: [name] for name in rows}
    for name, row in rows.items():
        for target in strings(row, "implies"):
            found[target].append(name)
    return {name: tuple(sources) for name, sources in found.items()}


@lru_cache(maxsize=1)
def denying() -> dict[str, list[str]]:
    """Return row -> the rows that say it does not hold ("nonsmoker")."""
    found: dict[str, list[str]] = {}
    for name, row in table("findings").items():
        for target in strings(row, "denies"):
            found.setdefault(target, []).append(name)
    return found


@lru_cache(maxsize=1)
def rows_of_input() -> dict[str, str]:
    """Return name of an input (any alias) -> row of the table."""
    found: dict[str, str] = {}
    for name, row in table("findings").items():
        for alias in (name, *strings(row, "inputs")):
            found.setdefault(alias, name)
    return found


class Evidences:
    """All evidence of a note by row; what is asserted is read for the rows that are asked for."""

    def __init__(self, note: Note, prefix: str = "findings:") -> None:
        """Sort the phrases of a note by row."""
        self._note = note
        self._family = [(part.start, part.end) for part in note.sections if part.kind == "family"]
        self._terms: dict[str, list[Term]] = {}
        self._found: dict[str, list[Evidence]] = {}
        for term in note.terms:
            rows = _rows(term.codes, prefix)
            if rows and short_form_fits(note.text, term):
                for row in rows:
                    self._terms.setdefault(row, []).append(term)

    def of(self, row: str) -> list[Evidence]:
        """Return the evidence of a row, in order."""
        terms = self._terms.get(row)
        if terms is None:
            return []
        if row not in self._found:
            text = self._note.text
            places = [_place(text, term) for term in terms]
            said = assertions(text, places, self._note.sentences, self._family)
            self._found[row] = [
                Evidence(row, term.start, term.end, one) for term, one in zip(terms, said, strict=True)
            ]
        return self._found[row]


def _place(text: str, term: Term) -> tuple[int, int]:
    """Where an assertion is sought: "family history of thrombosis" at its last word, for its first are cues."""
    if any(code.startswith("findings:family_") for code in term.codes):
        return text.rfind(" ", term.start, term.end) + 1, term.end
    return term.start, term.end


@lru_cache(maxsize=4096)
def _rows(codes: tuple[str, ...], prefix: str) -> tuple[str, ...]:
    return tuple(code.removeprefix(prefix) for code in codes if code.startswith(prefix))


def finding(note: Note, evidence: Evidences, asked: Iterable[str]) -> Finding:
    """Decide whether any of several rows holds: one that holds outweighs denials, a denial outweighs silence.

    `asked` are rows as questions.yaml writes them: "row", "row@28", "row:past", "?row" (suspected is enough), "~row"
    (of the family), "!row" (holds where the note has no word of it).
    """
    denied: Evidence | None = None
    for written in asked:
        row, days, past = _parsed(written)
        if written.startswith("!"):
            if not any(_suspected(one) for one in evidence.of(row)):
                return Finding(True)
            continue
        for source in implied().get(row, (row,)):
            for one in evidence.of(source):
                if written.startswith("?") and _suspected(one):
                    return Finding(True, one)
                if written.startswith("~"):
                    if one.said.family and not one.said.absent:
                        return Finding(True, one)
                    continue
                if _holds(source, one.said) and _in_time(note, one, days, past):
                    return Finding(True, one)
                if denied is None and source == row and one.said.absent:
                    denied = one
        for source in denying().get(row, ()):
            denied = denied or next(iter(evidence.of(source)), None)
    return Finding(False, denied) if denied else Finding(None)


@lru_cache(maxsize=1024)
def _parsed(written: str) -> tuple[str, float, bool]:
    row, _, days = written.lstrip("?!~").partition("@")
    row, _, past = row.partition(":")
    return row, float(days or 0), past == "past"


def _suspected(one: Evidence) -> bool:
    said = one.said
    return not (said.absent or said.family or said.hypothetical)


def _in_time(note: Note, one: Evidence, days: float, past: bool) -> bool:
    """Whether a finding is said to be of the last days, or of the past."""
    if past:
        return one.said.historical
    if not days:
        return True
    start, end = note.sentence_of(one.start)
    sentence = note.text[start:end]
    for match in _AGO.finditer(sentence):
        number = _COUNTS.get(match[1].lower()) or float(match[1])
        if number * _SPANS[match[2][0].lower()] <= days:
            return True
    return bool(_RECENT.search(sentence))


_AGO = re.compile(
    r"\b(\d+(?:\.\d+)?|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve)[- ](hour|day|week|month|year)s?[- ]"
    r"(?:ago|before|earlier|prior|previously|post|after|status post)\b",
    re.I,
)
_COUNTS = {
    word: float(number)
    for number, word in enumerate(
        [
            "zero",
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
    )
} | {"a": 1.0, "an": 1.0}
_SPANS = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 30.4, "y": 365.25}
_RECENT = re.compile(
    r"\brecent(?:ly)?\b|post-?operative day|\bpod\b|\b(?:last|past|this) (?:week|month)\b|yesterday", re.I
)


def _holds(row: str, said: Assertion) -> bool:
    if row.startswith("family_"):
        return said.family and not said.absent
    return said.holds and not said.stopped
