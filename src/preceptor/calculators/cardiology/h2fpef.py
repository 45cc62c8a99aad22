"""H2FPEF score: is breathlessness due to heart failure with preserved ejection fraction, 0 to 9.

In: weight, drugs, atrial fibrillation, pulmonary pressure, age, filling pressure. Out: points.

Source: Reddy et al. 2018, Circulation 138:861-870.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, number, yes_no
from preceptor.calculators._inputs import AGE, BODY_MASS_INDEX

REDDY = Reference(
    citation="Reddy YN, Carter RE, Obokata M, Redfield MM, Borlaug BA. Circulation 2018;138:861-870",
    doi="10.1161/CIRCULATIONAHA.118.034646",
    checked="secondary",
    seen="johnsonfrancis.org/professional/h2fpef-score",
)
CALCULATOR = Calculator(
    title="H2FPEF score",
    specialties=("cardiology", "internal medicine"),
    inputs={
        "body_mass_index": BODY_MASS_INDEX.scored(0, ">30", 2),
        "antihypertensives": yes_no("two or more antihypertensive drugs", 1),
        "atrial_fibrillation": yes_no("paroxysmal or persistent atrial fibrillation", 3),
        "pulmonary_pressure": number(
            "mm[Hg]", 5, 150, "systolic pulmonary artery pressure by Doppler", usual=(10, 120)
        ).scored(0, ">35", 1),
        "age": AGE.within(18, 120).scored(0, ">60", 1),
        "filling_ratio": number("1", 1, 60, "E/e' ratio by Doppler", usual=(3, 40)).scored(0, ">9", 1),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(
        doc="adults with unexplained breathlessness on exertion and a preserved ejection fraction",
        ages=(18, 120),
    ),
    bands=(
        Band(0, "low", "0 or 1: unlikely", REDDY),
        Band(2, "intermediate", "2 to 5: further testing", REDDY),
        Band(6, "high", "6 to 9: likely", REDDY),
    ),
    references=(REDDY,),
    examples=(
        Example(
            inputs={
                "body_mass_index": 30.1,
                "antihypertensives": True,
                "atrial_fibrillation": True,
                "pulmonary_pressure": 36,
                "age": 61,
                "filling_ratio": 9.1,
            },
            value=9,
            derived="2 + 1 + 3 + 1 + 1 + 1",
        ),
        Example(
            inputs={
                "body_mass_index": 30,
                "antihypertensives": False,
                "atrial_fibrillation": False,
                "pulmonary_pressure": 35,
                "age": 60,
                "filling_ratio": 9,
            },
            value=0,
            derived="every item at its threshold, not above",
        ),
        Example(
            inputs={
                "body_mass_index": 34,
                "antihypertensives": True,
                "atrial_fibrillation": False,
                "pulmonary_pressure": 40,
                "age": 70,
                "filling_ratio": 8,
            },
            value=5,
            derived="2 + 1 + 1 + 1",
        ),
    ),
)
