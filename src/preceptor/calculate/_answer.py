"""The result of one calculation: value or range, parts, band, working, warnings; ready for JSON."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from preceptor.calculation import Band, Calculator, Input
from preceptor.records import Json

SPOKEN = {  # UCUM as people write it
    "a": "years", "d": "days", "Cel": "°C", "mm[Hg]": "mmHg", "cm[H2O]": "cmH2O", "cm[H2O]/mm[Hg]": "cmH2O/mmHg",
    "m[IU]/L": "mIU/L", "10*3/uL": "x 10^3/uL", "mL/min/{1.73_m2}": "mL/min/1.73 m2", "{drinks}/wk": "drinks/week",
}  # fmt: skip
MOST_DIGITS = 6
EPOCH = date(1970, 1, 1).toordinal()


def day_of(number: float) -> str:
    """Return `2024-05-31` of a count of days since 1970-01-01."""
    return date.fromordinal(round(number) + EPOCH).isoformat()


def shown(declared: Input, number: float) -> float | str:
    """Return an input's value as it is written in the working: a number, yes or no, a day."""
    if declared.kind == "yes_no":
        return "yes" if number else "no"
    return day_of(number) if declared.kind == "day" else number


@dataclass(frozen=True, kw_only=True, slots=True)
class Calculation:
    """What was computed for one patient.

    Attributes:
        number: the result; None where unknown items leave a range. A day is a count of days.
        low: the lowest that the unknown items allow; equal to `high` and `number` when it is settled.
        given: input -> value in the declared unit; of a choice the number of its level.
        levels: the levels that were given.
        unknown: inputs that were not given.
        ask_next: the unknown input that narrows the range most.
    """

    name: str
    calculator: Calculator
    number: float | None
    low: float
    high: float
    given: Mapping[str, float]
    levels: Mapping[str, str]
    parts: Mapping[str, float]
    unknown: tuple[str, ...] = ()
    ask_next: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def value(self) -> float | str | None:
        """The result as it is read: a number, a day (`2024-05-31`), `14 weeks 1 day`; None for a range."""
        return None if self.number is None else self._said(self.number)

    def _said(self, number: float) -> float | str:
        if self.calculator.returns == "day":
            return day_of(number)
        if self.calculator.returns == "weeks_and_days":
            weeks, days = divmod(round(number), 7)
            return f"{weeks} week{'s' * (weeks != 1)} {days} day{'s' * (days != 1)}"
        return number

    @property
    def bands(self) -> tuple[Band, ...]:
        """Every interpretation that is still possible; one when it is settled."""
        first, last = (self._band_number(end) for end in (self.low, self.high))
        return self.calculator.bands[first : last + 1]

    def _band_number(self, number: float) -> int:
        return max(bisect_right([band.low for band in self.calculator.bands], number) - 1, 0)

    @property
    def text(self) -> str:
        """The result in words, with its unit."""
        unit = (
            ""
            if self.calculator.unit == "1" or self.calculator.returns != "number"
            else " " + SPOKEN.get(self.calculator.unit, self.calculator.unit)
        )
        if self.number is None:
            return f"{self._figure(self.low)} to {self._figure(self.high)}{unit}"
        return f"{self._figure(self.number)}{unit}"

    def _figure(self, number: float) -> str:
        said = self._said(number)
        if isinstance(said, str):
            return said
        if self.calculator.returns == "score":
            return f"{said:g}"
        # 59.998 in the band below 60 is not written 60.00
        enough = (
            digits
            for digits in range(self.calculator.digits, MOST_DIGITS)
            if self._band_number(float(f"{said:.{digits}f}")) == self._band_number(said)
        )
        return f"{said:.{next(enough, MOST_DIGITS)}f}"

    @property
    def shown(self) -> dict[str, float | str]:
        """What was given, as it is written: numbers, levels, yes or no, days."""
        inputs = self.calculator.inputs
        return {key: shown(inputs[key], number) for key, number in self.given.items()} | {**self.levels}

    @property
    def steps(self) -> tuple[str, ...]:
        """The working, one line a step."""
        calculator = self.calculator
        words: dict[str, object] = {**self.shown}
        if calculator.steps and self.number is not None and not self.unknown:
            words |= self.parts
            words["value"] = self._said(self.number)
            return tuple(step.format_map(words) for step in calculator.steps)
        return (*self._items(words), f"{calculator.title or self.name}: {self.text}")

    def _items(self, words: Mapping[str, object]) -> list[str]:
        lines = []
        for key, declared in self.calculator.inputs.items():
            if key not in words:
                lines.append(f"{declared.doc or key}: unknown")
                continue
            said = words[key]
            written = SPOKEN.get(declared.unit, declared.unit)
            unit = f" {written}" if declared.kind == "number" and declared.unit != "1" else ""
            said = f"{said:g}" if isinstance(said, float) else said
            points = (
                f", {self.parts[key]:+g}" if key in self.parts and self.calculator.returns == "score" else ""
            )
            lines.append(f"{declared.doc or key}: {said}{unit}{points}")
        extra = [key for key in self.parts if key not in self.calculator.inputs]
        return [*lines, *(f"{key.replace('_', ' ')}: {self.parts[key]:g}" for key in extra)]

    def json(self) -> dict[str, Json]:
        """Return everything as plain JSON."""
        calculator = self.calculator
        references = [band.reference for band in self.bands]
        return {
            "calculator": self.name, "version": calculator.version, "title": calculator.title or self.name,
            "value": self.value, "text": self.text, "unit": calculator.unit, "low": self._said(self.low),
            "high": self._said(self.high), "unknown": list(self.unknown), "ask_next": self.ask_next,
            "interpretation": [
                {"label": band.label, "meaning": band.meaning, "citation": reference.citation,
                 "checked": reference.checked} for band, reference in zip(self.bands, references, strict=True)
            ],
            "parts": dict(self.parts), "steps": list(self.steps), "warnings": list(self.warnings),
            "inputs": {
                key: {"value": said, "unit": calculator.inputs[key].unit}
                for key, said in self.shown.items()
            },
            "population": calculator.population.doc,
            "references": [
                {"citation": each.citation, "doi": each.doi, "pmid": each.pmid, "checked": each.checked}
                for each in calculator.references
            ],
        }  # fmt: skip


def floats(parts: Mapping[str, object]) -> dict[str, float]:
    """Return the parts of one patient as floats."""
    return {key: float(np.asarray(part, dtype=float)) for key, part in parts.items()}
