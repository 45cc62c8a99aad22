"""CURB-65 score: 30-day mortality of community-acquired pneumonia, 0 to 5.

In: confusion, urea nitrogen, respiratory rate, blood pressure, age. Out: points. Urea above 7 mmol/L is a
urea nitrogen above 19.6 mg/dL; whole numbers from 20 on count, as with the usual "above 19".

Source: Lim et al. 2003, Thorax 58:377-382.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, Worked, points_of, yes_no
from preceptor.calculators._inputs import AGE, DIASTOLIC_BP, RESPIRATORY_RATE, SYSTOLIC_BP, UREA_NITROGEN

INPUTS = {
    "confusion": yes_no("new confusion, or an abbreviated mental test of 8 or less", 1),
    "urea_nitrogen": UREA_NITROGEN.scored(0, ">19.61", 1),  # 7 mmol/L x 2.8014
    "respiratory_rate": RESPIRATORY_RATE.scored(0, ">=30", 1),
    "systolic_bp": SYSTOLIC_BP.scored(1, ">=90", 0),
    "diastolic_bp": DIASTOLIC_BP.scored(1, ">60", 0),
    "age": AGE.within(18, 120).scored(0, ">=65", 1),
}
LIM = Reference(
    citation="Lim WS et al. Defining community acquired pneumonia severity on presentation to hospital. Thorax 2003;58:377-382",
    doi="10.1136/thorax.58.5.377",
    pmid="12728155",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 45; AgentMD calculator 9"
    "; bands: 10.1186/s40360-019-0300-3, table 2; wikijournalclub.org/wiki/CURB-65",
)


def compute(
    *,
    confusion: ArrayLike,
    urea_nitrogen: ArrayLike,
    respiratory_rate: ArrayLike,
    systolic_bp: ArrayLike,
    diastolic_bp: ArrayLike,
    age: ArrayLike,
) -> Worked:
    """Return the sum of five items; either pressure gives the point for blood pressure."""
    low = (points_of(INPUTS["systolic_bp"], systolic_bp), points_of(INPUTS["diastolic_bp"], diastolic_bp))
    parts = {
        "confusion": np.asarray(confusion, dtype=float),
        "urea_nitrogen": points_of(INPUTS["urea_nitrogen"], urea_nitrogen),
        "respiratory_rate": points_of(INPUTS["respiratory_rate"], respiratory_rate),
        "blood_pressure": np.maximum(*low),
        "age": points_of(INPUTS["age"], age),
    }
    return Worked(value=sum(parts.values(), start=np.asarray(0.0)), parts=parts)


CALCULATOR = Calculator(
    title="CURB-65 score",
    specialties=("pulmonology", "emergency", "infectious disease"),
    inputs=INPUTS,
    compute=compute,
    unit="1",
    returns="score",
    population=Population(doc="adults with community-acquired pneumonia", ages=(18, 130)),
    bands=(
        Band(0, "low", "0 or 1: 1.5 % mortality; home treatment", LIM),
        Band(2, "intermediate", "9.2 %; hospital", LIM),
        Band(3, "high", "22 %; hospital, intensive care from 4", LIM),
    ),
    references=(LIM,),
    examples=(
        Example(
            inputs={
                "confusion": False,
                "urea_nitrogen": 19,
                "respiratory_rate": 29,
                "systolic_bp": 90,
                "diastolic_bp": 61,
                "age": 64,
            },
            value=0.0,
            derived="every item just below",
        ),
        Example(
            inputs={
                "confusion": True,
                "urea_nitrogen": "7.1 mmol/L",
                "respiratory_rate": 30,
                "systolic_bp": 89,
                "diastolic_bp": 70,
                "age": 65,
            },
            value=5.0,
            derived="1 each",
        ),
        Example(
            inputs={
                "confusion": False,
                "urea_nitrogen": 20,
                "respiratory_rate": 20,
                "systolic_bp": 120,
                "diastolic_bp": 60,
                "age": 50,
            },
            value=2.0,
            derived="urea 1, diastolic 60 or less 1",
        ),
    ),
)
