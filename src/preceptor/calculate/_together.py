"""Values that cannot stand together in one patient: each may be possible alone, and one of them has a wrong unit or place.

A rule names the inputs it looks at and says when they can stand together, over floats or arrays alike. Inputs mean the same in
every calculator (`calculators/_inputs.py`), so one rule serves all that have them.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from preceptor.calculation import Calculator

Values = float | NDArray[np.float64]
Stands = bool | NDArray[np.bool_]
LOWEST_INDEX, HIGHEST_INDEX = 4.0, 150.0  # kg/m2; the smallest preterm newborns have about 5
USUAL_INDEX = (10.0, 70.0)
GAS_PRESSURE = 713.0  # dry air at sea level, mm Hg
OVER_OXYGEN = 1.1  # what a high place, a tent or a rounded fraction may add


class Rule(NamedTuple):
    """Inputs, when they can stand together, and what is said where they cannot; `refused` or only a warning."""

    inputs: tuple[str, ...]
    holds: Callable[..., Stands]
    words: str
    refused: bool = True


def _possible_index(weight: Values, height: Values) -> Stands:
    return _within(weight / (height / 100) ** 2, LOWEST_INDEX, HIGHEST_INDEX)


def _usual_index(weight: Values, height: Values) -> Stands:
    return _within(weight / (height / 100) ** 2, *USUAL_INDEX)


def _within(value: Values, low: float, high: float) -> Stands:
    return (value >= low) & (value <= high)


def _at_least(upper: Values, lower: Values) -> Stands:
    return upper >= lower


def _reachable(pao2: Values, fio2: Values) -> Stands:
    return pao2 <= fio2 / 100 * GAS_PRESSURE * OVER_OXYGEN


def _of_hundred(neutrophils: Values, bands: Values) -> Stands:
    return neutrophils + bands <= 100


RULES = (
    Rule(("systolic_bp", "diastolic_bp"), _at_least, "systolic_bp is below diastolic_bp"),
    Rule(("weight", "height"), _possible_index,
         f"weight and height give a body-mass index outside {LOWEST_INDEX:g}..{HIGHEST_INDEX:g} kg/m2"),
    Rule(("weight", "height"), _usual_index,
         "weight and height give a body-mass index outside {:g}..{:g} kg/m2".format(*USUAL_INDEX), refused=False),
    Rule(("total_cholesterol", "hdl_cholesterol"), _at_least, "total_cholesterol is below hdl_cholesterol"),
    Rule(("neutrophils", "bands"), _of_hundred, "neutrophils and bands are more than 100 % together"),
    Rule(("iron_binding_capacity", "iron"), _at_least, "iron is above iron_binding_capacity", refused=False),
    Rule(("pao2", "fio2"), _reachable, "pao2 is higher than air with this fio2 can give at sea level", refused=False),
)  # fmt: skip


@cache
def rules_of(calculator: Calculator) -> tuple[Rule, ...]:
    """Return the rules whose inputs a calculator has."""
    return tuple(rule for rule in RULES if all(key in calculator.inputs for key in rule.inputs))


def broken(calculator: Calculator, values: Mapping[str, float], *, refused: bool) -> str:
    """Return the words of the first rule that known values break, or nothing."""
    for rule in rules_of(calculator):
        known = rule.refused is refused and all(key in values for key in rule.inputs)
        if known and not rule.holds(*(values[key] for key in rule.inputs)):
            return rule.words
    return ""
