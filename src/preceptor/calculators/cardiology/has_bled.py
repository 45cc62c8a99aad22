"""HAS-BLED score: major bleeding in a year of anticoagulation for atrial fibrillation, 0 to 9.

In: age, drinks a week and seven findings. Out: points. Hypertension means a systolic pressure above 160 mm
Hg. A high score is a reason to mend what can be mended, not to withhold anticoagulation.

Source: Pisters et al. 2010, Chest 138:1093-1100.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, number, yes_no
from preceptor.calculators._inputs import AGE

PISTERS = Reference(
    citation="Pisters R et al. A novel user-friendly score (HAS-BLED) to assess 1-year risk of major bleeding in patients with atrial fibrillation. Chest 2010;138:1093-1100",
    doi="10.1378/chest.10-0134",
    pmid="20299623",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 25"
    "; bands: PMC3418985, table 3 (1.13, 1.02, 1.88, 3.74 a year)",
)
CALCULATOR = Calculator(
    title="HAS-BLED score",
    specialties=("cardiology", "internal medicine"),
    inputs={
        "age": AGE.within(18, 120).scored(0, ">65", 1),
        "hypertension": yes_no("uncontrolled hypertension, systolic above 160 mm Hg", 1),
        "renal_disease": yes_no("dialysis, transplant or creatinine of 200 umol/L (2.26 mg/dL) or more", 1),
        "liver_disease": yes_no(
            "cirrhosis, or bilirubin above twice and transaminases above three times normal", 1
        ),
        "stroke": yes_no("previous stroke", 1),
        "bleeding": yes_no("previous major bleeding or disposition to it", 1),
        "labile_inr": yes_no("labile INR, in range less than 60 % of the time", 1),
        "bleeding_medication": yes_no("antiplatelet drugs or NSAIDs", 1),
        "alcoholic_drinks": number("{drinks}/wk", 0, 300, "alcoholic drinks a week", usual=(0, 100)).scored(
            0, ">=8", 1
        ),
    },
    unit="1",
    returns="score",
    population=Population(doc="adults anticoagulated for atrial fibrillation", ages=(18, 120)),
    bands=(
        Band(0, "low", "1.13 major bleeds in 100 patient-years", PISTERS),
        Band(1, "low to moderate", "1.02", PISTERS),
        Band(2, "moderate", "1.88", PISTERS),
        Band(3, "high", "3.74 and more, 8.7 at 4: caution and regular review", PISTERS),
    ),
    references=(PISTERS,),
    examples=(
        Example(
            inputs={
                "age": 65,
                "hypertension": False,
                "renal_disease": False,
                "liver_disease": False,
                "stroke": False,
                "bleeding": False,
                "labile_inr": False,
                "bleeding_medication": False,
                "alcoholic_drinks": 7,
            },
            value=0.0,
            derived="65 is not above 65, 7 drinks are below 8",
        ),
        Example(
            inputs={
                "age": 66,
                "hypertension": False,
                "renal_disease": False,
                "liver_disease": False,
                "stroke": False,
                "bleeding": False,
                "labile_inr": False,
                "bleeding_medication": False,
                "alcoholic_drinks": 8,
            },
            value=2.0,
            derived="1 + 1",
        ),
        Example(
            inputs={
                "age": 80,
                "hypertension": True,
                "renal_disease": True,
                "liver_disease": True,
                "stroke": True,
                "bleeding": True,
                "labile_inr": True,
                "bleeding_medication": True,
                "alcoholic_drinks": 10,
            },
            value=9.0,
            derived="1 + 7 + 1",
        ),
    ),
)
