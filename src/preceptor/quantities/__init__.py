"""Quantities: units as wards and laboratories write them, conversion, and mass to amount by analyte.

pint parses; what it finds is kept as a factor and an offset, so that a second conversion between the same
two units costs a look-up. Mass and amount are exchanged only for a named analyte (`ANALYTES`).

Example:
    >>> round(convert(88.4, "µmol/L", "mg/dL", analyte="creatinine"), 3)
    1.0
    >>> parse("5 ft 10 in")
    Quantity(value=70.0, unit='in')
"""

import re
from functools import lru_cache
from importlib import import_module
from typing import NamedTuple

from preceptor.errors import BadInput, near
from preceptor.quantities._analytes import ANALYTES, Analyte

__all__ = [
    "ANALYTES",
    "Analyte",
    "Conversion",
    "Quantity",
    "conversion",
    "convert",
    "parse",
    "same_dimension",
]

NUMBER = r"[-+−]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3}(?![\d*^]))?"
COMPOUNDS = (  # a larger and a smaller unit, how many make one, the spellings of each; the last may be left out after feet
    ("in", 12, "'|’|′|ft|feet|foot", "\"|''|”|″|in|inch|inches|"),
    ("lb", 14, "st|stone|stones", "lb|lbs|pound|pounds"),
    ("oz", 16, "lb|lbs|pound|pounds", "oz|ounce|ounces"),
    ("d", 7, "w|wk|wks|week|weeks", "d|day|days"),
    ("mo", 12, "y|yr|yrs|year|years", "mo|mos|month|months"),
)
COMPOUND = [
    (
        unit,
        many,
        re.compile(rf"\s*(\d+)\s*(?:{large})\s*(?:and\s*)?(\d+(?:\.\d+)?)\s*(?:{small})\s*", re.IGNORECASE),
    )
    for unit, many, large, small in COMPOUNDS
]
WEEKS_PLUS = re.compile(r"\s*(\d+)\s*\+\s*([0-6])\s*(?:w|wk|wks|week|weeks)\s*", re.IGNORECASE)
LONGEST = 80  # letters of a quantity written as text


class Quantity(NamedTuple):
    """A number and its unit as written."""

    value: float
    unit: str


class Conversion(NamedTuple):
    """`converted = value * factor + offset`."""

    factor: float
    offset: float = 0.0


def parse(text: str) -> Quantity:
    """Read `1.2 mg/dL`, `75`, `5'10"`, `38 weeks 2 days`, `12,000 /uL`; a number without a unit has the unit "".

    Raises:
        BadInput: no number at its beginning, a decimal comma, or more than a number and a unit.
    """
    said = repr(text[:LONGEST])
    if len(text) > LONGEST:
        raise BadInput(f"{said}... is too long for a quantity; write a number and a unit, such as 1.2 mg/dL")
    if compound := _compound(text):
        return compound
    match = re.fullmatch(rf"\s*({NUMBER})\s*(.*?)\s*", text, re.DOTALL)
    if not match:
        raise BadInput(f"{said} is no quantity; write a number and a unit, such as 1.2 mg/dL")
    if re.match(r"\.\d", match[2]):
        raise BadInput(f"{said} is no quantity; write a number and a unit, such as 1.2 mg/dL")
    if re.match(r",\d", match[2]):
        raise BadInput(f"{said}: a comma is no decimal point here; write {text.strip().replace(',', '.')!r}")
    return Quantity(float(match[1].replace(",", "").replace("−", "-")), match[2])


def _compound(text: str) -> Quantity | None:
    """Read two numbers of one quantity: feet and inches, stones and pounds, weeks and days, years and months."""
    if match := WEEKS_PLUS.fullmatch(text):
        return Quantity(float(match[1]) * 7 + float(match[2]), "d")
    for unit, many, written in COMPOUND:
        if match := written.fullmatch(text):
            if float(match[2]) >= many:
                raise BadInput(
                    f"{text.strip()!r}: the second number is {many} or more; write one number and its unit"
                )
            return Quantity(float(match[1]) * many + float(match[2]), unit)
    return None


@lru_cache(maxsize=4096)
def conversion(unit: str, to: str, analyte: str = "") -> Conversion:
    """Return factor and offset between two units.

    Args:
        analyte: a row of `ANALYTES`; allows mass <-> amount <-> charges <-> international units.

    Raises:
        BadInput: a unit that is not known, or two that measure different things.
    """
    if unit == to:
        return Conversion(1.0)
    units = import_module("preceptor.quantities._registry")  # pint: 0.4 s, at the first conversion only
    found = units.linear(unit, to, _analyte(analyte) if analyte else None)
    if found is None:
        about = f" of {analyte.replace('_', ' ')}" if analyte else ""
        raise BadInput(f"{unit!r}{about} does not become {to!r}: they measure different things")
    return Conversion(*found)


def convert(value: float, unit: str, to: str, *, analyte: str = "") -> float:
    """Convert a value; see `conversion`.

    Example:
        >>> convert(98.6, "degF", "Cel")
        37.0
    """
    factor, offset = conversion(unit, to, analyte)
    return value if factor == 1.0 and not offset else float(f"{value * factor + offset:.12g}")


def same_dimension(unit: str, other: str) -> bool:
    """Say whether two units measure the same thing, without an analyte's help."""
    try:
        conversion(unit, other)
    except BadInput:
        return False
    return True


def _analyte(name: str) -> Analyte:
    if name not in ANALYTES:
        raise BadInput(f"no analyte {name!r} in the mass-molar table{near(name, ANALYTES)}")
    return ANALYTES[name]
