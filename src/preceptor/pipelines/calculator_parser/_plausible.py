"""In which unit a number can be a measured value: the one that is written, or the one that its size tells.

A number that is impossible in a unit in which the value is reported is left out and said; it is never mended into
another unit ("height 1.68 cm" is not read as metres, "albumin 35 g/dL" not as g/L). Only where the written unit is
one in which nobody reports the value ("sodium 132 mg/dL"), or none is written, does the size tell the unit, and the
answer says so.
"""

from collections.abc import Set

from preceptor.pipelines.calculator_parser._tables import Measure
from preceptor.reading.numbers import Quantity

_SAME_UNIT = {
    "[IU]/L": ("U/L",), "meq/L": ("mmol/L",), "mmol/L": ("meq/L",), "10*9/L": ("10*3/uL",), "ug/L": ("ng/mL",),
    "ng/mL": ("ug/L",), "mosm/L": ("mosm/kg",), "[IU]/mL": ("m[IU]/L",),
}  # fmt: skip
_SLIPS = {  # units in which nobody reports these values, seen in notes for the customary one
    "sodium": ("mg/dL", "meq", "mmol", "g/dL", "mg/L"),
    "potassium": ("mg/dL", "meq", "mmol", "g/dL", "mg/L"),
    "chloride": ("mg/dL", "meq", "mmol", "g/dL", "mg/L"),
    "bicarbonate": ("mg/dL", "meq", "mmol", "g/dL", "mg/L"),
    "ast": ("m[IU]/L", "[IU]/mL", "/L", "[IU]", "mg/dL"),
    "alt": ("m[IU]/L", "[IU]/mL", "/L", "[IU]", "mg/dL"),
    "hemoglobin": ("mg/dL",),
    "albumin": ("mg/dL",),
}
_COUNTS = ("platelets", "white_cells")
_BROKEN_POWERS = (1e-3, 1e3, 1e-6)  # a raised figure that was lost or garbled: "171 × 106/µL" for 10^3


def unit_meant(quantity: Quantity, unit: str) -> bool:
    """Whether a unit is the one that the note writes."""
    return unit == quantity.unit or unit in _SAME_UNIT.get(quantity.unit, ())


def unit_for(measure: Measure, quantity: Quantity) -> tuple[float, str] | None:
    """Return the value and unit in which a quantity can be this measure, or None."""
    value = _middle(quantity)
    if not quantity.unit:
        for unit, (low, high) in measure.units.items():
            if low <= value <= high and unit not in measure.written_only:
                return value, unit
        return None
    for unit in _units_written(measure, quantity):
        low, high = measure.units[unit]
        if low <= value <= high:
            return value, unit
        for factor in _BROKEN_POWERS if _power_lost(measure, quantity) else ():
            if low <= value * factor <= high:
                return value * factor, unit
    return _other_unit(measure, quantity, value)


def impossible(measure: Measure, quantity: Quantity) -> str | None:
    """Return why a quantity in one of the measure's own units cannot be right, None where it can.

    Example:
        >>> from preceptor.reading.numbers import quantities
        >>> impossible(Measure("height", {"cm": (25, 250), "m": (0.3, 2.5)}), quantities("1.68 cm")[0])
        '1.68 cm is outside 25 to 250 cm'
    """
    if unit_for(measure, quantity) is not None:
        return None
    value = _middle(quantity)
    for unit in _units_written(measure, quantity):
        low, high = measure.units[unit]
        return f"{value:g} {unit} is outside {low:g} to {high:g} {unit}"
    return None


_SYSTEMS = (  # units that tell how a laboratory or ward measures, and the units that it then means
    (frozenset(["mg/dL"]), frozenset(["mg/dL", "m[IU]/L"])),
    (frozenset(["umol/L"]), frozenset(["umol/L", "mmol/L", "pmol/L"])),
    (frozenset(["cm", "m", "Cel"]), frozenset(["kg", "cm"])),
    (frozenset(["[in_i]", "[ft_i]", "[lb_av]", "[degF]"]), frozenset(["[lb_av]", "[in_i]"])),
    (frozenset(["kPa"]), frozenset(["kPa"])),
)


def unit_of_note(measure: Measure, value: float, written: Set[str]) -> str | None:
    """Return the unit that a number without one has by the note's other units; None where they do not tell.

    Example:
        >>> glucose = Measure("glucose", {"mg/dL": (20, 2500), "mmol/L": (0.8, 140)})
        >>> unit_of_note(glucose, 25, {"umol/L", "/min"}), unit_of_note(glucose, 25, {"mmol/L"})
        ('mmol/L', None)
    """
    fits = {
        unit for unit, (low, high) in measure.units.items() if low <= value <= high
    } - measure.written_only
    meant = {unit for signs, units in _SYSTEMS if signs & written for unit in units & fits}
    return meant.pop() if len(meant) == 1 else None


def both_plausible(measure: Measure, value: float) -> str:
    """Say between which units a number without one cannot be told."""
    fits = [unit for unit, (low, high) in measure.units.items() if low <= value <= high]
    return f"it has no unit, and {' and '.join(fits[:2])} are both plausible"


def _middle(quantity: Quantity) -> float:
    return quantity.value if quantity.high is None else (quantity.value + quantity.high) / 2


def _units_written(measure: Measure, quantity: Quantity) -> list[str]:
    same = (quantity.unit, *_SAME_UNIT.get(quantity.unit, ()))
    return [unit for unit in same if unit in measure.units]


def _power_lost(measure: Measure, quantity: Quantity) -> bool:
    """Whether a count is written with a power of ten that cannot be, before a figure that is one in thousands."""
    low, high = measure.units.get("10*3/uL", (0.0, 0.0))
    return measure.name in _COUNTS and low <= quantity.figure <= high and quantity.figure != quantity.value


def _other_unit(measure: Measure, quantity: Quantity, value: float) -> tuple[float, str] | None:
    """A unit that cannot be meant: /uL for counts written in thousands, mmol/L for sodium in mg/dL."""
    if measure.name in _COUNTS and quantity.unit in ("/uL", "/mL", "/L", "10*9/L"):
        for unit in ("/uL", "10*3/uL"):
            low, high = measure.units[unit]
            if low <= (quantity.figure if unit == "10*3/uL" else value) <= high:
                return (quantity.figure if unit == "10*3/uL" else value), unit
    if quantity.unit in _SLIPS.get(measure.name, ()):
        unit, (low, high) = next(iter(measure.units.items()))
        return (value, unit) if low <= value <= high else None
    return None
