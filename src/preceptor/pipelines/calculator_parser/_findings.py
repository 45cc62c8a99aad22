"""What a note says of each finding of the table: where, and whether it holds."""

from collections.abc import Iterable, Mapping
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
def rows_of_input() -> dict[str, str]:
    """Return name of an input (any alias) -> row of the table."""
    found: dict[str, str] = {}
    for name, row in table("findings").items():
        for alias in (name, *strings(row, "inputs")):
            found.setdefault(alias, name)
    return found


def evidence_of(note: Note, prefix: str = "findings:") -> dict[str, list[Evidence]]:
    """Return all evidence of a note by row, in order."""
    terms = [
        term
        for term in note.terms
        if any(code.startswith(prefix) for code in term.codes) and short_form_fits(note.text, term)
    ]
    family = [(part.start, part.end) for part in note.sections if part.kind == "family"]
    said = assertions(note.text, [(term.start, term.end) for term in terms], note.sentences, family)
    found: dict[str, list[Evidence]] = {}
    for term, assertion in zip(terms, said, strict=True):
        for row in _rows(term, prefix):
            found.setdefault(row, []).append(Evidence(row, term.start, term.end, assertion))
    return found


def _rows(term: Term, prefix: str) -> list[str]:
    return [code.removeprefix(prefix) for code in term.codes if code.startswith(prefix)]


def finding(evidence: Mapping[str, list[Evidence]], rows: Iterable[str]) -> Finding:
    """Decide whether any of several rows holds: one that holds outweighs denials, a denial outweighs silence."""
    denied: Evidence | None = None
    for row in rows:
        for source in implied().get(row, (row,)):
            for one in evidence.get(source, ()):
                if _holds(source, one.said):
                    return Finding(True, one)
                if denied is None and source == row and one.said.absent:
                    denied = one
    return Finding(False, denied) if denied else Finding(None)


def _holds(row: str, said: Assertion) -> bool:
    if row.startswith("family_"):
        return said.family and not said.absent
    return said.holds and not said.stopped
