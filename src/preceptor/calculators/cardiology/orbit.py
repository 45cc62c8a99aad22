"""ORBIT bleeding score: major bleeding under anticoagulation in atrial fibrillation, 0 to 7.

In: anaemia, age, bleeding history, kidney function, antiplatelet drugs. Out: points.

Source: O'Brien et al. 2015, Eur Heart J 36:3258-3264.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, number, yes_no
from preceptor.calculators._inputs import AGE

OBRIEN = Reference(
    citation="O'Brien EC, Simon DN, Thomas LE, et al. Eur Heart J 2015;36:3258-3264",
    doi="10.1093/eurheartj/ehv476",
)
CALCULATOR = Calculator(
    title="ORBIT bleeding score",
    specialties=("cardiology", "haematology"),
    inputs={
        "anaemia": yes_no(
            "haemoglobin under 13 g/dL in men, 12 in women, or haematocrit under 40 %, 36 %", 2
        ),
        "age": AGE.within(18, 120).scored(0, ">=75", 1),
        "bleeding_history": yes_no("history of bleeding", 2),
        "glomerular_filtration_rate": number(
            "mL/min/{1.73_m2}", 1, 250, "estimated glomerular filtration rate", usual=(3, 180)
        ).scored(1, ">=60", 0),
        "antiplatelet": yes_no("treatment with an antiplatelet drug", 1),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults with atrial fibrillation on an anticoagulant", ages=(18, 120)),
    bands=(
        Band(0, "low", "0 to 2", OBRIEN),
        Band(3, "medium", "3", OBRIEN),
        Band(4, "high", "4 or more", OBRIEN),
    ),
    references=(OBRIEN,),
    examples=(
        Example(
            inputs={
                "anaemia": True,
                "age": 75,
                "bleeding_history": True,
                "glomerular_filtration_rate": 59,
                "antiplatelet": True,
            },
            value=7,
            derived="2 + 1 + 2 + 1 + 1",
        ),
        Example(
            inputs={
                "anaemia": False,
                "age": 74,
                "bleeding_history": False,
                "glomerular_filtration_rate": 60,
                "antiplatelet": False,
            },
            value=0,
            derived="every item just missed",
        ),
        Example(
            inputs={
                "anaemia": False,
                "age": 80,
                "bleeding_history": False,
                "glomerular_filtration_rate": 45,
                "antiplatelet": True,
            },
            value=3,
            derived="1 + 1 + 1",
        ),
    ),
)
