"""Corrected age of a child born before term: age since the due date.

In: day of birth, gestational age at birth, day in question. Out: weeks and days. Used to the age of two
years; before the due date there is no corrected age but a postmenstrual one.

Source: American Academy of Pediatrics, Engle 2004, Pediatrics 114:1362-1364.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, Worked, day, number

ENGLE = Reference(
    citation="Engle WA, AAP Committee on Fetus and Newborn. Age terminology during the perinatal period. Pediatrics 2004;114:1362-1364",
    doi="10.1542/peds.2004-1915",
    pmid="15520122",
    checked="secondary",
    seen="https://lancaster.ac.uk/fas/psych/glossary/corrected_age; doi:10.1542/peds.2023-063801, abstract",
)


def compute(*, birth_date: ArrayLike, gestational_age: ArrayLike, current_date: ArrayLike) -> Worked:
    """Return age less the days that were missing to 280; NaN before the due date."""
    early = 280 - np.floor(np.asarray(gestational_age, dtype=float) + 0.5)
    age = np.asarray(current_date, dtype=float) - np.asarray(birth_date, dtype=float)
    corrected = np.where(age < early, np.nan, age - early)
    return Worked(value=corrected, parts={"early": early, "age_days": age})


CALCULATOR = Calculator(
    title="Corrected age",
    specialties=("paediatrics",),
    inputs={
        "birth_date": day("day of birth"),
        "gestational_age": number("d", 147, 280, "gestational age at birth, in days or weeks"),
        "current_date": day("day in question"),
    },
    compute=compute,
    unit="d",
    returns="weeks_and_days",
    population=Population(doc="children born before 40 weeks, to the age of two years", ages=(0, 3)),
    steps=("{age_days:g} days old, born {early:g} days before term: {value}",),
    references=(ENGLE,),
    examples=(
        Example(
            inputs={"birth_date": "2023-01-01", "gestational_age": "30 wk", "current_date": "2023-07-02"},
            value="16 weeks 0 days",
            derived="182 days old, 70 days too early: 112",
        ),
        Example(
            inputs={"birth_date": "2023-01-01", "gestational_age": 280, "current_date": "2023-01-08"},
            value="1 week 0 days",
            derived="born at term",
        ),
        Example(
            inputs={"birth_date": "2024-02-01", "gestational_age": "35 wk", "current_date": "2024-03-08"},
            value="0 weeks 1 day",
            derived="36 days old in a leap year, 35 days too early",
        ),
    ),
)
