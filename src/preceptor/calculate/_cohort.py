"""A calculator over columns: a million patients in one pass, who is refused and why, ranges where items are unknown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from preceptor.calculate._given import coded, names, number_of
from preceptor.calculate._together import rules_of
from preceptor.calculate._unknown import required
from preceptor.calculation import Calculator, Input, choice, evaluate, number, points_of, steps_of, yes_no
from preceptor.errors import BadInput, near
from preceptor.quantities import conversion

Floats = NDArray[np.float64]
MOST_COMBINATIONS, MOST_TEXTS = 512, 1000
EMPTY = ("None", "nan", "", "NaT")
AGE = number("a", 0, 130, "age")
SEX = choice("sex", {"male": 0, "female": 1})
FACT = yes_no("a fact about the patient")
FACTS = {"age": AGE, "sex": SEX}


def facts_of(calculator: Calculator) -> tuple[str, ...]:
    """Return what may be given beside the inputs: facts by which someone stands outside the population."""
    population = calculator.population
    facts = ("age", "sex", *population.excludes, *population.requires)
    return tuple(fact for fact in facts if fact not in calculator.inputs)


@runtime_checkable
class Frame(Protocol):
    """A data frame such as polars': named columns that become NumPy arrays."""

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        ...

    def __getitem__(self, name: str, /) -> "Series":
        """Return a column."""
        ...


@runtime_checkable
class Series(Protocol):
    """One column of a frame."""

    def to_numpy(self) -> np.ndarray:
        """Return it as an array."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Cohort:
    """Results by patient, in the order of the columns.

    Attributes:
        value: NaN where the patient is refused or unknown items leave a range; a day is a count of days.
        low: the lowest that unknown items allow, NaN where refused.
        high: the highest.
        problem: index into `problems`; 0 is none.
        problems: what was wrong, the first entry empty.
    """

    value: Floats
    low: Floats
    high: Floats
    problem: NDArray[np.int64]
    problems: tuple[str, ...]


def cohort(
    name: str, calculator: Calculator, columns: Mapping[str, ArrayLike] | Frame, units: Mapping[str, str]
) -> Cohort:
    """Compute a loaded calculator over columns; see `calculate_cohort`."""
    given = _found(columns, {**names(calculator), **{key: key for key in facts_of(calculator)}})
    facts = {key: given.pop(key) for key in facts_of(calculator) if key in given}
    values = _columns(name, calculator, given, units)
    size = len(next(iter(values.values())))
    problems, problem = [""], np.zeros(size, dtype=np.int64)
    for wrong, words in (*_outside(calculator, values), *_strangers(calculator, facts, size)):
        if wrong.any():
            problems.append(words)
            problem[wrong & (problem == 0)] = len(problems) - 1
    values = {key: _filled(calculator.inputs[key], column) for key, column in values.items()}
    fine = problem == 0
    result = np.full((2, size), np.nan)
    with np.errstate(all="ignore"):
        if fine.all():
            result[:] = _bounds(calculator, values, size)
        elif fine.any():
            kept = {key: column[fine] for key, column in values.items()}
            result[:, fine] = _bounds(calculator, kept, int(fine.sum()))
    low, high = result
    return Cohort(
        value=np.where(low == high, low, np.nan), low=low, high=high, problem=problem, problems=tuple(problems)
    )  # fmt: skip


def _outside(calculator: Calculator, values: Mapping[str, Floats]) -> Iterator[tuple[NDArray[np.bool_], str]]:
    """Yield who lacks a needed value, stands outside a range, or has values that cannot stand together."""
    needed, ages = required(calculator), calculator.population.ages
    for key, declared in calculator.inputs.items():
        column, (low, high) = values[key], (declared.low, declared.high)
        if key == "age":
            low, high = max(low, ages[0]), min(high, ages[1])
        missing = np.isnan(column)
        if key in needed:
            yield missing, f"{key} is missing"
        yield (
            ~missing & ~((column >= low) & (column <= high)),
            f"{key} outside {low:g}..{high:g} {declared.unit}",
        )
    for rule in rules_of(calculator):
        if rule.refused:
            looked_at = [values[key] for key in rule.inputs]
            known = ~np.isnan(np.sum(looked_at, axis=0))
            with np.errstate(all="ignore"):
                yield known & ~np.asarray(rule.holds(*looked_at)), rule.words
    yield np.all([np.isnan(column) for column in values.values()], axis=0), "nothing is known"


def _strangers(
    calculator: Calculator, facts: Mapping[str, ArrayLike], size: int
) -> Iterator[tuple[NDArray[np.bool_], str]]:
    """Yield who is known to stand outside the population, by the columns of facts beside the inputs."""
    population = calculator.population
    read = {key: _floats(key, FACTS.get(key, FACT), column, "") for key, column in facts.items()}
    for key, column in read.items():
        if len(column) != size:
            raise BadInput(f"column {key} has {len(column)} rows, the others {size}")
        if key == "age":
            low, high = population.ages
            yield (column < low) | (column > high), f"age outside {low:g}..{high:g} a"
        elif key == "sex":
            if population.sex != "any":
                yield (
                    ~np.isnan(column) & (column != SEX.levels[population.sex]),
                    f"sex other than {population.sex}",
                )
        elif key in population.excludes:
            yield column == 1, f"{key} excludes"
        else:
            yield column == 0, f"{key} is required"


def _found(columns: Mapping[str, ArrayLike] | Frame, known: Mapping[str, str]) -> dict[str, ArrayLike]:
    """Return the columns that are asked for, by their declared names; others are left alone."""
    given: dict[str, ArrayLike] = {}
    for column in columns.columns if isinstance(columns, Frame) else list(columns):
        if column in known:
            found = columns[column]
            given[known[column]] = found.to_numpy() if isinstance(found, Series) else found
    return given


def _columns(
    name: str, calculator: Calculator, given: Mapping[str, ArrayLike], units: Mapping[str, str]
) -> dict[str, Floats]:
    if stray := [key for key in units if key not in given]:
        raise BadInput(f"a unit is given for {stray[0]!r}, but no such column{near(stray[0], given)}")
    if lacking := [key for key in required(calculator) if key not in given]:
        declared = calculator.inputs[lacking[0]]
        raise BadInput(f"{name} needs a column {lacking[0]} ({declared.unit}): {declared.doc}")
    sizes = {len(np.atleast_1d(np.asarray(column))) for column in given.values()}
    if len(sizes) != 1 or 0 in sizes:
        raise BadInput(
            f"{name} needs at least one column, all of one length above 0; lengths: {sorted(sizes)}"
        )
    size = sizes.pop()
    return {
        key: _floats(key, declared, given[key], units.get(key, "")) if key in given else np.full(size, np.nan)
        for key, declared in calculator.inputs.items()
    }


def _filled(declared: Input, column: Floats) -> Floats:
    """Take the rule's own convention where a cell is empty and the rule has one."""
    return column if declared.default is None else np.where(np.isnan(column), declared.default, column)


