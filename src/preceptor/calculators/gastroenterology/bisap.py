"""BISAP: death in hospital of acute pancreatitis, judged within 24 hours, 0 to 5.

In: urea nitrogen, mental status, systemic inflammatory response, age, pleural effusion. Out: points.

Source: Wu et al. 2008, Gut 57:1698-1703.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, yes_no
from preceptor.calculators._inputs import AGE, UREA_NITROGEN

WU = Reference(
    citation="Wu BU, Johannes RS, Sun X, Tabak Y, Conwell DL, Banks PA. Gut 2008;57:1698-1703",
    doi="10.1136/gut.2008.152702",
    checked="secondary",
    seen="qxmd.com/calculate/calculator_334/bisap-score; aaushi.info/A326764",
)
CALCULATOR = Calculator(
    title="BISAP score",
    specialties=("gastroenterology", "emergency", "surgery"),
    inputs={
        "urea_nitrogen": UREA_NITROGEN.scored(0, ">25", 1),
        "impaired_mental_status": yes_no("Glasgow coma scale under 15", 1),
        "systemic_inflammatory_response": yes_no(
            "two or more criteria of the systemic inflammatory response", 1
        ),
        "age": AGE.within(18, 120).scored(0, ">60", 1),
        "pleural_effusion": yes_no("pleural effusion on imaging", 1),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults with acute pancreatitis, first 24 hours", ages=(18, 120)),
    bands=(
        Band(0, "low", "0 to 2: low risk of death in hospital", WU),
        Band(3, "high", "3 or more: raised risk of death in hospital", WU),
    ),
    references=(WU,),
    examples=(
        Example(
            inputs={
                "urea_nitrogen": 26,
                "impaired_mental_status": True,
                "systemic_inflammatory_response": True,
                "age": 61,
                "pleural_effusion": True,
            },
            value=5,
            derived="every item met",
        ),
        Example(
            inputs={
                "urea_nitrogen": 25,
                "impaired_mental_status": False,
                "systemic_inflammatory_response": False,
                "age": 60,
                "pleural_effusion": False,
            },
            value=0,
            derived="urea nitrogen and age at their thresholds, not above",
        ),
        Example(
            inputs={
                "urea_nitrogen": 30,
                "impaired_mental_status": False,
                "systemic_inflammatory_response": True,
                "age": 45,
                "pleural_effusion": False,
            },
            value=2,
            derived="1 + 1",
        ),
    ),
)
