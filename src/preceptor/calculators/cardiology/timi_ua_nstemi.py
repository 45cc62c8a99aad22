"""TIMI score of unstable angina and non-ST-elevation infarction: death, infarction or urgent revascularisation, 0 to 7.

In: seven items of history, drugs, ECG and marker. Out: points, for the next 14 days.

Source: Antman et al. 2000, JAMA 284:835-842.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, yes_no
from preceptor.calculators._inputs import AGE

ANTMAN = Reference(
    citation="Antman EM, Cohen M, Bernink PJ, et al. JAMA 2000;284:835-842",
    doi="10.1001/jama.284.7.835",
    checked="secondary",
    seen="clincalc 0.4.0 (PyPI): its description of every input; equal on 10,000 random patients",
)
CALCULATOR = Calculator(
    title="TIMI risk score for UA/NSTEMI",
    specialties=("cardiology", "emergency"),
    inputs={
        "age": AGE.within(18, 120).scored(0, ">=65", 1),
        "three_risk_factors": yes_no("three or more coronary risk factors", 1),
        "known_stenosis": yes_no("known coronary stenosis of 50 % or more", 1),
        "aspirin_use": yes_no("aspirin in the last seven days", 1),
        "severe_angina": yes_no("two or more anginal episodes in 24 hours", 1),
        "st_deviation": yes_no("ST deviation of 0.5 mm or more", 1),
        "raised_marker": yes_no("raised cardiac marker", 1),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults with unstable angina or non-ST-elevation infarction", ages=(18, 120)),
    bands=(
        Band(0, "low", "0 to 2", ANTMAN),
        Band(3, "intermediate", "3 or 4", ANTMAN),
        Band(5, "high", "5 to 7", ANTMAN),
    ),
    references=(ANTMAN,),
    examples=(
        Example(
            inputs={
                "age": 65,
                "three_risk_factors": True,
                "known_stenosis": True,
                "aspirin_use": True,
                "severe_angina": True,
                "st_deviation": True,
                "raised_marker": True,
            },
            value=7,
            derived="every item",
        ),
        Example(
            inputs={
                "age": 64,
                "three_risk_factors": False,
                "known_stenosis": False,
                "aspirin_use": False,
                "severe_angina": False,
                "st_deviation": False,
                "raised_marker": False,
            },
            value=0,
            derived="no item",
        ),
        Example(
            inputs={
                "age": 70,
                "three_risk_factors": False,
                "known_stenosis": False,
                "aspirin_use": True,
                "severe_angina": False,
                "st_deviation": True,
                "raised_marker": False,
            },
            value=3,
            derived="1 + 1 + 1",
        ),
    ),
)
