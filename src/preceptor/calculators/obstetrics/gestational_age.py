"""Gestational age: completed weeks and days since the last menstrual period began.

In: the first day of the last period and the day in question. Out: weeks and days. Refused where the day lies
before the period, or more than 45 weeks after it.

Source: ACOG Committee Opinion 700, 2017, Obstet Gynecol 129:e150-e154.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, day
from preceptor.calculators._inputs import LAST_MENSTRUAL_PERIOD

ACOG = Reference(
    citation="ACOG Committee Opinion 700: methods for estimating the due date. Obstet Gynecol 2017;129:e150-e154",
    doi="10.1097/AOG.0000000000002046",
    pmid="28426621",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 69",
)


def compute(*, last_menstrual_period: ArrayLike, current_date: ArrayLike) -> ArrayLike:
    """Return the days between; NaN where they are negative or more than 45 weeks."""
    days = np.asarray(current_date, dtype=float) - np.asarray(last_menstrual_period, dtype=float)
    return np.where((days < 0) | (days > 45 * 7), np.nan, days)


CALCULATOR = Calculator(
    title="Gestational age",
    specialties=("obstetrics",),
    inputs={"last_menstrual_period": LAST_MENSTRUAL_PERIOD, "current_date": day("day in question")},
    compute=compute,
    unit="d",
    returns="weeks_and_days",
    population=Population(doc="spontaneous pregnancy with a sure last period", sex="female"),
    steps=("From {last_menstrual_period} to {current_date}: {value}.",),
    references=(ACOG,),
    examples=(
        Example(
            inputs={"last_menstrual_period": "2020-12-23", "current_date": "2021-08-21"},
            value="34 weeks 3 days",
            read="MedCalc-Bench v1.0, worked explanation of calculator 69",
        ),
        Example(
            inputs={"last_menstrual_period": "2024-02-01", "current_date": "2024-03-01"},
            value="4 weeks 1 day",
            derived="29 days: February of a leap year",
        ),
        Example(
            inputs={"last_menstrual_period": "2023-01-01", "current_date": "2023-01-01"},
            value="0 weeks 0 days",
            derived="the same day",
        ),
    ),
)
