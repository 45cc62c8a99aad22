"""In which unit a number can be a measured value: the one that is written, or the one that its size tells."""

from preceptor.pipelines.calculator_parser._tables import Measure
from preceptor.reading.numbers import Quantity

_SAME_UNIT = {
    "[IU]/L": ("U/L",), "meq/L": ("mmol/L",), "mmol/L": ("meq/L",), "10*9/L": ("10*3/uL",), "ug/L": ("ng/mL",),
    "ng/mL": ("ug/L",), "mosm/L": ("mosm/kg",), "[IU]/mL": ("m[IU]/L",),
}  # fmt: skip
_ELECTROLYTES = ("sodium", "potassium", "chloride", "bicarbonate")
_BROKEN_POWERS = (1e-3, 1e3, 1e-6)  # "171 × 106/µL" for 10^3, "8,990/ml" for /µL


def unit_meant(quantity: Quantity, unit: str) -> bool:
    """Whether a unit is the one that the note writes."""
    return unit == quantity.unit or unit in _SAME_UNIT.get(quantity.unit, ())


def unit_for(measure: Measure, quantity: Quantity) -> tuple[float, str] | None:
    """Return the value and unit in which a quantity can be this measure, or None."""
    value = quantity.value if quantity.high is None else (quantity.value + quantity.high) / 2
    if not quantity.unit:
        for unit, (low, high) in measure.units.items():
            if low <= value <= high:
                return value, unit
        return None
    for unit in (quantity.unit, *_SAME_UNIT.get(quantity.unit, ())):
        if unit in measure.units:
            low, high = measure.units[unit]
            if low <= value <= high:
                return value, unit
            for factor in _BROKEN_POWERS if measure.name in ("platelets", "white_cells") else ():
                if low <= value * factor <= high:
                    return value * factor, unit
    return _other_unit(measure, quantity, value)


def _other_unit(measure: Measure, quantity: Quantity, value: float) -> tuple[float, str] | None:
    """Units that stand for another one in practice: /uL for counts in thousands, % for fractions, cm for m."""
    if measure.name in ("platelets", "white_cells") and quantity.unit in ("/uL", "/mL", "/L", "10*9/L"):
        low, high = measure.units["/uL"]
        if low <= value <= high:
            return value, "/uL"
        low, high = measure.units["10*3/uL"]
        if low <= value <= high:
            return value, "10*3/uL"
    if measure.name in _ELECTROLYTES and quantity.unit in ("mg/dL", "meq", "mmol", "g/dL", "mg/L"):
        return _first_unit(measure, value)
    if measure.name in ("ast", "alt") and quantity.unit in ("m[IU]/L", "[IU]/mL", "/L", "[IU]", "mg/dL"):
        return _first_unit(measure, value)
    if measure.name == "albumin" and quantity.unit == "mg/dL":
        return _first_unit(measure, value)
    if measure.name == "height" and quantity.unit == "cm" and 0.3 <= value <= 2.5:
        return value, "m"
    return None


def _first_unit(measure: Measure, value: float) -> tuple[float, str] | None:
    """A unit that cannot be meant ("sodium 132 mg/dl"): the measure's first, if the number is plausible in it."""
    unit, (low, high) = next(iter(measure.units.items()))
    return (value, unit) if low <= value <= high else None
