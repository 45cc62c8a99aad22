"""Due date after embryo transfer: 266 days from fertilisation.

In: day of the transfer and the age of the embryo in days. Out: a calendar day: 261 days after a transfer on
day 5, 263 after one on day 3.

Source: ACOG Committee Opinion 700, 2017, Obstet Gynecol 129:e150-e154.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, Worked, day, number

ACOG = Reference(
    citation="ACOG Committee Opinion 700: methods for estimating the due date. Obstet Gynecol 2017;129:e150-e154",
    doi="10.1097/AOG.0000000000002046",
    pmid="28426621",
    checked="secondary",
    seen="https://calcvita.com/en/calculators/ivf-due-date (266 - age of the embryo)",
)


def compute(*, transfer_date: ArrayLike, embryo_age: ArrayLike) -> Worked:
    """Return the day 266 - embryo age after the transfer."""
    after = 266 - np.round(np.asarray(embryo_age, dtype=float))
    return Worked(value=np.asarray(transfer_date) + after, parts={"after": after})


CALCULATOR = Calculator(
    title="Due date after embryo transfer",
    specialties=("obstetrics",),
    inputs={
        "transfer_date": day("day of the embryo transfer"),
        "embryo_age": number("d", 0, 7, "age of the embryo at the transfer", usual=(2, 6)),
    },
    compute=compute,
    unit="d",
    returns="day",
    population=Population(doc="pregnancy after assisted reproduction", sex="female"),
    steps=("{transfer_date} + 266 - {embryo_age:g} = {after:g} days: {value}",),
    references=(ACOG,),
    examples=(
        Example(
            inputs={"transfer_date": "2023-01-01", "embryo_age": 5},
            value="2023-09-19",
            derived="1 January + 261: 30 days to the 31st, 28, 31, 30, 31, 30, 31, 31 is 242 on 31 August, + 19",
        ),
        Example(
            inputs={"transfer_date": "2023-01-01", "embryo_age": 3},
            value="2023-09-21",
            derived="two days later",
        ),
        Example(
            inputs={"transfer_date": "2024-01-01", "embryo_age": 5},
            value="2024-09-18",
            derived="leap year, a day earlier",
        ),
    ),
)
