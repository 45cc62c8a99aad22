"""Sampson equation: LDL cholesterol, also where triglycerides are high.

In: total and HDL cholesterol, triglycerides. Out: mg/dL. Made for triglycerides up to 800 mg/dL, beyond which it is
refused here.

Source: Sampson et al. 2020, JAMA Cardiol 5:540-548.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, Worked
from preceptor.calculators._inputs import HDL_CHOLESTEROL, TOTAL_CHOLESTEROL, TRIGLYCERIDES

SAMPSON = Reference(
    citation="Sampson M, Ling C, Sun Q, et al. JAMA Cardiol 2020;5:540-548",
    doi="10.1001/jamacardio.2020.0013",
    checked="secondary",
    seen="ldl-calculator.com/ldl-cholesterol-calculated-nih.php",
)


def compute(*, total_cholesterol: ArrayLike, hdl_cholesterol: ArrayLike, triglycerides: ArrayLike) -> Worked:
    """Return TC/0.948 - HDL/0.971 - (TG/8.56 + TG x nonHDL/2140 - TG^2/16100) - 9.44."""
    fat = np.asarray(triglycerides, dtype=float)
    rest = np.asarray(total_cholesterol, dtype=float) - hdl_cholesterol
    carried = fat / 8.56 + fat * rest / 2140 - fat**2 / 16100
    value = np.asarray(total_cholesterol) / 0.948 - np.asarray(hdl_cholesterol) / 0.971 - carried - 9.44
    return Worked(value=value, parts={"non_hdl": rest, "carried": carried})


CALCULATOR = Calculator(
    title="LDL cholesterol (Sampson)",
    specialties=("cardiology", "internal medicine"),
    inputs={
        "total_cholesterol": TOTAL_CHOLESTEROL,
        "hdl_cholesterol": HDL_CHOLESTEROL,
        "triglycerides": TRIGLYCERIDES.within(5, 800),
    },
    compute=compute,
    unit="mg/dL",
    digits=0,
    population=Population(doc="adults, triglycerides up to 800 mg/dL", ages=(18, 120)),
    bands=(
        Band(-10_000, "impossible", "below 0: the formula fails here; LDL has to be measured", SAMPSON),
        Band(0, "possible", "what is too high depends on the patient's risk", SAMPSON),
    ),
    steps=(
        "Carried with triglycerides: {triglycerides:g} / 8.56 + {triglycerides:g} x {non_hdl:g} / 2140 - {triglycerides:g}^2 / 16100 = {carried:.2f}",
        "{total_cholesterol:g} / 0.948 - {hdl_cholesterol:g} / 0.971 - {carried:.2f} - 9.44 = {value:.1f} mg/dL",
    ),
    references=(SAMPSON,),
    examples=(
        Example(
            inputs={"total_cholesterol": 200, "hdl_cholesterol": 50, "triglycerides": 150},
            value=123.4,
            derived="210.970 - 51.493 - (17.523 + 10.514 - 1.398) - 9.44",
            within=0.01,
        ),
        Example(
            inputs={"total_cholesterol": 94.8, "hdl_cholesterol": 48.55, "triglycerides": 85.6},
            value=29.17,
            derived="100 - 50 - (10 + 85.6 x 46.25 / 2140 = 1.85 - 0.4551 = 11.395) - 9.44",
            within=0.01,
        ),
        Example(
            inputs={"total_cholesterol": 300, "hdl_cholesterol": 40, "triglycerides": 400},
            value=180.43,
            derived="316.456 - 41.195 - (46.729 + 48.598 - 9.938) - 9.44",
            within=0.01,
        ),
    ),
)
