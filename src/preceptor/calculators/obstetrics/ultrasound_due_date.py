"""Due date by ultrasound: 280 days less the gestational age at the scan.

In: day of the scan, gestational age that it gave. Out: a calendar day. The first scan dates the pregnancy; a
later one does not change it.

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
    seen="https://cal12.calculator.city/due-date-calculator-by-crown-rump-length/ (280 less the derived age, added to the day of the scan)",
)


def compute(*, scan_date: ArrayLike, gestational_age: ArrayLike) -> Worked:
    """Return the day 280 - age after the scan."""
    after = 280 - np.floor(np.asarray(gestational_age, dtype=float) + 0.5)
    return Worked(value=np.asarray(scan_date) + after, parts={"after": after})


CALCULATOR = Calculator(
    title="Due date by ultrasound",
    specialties=("obstetrics",),
    inputs={
        "scan_date": day("day of the scan"),
        "gestational_age": number("d", 35, 300, "gestational age by the scan, in days or weeks"),
    },
    compute=compute,
    unit="d",
    returns="day",
    population=Population(doc="pregnancy dated by its first scan", sex="female"),
    steps=("{scan_date} + 280 - {gestational_age:g} = {after:g} days: {value}",),
    references=(ACOG,),
    examples=(
        Example(
            inputs={"scan_date": "2023-03-26", "gestational_age": 84},
            value="2023-10-08",
            derived="84 days before 26 March is 1 January; 280 days after that",
        ),
        Example(
            inputs={"scan_date": "2023-03-26", "gestational_age": "12 wk"},
            value="2023-10-08",
            derived="12 weeks are 84 days",
        ),
        Example(
            inputs={"scan_date": "2024-02-29", "gestational_age": 60},
            value="2024-10-06",
            derived="29 February + 220: 31 + 30 + 31 + 30 + 31 + 31 + 30 is 214 on 30 September, + 6",
        ),
    ),
)