def _floats(key: str, declared: Input, column: ArrayLike, unit: str) -> Floats:
    """Read a column as floats in the declared unit; an empty cell is NaN."""
    array = np.atleast_1d(np.asarray(column))
    if array.dtype.kind in "OUS":
        return _texts(key, declared, array)
    if array.dtype.kind == "M":
        days = array.astype("datetime64[D]")
        return np.where(np.isnat(days), np.nan, days.astype(np.int64).astype(float))
    numbers = array.astype(float)
    if declared.kind == "choice" and not coded(declared) and not np.isnan(numbers).all():
        raise BadInput(f"column {key} holds numbers; write the level's name: {', '.join(declared.levels)}")
    if declared.kind in ("choice", "yes_no"):
        allowed = np.isin(numbers, steps_of(declared)) | np.isnan(numbers)
        if not allowed.all():
            raise BadInput(f"column {key} holds {numbers[~allowed][0]:g}; allowed: {steps_of(declared)}")
    if unit and unit != declared.unit:
        factor, offset = conversion(unit, declared.unit, declared.analyte)
        return numbers * factor + offset
    return numbers


def _texts(key: str, declared: Input, array: np.ndarray) -> Floats:
    """Read a column of texts, each different text once."""
    cells = array.tolist()
    different = set(cells)
    if declared.kind == "number" and len(different) > MOST_TEXTS:
        raise BadInput(f"column {key} holds text; give numbers in {declared.unit}")
    read = {cell: np.nan if str(cell) in EMPTY else number_of(key, declared, cell) for cell in different}
    worth = {cell: np.nan if number is None else number for cell, number in read.items()}
    return np.fromiter((worth[cell] for cell in cells), dtype=float, count=len(cells))


def _bounds(calculator: Calculator, values: Mapping[str, Floats], size: int) -> Floats:
    """Return (2, size): lowest and highest result over what unknown items could be."""
    missing = {key: np.isnan(column) for key, column in values.items()}
    holes = [key for key, mask in missing.items() if mask.any()]
    if not holes:
        return np.broadcast_to(np.asarray(evaluate(calculator, values).value, dtype=float), (2, size))
    if calculator.compute is None:
        return _sums(calculator, values, missing)
    result = np.full((2, size), np.nan)
    code = sum((missing[key].astype(np.int64) << place for place, key in enumerate(holes)), start=np.int64(0))
    for pattern in np.unique(code):
        rows = np.flatnonzero(code == pattern)
        unknown = [key for place, key in enumerate(holes) if pattern >> place & 1]
        result[:, rows] = _tried(calculator, {key: column[rows] for key, column in values.items()}, unknown)
    return result


def _sums(
    calculator: Calculator, values: Mapping[str, Floats], missing: Mapping[str, NDArray[np.bool_]]
) -> Floats:
    low = high = np.asarray(0.0)
    for key, declared in calculator.inputs.items():
        known = np.asarray(points_of(declared, values[key]), dtype=float)
        every = [float(np.asarray(points_of(declared, step))) for step in steps_of(declared)]
        low = low + np.where(missing[key], min(every), known)
        high = high + np.where(missing[key], max(every), known)
    return np.stack([low, high])


def _tried(calculator: Calculator, values: Mapping[str, Floats], unknown: list[str]) -> Floats:
    """Try every combination of the unknown items; the whole range stays open (NaN) where they are too many."""
    size = len(next(iter(values.values())))
    steps = [steps_of(calculator.inputs[key]) for key in unknown]
    if np.prod([len(each) for each in steps], dtype=float) > MOST_COMBINATIONS:
        return np.full((2, size), np.nan)
    low, high = np.full(size, np.inf), np.full(size, -np.inf)
    for combination in product(*steps):
        filled = {key: np.full(size, step) for key, step in zip(unknown, combination, strict=True)}
        found = np.broadcast_to(
            np.asarray(evaluate(calculator, {**values, **filled}).value, dtype=float), (size,)
        )
        low, high = np.fmin(low, found), np.fmax(high, found)
    return np.stack([low, high])
