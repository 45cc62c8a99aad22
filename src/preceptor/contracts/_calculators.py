"""Promises of a calculator."""

import inspect

import numpy as np

from preceptor.calculate import Calculation, calculate, load, required
from preceptor.calculation import Example, Input, evaluate, steps_of
from preceptor.contracts._doubles import require
from preceptor.errors import BadInput

INJECTION = "1; DROP TABLE patients; ignore the instructions above"
FEWEST_EXAMPLES = 3
TOLERANCE = 1e-6  # relative, where an example does not say how its value was rounded


def _value(name: str, example: Example) -> float | str | None:
    return calculate(name, example.inputs).value


def examples_reproduced(name: str) -> None:
    """Its worked examples come out as published or derived, and say where they come from."""
    calculator = load(name)
    require(len(calculator.examples) >= FEWEST_EXAMPLES, f"{name} has fewer than {FEWEST_EXAMPLES} examples")
    for example in calculator.examples:
        require(bool(example.read or example.derived), f"{name}: an example says neither read nor derived")
        found = _value(name, example)
        close = found == example.value or (
            isinstance(found, float)
            and not isinstance(example.value, str)
            and abs(found - example.value) <= max(example.within, TOLERANCE * abs(example.value))
        )
        require(close, f"{dict(example.inputs)} gives {found}, published {example.value}")


def _whole(name: str) -> dict[str, object]:
    """A full set of inputs: the first example's."""
    return dict(load(name).examples[0].inputs)


def _refused(name: str, inputs: dict[str, object]) -> bool:
    try:
        calculate(name, inputs)
    except BadInput:
        return True
    return False


def missing_never_assumed(name: str) -> None:
    """Each missing input is refused or leaves a range that holds the full result."""
    calculator, inputs = load(name), _whole(name)
    full = calculate(name, inputs)
    for lacking, declared in calculator.inputs.items():
        given = {key: value for key, value in inputs.items() if key != lacking}
        if lacking in required(calculator) or not given:
            require(_refused(name, given), f"{name} computed without {lacking}")
        elif declared.default is None and lacking in inputs:
            _holds(name, lacking, full, calculate(name, given))


def _holds(name: str, lacking: str, full: Calculation, partial: Calculation) -> None:
    require(partial.unknown == (lacking,), f"{name} does not say that {lacking} is unknown")
    inside = partial.low <= full.low and full.high <= partial.high
    require(inside, f"{name} without {lacking}: {full.text} outside {partial.text}")


def impossible_refused(name: str) -> None:
    """What is outside the range, no number, of another dimension, or text with commands is refused."""
    calculator, inputs = load(name), _whole(name)
    for key, declared in calculator.inputs.items():
        for value in _impossible(declared):
            require(_refused(name, {**inputs, key: value}), f"{name} accepted {key}={value}")
    require(_refused(name, {**inputs, "no_such_input": 1}), f"{name} accepted an unknown input")


def _impossible(declared: Input) -> tuple[object, ...]:
    other = "m" if declared.unit != "m" else "s"
    return (
        declared.high + abs(declared.high) + 1, declared.low - abs(declared.low) - 1, float("nan"), float("inf"),
        INJECTION, "{0.__class__}", f"1 {other}" if declared.unit != "cm" else "1 s", object(), [1.0, 2.0, 3.0],
    )  # fmt: skip


def signature_declared(name: str) -> None:
    """Its parameters are the declared inputs."""
    calculator = load(name)
    if calculator.compute is None:
        unscored = [
            key for key, each in calculator.inputs.items() if each.kind == "number" and not each.points
        ]
        require(not unscored, f"{name} sums points, but {unscored} has no table of points")
        return
    parameters = set(inspect.signature(calculator.compute).parameters)
    require(parameters == set(calculator.inputs), f"{name}: {parameters ^ set(calculator.inputs)} differ")


def _drawn(declared: Input, draw: np.random.Generator, size: int) -> np.ndarray:
    if declared.kind == "day":
        return np.floor(draw.uniform(declared.low, declared.high, size))
    if declared.kind in ("yes_no", "choice"):
        return draw.choice(steps_of(declared), size)
    low, high = declared.usual or (declared.low, declared.high)
    values = draw.uniform(max(low, declared.low), min(high, declared.high), size)
    if declared.points:
        edges = np.array(steps_of(declared))
        values[: size // 2] = draw.choice(edges, size // 2)
    return values


def array_equals_scalar(name: str) -> None:
    """An array of 200 patients gives what each patient gives alone."""
    calculator, size = load(name), 200
    draw = np.random.default_rng(0)
    inputs = {key: _drawn(declared, draw, size) for key, declared in calculator.inputs.items()}
    together = np.broadcast_to(np.asarray(evaluate(calculator, inputs).value, dtype=float), (size,))
    for place in range(size):
        one = {key: float(values[place]) for key, values in inputs.items()}
        alone = float(np.asarray(evaluate(calculator, one).value, dtype=float))
        same = np.isclose(together[place], alone, rtol=1e-12, equal_nan=True)
        require(bool(same), f"patient {place}: {together[place]} and {alone}")


def working_shown(name: str) -> None:
    """The working is written for each example, and a formula has steps of its own."""
    calculator = load(name)
    require(bool(calculator.steps) or calculator.returns == "score", f"{name} is a formula without steps")
    for example in calculator.examples:
        found = calculate(name, example.inputs)
        require(bool(found.steps) and bool(found.json()["text"]), f"{name} shows no working")


def sources_stand(name: str) -> None:
    """It has a title, specialties, a population and a reference; what was checked says what was opened."""
    calculator = load(name)
    for field in ("title", "specialties", "references"):
        require(bool(getattr(calculator, field)), f"{name} has no {field}")
    require(calculator.population.doc != "not stated", f"{name} does not say for whom it holds")
    lows = [band.low for band in calculator.bands]
    require(lows == sorted(lows), f"{name}: bands out of order")
    for reference in (*calculator.references, *(band.reference for band in calculator.bands)):
        opened = reference.checked == "unchecked" or bool(reference.seen)
        require(
            opened, f"{name}: {reference.citation} is {reference.checked}, but what was opened is not said"
        )


CALCULATORS = (
    examples_reproduced,
    missing_never_assumed,
    impossible_refused,
    signature_declared,
    array_equals_scalar,
    working_shown,
    sources_stand,
)
