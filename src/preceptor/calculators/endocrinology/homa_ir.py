"""HOMA-IR: insulin resistance from fasting glucose and insulin.

In: both fasting. Out: an index; about 1 is normal. Cut-offs differ between populations and insulin assays, so
none is given.

Source: Matthews et al. 1985, Diabetologia 28:412-419.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, number
from preceptor.calculators._inputs import GLUCOSE

MATTHEWS = Reference(
    citation="Matthews DR et al. Homeostasis model assessment. Diabetologia 1985;28:412-419",
    doi="10.1007/BF00280883",
    pmid="3899825",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 31",
)


def compute(*, glucose: ArrayLike, insulin: ArrayLike) -> ArrayLike:
    """Return insulin x glucose / 405."""
    return np.asarray(insulin, dtype=float) * np.asarray(glucose, dtype=float) / 405


CALCULATOR = Calculator(
    title="HOMA-IR",
    specialties=("endocrinology",),
    inputs={
        "glucose": GLUCOSE.about("fasting glucose"),
        "insulin": number("m[IU]/L", 0.2, 1000, "fasting insulin", usual=(0.5, 300), analyte="insulin"),
    },
    compute=compute,
    unit="1",
    population=Population(doc="fasting, without insulin treatment", excludes=("insulin_treatment",)),
    steps=("insulin x glucose / 405 = {insulin:g} mIU/L x {glucose:g} mg/dL / 405 = {value:.2f}",),
    references=(MATTHEWS,),
    examples=(
        Example(inputs={"glucose": 81, "insulin": 5}, value=1.0, derived="5 x 81/405"),
        Example(inputs={"glucose": 298, "insulin": "14.5 uIU/mL"}, value=10.66914, derived="14.5 x 298/405"),
        Example(
            inputs={"glucose": "5 mmol/L", "insulin": "60 pmol/L"},
            value=2.224148,
            derived="10 x (5 x 18.0156)/405",
        ),
    ),
)
