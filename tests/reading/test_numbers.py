import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preceptor.reading.numbers import quantities, unit_at

WRITTEN = [
    ("creatinine, 0.93 mg/dl; albumin", [(0.93, "mg/dL")]),
    ("WBC 13130/µl; red cells, 3.33 million/µl", [(13130, "/uL"), (3.33e6, "/uL")]),
    ("from 246 × 109/L to 63 × 109/L", [(246e9, "/L"), (63e9, "/L")]),
    ("leukocytes 19.5 × 103", [(19500, "")]),
    ("2.7 x 10(3)/µL", [(2700, "/uL")]),
    ("4.5 K/uL", [(4500, "/uL")]),
    ("temperature 39°C (102.2°F)", [(39, "Cel"), (102.2, "[degF]")]),
    ("weight 62,5 kg, height 1,60 m", [(62.5, "kg"), (1.6, "m")]),
    ("6,500 cells/μL and 423,000/μL", [(6500, "/uL"), (423000, "/uL")]),
    ("0,123 g", [(0.123, "g")]),
    ("5 ft 6 in tall, or 5'6\"", [(66, "[in_i]"), (66, "[in_i]")]),
    ("pH7.25", [(7.25, "")]),
    ("366 μmol/L at 10:30 on 12/17/2009", [(366, "umol/L")]),
    ("base excess −12.3 mmol/L", [(-12.3, "mmol/L")]),
    ("12 in the morning", [(12, "")]),
    ("Sodium  136 mEq/L\nPotassium 4.1 mEqL", [(136, "meq/L"), (4.1, "meq/L")]),
    ("T4, C10060SL, IL-2 and HbA1c", [(2, "")]),
    ("ferritin 3 g/L and platelets 90 G/L", [(3, "g/L"), (90, "10*9/L")]),
    ("5 mM glucose", [(5, "mmol/L")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_numbers_and_units(text: str, expected: list[tuple[float, str]]) -> None:
    found = [(quantity.value, quantity.unit) for quantity in quantities(text)]
    assert [unit for _, unit in found] == [unit for _, unit in expected]
    assert [value for value, _ in found] == pytest.approx([value for value, _ in expected])


def test_pairs_ranges_and_signs() -> None:
    (pressure,) = quantities("BP 206/114 mmHg")
    assert (pressure.value, pressure.over, pressure.unit) == (206, 114, "mm[Hg]")
    (span,) = quantities("18-20 years")
    assert (span.value, span.high, span.unit) == (18, 20, "a")
    (low,) = quantities("bilirubin < 0.1 mg/dL")
    assert (low.value, low.comparator) == (0.1, "<")


def test_places_are_those_of_the_text() -> None:
    text = "Na 136 mEq/L."
    (found,) = quantities(text)
    assert text[found.start : found.end] == "136 mEq/L"
    assert text[found.start : found.number_end] == "136"


def test_no_unit_leaves_the_place() -> None:
    assert unit_at("7 bananas", 1) == ("", 1.0, 1)


@given(st.text(alphabet="0123456789.,/- x^()mgdlKµ%°C\n", max_size=40))
@settings(deadline=None)
def test_any_text_is_read_without_failure(text: str) -> None:
    places = [(quantity.start, quantity.end) for quantity in quantities(text)]
    assert all(start < end <= len(text) for start, end in places)
    assert places == sorted(places)
