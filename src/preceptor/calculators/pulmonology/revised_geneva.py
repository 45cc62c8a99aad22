"""Revised Geneva score: how likely pulmonary embolism is, without judgement, 0 to 22.

In: age, history, signs, heart rate. Out: points.

Source: Le Gal et al. 2006, Ann Intern Med 144:165-171.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, yes_no
from preceptor.calculators._inputs import AGE, HEART_RATE

LEGAL = Reference(
    citation="Le Gal G, Righini M, Roy PM, et al. Ann Intern Med 2006;144:165-171",
    doi="10.7326/0003-4819-144-3-200602070-00004",
    checked="secondary",
    seen="err.ersjournals.com markup 11983, table 2; ashpublications.net/view-large/8402304",
)
CALCULATOR = Calculator(
    title="Revised Geneva score",
    specialties=("pulmonology", "emergency", "internal medicine"),
    inputs={
        "age": AGE.within(18, 120).scored(0, ">65", 1),
        "previous_thromboembolism": yes_no("previous deep vein thrombosis or pulmonary embolism", 3),
        "surgery_or_fracture": yes_no(
            "operation under general anaesthesia or fracture of a leg within a month", 2
        ),
        "active_cancer": yes_no("cancer, active or cured for less than a year", 2),
        "limb_pain": yes_no("pain in one leg", 3),
        "haemoptysis": yes_no("haemoptysis", 2),
        "heart_rate": HEART_RATE.scored(0, ">=75", 3, ">=95", 5),
        "limb_tenderness_and_oedema": yes_no("pain on deep venous palpation and oedema of one leg", 4),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults with suspected pulmonary embolism", ages=(18, 120)),
    bands=(
        Band(0, "low", "0 to 3", LEGAL),
        Band(4, "intermediate", "4 to 10", LEGAL),
        Band(11, "high", "11 or more", LEGAL),
    ),
    references=(LEGAL,),
    examples=(
        Example(
            inputs={
                "age": 66,
                "previous_thromboembolism": True,
                "surgery_or_fracture": True,
                "active_cancer": True,
                "limb_pain": True,
                "haemoptysis": True,
                "heart_rate": 95,
                "limb_tenderness_and_oedema": True,
            },
            value=22,
            derived="1 + 3 + 2 + 2 + 3 + 2 + 5 + 4",
        ),
        Example(
            inputs={
                "age": 65,
                "previous_thromboembolism": False,
                "surgery_or_fracture": False,
                "active_cancer": False,
                "limb_pain": False,
                "haemoptysis": False,
                "heart_rate": 74,
                "limb_tenderness_and_oedema": False,
            },
            value=0,
            derived="every item just missed",
        ),
        Example(
            inputs={
                "age": 50,
                "previous_thromboembolism": True,
                "surgery_or_fracture": False,
                "active_cancer": False,
                "limb_pain": False,
                "haemoptysis": False,
                "heart_rate": 80,
                "limb_tenderness_and_oedema": False,
            },
            value=6,
            derived="3 + 3",
        ),
    ),
)
