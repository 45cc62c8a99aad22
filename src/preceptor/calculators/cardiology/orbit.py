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
    checked="secondary",
    seen="bjgp.org markup 43454, table 1 (points, groups); cmp-manual.cz/930-Orbit.html (haematocrit); abstract (dukespace 10161/15004)",
)
CALCULATOR = Calculator(
    title="ORBIT bleeding score",
    specialties=("cardiology", "haematology"),
    inputs={
        "anaemia": yes_no(
            "haemoglobin under 13 g/dL in men, 12 in women, haematocrit under 40 %, 36 %, or history of anaemia",
            2,
        ),
        "age": AGE.within(18, 120).scored(0, ">=75", 1),
        "bleeding_history": yes_no("bleeding before: gut, inside the skull, haemorrhagic stroke", 2),
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
        Band(0, "low", "0 to 2: 2.4 major bleeds per 100 patient-years", OBRIEN),
        Band(3, "medium", "3: 4.7", OBRIEN),
        Band(4, "high", "4 or more: 8.1", OBRIEN),
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
