"""One patient: what is read, what is refused, what unknown items leave open, what is shown."""

from datetime import date

import numpy as np
import pytest

from preceptor.calculate import calculate, compute, load
from preceptor.calculation import (
    Band,
    Calculator,
    Example,
    Population,
    Reference,
    choice,
    number,
    points_of,
    yes_no,
)
from preceptor.errors import BadInput, NotFound

KIDNEY = {"age": 50, "sex": "male", "creatinine": 0.9}
STROKE = {"age": 75, "sex": "female", "heart_failure": True, "hypertension": True, "diabetes": False, "stroke": False,
          "vascular_disease": False}  # fmt: skip
BOOK = Reference(citation="a book")


def made(**changes: object) -> Calculator:
    inputs = {"a": yes_no("a", 1), "b": yes_no("b", 2), "c": choice("c", {"low": 0, "mid": 0, "high": 3})}
    plain: dict[str, object] = {
        "inputs": inputs,
        "unit": "1",
        "examples": (),
        "returns": "score",
        "title": "Made",
    }
    return Calculator(**{**plain, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "creatinine",
    [0.9, "0.9", "0.9 mg/dL", "79.5615 umol/L", (79.5615, "µmol/L"), [0.9, "mg/dL"], {"value": 9, "unit": "mg/L"},
     np.float64(0.9), {"value": 0.9}, np.float32(0.9)],
)  # fmt: skip
def test_a_number_may_be_given_in_many_ways(creatinine: object) -> None:
    assert calculate("ckd_epi_2021", {**KIDNEY, "creatinine": creatinine}).number == pytest.approx(
        104.05, abs=0.01
    )


@pytest.mark.parametrize("sex", ["female", "Female", "F", "woman", " FEMALE "])
def test_a_level_may_be_given_by_name(sex: object) -> None:
    assert calculate("cha2ds2_vasc", {**STROKE, "sex": sex}).number == 5


@pytest.mark.parametrize("eye", [4, "4", 4.0, np.int64(4), "spontaneous"])
def test_a_level_of_a_score_may_be_given_by_its_points(eye: object) -> None:
    assert calculate("glasgow_coma_scale", {"eye": eye, "verbal": 5, "motor": 6}).number == 15


def test_a_number_is_no_name_of_a_sex_a_race_or_a_drug() -> None:
    for name, inputs in (
        ("cha2ds2_vasc", {**STROKE, "sex": 1}),
        ("stop_bang", {"sex": "1", "age": 50}),
        ("mdrd_gfr", {**KIDNEY, "race": 1}),
        ("steroid_conversion", {"dose": 5, "given": 25, "wanted": "prednisone"}),
    ):
        with pytest.raises(BadInput, match="give one of"):
            calculate(name, inputs)


@pytest.mark.parametrize(
    ("name", "inputs", "words"),
    [
        ("body_mass_index", {"weight": 80, "height": 70}, "body-mass index outside 4..150.*height 70 cm"),
        (
            "mean_arterial_pressure",
            {"systolic_bp": 70, "diastolic_bp": 90},
            "systolic_bp is below diastolic_bp",
        ),
        (
            "ldl_friedewald",
            {"total_cholesterol": 50, "hdl_cholesterol": 90, "triglycerides": 100},
            "below hdl_chol",
        ),
        ("absolute_neutrophil_count", {"white_cells": 5, "neutrophils": 90, "bands": 30}, "more than 100 %"),
        ("morphine_milligram_equivalents", {}, "needs at least one of its inputs: codeine"),
    ],
)
def test_values_that_cannot_stand_together_are_refused(
    name: str, inputs: dict[str, object], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        calculate(name, inputs)


@pytest.mark.parametrize("name", ["ldl_friedewald", "sampson_ldl"])
def test_an_ldl_below_zero_is_called_impossible(name: str) -> None:
    found = calculate(name, {"total_cholesterol": 100, "hdl_cholesterol": 90, "triglycerides": 399})
    assert found.number is not None
    assert found.number < 0
    assert [band.label for band in found.bands] == ["impossible"]


def test_values_that_hardly_stand_together_are_computed_with_a_warning() -> None:
    found = calculate("pao2_fio2_ratio", {"pao2": 500, "fio2": 21})
    assert found.warnings == (
        "pao2 is higher than air with this fio2 can give at sea level; check the values and their units",
    )
    assert (
        calculate("body_surface_area", {"weight": 120, "height": 120})
        .warnings[0]
        .startswith("weight and height")
    )
    assert calculate(
        "body_surface_area", {"weight": 0.8, "height": 33}
    ).warnings  # a preterm newborn: computed
    assert calculate("transferrin_saturation", {"iron": 300, "iron_binding_capacity": 250}).warnings
    assert not calculate("body_surface_area", {"weight": 70, "height": 175}).warnings


@pytest.mark.parametrize("finding", [True, "yes", "Y", "present", 1, "1", np.bool_(True), "true"])
def test_a_finding_may_be_given_in_many_ways(finding: object) -> None:
    assert calculate("cha2ds2_vasc", {**STROKE, "stroke": finding}).number == 7


@pytest.mark.parametrize("day", ["2023-01-01", " 2023-01-01", date(2023, 1, 1)])
def test_a_day_may_be_text_or_a_date(day: object) -> None:
    found = calculate("estimated_due_date", {"last_menstrual_period": day})
    assert found.value == found.text == "2023-10-08"
    assert found.warnings == ("not given, taken by the rule's own convention: cycle_length 28 d",)


@pytest.mark.parametrize(
    ("name", "inputs", "message"),
    [
        ("ckd_epi_2021", {**KIDNEY, "creatinine": 106}, "outside 0.05..40; check the unit"),
        ("ckd_epi_2021", {**KIDNEY, "creatinine": "1,2"}, "a comma is no decimal point"),
        ("ckd_epi_2021", {**KIDNEY, "creatinine": "1.2 mmHg"}, "creatinine: .* measure different things"),
        ("ckd_epi_2021", {**KIDNEY, "creatinine": "1.2 foo"}, "creatinine: unit 'foo' is not known"),
        ("ckd_epi_2021", {**KIDNEY, "creatinine": float("nan")}, "creatinine=nan is no number"),
        ("ckd_epi_2021", {**KIDNEY, "creatinine": True}, "give a number in mg/dL"),
        ("ckd_epi_2021", {**KIDNEY, "creatinine": (1, 2)}, "give a number in mg/dL"),
        ("ckd_epi_2021", {**KIDNEY, "creatinine": {"amount": 1}}, "give a number in mg/dL"),
        ("ckd_epi_2021", {**KIDNEY, "creatinine": None}, "needs creatinine .mg/dL.: serum creatinine"),
        ("ckd_epi_2021", {**KIDNEY, "creatinin": 1}, "no input 'creatinin'; .*near: creatinine"),
        ("ckd_epi_2021", {**KIDNEY, "gender": "male"}, "sex is given twice"),
        ("ckd_epi_2021", {**KIDNEY, "sex": "other"}, "give one of: male, female"),
        ("ckd_epi_2021", {**KIDNEY, "sex": True}, "give one of: male, female"),
        ("ckd_epi_2021", {**KIDNEY, "age": 17}, "age=17 a outside 18..120"),
        ("ckd_epi_2021", {**KIDNEY, "pregnancy": "yes"}, "does not hold in pregnancy"),
        ("cha2ds2_vasc", {**STROKE, "atrial_fibrillation": "no"}, "holds only with atrial fibrillation"),
        ("cha2ds2_vasc", {**STROKE, "stroke": "maybe"}, "give yes or no"),
        ("cha2ds2_vasc", {**STROKE, "stroke": []}, "give yes or no"),
        ("cha2ds2_vasc", {}, "needs age"),
        ("body_mass_index", {"weight": 70, "height": 175, "age": 8}, "holds for adults"),
        ("estimated_due_date", {"last_menstrual_period": "01/02/2023"}, "write the day as year-month-day"),
        (
            "estimated_due_date",
            {"last_menstrual_period": "2023-02-30"},
            "day is out of range|must be in range",
        ),
        ("estimated_due_date", {"last_menstrual_period": 7}, "write the day as year-month-day"),
        ("estimated_due_date", {"last_menstrual_period": "1850-01-01"}, "outside 1900..2100"),
        ("estimated_due_date", {"last_menstrual_period": "2023-01-01", "sex": "male"}, "sex=male"),
        (
            "gestational_age",
            {"last_menstrual_period": "2023-01-02", "current_date": "2023-01-01"},
            "has no value for these inputs; check them: last_menstrual_period 2023-01-02, current_date 2023-01-01",
        ),
        ("delta_ratio", {"sodium": 140, "chloride": 100, "bicarbonate": 24}, "has no value"),
        ("ckd_epi_2021", {**KIDNEY, "creatinine": "<1.0"}, "creatinine: '<1.0' is no quantity"),
    ],
)
def test_refused_in_one_clear_line(name: str, inputs: dict[str, object], message: str) -> None:
    with pytest.raises(BadInput, match=message) as raised:
        calculate(name, inputs)
    assert "\n" not in str(raised.value)


def test_unknown_names() -> None:
    with pytest.raises(NotFound, match="near: ckd_epi_2021"):
        calculate("ckd_epi_2020", KIDNEY)
    with pytest.raises(BadInput, match="give actual or by_bmi"):
        calculate("cockcroft_gault(weight=lean)", {})


def test_a_fact_of_the_right_kind_passes() -> None:
    assert calculate("ckd_epi_2021", {**KIDNEY, "pregnancy": "no", "dialysis": None}).number
    assert calculate("estimated_due_date", {"last_menstrual_period": "2023-01-01", "sex": "female"}).number


def test_unusual_values_are_computed_with_a_warning() -> None:
    found = calculate("ckd_epi_2021", {**KIDNEY, "creatinine": 25})
    assert found.warnings == ("creatinine=25 mg/dL is unusual (0.1 to 20); check it",)


def test_unknown_items_leave_a_range_and_the_question_that_narrows_it() -> None:
    found = calculate("cha2ds2_vasc", {"age": 75, "sex": "female", "hypertension": True})
    assert (found.low, found.high, found.number, found.value) == (4, 9, None, None)
    assert found.unknown == ("heart_failure", "diabetes", "stroke", "vascular_disease")
    assert found.ask_next == "stroke"
    assert found.text == "4 to 9"
    assert "hypertension: yes, +1" in found.steps
    assert "diabetes mellitus: unknown" in found.steps
    assert [band.label for band in found.bands] == ["high"]


def test_an_unknown_sex_leaves_a_range_of_a_formula() -> None:
    found = calculate("ckd_epi_2021", {"age": 50, "creatinine": 0.9})
    assert found.low < found.high
    assert found.ask_next == "sex"
    assert len(found.bands) == 2


def test_an_unknown_item_that_does_not_matter_settles() -> None:
    inputs = dict(load("apache_ii").examples[0].inputs)
    del inputs["aa_gradient"]
    found = calculate("apache_ii", inputs)
    assert (found.number, found.unknown, found.ask_next) == (0, ("aa_gradient",), None)
    fast = calculate("sirs", {"temperature": 37, "heart_rate": 80, "respiratory_rate": 25, "white_cells": 8})
    assert (fast.low, fast.high) == (1, 2)
    assert fast.ask_next == "immature_forms"


def test_too_many_unknowns_for_a_grid_are_searched() -> None:
    found = calculate("apache_ii", {"age": 80})
    assert (found.low, found.high) == (6, 71)
    assert found.ask_next == "glasgow_coma_scale"


def test_the_search_finds_what_the_grid_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    from preceptor.calculate import _unknown

    given = {"temperature": 37, "heart_rate": 80}
    grid = calculate("sirs", given)
    monkeypatch.setattr(_unknown, "LARGEST_GRID", 1)
    search = calculate("sirs", given)
    assert (grid.low, grid.high) == (search.low, search.high) == (0, 2)


def test_the_working_and_json_say_everything() -> None:
    found = calculate("ckd_epi_2021", KIDNEY)
    assert found.steps[0] == "For male patients kappa = 0.9, alpha = -0.302, factor 1."
    assert found.text == "104.05 mL/min/1.73 m2"
    said = found.json()
    assert said["inputs"] == {
        "age": {"value": 50.0, "unit": "a"}, "sex": {"value": "male", "unit": "1"},
        "creatinine": {"value": 0.9, "unit": "mg/dL"},
    }  # fmt: skip
    assert said["value"] == said["low"] == said["high"]
    score = calculate("cha2ds2_vasc", STROKE).json()
    assert score["text"] == "5"
    assert score["parts"] == {"age": 2, "sex": 1, "heart_failure": 1, "hypertension": 1, "diabetes": 0, "stroke": 0,
                              "vascular_disease": 0}  # fmt: skip
    age = calculate("gestational_age", {"last_menstrual_period": "2023-01-01", "current_date": "2023-01-09"})
    assert (age.value, age.text) == ("1 week 1 day", "1 week 1 day")


def test_parts_that_are_no_items_are_shown() -> None:
    inputs = dict(load("sofa").examples[1].inputs)
    assert "respiration: 3" in calculate("sofa", inputs).steps


def test_levels_that_share_a_number_keep_their_name_and_refuse_the_number() -> None:
    calculator = made()
    found = compute("made", calculator, {"a": 1, "b": 0, "c": "mid"})
    assert found.shown["c"] == "mid"
    with pytest.raises(BadInput, match="give one of: low, mid, high"):
        compute("made", calculator, {"a": 1, "b": 0, "c": 0})


def test_overflow_and_division_by_zero_are_refused() -> None:
    divide = made(compute=lambda *, a, b, c: 1 / a, returns="number")
    with pytest.raises(BadInput, match="has no value"):
        compute("made", divide, {"a": 0, "b": 0, "c": "low"})


def test_thresholds_out_of_order_are_a_mistake_of_the_file() -> None:
    wrong = number("1", 0, 10, "wrong").scored(0, ">=5", 1, ">=3", 2)
    with pytest.raises(ValueError, match="out of order"):
        points_of(wrong, 4.0)


def test_points_of_an_input_without_a_table_are_its_value() -> None:
    assert points_of(number("1", 0, 10, "plain"), 4.0) == 4.0
    assert list(np.asarray(points_of(number("1", 0, 10, "x").scored(0, ">5", 1), np.array([5.0, 5.1])))) == [
        0,
        1,
    ]


def test_a_population_of_men_refuses_women() -> None:
    only = made(population=Population(doc="men", sex="male"), bands=(Band(0, "x", "x", BOOK),))
    with pytest.raises(BadInput, match="holds for men; sex=f"):
        compute("made", only, {"a": 1, "b": 0, "c": "low", "sex": "f"})
    assert compute("made", only, {"a": 1, "b": 0, "c": "low", "sex": "m", "age": 30}).number == 1


def test_example_shape() -> None:
    assert Example(inputs={}, value=1.0).within == 1e-6


def test_a_result_is_not_rounded_into_the_next_band() -> None:
    below = calculate("ckd_epi_2021", {"age": 60, "sex": "male", "creatinine": 1.352026})
    assert (below.text, below.bands[0].label) == ("59.998 mL/min/1.73 m2", "G3a")
    above = calculate("ckd_epi_2021", {"age": 60, "sex": "male", "creatinine": 1.3519})
    assert (above.text, above.bands[0].label) == ("60.00 mL/min/1.73 m2", "G2")
    assert calculate("qtc_bazett", {"qt_interval": 449.7, "heart_rate": 60}).text == "449.7 ms"


def test_a_name_that_is_part_of_one_is_offered() -> None:
    with pytest.raises(NotFound, match="near: ckd_epi_2021"):
        calculate("ckdepi", KIDNEY)
    with pytest.raises(NotFound, match="near: wells_"):
        calculate("wells", KIDNEY)
