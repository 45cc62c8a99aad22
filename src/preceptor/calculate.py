"""Run a calculator safely: every input there, a number, and within its range, or a clear refusal."""

import math
from collections.abc import Mapping
from typing import cast

import numpy as np
from numpy.typing import ArrayLike

from preceptor import catalog
from preceptor.components import Calculator
from preceptor.errors import BadInput, near


def calculate(name: str, inputs: Mapping[str, ArrayLike]) -> object:
    """Compute one calculator for one patient (floats) or for many (equal-length arrays).

    Args:
        inputs: name -> value in the calculator's declared unit.

    Raises:
        NotFound: no such calculator.
        BadInput: an input is missing, unknown, not a number, or outside its hard range.

    Example:
        calculate("quetelet_index", {"mass_kg": 70, "height_m": 1.75})
    """
    calculator = cast(Calculator, catalog.load("calculators", name))
    check_inputs(name, calculator, inputs)
    return calculator.compute(**inputs)


def check_inputs(name: str, calculator: Calculator, inputs: Mapping[str, ArrayLike]) -> None:
    """Refuse what a calculator must not be given; a missing input is never taken as normal.

    Raises:
        BadInput: see `calculate`.
    """
    declared = calculator.inputs
    if missing := [key for key in declared if key not in inputs]:
        lacking = missing[0]
        raise BadInput(
            f"{name} needs {lacking} ({declared[lacking].unit}): {declared[lacking].doc or 'not given'}"
        )
    if unknown := [key for key in inputs if key not in declared]:
        raise BadInput(
            f"{name} has no input {unknown[0]!r}; inputs: {', '.join(declared)}{near(unknown[0], declared)}"
        )
    for key, value in inputs.items():
        limits = declared[key]
        try:
            numbers = np.atleast_1d(np.asarray(value, dtype=float))
        except (TypeError, ValueError) as error:
            raise BadInput(f"{key}={value!r} is no number; give it in {limits.unit}") from error
        for number in (float(numbers.min(initial=math.inf)), float(numbers.max(initial=-math.inf))):
            if not limits.low <= number <= limits.high:
                raise BadInput(
                    f"{key}={number:g} {limits.unit} outside {limits.low:g}..{limits.high:g}; check the unit"
                )
