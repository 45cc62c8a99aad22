"""Estimated due date by Naegele's rule, corrected for the length of the cycle.

In: first day of the last menstrual period; length of the cycle, 28 days where none is given, as the rule
has it. Out: a calendar day, 280 days later, later by each day that the cycle is longer than 28.

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
    seen="MedCalc-Bench v1.0, worked explanation of calculator 13",
)


def compute(*, last_menstrual_period: ArrayLike, cycle_length: ArrayLike) -> Worked:
    """Return the day: 280 days after the period began, moved by the cycle's difference from 28 days."""
    shift = np.asarray(cycle_length, dtype=float) - 28
    return Worked(value=np.asarray(last_menstrual_period) + 280 + shift, parts={"shift": shift})


CALCULATOR = Calculator(
    title="Estimated due date",
    specialties=("obstetrics",),
    inputs={"last_menstrual_period": LAST_MENSTRUAL_PERIOD, "cycle_length": CYCLE_LENGTH},
    compute=compute,
    unit="d",
    returns="day",
    population=Population(doc="spontaneous pregnancy with a sure, regular last period", sex="female"),
    steps=(
        "The last period began on {last_menstrual_period}; 280 days later, moved by the cycle's difference"
        " from 28 days ({shift:+g}): {value}.",
    ),
    references=(ACOG,),
    examples=(
        Example(
            inputs={"last_menstrual_period": "2023-01-01"}, value="2023-10-08",
            derived="1 January + 280 days: 31 + 28 + 31 + 30 + 31 + 30 + 31 + 31 + 30 = 273 is 1 October, + 7",
        ),
        Example(
            inputs={"last_menstrual_period": "2024-01-01", "cycle_length": 30}, value="2024-10-09",
            derived="leap year: 7 October, + 2",
        ),
        Example(
            inputs={"last_menstrual_period": "2023-01-01", "cycle_length": 21}, value="2023-10-01",
            derived="8 October - 7",
        ),
    ),
)  # fmt: skip
