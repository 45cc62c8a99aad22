"""The values of a note by measure: a sentence is read when a value is asked for that can stand in it, and only then.

A value stands where its name stands, or a number in the unit that tells it without a name. Sentences are read one by
one and nothing passes from one to another, so what is found does not depend on what else was asked for.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from preceptor.pipelines.calculator_parser._alone import MEASURES_OF_UNIT
from preceptor.pipelines.calculator_parser._answer import OF_UREA
from preceptor.pipelines.calculator_parser._measured import Found, in_sentence, in_urine, measures_named
from preceptor.pipelines.calculator_parser._note import Note, short_form_fits
from preceptor.pipelines.calculator_parser._plausible import both_plausible, unit_of_note
from preceptor.pipelines.calculator_parser._tables import measures
from preceptor.quantities import ANALYTES
from preceptor.reading.numbers import Quantity
from preceptor.reading.terms import Term

_GIVEN_BY = {
    "systolic_bp": ("blood_pressure",), "diastolic_bp": ("blood_pressure", "systolic_bp"), "urea_nitrogen": ("urea",),
}  # fmt: skip
_UREA = 1 / (
    ANALYTES["urea"].molar_mass / 10
)  # mmol/L in 1 mg/dL of urea itself, of which its nitrogen is not half


@lru_cache(maxsize=1024)
def _names_of(measure: str) -> tuple[str, ...]:
    """Return the rows whose names can give a measure: its own, a pair of pressures, what urine may hold."""
    return (measure, *_GIVEN_BY.get(measure, ()), measure.removeprefix("urine_"))


@lru_cache(maxsize=1024)
def _units_of(measure: str) -> tuple[str, ...]:
    names = _names_of(measure)
    return tuple(unit for unit, given in MEASURES_OF_UNIT.items() if any(name in names for name in given))


class Values:
    """Values by measure, in the order of the note."""

    def __init__(self, note: Note) -> None:
        """Take a note; nothing is read yet."""
        self._note = note
        self._by_sentence: dict[int, list[Found]] = {}
        self._by_measure: dict[str, list[Found]] = {}

    def get(self, measure: str) -> list[Found]:
        """Return the values of a measure, those that cannot be right left out."""
        return [one for one in self._of(measure) if not one.impossible] if measure else []

    def impossible(self, measure: str) -> Found | None:
        """Return the first value of a measure that cannot be right as written."""
        return next((one for one in self._of(measure) if one.impossible), None) if measure else None

    def _of(self, measure: str) -> list[Found]:
        if measure not in self._by_measure:
            places = {number for name in _names_of(measure) for number in self._named.get(name, ())}
            places.update(number for unit in _units_of(measure) for number in self._in_unit.get(unit, ()))
            self._by_measure[measure] = [
                self._settled(one)
                for number in sorted(places)
                for one in self._sentence(number)
                if one.measure == measure or (one.measure == "urea" and measure == "urea_nitrogen")
            ]
        return self._by_measure[measure]

    def _settled(self, one: Found) -> Found:
        """Leave out a number without a unit that two units fit; write urea as the amount that its nitrogen has too."""
        measure = measures()[one.measure]
        low, high = measure.unsure
        if not one.unit_given and not one.impossible and low <= one.value <= high:
            unit = unit_of_note(measure, one.value, self._written)
            if unit is None:
                return replace(one, impossible=both_plausible(measure, one.value))
            one = replace(one, unit=unit)
        if one.measure == "urea" and one.unit == "mg/dL":
            amount, remark = (
                float(f"{one.value * _UREA:.4g}"),
                f"{one.value:g} mg/dL {OF_UREA}",
            )
            return replace(one, measure="urea_nitrogen", value=amount, unit="mmol/L", remark=remark)
        return one

    @cached_property
    def _written(self) -> frozenset[str]:
        return frozenset(quantity.unit for quantity in self._note.quantities if quantity.unit)

    def _sentence(self, number: int) -> list[Found]:
        if number not in self._by_sentence:
            note, inside = self._note, self._quantities[number]
            start, end = note.sentences[number]
            named = [
                in_urine(note.text, term, start)
                for term in (self._terms.get(number, ()) if inside else ())
                if not _covers(inside, term.start)
            ]
            self._by_sentence[number] = list(in_sentence(note, inside, named, (start, end))) if inside else []
        return self._by_sentence[number]

    @cached_property
    def _terms(self) -> dict[int, list[Term]]:
        """Names of measures by sentence; what follows the last full stop belongs to no sentence."""
        found: dict[int, list[Term]] = {}
        note, number = self._note, 0
        for term in note.terms:
            if measures_named(term.codes) and short_form_fits(note.text, term):
                while number < len(note.sentences) and term.start >= note.sentences[number][1]:
                    number += 1
                found.setdefault(number, []).append(term)
        return found

    @cached_property
    def _named(self) -> dict[str, list[int]]:
        """Sentences by the row of the name that stands in them."""
        found: dict[str, list[int]] = {}
        for number, terms in self._terms.items():
            for term in terms:
                for measure in measures_named(term.codes):
                    found.setdefault(measure.name, []).append(number)
        return found

    @cached_property
    def _quantities(self) -> list[list[Quantity]]:
        """Numbers by sentence."""
        note, number = self._note, 0
        found: list[list[Quantity]] = [[] for _ in note.sentences]
        for quantity in note.quantities:
            while number < len(found) and quantity.start >= note.sentences[number][1]:
                number += 1
            if number < len(found):
                found[number].append(quantity)
        return found

    @cached_property
    def _in_unit(self) -> dict[str, list[int]]:
        """Sentences by the units that tell a value without a name."""
        found: dict[str, list[int]] = {}
        for number, quantities in enumerate(self._quantities):
            for quantity in quantities:
                if quantity.unit in MEASURES_OF_UNIT:
                    found.setdefault(quantity.unit, []).append(number)
        return found


def _covers(quantities: Sequence[Quantity], place: int) -> bool:
    """Whether a place lies inside a number or its unit."""
    number = bisect_right(quantities, place, key=lambda one: one.start) - 1
    return number >= 0 and place < quantities[number].end
