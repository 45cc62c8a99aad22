"""What a user gives, read as a number in the declared unit, or refused in one line."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import isfinite

import numpy as np

from preceptor.calculation import Calculator, Input
from preceptor.errors import BadInput, near
from preceptor.quantities import conversion, parse

YES = frozenset(["yes", "y", "true", "t", "present", "positive", "1", "1.0"])
NO = frozenset(["no", "n", "false", "f", "absent", "negative", "0", "0.0", "none"])
UNKNOWN = frozenset(("", "unknown", "?", "na", "n/a", "not known", "not mentioned", "null"))
SAME = {"m": "male", "man": "male", "boy": "male", "f": "female", "woman": "female", "girl": "female"}
UNCODED = {"female", "black"}  # whose number differs from file to file
EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Known:
    """Values in the declared units, what is not known, and what a clinician should be told."""

    values: dict[str, float]
    levels: dict[str, str]
    unknown: tuple[str, ...]
    warnings: tuple[str, ...]


def folded(text: str) -> str:
    """Write a level's name without case and punctuation."""
    return re.sub(r"[^a-z0-9+<>=%.]+", " ", text.casefold().replace("_", " ")).strip()


@cache
def _levels(declared: Input) -> dict[str, str]:
    return {folded(level): level for level in declared.levels}


@cache
def names(calculator: Calculator) -> dict[str, str]:
    """Every name under which an input may be given -> its name."""
    found = {
        alias: key
        for key, declared in calculator.inputs.items()
        for alias in (*declared.aliases, key.replace("_", "-"))
    }
    return found | {key: key for key in calculator.inputs}


def read(calculator: Calculator, name: str, inputs: Mapping[str, object]) -> Known:
    """Read all that was given; what is not given or None is unknown.

    Raises:
        BadInput: an unknown name, a value of the wrong form or unit, or outside the hard range.
    """
    known, warnings = names(calculator), []
    given: dict[str, object] = {}
    for key, value in inputs.items():
        if key not in known:
            raise BadInput(
                f"{name} has no input {str(key)[:60]!r}; "
                f"inputs: {', '.join(calculator.inputs)}{near(str(key)[:60], known)}"
            )
        if known[key] in given:
            raise BadInput(f"{known[key]} is given twice to {name}; give it once")
        given[known[key]] = value.item() if isinstance(value, np.generic) else value
    values: dict[str, float] = {}
    levels: dict[str, str] = {}
    assumed: list[str] = []
    for key, declared in calculator.inputs.items():
        said = given.get(key)
        number = number_of(key, declared, said)
        if number is None and declared.default is not None:
            number = declared.default
            assumed.append(f"{key} {number:g} {declared.unit}")
        if number is None:
            continue
        if declared.usual and not declared.usual[0] <= number <= declared.usual[1]:
            low, high = declared.usual
            warnings.append(f"{key}={number:g} {declared.unit} is unusual ({low:g} to {high:g}); check it")
        values[key] = number
        if declared.kind == "choice":
            levels[key] = level_of(key, declared, given[key])
    if len(assumed) == len(calculator.inputs):
        raise BadInput(f"{name} needs at least one of its inputs: {', '.join(calculator.inputs)}")
    if assumed:
        warnings.append(f"not given, taken by the rule's own convention: {', '.join(assumed)}")
    unknown = tuple(key for key in calculator.inputs if key not in values)
    return Known(values, levels, unknown, tuple(warnings))


def number_of(key: str, declared: Input, given: object) -> float | None:
    """Read one value as a number in the declared unit, None where it is unknown.

    Raises:
        BadInput: see `read`.
    """
    if given is None or (isinstance(given, str) and _unknown(declared, given)):
        return None
    if type(given) is bool and declared.kind == "yes_no":  # the usual case, without further questions
        return 1.0 if given else 0.0
    number = READERS[declared.kind](key, declared, given)
    if not declared.low <= number <= declared.high:
        if declared.kind == "day":
            raise BadInput(f"{key}={given} is outside 1900..2100; write year-month-day")
        raise BadInput(
            f"{key}={number:g} {declared.unit} outside {declared.low:g}..{declared.high:g}; check the unit"
        )
    return number


