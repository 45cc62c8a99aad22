"""Free water deficit in hypernatraemia: total body water x (Na / 140 - 1).

In: age, sex, weight, sodium. Out: litres. Body water is 60 % of weight in men and children, 50 % in women and
elderly men, 45 % in elderly women (65 years and over). A negative result is an excess, as a sodium below 140
gives.

Source: Adrogue and Madias 2000, N Engl J Med 342:1493-1499.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, Worked
from preceptor.calculators._inputs import AGE, SEX, SODIUM, WEIGHT

ADROGUE = Reference(
    citation="Adrogue HJ, Madias NE. Hypernatremia. N Engl J Med 2000;342:1493-1499",
    doi="10.1056/NEJM200005183422006",
    pmid="10816188",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 38",
)


def compute(*, age: ArrayLike, sex: ArrayLike, weight: ArrayLike, sodium: ArrayLike) -> Worked:
    """Return body water (a share of weight by age and sex) x (sodium / 140 - 1)."""
    years, female = np.asarray(age, dtype=float), np.equal(sex, 1)
    adult = np.where(years >= 65, np.where(female, 0.45, 0.5), np.where(female, 0.5, 0.6))
    share = np.where(years < 18, 0.6, adult)
    water = share * np.asarray(weight, dtype=float)
    return Worked(value=water * (np.asarray(sodium) / 140 - 1), parts={"share": share, "water": water})


CALCULATOR = Calculator(
    title="Free water deficit",
    specialties=("nephrology", "intensive care", "internal medicine"),
    inputs={"age": AGE, "sex": SEX, "weight": WEIGHT, "sodium": SODIUM},
    compute=compute,
    unit="L",
    population=Population(doc="children and adults with hypernatraemia"),
    steps=(
        "Body water ({sex}, {age:g} years): {share:g} x {weight:g} kg = {water:.2f} L",
        "{water:.2f} x ({sodium:g} / 140 - 1) = {value:.2f} L",
    ),
    references=(ADROGUE,),
    examples=(
        Example(
            inputs={"age": 40, "sex": "male", "weight": 70, "sodium": 154},
            value=4.2,
            derived="0.6 x 70 x (154/140 - 1)",
        ),
        Example(
            inputs={"age": 40, "sex": "female", "weight": 60, "sodium": 161},
            value=4.5,
            derived="0.5 x 60 x (161/140 - 1)",
        ),
        Example(
            inputs={"age": 80, "sex": "female", "weight": 50, "sodium": 168},
            value=4.5,
            derived="0.45 x 50 x (168/140 - 1)",
        ),
        Example(
            inputs={"age": "18 mo", "sex": "female", "weight": 11, "sodium": 154},
            value=0.66,
            derived="0.6 x 11 x (154/140 - 1)",
        ),
        Example(
            inputs={"age": 65, "sex": "male", "weight": 80, "sodium": 147},
            value=2.0,
            derived="0.5 x 80 x (147/140 - 1)",
        ),
    ),
)
