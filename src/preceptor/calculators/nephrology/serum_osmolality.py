"""Calculated serum osmolality: 2 Na + urea nitrogen / 2.8 + glucose / 18.

In: sodium, urea nitrogen, glucose. Out: mOsm/kg. With a measured value it gives the osmolal gap.

Source: Dorwart and Chalmers 1975, Clin Chem 21:190-194 (the simplified form).
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference
from preceptor.calculators._inputs import GLUCOSE, SODIUM, UREA_NITROGEN

DORWART = Reference(
    citation="Dorwart WV, Chalmers L. Comparison of methods for calculating serum osmolality from chemical concentrations. Clin Chem 1975;21:190-194",
    doi="10.1093/clinchem/21.2.190",
    pmid="1112025",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 30",
)


def compute(*, sodium: ArrayLike, urea_nitrogen: ArrayLike, glucose: ArrayLike) -> ArrayLike:
    """Return 2 x sodium + urea nitrogen / 2.8 + glucose / 18."""
    return 2 * np.asarray(sodium, dtype=float) + np.asarray(urea_nitrogen) / 2.8 + np.asarray(glucose) / 18


CALCULATOR = Calculator(
    title="Serum osmolality",
    specialties=("nephrology", "emergency", "endocrinology"),
    inputs={"sodium": SODIUM, "urea_nitrogen": UREA_NITROGEN, "glucose": GLUCOSE},
    compute=compute,
    unit="mosm/kg",
    digits=1,
    population=Population(doc="anyone"),
    steps=("2 x {sodium:g} + {urea_nitrogen:g} / 2.8 + {glucose:g} / 18 = {value:.1f} mOsm/kg",),
    references=(DORWART,),
    examples=(
        Example(
            inputs={"sodium": 140, "urea_nitrogen": 14, "glucose": 90},
            value=290.0,
            derived="2 x 140 + 14/2.8 + 90/18",
        ),
        Example(
            inputs={"sodium": "120 mEq/L", "urea_nitrogen": 28, "glucose": 180},
            value=260.0,
            derived="2 x 120 + 28/2.8 + 180/18",
        ),
        Example(
            inputs={"sodium": 150, "urea_nitrogen": "10 mmol/L", "glucose": "5 mmol/L"},
            value=315.0093,
            derived="2 x 150 + 10 x 2.8014/2.8 + 5 x 18.0156/18",
        ),
    ),
)
