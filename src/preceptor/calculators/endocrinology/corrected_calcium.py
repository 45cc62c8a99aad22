"""Calcium corrected for albumin, by Payne: 0.8 mg/dL for each g/dL of albumin below 4.

In: total calcium and albumin. Out: mg/dL. Ionised calcium is the measure that counts where it can be had; the
correction misleads in critical illness and kidney failure.

Source: Payne et al. 1973, BMJ 4:643-646.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference
from preceptor.calculators._inputs import ALBUMIN, CALCIUM

PAYNE = Reference(
    citation="Payne RB et al. Interpretation of serum calcium in patients with abnormal serum proteins. BMJ 1973;4:643-646",
    doi="10.1136/bmj.4.5893.643",
    pmid="4758544",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 7",
)


def compute(*, calcium: ArrayLike, albumin: ArrayLike) -> ArrayLike:
    """Return calcium + 0.8 x (4 - albumin)."""
    return np.asarray(calcium, dtype=float) + 0.8 * (4 - np.asarray(albumin, dtype=float))


CALCULATOR = Calculator(
    title="Corrected calcium",
    specialties=("endocrinology", "nephrology", "internal medicine"),
    inputs={"calcium": CALCIUM, "albumin": ALBUMIN},
    compute=compute,
    unit="mg/dL",
    population=Population(doc="low albumin"),
    steps=("calcium + 0.8 x (4 - albumin) = {calcium:g} + 0.8 x (4 - {albumin:g}) = {value:.2f} mg/dL",),
    references=(PAYNE,),
    examples=(
        Example(inputs={"calcium": 8.4, "albumin": "33 g/L"}, value=8.96, derived="8.4 + 0.8 x (4 - 3.3)"),
        Example(inputs={"calcium": "2 mmol/L", "albumin": 2}, value=9.6156, derived="2 x 4.0078 + 0.8 x 2"),
        Example(inputs={"calcium": 10, "albumin": 4}, value=10.0, derived="10 + 0.8 x 0"),
    ),
)
