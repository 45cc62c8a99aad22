"""Run a calculator safely: units converted, limits kept, unknown items left unknown, the working shown.

A value is a number in the declared unit, a text with its unit (`"106 µmol/L"`), a pair `(106, "µmol/L")`,
or `{"value": 106, "unit": "µmol/L"}`; yes or no; the name of a level; a day as `2024-05-31`. Facts that a
calculator's population excludes or requires (`pregnancy`, `age`, `sex`) may be given beside its inputs.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import cast

import numpy as np
from numpy.typing import ArrayLike

from preceptor import catalog
from preceptor.calculate._answer import Calculation, floats, shown
from preceptor.calculate._cohort import AGE, FACT, SEX, Cohort, Frame, cohort, facts_of
from preceptor.calculate._given import Known, number_of, read
from preceptor.calculate._given import names as input_names
from preceptor.calculate._together import broken
from preceptor.calculate._unknown import possible, required
from preceptor.calculation import Calculator, Worked, evaluate, points_of
from preceptor.errors import BadInput

__all__ = [
    "Calculation", "Calculator", "Cohort", "calculate", "calculate_cohort", "compute", "input_names", "load", "required",
]  # fmt: skip


def load(name: str) -> Calculator:
    """Load a calculator by name; see `catalog.load`."""
    return _loaded(catalog.load, name)


@lru_cache(maxsize=1024)
def _loaded(catalogue_load: Callable[[str, str], object], name: str) -> Calculator:
    return cast(Calculator, catalogue_load("calculators", name))


def calculate(name: str, inputs: Mapping[str, object]) -> Calculation:
    """Compute one calculator for one patient.

    Args:
        inputs: name -> value; None or left out is unknown, never taken as normal or absent.

    Returns:
        The value, or the range of what it can be while items are unknown.

    Raises:
        NotFound: no such calculator.
        BadInput: a value that cannot be read, of another dimension, outside the hard range, a measured
            value missing, or a patient outside the population.

    Example:
        calculate("body_mass_index", {"weight": "154 lb", "height": "175 cm"})
    """
    return compute(name, load(name), inputs)


def calculate_cohort(
    name: str, columns: Mapping[str, ArrayLike] | Frame, *, units: Mapping[str, str] | None = None
) -> Cohort:
    """Compute one calculator for many patients, column by column.

    Args:
        columns: a mapping of equal-length arrays, or a polars data frame; other columns are left alone. A NaN,
            None or empty cell is unknown.
        units: column -> its unit, where it is not the declared one.

    Returns:
        Values with their ranges; a patient who cannot be computed has NaN and a problem.

    Raises:
        BadInput: a needed column is missing, a column cannot be read, or lengths differ.

    Example:
        calculate_cohort("ckd_epi_2021", frame, units={"creatinine": "umol/L"}).value
    """
    return cohort(name, load(name), columns, units or {})


def compute(name: str, calculator: Calculator, inputs: Mapping[str, object]) -> Calculation:
    """Compute a calculator that is already loaded; see `calculate`."""
    outside = facts_of(calculator)
    facts = {key: value for key, value in inputs.items() if key in outside}
    known = read(
        calculator, name, {key: inputs[key] for key in inputs if key not in facts} if facts else inputs
    )
    _fits(name, calculator, known, facts)
    notes = _together(name, calculator, known)
    if known.unknown:
        return _partial(name, calculator, known, notes)
    worked = _evaluated(calculator, known.values)
    number = float(np.asarray(worked.value, dtype=float)) if worked else np.nan
    if worked is None or not np.isfinite(number):
        raise BadInput(f"{name} has no value for these inputs; check them: {_listed(calculator, known)}")
    return Calculation(
        name=name, calculator=calculator, number=number, low=number, high=number, given=known.values, levels=known.levels,
        parts=floats(worked.parts), warnings=(*known.warnings, *notes),
    )  # fmt: skip


def _evaluated(calculator: Calculator, values: Mapping[str, float]) -> Worked | None:
    """Evaluate; None where the formula divides by zero or overflows."""
    try:
        with np.errstate(all="ignore"):
            return evaluate(calculator, values)
    except ArithmeticError:
        return None


def _partial(name: str, calculator: Calculator, known: Known, notes: list[str]) -> Calculation:
    needed = [key for key in required(calculator) if key in known.unknown]
    if needed or not known.values:
        lacking = (needed or known.unknown)[0]
        declared = calculator.inputs[lacking]
        raise BadInput(f"{name} needs {lacking} ({declared.unit}): {declared.doc or 'not given'}")
    low, high, ask_next = possible(calculator, known.values, known.unknown)
    settled = low == high
    sums = known.values.items() if calculator.compute is None else ()
    parts = floats({key: points_of(calculator.inputs[key], value) for key, value in sums})
    return Calculation(
        name=name, calculator=calculator, number=low if settled else None, low=low, high=high,
        given=known.values, levels=known.levels, parts=parts, unknown=known.unknown, ask_next=None if settled else ask_next,
        warnings=(*known.warnings, *notes),
    )  # fmt: skip


def _listed(calculator: Calculator, known: Known) -> str:
    """Write what was given: `sodium 140 mmol/L, last_menstrual_period 2024-02-29`."""
    said = []
    for key, value in known.values.items():
        declared = calculator.inputs[key]
        plain = known.levels.get(key) or shown(declared, value)
        unit = f" {declared.unit}" if declared.kind == "number" and declared.unit != "1" else ""
        said.append(f"{key} {plain if isinstance(plain, str) else format(plain, 'g')}{unit}")
    return ", ".join(said)


def _together(name: str, calculator: Calculator, known: Known) -> list[str]:
    """Refuse values that cannot stand together; return the warning of those that hardly can."""
    if words := broken(calculator, known.values, refused=True):
        raise BadInput(f"{name}: {words}; check the values and their units: {_listed(calculator, known)}")
    words = broken(calculator, known.values, refused=False)
    return [f"{words}; check the values and their units"] if words else []


def _fits(name: str, calculator: Calculator, known: Known, facts: Mapping[str, object]) -> None:
    """Refuse who is known to stand outside the population."""
    population = calculator.population
    low, high = population.ages
    age = known.values.get("age")
    if age is None and facts:
        age = number_of("age", AGE, facts.get("age"))
    if age is not None and not low <= age <= high:
        raise BadInput(f"{name} holds for {population.doc} ({low:g} to {high:g} years); age={age:g} a")
    if facts and population.sex != "any" and number_of("sex", SEX, facts.get("sex")) not in (
        None, SEX.levels[population.sex],
    ):  # fmt: skip
        raise BadInput(f"{name} holds for {population.doc}; sex={facts['sex']}")
    for key in population.excludes:
        if facts and number_of(key, FACT, facts.get(key)):
            raise BadInput(f"{name} does not hold in {key.replace('_', ' ')}; it holds for {population.doc}")
    for key in population.requires:
        if facts and number_of(key, FACT, facts.get(key)) == 0.0:
            raise BadInput(f"{name} holds only with {key.replace('_', ' ')}: {population.doc}")
