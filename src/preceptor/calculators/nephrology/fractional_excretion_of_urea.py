"""Fractional excretion of urea: prerenal or intrinsic kidney injury, also under diuretics.

In: urea nitrogen and creatinine in serum and urine. Out: per cent of the filtered urea. Both pairs are in the same
unit, so the ratio needs no conversion.

Source: Carvounis et al. 2002, Kidney Int 62:2223-2229.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, number
from preceptor.calculators._inputs import CREATININE, UREA_NITROGEN

CARVOUNIS = Reference(
    citation="Carvounis CP, Nisar S, Guro-Razuman S. Kidney Int 2002;62:2223-2229",
    doi="10.1046/j.1523-1755.2002.00683.x",
    checked="secondary",
    seen="fpnotebook.com/Renal/Lab/FrctnlExcrtnOfUr.htm (formula); mayomedicallaboratories.com, test 89845 (35 %, quotes this paper)",
)


def compute(
    *,
    urea_nitrogen: ArrayLike,
    urine_urea_nitrogen: ArrayLike,
    creatinine: ArrayLike,
    urine_creatinine: ArrayLike,
) -> ArrayLike:
    """Return 100 x (urine urea x serum creatinine) / (serum urea x urine creatinine)."""
    above = np.asarray(urine_urea_nitrogen, dtype=float) * creatinine
    return 100 * above / (np.asarray(urea_nitrogen, dtype=float) * urine_creatinine)


CALCULATOR = Calculator(
    title="Fractional excretion of urea",
    specialties=("nephrology", "intensive care"),
    inputs={
        "urea_nitrogen": UREA_NITROGEN,
        "urine_urea_nitrogen": number(
            "mg/dL", 1, 5_000, "urea nitrogen in urine", usual=(50, 2_500), analyte="urea_nitrogen"
        ),
        "creatinine": CREATININE,
        "urine_creatinine": number(
            "mg/dL", 1, 1_000, "creatinine in urine", usual=(5, 500), analyte="creatinine"
        ),
    },
    compute=compute,
    unit="%",
    digits=1,
    population=Population(doc="adults with acute kidney injury", ages=(18, 120)),
    bands=(
        Band(0, "prerenal", "35 % or less speaks for a prerenal cause", CARVOUNIS),
        Band(35.0001, "intrinsic", "above 35 % speaks for an intrinsic cause", CARVOUNIS),
    ),
    steps=(
        "100 x ({urine_urea_nitrogen:g} x {creatinine:g}) / ({urea_nitrogen:g} x {urine_creatinine:g}) = {value:.1f} %",
    ),
    references=(CARVOUNIS,),
    examples=(
        Example(
            inputs={"urea_nitrogen": 40, "urine_urea_nitrogen": 400, "creatinine": 2, "urine_creatinine": 80},
            value=25.0,
            derived="100 x 800 / 3200",
        ),
        Example(
            inputs={"urea_nitrogen": 20, "urine_urea_nitrogen": 500, "creatinine": 1, "urine_creatinine": 50},
            value=50.0,
            derived="100 x 500 / 1000",
        ),
        Example(
            inputs={
                "urea_nitrogen": 60,
                "urine_urea_nitrogen": 300,
                "creatinine": 3,
                "urine_creatinine": 100,
            },
            value=15.0,
            derived="100 x 900 / 6000",
        ),
    ),
)
