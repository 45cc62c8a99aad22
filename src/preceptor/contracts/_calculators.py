"""Promises of a calculator."""

import inspect
from typing import cast

import numpy as np

from preceptor import catalog
from preceptor.calculate import calculate
from preceptor.components import Calculator
from preceptor.contracts._doubles import require
from preceptor.errors import BadInput

TOLERANCE = 1e-6  # relative, where an example gives no fewer digits


def _load(name: str) -> Calculator:
    return cast(Calculator, catalog.load("calculators", name))


def _number(value: object) -> float:
    return float(np.asarray(getattr(value, "value", value), dtype=float))


def examples_reproduced(name: str) -> None:
    """Its published examples come out as published."""
    calculator = _load(name)
    require(bool(calculator.examples), f"{name} has no examples")
    for inputs, published in calculator.examples:
        found = _number(calculate(name, inputs))
        close = abs(found - published) <= TOLERANCE * max(1.0, abs(published))
        require(close, f"{dict(inputs)} gives {found}, published {published}")


def _refused(name: str, inputs: dict[str, float]) -> bool:
    try:
        calculate(name, inputs)
    except BadInput:
        return True
    return False


def missing_refused(name: str) -> None:
    """Each missing input is refused."""
    calculator = _load(name)
    inputs = dict(calculator.examples[0][0])
    for lacking in calculator.inputs:
        given = {key: value for key, value in inputs.items() if key != lacking}
        require(_refused(name, given), f"{name} computed without {lacking}")


def impossible_refused(name: str) -> None:
    """A value outside the range is refused, and so is one that is no number."""
    calculator = _load(name)
    inputs = dict(calculator.examples[0][0])
    for key, limits in calculator.inputs.items():
        beyond = (limits.high + abs(limits.high) + 1, limits.low - abs(limits.low) - 1, float("nan"))
        for value in beyond:
            require(_refused(name, {**inputs, key: value}), f"{name} accepted {key}={value}")


def signature_declared(name: str) -> None:
    """Its parameters are the declared inputs."""
    calculator = _load(name)
    parameters = set(inspect.signature(calculator.compute).parameters)
    require(parameters == set(calculator.inputs), f"{name}: {parameters ^ set(calculator.inputs)} differ")


def array_equals_scalar(name: str) -> None:
    """An array of patients gives what each patient gives alone."""
    calculator = _load(name)
    draw = np.random.default_rng(0)
    inputs = {key: draw.uniform(limits.low, limits.high, 50) for key, limits in calculator.inputs.items()}
    result = calculate(name, inputs)
    together = np.asarray(getattr(result, "value", result), dtype=float)
    for number in range(50):
        alone = _number(calculate(name, {key: float(values[number]) for key, values in inputs.items()}))
        require(
            np.isclose(together[number], alone, rtol=1e-12),
            f"patient {number}: {together[number]} and {alone}",
        )


CALCULATORS = (
    examples_reproduced,
    missing_refused,
    impossible_refused,
    signature_declared,
    array_equals_scalar,
)
