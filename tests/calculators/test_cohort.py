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
    columns = {"age": [75, 75, np.nan], "sex": [1, np.nan, 1], "stroke": [1.0, 0.0, np.nan],
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
        ({"age": [50.0], "sex": [7], "creatinine": [1.0]}, {}, "column sex holds 7"),
        ({"age": ["x"], "sex": ["male"], "creatinine": [1.0]}, {}, "no quantity"),
        (
            {"age": [50.0] * 2000, "sex": [0] * 2000, "creatinine": [str(i) for i in range(2000)]},
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


@pytest.mark.parametrize("name", catalog.names("calculators"))
def test_a_cohort_gives_what_each_patient_gives(name: str) -> None:
    calculator, size = load(name), 12
    draw = np.random.default_rng(1)
    columns = {}
    for key, declared in calculator.inputs.items():
        if declared.kind in ("yes_no", "choice"):
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
            if declared.kind == "choice":
                value = next(level for level, code in declared.levels.items() if code == value)
            one[key] = str(np.datetime64(int(value), "D")) if declared.kind == "day" else value
        try:
            alone = calculate(name, one).number
        except BadInput:
            alone = np.nan
        assert found.value[place] == pytest.approx(alone, rel=1e-12, nan_ok=True)
