"""Reticulocyte production index: does the marrow answer to an anaemia.

In: reticulocytes and haematocrit. Out: an index, about 1 in health. The maturation time is 1.0, 1.5, 2.0 or 2.5 days at
a haematocrit of 36 or more, 26, 16 or less; the normal haematocrit is taken as 45 %.
The days hold at 45, 35, 25 and 15 %; tables differ by up to five points in where one step ends.

Source: Hillman 1969, J Clin Invest 48:443-453.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, Worked, number
from preceptor.calculators._inputs import HEMATOCRIT

HILLMAN = Reference(
    citation="Hillman RS. J Clin Invest 1969;48:443-453",
    doi="10.1172/JCI106001",
    checked="secondary",
    seen="mymedschool.org, u01-21-026 (45, 35, 25, 15 %: 1, 1.5, 2, 2.5 days); medicalalgorithms.com, reticulocyte production index (2, 3)",
)


def compute(*, reticulocytes: ArrayLike, hematocrit: ArrayLike) -> Worked:
    """Return reticulocytes x (haematocrit / 45) / maturation time."""
    days = np.select(
        [
            np.greater_equal(hematocrit, 36),
            np.greater_equal(hematocrit, 26),
            np.greater_equal(hematocrit, 16),
        ],
        [1.0, 1.5, 2.0],
        2.5,
    )
    value = np.asarray(reticulocytes, dtype=float) * np.asarray(hematocrit) / 45 / days
    return Worked(value=value, parts={"days": days})


CALCULATOR = Calculator(
    title="Reticulocyte production index",
    specialties=("haematology", "internal medicine"),
    inputs={
        "reticulocytes": number("%", 0, 60, "reticulocytes, share of red cells", usual=(0.1, 30)),
        "hematocrit": HEMATOCRIT,
    },
    compute=compute,
    unit="1",
    digits=2,
    population=Population(doc="people with anaemia"),
    bands=(
        Band(0, "low", "below 2: the marrow does not answer enough", HILLMAN),
        Band(2, "2 to 3", "borderline", HILLMAN),
        Band(3, "high", "3 or more: an adequate answer, as in blood loss or haemolysis", HILLMAN),
    ),
    steps=("{reticulocytes:g} x ({hematocrit:g} / 45) / {days:g} = {value:.2f}",),
    references=(HILLMAN,),
    examples=(
        Example(
            inputs={"reticulocytes": 3, "hematocrit": 45},
            value=3.0,
            derived="3 x 1 / 1",
        ),
        Example(
            inputs={"reticulocytes": 9, "hematocrit": 22.5},
            value=2.25,
            derived="9 x 0.5 / 2",
        ),
        Example(
            inputs={"reticulocytes": 6, "hematocrit": 30},
            value=2.6667,
            derived="6 x 0.66667 / 1.5",
            within=0.0001,
        ),
        Example(
            inputs={"reticulocytes": 6, "hematocrit": 15},
            value=0.8,
            derived="6 x 0.33333 / 2.5",
        ),
    ),
)
