"""Units as people write them, conversions, mass and amount of analytes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preceptor.errors import BadInput
from preceptor.quantities import ANALYTES, Quantity, conversion, convert, parse, same_dimension

SPELLINGS = [
    ("mg/dl", "mg/dL", 1), ("MG/DL", "mg/dL", 1), ("Mg/dL", "mg/dL", 1), ("mg.dL-1", "mg/dL", 1), ("mg per dL", "mg/dL", 1),
    ("umol/L", "mmol/L", 1e-3), ("µmol/L", "mmol/L", 1e-3), ("μmol/l", "mmol/L", 1e-3), ("mM", "mmol/L", 1),
    ("K/uL", "/uL", 1e3), ("10*3/uL", "/uL", 1e3), ("x10^9/L", "/uL", 1e3), ("x 10^3/uL", "10*9/L", 1), ("cells/mm3", "/uL", 1),
    ("thou/uL", "10*3/uL", 1), ("10*6/uL", "10*12/L", 1), ("1000/uL", "/uL", 1e3),
    ("mmHg", "mm[Hg]", 1), ("mm Hg", "mm[Hg]", 1), ("torr", "mm[Hg]", 1), ("kPa", "mm[Hg]", 1000 / 133.322387415),
    ("bpm", "/min", 1), ("beats per minute", "/min", 1), ("breaths/min", "/min", 1), ("Hz", "/min", 60),
    ("kg/m^2", "kg/m2", 1), ("kg/m²", "kg/m2", 1), ("lbs", "kg", 0.45359237), ("[in_i]", "cm", 2.54), ("inches", "cm", 2.54),
    ("mL/min/1.73 m²", "mL/min/{1.73_m2}", 1), ("mcg/kg/min", "ug/kg/min", 1), ("mL/24h", "mL/d", 1), ("%", "1", 0.01),
    ("mg%", "mg/dL", 1), ("gm%", "g/dL", 1), ("mo", "a", 1 / 12), ("wk", "d", 7), ("yrs", "a", 1), ("msec", "s", 1e-3), ("µIU/mL", "m[IU]/L", 1), ("IU/L", "U/L", 1),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "to", "factor"), SPELLINGS)
def test_spellings(unit: str, to: str, factor: float) -> None:
    assert conversion(unit, to).factor == pytest.approx(factor, rel=1e-8)


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (98.6, "degF", "Cel", 37.0),
        (37, "degrees celsius", "[degF]", 98.6),
        (0, "C", "kelvin", 273.15),
        (100, "°F", "°C", 37.7777777778),
        (37, "ºC", "Cel", 37),  # typed with the ordinal sign
    ],
)
def test_temperatures(value: float, unit: str, to: str, expected: float) -> None:
    assert convert(value, unit, to) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("value", "unit", "to", "analyte", "expected"),
    [
        (1, "mg/dL", "umol/L", "creatinine", 88.4),
        (100, "mg/dL", "mmol/L", "glucose", 5.55),
        (1, "mg/dL", "umol/L", "bilirubin", 17.1),
        (10, "mg/dL", "mmol/L", "calcium", 2.495),
        (14, "mg/dL", "mmol/L", "urea_nitrogen", 5.0),
        (140, "mEq/L", "mmol/L", "sodium", 140),
        (2, "mEq/L", "mmol/L", "magnesium", 1),
        (200, "mg/dL", "mmol/L", "cholesterol", 5.17),
        (150, "mg/dL", "mmol/L", "triglycerides", 1.69),
        (10, "uIU/mL", "pmol/L", "insulin", 60),
        (6, "mg/dL", "umol/L", "urate", 357),
    ],
)
def test_amounts_as_in_textbooks(value: float, unit: str, to: str, analyte: str, expected: float) -> None:
    assert convert(value, unit, to, analyte=analyte) == pytest.approx(expected, rel=5e-3)


NO_UNITS = (
    "foo", "import os", "10**10**10", "/HPF", "mg/(24.h)", "degC/min", "*3/uL", "x" * 100, "__import__", "mg'dL", "٣",
    "{", "1;2", "K/uL/foo", "kg 2", "mg/dL 3", "m 75", "10", "000", "mL 24 h",
)  # fmt: skip


@pytest.mark.parametrize("unit", NO_UNITS)
def test_what_is_no_unit_is_refused(unit: str) -> None:
    with pytest.raises(BadInput, match=r"unit .* is not known"):
        conversion(unit, "mg/dL")


def test_other_dimensions_and_analytes_are_refused() -> None:
    with pytest.raises(BadInput, match="measure different things"):
        conversion("mg/dL", "mmol/L")
    with pytest.raises(BadInput, match="of creatinine does not become"):
        conversion("mg", "mmol/L", "creatinine")
    with pytest.raises(BadInput, match="no analyte 'creatinin' in the mass-molar table; near: creatinine"):
        conversion("mg/dL", "mmol/L", "creatinin")
    assert same_dimension("g", "lb")
    assert not same_dimension("g", "m")


@given(
    value=st.floats(1e-3, 1e5),
    analyte=st.sampled_from(sorted(ANALYTES)),
    units=st.sampled_from([("mg/dL", "mmol/L"), ("ng/mL", "pmol/L"), ("g/L", "umol/L"), ("ug/dL", "nmol/L")]),
)
@settings(max_examples=200, deadline=None)
def test_mass_and_amount_round_trip(value: float, analyte: str, units: tuple[str, str]) -> None:
    here, there = units
    back = convert(convert(value, here, there, analyte=analyte), there, here, analyte=analyte)
    assert back == pytest.approx(value, rel=1e-9)


@given(
    value=st.floats(-50, 1e5),
    pair=st.sampled_from([(unit, to) for unit, to, _ in SPELLINGS] + [("Cel", "degF")]),
)
@settings(max_examples=200, deadline=None)
def test_units_round_trip(value: float, pair: tuple[str, str]) -> None:
    there = convert(value, *pair)
    assert convert(there, pair[1], pair[0]) == pytest.approx(value, rel=1e-9, abs=1e-8)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.2 mg/dL", Quantity(1.2, "mg/dL")),
        ("75", Quantity(75.0, "")),
        ("5'10\"", Quantity(70.0, "in")),
        ("5 ft 10 in", Quantity(70.0, "in")),
        ("12,000 /uL", Quantity(12000.0, "/uL")),
        ("7.4 x10^9/L", Quantity(7.4, "x10^9/L")),
        ("-3 mmol/L", Quantity(-3.0, "mmol/L")),
        ("−3", Quantity(-3.0, "")),
        ("12mg", Quantity(12.0, "mg")),
        ("5 ft 10", Quantity(70.0, "in")),
        ("5′8″", Quantity(68.0, "in")),
        ("12 st 4 lb", Quantity(172.0, "lb")),
        ("7 lb 3 oz", Quantity(115.0, "oz")),
        ("38 weeks and 2 days", Quantity(268.0, "d")),
        ("38w2d", Quantity(268.0, "d")),
        ("38+2 weeks", Quantity(268.0, "d")),
        ("2 years 3 months", Quantity(27.0, "mo")),
    ],
)
def test_quantities_are_read(text: str, expected: Quantity) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize("text", ["abc", "nan", "inf", "", "1.2.3 mg", "mg 3", "9" * 200])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="quantity"):
        parse(text)


@pytest.mark.parametrize("text", ["5 ft 13 in", "38 weeks 9 days", "7 lb 20 oz"])
def test_a_second_number_that_is_too_large_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="the second number is"):
        parse(text)


def test_a_second_number_is_no_factor() -> None:
    for text in ("70 kg 2", "2 mg/dL 3", "8 mg 2", "1.2 10"):
        with pytest.raises(BadInput, match="is not known"):
            conversion(parse(text).unit, "mg")


def test_a_decimal_comma_is_named() -> None:
    with pytest.raises(BadInput, match=r"a comma is no decimal point here; write '1.2 mg/dL'"):
        parse("1,2 mg/dL")


def test_the_same_unit_keeps_the_number() -> None:
    assert convert(0.1 + 0.2, "mg", "mg") == 0.1 + 0.2
    assert conversion("K/uL", "K/uL") == (1.0, 0.0)
