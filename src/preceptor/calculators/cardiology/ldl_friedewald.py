"""LDL cholesterol by Friedewald: total - HDL - triglycerides / 5.

In: fasting total and HDL cholesterol, triglycerides. Out: mg/dL. Refused above triglycerides of 400 mg/dL,
where the paper itself says that it fails; a result below 0 shows that it fails too.

Source: Friedewald et al. 1972, Clin Chem 18:499-502.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference
from preceptor.calculators._inputs import HDL_CHOLESTEROL, TOTAL_CHOLESTEROL, TRIGLYCERIDES

FRIEDEWALD = Reference(
    citation="Friedewald WT, Levy RI, Fredrickson DS. Estimation of the concentration of low-density lipoprotein cholesterol in plasma. Clin Chem 1972;18:499-502",
    doi="10.1093/clinchem/18.6.499",
    pmid="4337382",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 44",
)


def compute(
    *, total_cholesterol: ArrayLike, hdl_cholesterol: ArrayLike, triglycerides: ArrayLike
) -> ArrayLike:
    """Return total - HDL - triglycerides / 5."""
    rest = np.asarray(total_cholesterol, dtype=float) - np.asarray(hdl_cholesterol)
    return rest - np.asarray(triglycerides) / 5


CALCULATOR = Calculator(
    title="LDL cholesterol (Friedewald)",
    specialties=("cardiology", "endocrinology", "internal medicine"),
    inputs={
        "total_cholesterol": TOTAL_CHOLESTEROL,
        "hdl_cholesterol": HDL_CHOLESTEROL,
        "triglycerides": TRIGLYCERIDES.within(5, 400),
    },
    compute=compute,
    unit="mg/dL",
    digits=0,
    population=Population(doc="fasting, triglycerides up to 400 mg/dL"),
    bands=(
        Band(-10_000, "impossible", "below 0: the formula fails here; LDL has to be measured", FRIEDEWALD),
        Band(0, "possible", "what is too high depends on the patient's risk", FRIEDEWALD),
    ),
    steps=(
        "total - HDL - triglycerides / 5 = {total_cholesterol:g} - {hdl_cholesterol:g} - {triglycerides:g} / 5 = {value:.1f} mg/dL",
    ),
    references=(FRIEDEWALD,),
    examples=(
        Example(
            inputs={"total_cholesterol": 200, "hdl_cholesterol": 50, "triglycerides": 150},
            value=120.0,
            derived="200 - 50 - 150/5",
        ),
        Example(
            inputs={"total_cholesterol": 161, "hdl_cholesterol": 39, "triglycerides": 95},
            value=103.0,
            derived="161 - 39 - 95/5",
        ),
        Example(
            inputs={"total_cholesterol": "5 mmol/L", "hdl_cholesterol": "1 mmol/L", "triglycerides": 100},
            value=134.6656,
            derived="4 x 38.6664 - 20",
            within=0.0001,
        ),
    ),
)
