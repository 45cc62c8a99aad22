"""TIMI score of ST-elevation infarction: death within 30 days, 0 to 14.

In: age, history, pressure, heart rate, Killip class, weight, site of the infarction, delay. Out: points.

Source: Morrow et al. 2000, Circulation 102:2031-2037.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice, number, yes_no
from preceptor.calculators._inputs import AGE, HEART_RATE, SYSTOLIC_BP, WEIGHT

MORROW = Reference(
    citation="Morrow DA, Antman EM, Charlesworth A, et al. Circulation 2000;102:2031-2037",
    doi="10.1161/01.CIR.102.17.2031",
    pmid="11044416",
    checked="secondary",
    seen="globalrph.com/medcalcs, TIMI risk score for STEMI; clincasequest.hospital/timi-risk-score-stemi (both: points and deaths)",
)
CALCULATOR = Calculator(
    title="TIMI risk score for STEMI",
    specialties=("cardiology", "emergency", "intensive care"),
    inputs={
        "age": AGE.within(18, 120).scored(0, ">=65", 2, ">=75", 3),
        "diabetes_hypertension_or_angina": yes_no("history of diabetes, hypertension or angina", 1),
        "systolic_bp": SYSTOLIC_BP.scored(3, ">=100", 0),
        "heart_rate": HEART_RATE.scored(0, ">100", 2),
        "killip_class": choice("Killip class", {"I": 0, "II to IV": 2}),
        "weight": WEIGHT.scored(1, ">=67", 0),
        "anterior_or_bundle_branch_block": yes_no("anterior ST elevation or left bundle branch block", 1),
        "delay": number("h", 0, 72, "hours from symptoms to treatment").scored(0, ">4", 1),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults with ST-elevation myocardial infarction", ages=(18, 120)),
    bands=(
        Band(0, "0", "0.8 % died within 30 days, after fibrinolysis", MORROW),
        Band(1, "1", "1.6 % died within 30 days", MORROW),
        Band(2, "2", "2.2 % died within 30 days", MORROW),
        Band(3, "3", "4.4 % died within 30 days", MORROW),
        Band(4, "4", "7.3 % died within 30 days", MORROW),
        Band(5, "5", "12.4 % died within 30 days", MORROW),
        Band(6, "6", "16.1 % died within 30 days", MORROW),
        Band(7, "7", "23.4 % died within 30 days", MORROW),
        Band(8, "8", "26.8 % died within 30 days", MORROW),
        Band(9, "9 or more", "35.9 % died within 30 days", MORROW),
    ),
    references=(MORROW,),
    examples=(
        Example(
            inputs={
                "age": 75,
                "diabetes_hypertension_or_angina": True,
                "systolic_bp": 99,
                "heart_rate": 101,
                "killip_class": "II to IV",
                "weight": 66,
                "anterior_or_bundle_branch_block": True,
                "delay": 4.5,
            },
            value=14,
            derived="3 + 1 + 3 + 2 + 2 + 1 + 1 + 1",
        ),
        Example(
            inputs={
                "age": 64,
                "diabetes_hypertension_or_angina": False,
                "systolic_bp": 100,
                "heart_rate": 100,
                "killip_class": "I",
                "weight": 67,
                "anterior_or_bundle_branch_block": False,
                "delay": 4,
            },
            value=0,
            derived="every item just missed",
        ),
        Example(
            inputs={
                "age": 70,
                "diabetes_hypertension_or_angina": True,
                "systolic_bp": 120,
                "heart_rate": 90,
                "killip_class": "I",
                "weight": 80,
                "anterior_or_bundle_branch_block": True,
                "delay": 2,
            },
            value=4,
            derived="2 + 1 + 1",
        ),
    ),
)
