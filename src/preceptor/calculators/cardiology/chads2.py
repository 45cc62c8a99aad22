"""CHADS2: the yearly risk of stroke in atrial fibrillation, 0 to 6; the forerunner of CHA2DS2-VASc.

In: heart failure, hypertension, age, diabetes, stroke. Out: points. CHA2DS2-VASc tells low risk better.

Source: Gage et al. 2001, JAMA 285:2864-2870.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, yes_no
from preceptor.calculators._inputs import AGE

GAGE = Reference(
    citation="Gage BF, Waterman AD, Shannon W, et al. JAMA 2001;285:2864-2870",
    doi="10.1001/jama.285.22.2864",
    checked="secondary",
    seen="AgentMD, calculator 11 (rates of stroke; points)",
)
CALCULATOR = Calculator(
    title="CHADS2 score",
    specialties=("cardiology", "neurology", "internal medicine"),
    inputs={
        "heart_failure": yes_no("recent congestive heart failure", 1),
        "hypertension": yes_no("hypertension", 1),
        "age": AGE.within(18, 120).scored(0, ">=75", 1),
        "diabetes": yes_no("diabetes mellitus", 1),
        "stroke": yes_no("previous stroke or transient ischaemic attack", 2),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(
        doc="adults with non-valvular atrial fibrillation", ages=(18, 120), requires=("atrial_fibrillation",)
    ),
    bands=(
        Band(0, "low", "1.9 % strokes a year without antithrombotic treatment", GAGE),
        Band(1, "moderate", "2.8 % strokes a year without antithrombotic treatment", GAGE),
        Band(2, "moderate", "4.0 % strokes a year without antithrombotic treatment", GAGE),
        Band(3, "high", "5.9 % strokes a year without antithrombotic treatment", GAGE),
        Band(4, "high", "8.5 % strokes a year without antithrombotic treatment", GAGE),
        Band(5, "high", "12.5 % strokes a year without antithrombotic treatment", GAGE),
        Band(6, "high", "18.2 % strokes a year without antithrombotic treatment", GAGE),
    ),
    references=(GAGE,),
    examples=(
        Example(
            inputs={"heart_failure": True, "hypertension": True, "age": 75, "diabetes": True, "stroke": True},
            value=6,
            derived="1 + 1 + 1 + 1 + 2",
        ),
        Example(
            inputs={
                "heart_failure": False,
                "hypertension": False,
                "age": 74,
                "diabetes": False,
                "stroke": False,
            },
            value=0,
            derived="below every threshold",
        ),
        Example(
            inputs={
                "heart_failure": False,
                "hypertension": True,
                "age": 80,
                "diabetes": False,
                "stroke": False,
            },
            value=2,
            derived="hypertension 1, age 1",
        ),
    ),
)
