"""sPESI: simplified pulmonary embolism severity index, the risk of death within 30 days, 0 to 6.

In: age, cancer, chronic cardiopulmonary disease, heart rate, systolic pressure, saturation. Out: points.
Cancer means a history of cancer; heart failure and chronic lung disease count once together.

Source: Jimenez et al. 2010, Arch Intern Med 170:1383-1389.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, yes_no
from preceptor.calculators._inputs import AGE, HEART_RATE, OXYGEN_SATURATION, SYSTOLIC_BP

JIMENEZ = Reference(
    citation="Jimenez D, Aujesky D, Moores L, et al. Arch Intern Med 2010;170:1383-1389",
    doi="10.1001/archinternmed.2010.199",
    checked="secondary",
    seen="erj.ersjournals.com, table of the original and the simplified index",
)
CALCULATOR = Calculator(
    title="Simplified pulmonary embolism severity index",
    specialties=("pulmonology", "emergency", "internal medicine"),
    inputs={
        "age": AGE.within(18, 120).scored(0, ">80", 1),
        "cancer": yes_no("history of cancer", 1),
        "chronic_cardiopulmonary_disease": yes_no("heart failure or chronic lung disease", 1),
        "heart_rate": HEART_RATE.scored(0, ">=110", 1),
        "systolic_bp": SYSTOLIC_BP.scored(1, ">=100", 0),
        "oxygen_saturation": OXYGEN_SATURATION.scored(1, ">=90", 0),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults with acute pulmonary embolism", ages=(18, 120)),
    bands=(
        Band(0, "low", "death within 30 days in 1.0 % (95 % interval 0.0 to 2.1)", JIMENEZ),
        Band(1, "high", "death within 30 days in 10.9 % (95 % interval 8.5 to 13.2)", JIMENEZ),
    ),
    references=(JIMENEZ,),
    examples=(
        Example(
            inputs={"age": 80, "cancer": False, "chronic_cardiopulmonary_disease": False, "heart_rate": 109,
                    "systolic_bp": 100, "oxygen_saturation": 90},
            value=0, derived="every item just missed",
        ),
        Example(
            inputs={"age": 81, "cancer": True, "chronic_cardiopulmonary_disease": True, "heart_rate": 110,
                    "systolic_bp": 99, "oxygen_saturation": 89},
            value=6, derived="every item just met",
        ),
        Example(
            inputs={"age": 55, "cancer": True, "chronic_cardiopulmonary_disease": False, "heart_rate": 120,
                    "systolic_bp": 130, "oxygen_saturation": 95},
            value=2, derived="cancer 1, heart rate 1",
        ),
    ),
)  # fmt: skip
