"""What a clinical calculator declares: inputs, points, population, bands, worked examples, sources.

A calculator is one file that declares `CALCULATOR = Calculator(...)`; `calculate` runs it. Values reach
`compute` as floats or equal-length float arrays in the declared unit: a yes/no input is 1 or 0, a choice
is the number of its level, a day is the count of days since 1970-01-01.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from math import inf, nextafter
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


Points = tuple[float | str, ...]
Checked = Literal["source", "secondary", "unchecked"]
Returns = Literal["number", "score", "day", "weeks_and_days"]
FIRST_DAY, LAST_DAY = -25_567.0, 47_482.0  # 1900-01-01 .. 2100-01-01, in days since 1970-01-01


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Input:
    """An input of a calculator: UCUM unit and the hard range, outside which it is refused.

    Attributes:
        usual: the soft range, outside which a value is computed with a warning.
        analyte: row of the mass-molar table (`quantities.ANALYTES`), where amounts may be converted.
        levels: of a choice: level -> the number that `compute` is given.
        points: (points at the bottom, ">=65", points from 65 on, ">75", points above 75, ...).
        default: what the formula itself takes where nothing is given (a rule's convention, never a
            finding); used with a warning that says so.
        aliases: other names under which the input may be given.
    """

    unit: str
    low: float
    high: float
    doc: str = ""
    kind: Literal["number", "yes_no", "choice", "day"] = "number"
    usual: tuple[float, float] | None = None
    analyte: str = ""
    levels: Mapping[str, float] = field(default_factory=dict)
    points: Points = ()
    default: float | None = None
    aliases: tuple[str, ...] = ()

    def scored(self, *points: float | str) -> "Input":
        """Return the input with a table of points; see `points`."""
        return replace(self, points=points)

    def within(self, low: float, high: float) -> "Input":
        """Return the input with another hard range (the population of the formula)."""
        usual = self.usual and (max(low, self.usual[0]), min(high, self.usual[1]))
        return replace(self, low=low, high=high, usual=usual)

    def about(self, doc: str) -> "Input":
        """Return the input with another description."""
        return replace(self, doc=doc)


def number(
    unit: str,
    low: float,
    high: float,
    doc: str,
    *,
    usual: tuple[float, float] | None = None,
    analyte: str = "",
    default: float | None = None,
    aliases: tuple[str, ...] = (),
) -> Input:
    """Declare a measured value; see `Input`."""
    return Input(
        unit=unit, low=low, high=high, doc=doc, usual=usual, analyte=analyte, default=default, aliases=aliases
    )  # fmt: skip


def yes_no(doc: str, points: float | None = None, *, aliases: tuple[str, ...] = ()) -> Input:
    """Declare a finding that is present or absent, and its points when present."""
    table: Points = () if points is None else (0.0, ">=1", points)
    return Input(unit="1", low=0, high=1, doc=doc, kind="yes_no", points=table, aliases=aliases)


def choice(doc: str, levels: Mapping[str, float], *, aliases: tuple[str, ...] = ()) -> Input:
    """Declare a choice among named levels; in a score the numbers are the points."""
    numbers = levels.values()
    return Input(
        unit="1", low=min(numbers), high=max(numbers), doc=doc, kind="choice", levels=levels, aliases=aliases
    )  # fmt: skip


def day(doc: str) -> Input:
    """Declare a calendar day, given as `2024-05-31` or a `datetime.date`."""
    return Input(unit="d", low=FIRST_DAY, high=LAST_DAY, doc=doc, kind="day")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """Where a formula or a threshold stands.

    Attributes:
        checked: `source` where the work itself was opened, `secondary` where another description of it
            was, `unchecked` where nothing was.
        seen: what was opened: an address, a chapter, a data row.
    """

    citation: str
    doi: str = ""
    pmid: str = ""
    checked: Checked = "unchecked"
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """An interpretation that holds from `low` up to the next band's."""

    low: float
    label: str
    meaning: str
    reference: Reference


@dataclass(frozen=True, kw_only=True, slots=True)
class Population:
    """For whom the formula holds; who is known to stand outside is refused.

    Attributes:
        ages: years, both included.
        excludes: facts that rule it out, such as `pregnancy`.
        requires: facts that must hold, such as `atrial_fibrillation`; said, and refused where denied.
    """

    doc: str
    ages: tuple[float, float] = (0.0, 130.0)
    sex: Literal["any", "female", "male"] = "any"
    excludes: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """A worked example: given as a user would, and the published or hand-derived value.

    Attributes:
        read: where it was read (data row, page address, chapter); or else
        derived: the steps by hand.
        within: absolute difference that the published rounding allows; a millionth of the value always is.
    """

    inputs: Mapping[str, object]
    value: float | str
    read: str = ""
    derived: str = ""
    within: float = 1e-6


@dataclass(frozen=True, kw_only=True, slots=True)
class Worked:
    """What a formula returns beside its value: points per item, intermediate values."""

    value: "ArrayLike"
    parts: "Mapping[str, ArrayLike]" = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class Calculator:
    """A published formula or score.

    Attributes:
        compute: keyword-only, one parameter per input, floats or equal-length arrays -> value or
            `Worked`. None where the score is the plain sum of its items' points.
        unit: UCUM unit of the result.
        digits: decimals shown.
        steps: the working as templates over inputs, parts and `value`; empty: one line per item.
        references: the first is the formula's.
    """

    inputs: Mapping[str, Input]
    unit: str
    examples: tuple[Example, ...]
    compute: "Callable[..., ArrayLike | Worked] | None" = None
    title: str = ""
    specialties: tuple[str, ...] = ()
    population: Population = Population(doc="not stated")
    bands: tuple[Band, ...] = ()
    steps: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    returns: Returns = "number"
    digits: int = 2
    version: str = "1"


@cache
def _table(declared: Input) -> tuple[list[float], list[float]]:
    """Cuts and the points between them; a value equal to a cut stands above it."""
    points, cuts = declared.points, []
    for condition in points[1::2]:
        said = str(condition)
        cuts.append(float(said[2:]) if said.startswith(">=") else nextafter(float(said[1:]), inf))
    if cuts != sorted(cuts):
        raise ValueError(f"thresholds out of order: {points}")
    return cuts, [float(worth) for worth in points[::2]]


def steps_of(declared: Input) -> list[float]:
    """Return one value for every step of an input: all that an unknown one could mean."""
    if declared.kind == "choice":
        return sorted(set(declared.levels.values()))
    if declared.kind == "yes_no":
        return [0.0, 1.0]
    cuts, _ = _table(declared)
    return [declared.low, *(cut for cut in cuts if declared.low < cut <= declared.high)]


def points_of(declared: Input, value: "ArrayLike") -> "ArrayLike":
    """Return the points of an input's value, float for a float, array for an array."""
    if not declared.points:
        return value
    cuts, worths = _table(declared)
    if isinstance(value, (int, float)):
        return worths[bisect_right(cuts, value)]
    import numpy as np  # listing components imports this file, and must stay quick

    return np.asarray(worths)[np.searchsorted(cuts, np.asarray(value, dtype=float), side="right")]


def evaluate(calculator: Calculator, values: "Mapping[str, ArrayLike]") -> Worked:
    """Compute from values that are already checked and in the declared units."""
    if calculator.compute is not None:
        found = calculator.compute(**values)
        return found if isinstance(found, Worked) else Worked(value=found)
    parts = {key: points_of(declared, values[key]) for key, declared in calculator.inputs.items()}
    total: ArrayLike = 0.0
    for points in parts.values():
        total = total + points  # type: ignore[operator]
    return Worked(value=total, parts=parts)
