"""ABCD2 score: the risk of stroke in the two days after a transient ischaemic attack, 0 to 7.

In: age, first blood pressure, what failed, how long, diabetes. Out: points. Either pressure at or above
140/90 mmHg counts once; speech disturbance counts only without weakness. National guidelines no longer use
the score alone to decide who is seen when.

Source: Johnston et al. 2007, Lancet 369:283-292.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, Worked, choice, yes_no
from preceptor.calculators._inputs import AGE, DIASTOLIC_BP, SYSTOLIC_BP

JOHNSTON = Reference(
    citation="Johnston SC, Rothwell PM, Nguyen-Huynh MN, et al. Lancet 2007;369:283-292",
    doi="10.1016/S0140-6736(07)60150-0",
    checked="secondary",
    seen="primarycarenotebook.com, ABCD2 algorithm for risk of stroke following TIA; dss.dign.eu details 72",
)
INPUTS = {
    "age": AGE.within(18, 120).scored(0, ">=60", 1),
    "systolic_bp": SYSTOLIC_BP.about("first systolic blood pressure").scored(0, ">=140", 1),
    "diastolic_bp": DIASTOLIC_BP.about("first diastolic blood pressure").scored(0, ">=90", 1),
    "clinical_features": choice(
        "what failed", {"other": 0, "speech disturbance without weakness": 1, "unilateral weakness": 2}
    ),
    "duration": choice("duration of symptoms", {"under 10 min": 0, "10 to 59 min": 1, "60 min or more": 2}),
    "diabetes": yes_no("diabetes mellitus", 1),
}


def compute(
    *,
    age: ArrayLike,
    systolic_bp: ArrayLike,
    diastolic_bp: ArrayLike,
    clinical_features: ArrayLike,
    duration: ArrayLike,
    diabetes: ArrayLike,
) -> Worked:
    """Return the sum; blood pressure counts once."""
    aged = np.greater_equal(age, 60).astype(float)
    pressure = np.logical_or(np.greater_equal(systolic_bp, 140), np.greater_equal(diastolic_bp, 90))
    pressed = pressure.astype(float)
    value = aged + pressed + np.asarray(clinical_features) + np.asarray(duration) + np.asarray(diabetes)
    return Worked(value=value, parts={"age_points": aged, "pressure_points": pressed})


CALCULATOR = Calculator(
    title="ABCD2 score",
    specialties=("neurology", "emergency", "internal medicine"),
    inputs=INPUTS,
    compute=compute,
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults after a transient ischaemic attack", ages=(18, 120)),
    bands=(
        Band(0, "low", "stroke within two days in 1.0 %", JOHNSTON),
        Band(4, "moderate", "stroke within two days in 4.1 %", JOHNSTON),
        Band(6, "high", "stroke within two days in 8.1 %", JOHNSTON),
    ),
    steps=(
        "Age 60 or older: {age_points:g}; 140/90 mmHg or above: {pressure_points:g}; clinical features:"
        " {clinical_features}; duration: {duration}; diabetes: {diabetes}.",
        "Sum: {value:g}.",
    ),
    references=(JOHNSTON,),
    examples=(
        Example(
            inputs={"age": 72, "systolic_bp": 150, "diastolic_bp": 80, "clinical_features": "unilateral weakness",
                    "duration": "60 min or more", "diabetes": True},
            value=7, derived="1 + 1 + 2 + 2 + 1",
        ),
        Example(
            inputs={"age": 59, "systolic_bp": 139, "diastolic_bp": 89, "clinical_features": "other",
                    "duration": "under 10 min", "diabetes": False},
            value=0, derived="every item just below its threshold",
        ),
        Example(
            inputs={"age": 60, "systolic_bp": 160, "diastolic_bp": 95, "duration": "10 to 59 min", "diabetes": False,
                    "clinical_features": "speech disturbance without weakness"},
            value=4, derived="1 + 1 (once) + 1 + 1",
        ),
    ),
)  # fmt: skip