def _unknown(declared: Input, given: str) -> bool:
    """Say whether a text means unknown; a level of that name is a level."""
    return given not in declared.levels and given.strip().casefold() in UNKNOWN


def _refusal(key: str, given: object, allowed: str) -> BadInput:
    return BadInput(f"{key}={str(given)[:60]!r} is not readable; {allowed}")


def _number(key: str, declared: Input, given: object) -> float:
    if type(given) in (int, float) and isfinite(given):  # type: ignore[arg-type]
        return float(given)  # type: ignore[arg-type]
    unit = ""
    if isinstance(given, Mapping) and set(given) <= {"value", "unit"}:
        given, unit = given.get("value"), given.get("unit") or ""
    elif isinstance(given, tuple | list) and len(given) == 2:
        given, unit = given
    if isinstance(given, str) and not unit:
        try:
            given, unit = parse(given)
        except BadInput as error:
            raise BadInput(f"{key}: {error}") from error
    if isinstance(given, bool) or not isinstance(given, int | float) or not isinstance(unit, str):
        raise _refusal(key, given, f"give a number in {declared.unit}, or with its unit: '1.2 mg/dL'")
    if not isfinite(given):
        raise BadInput(f"{key}={given} is no number; give it in {declared.unit}, or leave it out if unknown")
    if not unit or unit == declared.unit:
        return float(given)
    try:
        factor, offset = conversion(unit, declared.unit, declared.analyte)
    except BadInput as error:
        raise BadInput(f"{key}: {error}") from error
    return float(f"{given * factor + offset:.12g}")


def _yes_no(key: str, declared: Input, given: object) -> float:
    said = str(given).strip().casefold() if isinstance(given, str | bool | int | float) else ""
    if said in YES or said in NO:
        return float(said in YES)
    raise _refusal(key, given, "give yes or no, or leave it out if unknown")


@cache
def coded(declared: Input) -> bool:
    """Say whether a choice may be given by its number: its codes are whole points."""
    whole = all(float(code).is_integer() for code in declared.levels.values())
    return whole and not UNCODED & set(declared.levels)


def level_of(key: str, declared: Input, given: object) -> str:
    """Return the level that was meant: by name, or by the points that only one level has.

    A number is no name of a sex (files differ in which sex is 1) nor of a drug (its code here is a dose).
    """
    if isinstance(given, str):
        if given in declared.levels:
            return given
        said = folded(given)
        for name in (said, SAME.get(said, said)):
            if name in _levels(declared):
                return _levels(declared)[name]
    if coded(declared) and isinstance(given, str | int | float) and not isinstance(given, bool):
        meant = [
            level
            for level, code in declared.levels.items()
            if str(given).strip() in (f"{code:g}", f"{code:.1f}")
        ]
        if len(meant) == 1:
            return meant[0]
    raise _refusal(key, given, f"give one of: {', '.join(declared.levels)}")


def _choice(key: str, declared: Input, given: object) -> float:
    return float(declared.levels[level_of(key, declared, given)])


def _day(key: str, declared: Input, given: object) -> float:
    if isinstance(given, date):
        return float(given.toordinal() - EPOCH)
    try:
        if isinstance(given, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", given.strip()):
            return float(date.fromisoformat(given.strip()).toordinal() - EPOCH)
    except ValueError as error:
        raise _refusal(key, given, f"{error}") from error
    raise _refusal(key, given, "write the day as year-month-day, such as 2024-05-31")


READERS: dict[str, Callable[[str, Input, object], float]] = {
    "number": _number,
    "yes_no": _yes_no,
    "choice": _choice,
    "day": _day,
}
