"""Many patients: the same as one by one, refusals by row, ranges where items are unknown."""

import numpy as np
import polars as pl
import pytest

from preceptor import catalog
from preceptor.calculate import calculate, calculate_cohort, load
from preceptor.calculation import steps_of
from preceptor.errors import BadInput


def test_rows_are_refused_or_ranged_one_by_one() -> None:
    frame = pl.DataFrame(
        {"age": [50, 10, 60, None, 70], "sex": ["male", "female", None, "f", "M"],
         "creatinine": [79.5615, 90.0, 100.0, 99.0, 9999.0], "other": [1, 2, 3, 4, 5]}
    )  # fmt: skip
    found = calculate_cohort("ckd_epi_2021", frame, units={"creatinine": "umol/L"})
    assert found.value[0] == pytest.approx(104.05, abs=0.01)
    assert np.isnan(found.value[1:]).all()
    assert [found.problems[code] for code in found.problem] == [
        "", "age outside 18..120 a", "", "age is missing", "creatinine outside 0.05..40 mg/dL",
    ]  # fmt: skip
    assert found.low[2] < found.high[2]


def test_unknown_items_of_scores_leave_ranges() -> None:
    columns = {"age": [75, 75, np.nan], "sex": np.array(["female", None, "F"], dtype=object), "stroke": [1.0, 0.0, np.nan],
               "heart_failure": [0, 0, 0], "hypertension": ["yes", "no", ""], "diabetes": [False, False, True],
               "vascular_disease": [0, 0, 0]}  # fmt: skip
    found = calculate_cohort("cha2ds2_vasc", columns)
    assert list(found.low) == [6, 2, 2]
    assert list(found.high) == [6, 3, 7]
    assert found.value[0] == 6
    sirs = calculate_cohort("sirs", {"temperature": [39.0, 37.0], "heart_rate": [80.0, np.nan], "paco2": [40.0, 40.0],
                                     "respiratory_rate": [15.0, 15.0], "white_cells": [8.0, 8.0]})  # fmt: skip
    assert list(sirs.low) == [1, 0]
    assert list(sirs.high) == [2, 2]


def test_too_many_unknown_items_of_a_formula_stay_open() -> None:
    found = calculate_cohort("apache_ii", {"age": [80.0]})
    assert np.isnan(found.low[0])
    assert np.isnan(found.high[0])


def test_days_and_defaults() -> None:
    days = np.array(["2023-01-01", "NaT"], dtype="datetime64[D]")
    found = calculate_cohort("estimated_due_date", {"last_menstrual_period": days})
    assert found.value[0] == np.datetime64("2023-10-08").astype(int)
    assert found.problems[found.problem[1]] == "last_menstrual_period is missing"


