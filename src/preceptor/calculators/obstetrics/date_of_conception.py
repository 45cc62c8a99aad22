"""Estimated date of conception: two weeks before the next period would have been due.

In: first day of the last menstrual period; length of the cycle, 28 days where none is given. Out: a calendar
day: 14 days after the period began in a cycle of 28 days, later by each day that the cycle is longer.

Source: ACOG Committee Opinion 700, 2017, Obstet Gynecol 129:e150-e154.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, Worked
from preceptor.calculators._inputs import CYCLE_LENGTH, LAST_MENSTRUAL_PERIOD

ACOG = Reference(
    citation="ACOG Committee Opinion 700: methods for estimating the due date. Obstet Gynecol 2017;129:e150-e154",
    doi="10.1097/AOG.0000000000002046",
    pmid="28426621",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 68",
)


def compute(*, last_menstrual_period: ArrayLike, cycle_length: ArrayLike) -> Worked:
    """Return the day that lies 14 days before the end of the cycle."""
    after = np.asarray(cycle_length, dtype=float) - 14
    return Worked(value=np.asarray(last_menstrual_period) + after, parts={"after": after})


CALCULATOR = Calculator(
    title="Estimated date of conception",
    specialties=("obstetrics",),
    inputs={"last_menstrual_period": LAST_MENSTRUAL_PERIOD, "cycle_length": CYCLE_LENGTH},
    compute=compute,
    unit="d",
    returns="day",
    population=Population(doc="spontaneous pregnancy with a sure, regular last period", sex="female"),
    steps=(
        "The last period began on {last_menstrual_period}; {cycle_length:g} - 14 = {after:g} days later: {value}.",
    ),
    references=(ACOG,),
    examples=(
        Example(
            inputs={"last_menstrual_period": "2024-02-20"},
            value="2024-03-05",
            derived="20 February + 14 days in a leap year: 29 February is day 9, 5 March day 14",
        ),
        Example(
            inputs={"last_menstrual_period": "2023-12-25", "cycle_length": 28},
            value="2024-01-08",
            derived="25 December + 14",
        ),
        Example(
            inputs={"last_menstrual_period": "2023-01-01", "cycle_length": 32},
            value="2023-01-19",
            derived="1 January + 14 + 4",
        ),
        Example(
            inputs={"last_menstrual_period": "2023-01-01", "cycle_length": 21},
            value="2023-01-08",
            derived="1 January + 14 - 7",
        ),
    ),
)
