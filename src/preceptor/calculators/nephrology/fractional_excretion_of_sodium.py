"""Fractional excretion of sodium: prerenal or intrinsic kidney injury, in per cent.

In: sodium and creatinine in plasma and urine. Out: %. It misleads under diuretics, where the fractional
excretion of urea is used.

Source: Espinel 1976, JAMA 236:579-581.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, number
from preceptor.calculators._inputs import CREATININE, SODIUM

ESPINEL = Reference(
    citation="Espinel CH. The FENa test: use in the differential diagnosis of acute renal failure. JAMA 1976;236:579-581",
    doi="10.1001/jama.1976.03270060029022",
    pmid="947239",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 40"
    "; bands: 10.1186/s40560-017-0251-y, table 3 (1 and 2 %); the abstract has 1 and 3",
)


def compute(
    *, sodium: ArrayLike, creatinine: ArrayLike, urine_sodium: ArrayLike, urine_creatinine: ArrayLike
) -> ArrayLike:
    """Return 100 x urine sodium x creatinine / (sodium x urine creatinine)."""
    filtered = np.asarray(sodium, dtype=float) * np.asarray(urine_creatinine, dtype=float)
    return 100 * np.asarray(urine_sodium, dtype=float) * np.asarray(creatinine, dtype=float) / filtered


CALCULATOR = Calculator(
    title="Fractional excretion of sodium",
    specialties=("nephrology", "intensive care"),
    inputs={
        "sodium": SODIUM,
        "creatinine": CREATININE,
        "urine_sodium": number("mmol/L", 1, 400, "urine sodium", analyte="sodium"),
        "urine_creatinine": number("mg/dL", 1, 1000, "urine creatinine", analyte="creatinine"),
    },
    compute=compute,
    unit="%",
    population=Population(doc="oliguric acute kidney injury without diuretics", excludes=("diuretics",)),
    bands=(
        Band(0, "prerenal", "below 1 %: suggests a prerenal cause", ESPINEL),
        Band(1, "indeterminate", "1 to 2 %", ESPINEL),
        Band(2, "intrinsic", "above 2 %: suggests tubular necrosis", ESPINEL),
    ),
    steps=(
        "100 x (urine Na x creatinine) / (Na x urine creatinine) = 100 x ({urine_sodium:g} x {creatinine:g}) / ({sodium:g} x {urine_creatinine:g}) = {value:.2f} %",
    ),
    references=(ESPINEL,),
    examples=(
        Example(
            inputs={"sodium": 140, "creatinine": 2, "urine_sodium": 14, "urine_creatinine": 100},
            value=0.2,
            derived="100 x (14 x 2)/(140 x 100)",
        ),
        Example(
            inputs={"sodium": 135, "creatinine": 3, "urine_sodium": 60, "urine_creatinine": 40},
            value=3.333333,
            derived="100 x (60 x 3)/(135 x 40)",
        ),
        Example(
            inputs={
                "sodium": 140,
                "creatinine": "176.8 umol/L",
                "urine_sodium": 20,
                "urine_creatinine": "8840 umol/L",
            },
            value=0.2857143,
            derived="100 x (20 x 176.8)/(140 x 8840)",
        ),
    ),
)