@pytest.mark.parametrize(
    ("columns", "units", "message"),
    [
        ({"age": [50.0], "sex": ["male"]}, {}, "needs a column creatinine"),
        ({"age": [50.0, 60.0], "sex": ["male"], "creatinine": [1.0]}, {}, "all of one length"),
        ({"age": [], "sex": [], "creatinine": []}, {}, "all of one length above 0"),
        (
            {"age": [50.0], "sex": [1], "creatinine": [1.0]},
            {},
            "column sex holds numbers; write the level's name: male",
        ),
        ({"age": ["x"], "sex": ["male"], "creatinine": [1.0]}, {}, "no quantity"),
        (
            {"age": [50.0] * 2000, "sex": ["male"] * 2000, "creatinine": [str(i) for i in range(2000)]},
            {},
            "holds text",
        ),
        ({"age": [50.0], "sex": ["male"], "creatinine": [1.0]}, {"creatinin": "umol/L"}, "near: creatinine"),
        ({"age": [50.0], "sex": ["male"], "creatinine": [1.0]}, {"creatinine": "m"}, "different things"),
    ],
)
def test_columns_that_cannot_be_read_are_refused(columns: dict, units: dict, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        calculate_cohort("ckd_epi_2021", columns, units=units)


def test_numbers_of_other_choices_are_their_points() -> None:
    found = calculate_cohort("glasgow_coma_scale", {"eye": [4, 1], "verbal": [5, 1], "motor": [6, 1]})
    assert list(found.value) == [15, 3]
    with pytest.raises(BadInput, match="column eye holds 7"):
        calculate_cohort("glasgow_coma_scale", {"eye": [7], "verbal": [5], "motor": [6]})


def test_an_empty_cell_takes_the_rules_own_convention_and_a_row_of_them_nothing() -> None:
    days = np.array(["2023-01-01"], dtype="datetime64[D]")
    found = calculate_cohort("estimated_due_date", {"last_menstrual_period": days, "cycle_length": [np.nan]})
    assert found.value[0] == np.datetime64("2023-10-08").astype(int)
    doses = calculate_cohort(
        "morphine_milligram_equivalents", {"oxycodone": [40, np.nan], "morphine": [np.nan] * 2}
    )
    assert doses.value[0] == 60
    assert doses.problems[doses.problem[1]] == "nothing is known"


def test_who_stands_outside_the_population_is_refused() -> None:
    kidney = {"age": [40, 50, 60], "sex": ["male", "female", "m"], "creatinine": [1.0, 1.0, 1.0]}
    found = calculate_cohort(
        "ckd_epi_2021", {**kidney, "pregnancy": np.array(["no", "yes", None], dtype=object)}
    )
    assert [found.problems[code] for code in found.problem] == ["", "pregnancy excludes", ""]
    child = calculate_cohort(
        "bedside_schwartz", {"age": [10, 40], "height": [130, 170], "creatinine": [0.5, 0.9]}
    )
    assert [child.problems[code] for code in child.problem] == ["", "age outside 1..18 a"]
    lung = {"atrial_fibrillation": [0], "age": [75], "sex": ["male"], "stroke": [1]}
    assert calculate_cohort("cha2ds2_vasc", lung).problems == ("", "atrial_fibrillation is required")
    births = {"last_menstrual_period": np.array(["2023-01-01"], dtype="datetime64[D]"), "sex": ["male"]}
    assert calculate_cohort("estimated_due_date", births).problems == ("", "sex other than female")
    with pytest.raises(BadInput, match="column pregnancy has 1 rows, the others 3"):
        calculate_cohort("ckd_epi_2021", {**kidney, "pregnancy": [0]})


def test_values_that_cannot_stand_together_are_refused() -> None:
    found = calculate_cohort(
        "body_surface_area", {"weight": [80.0, 80.0, np.nan], "height": [70.0, 178.0, 178.0]}
    )
    assert found.value[1] == pytest.approx(1.988858, abs=1e-5)
    assert "body-mass index" in found.problems[found.problem[0]]
    assert found.problems[found.problem[2]] == "weight is missing"


@pytest.mark.parametrize("name", catalog.names("calculators"))
def test_a_cohort_gives_what_each_patient_gives(name: str) -> None:
    calculator, size = load(name), 12
    draw = np.random.default_rng(1)
    columns = {}
    for key, declared in calculator.inputs.items():
        if declared.kind == "choice":
            columns[key] = draw.choice(list(declared.levels), size)
        elif declared.kind == "yes_no":
            columns[key] = draw.choice(steps_of(declared), size)
        else:
            low, high = declared.usual or (declared.low, declared.high)
            columns[key] = draw.uniform(max(low, declared.low), min(high, declared.high), size)
            if declared.kind == "day":
                columns[key] = np.floor(columns[key])
    found = calculate_cohort(name, columns)
    for place in range(size):
        one: dict[str, object] = {}
        for key, declared in calculator.inputs.items():
            value = columns[key][place]
            one[key] = str(np.datetime64(int(value), "D")) if declared.kind == "day" else value
        try:
            alone = calculate(name, one).number
        except BadInput:
            alone = np.nan
        assert found.value[place] == pytest.approx(alone, rel=1e-12, nan_ok=True)
