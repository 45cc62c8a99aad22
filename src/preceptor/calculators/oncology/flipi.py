"""FLIPI: prognosis of follicular lymphoma, 0 to 5.

In: age, stage, haemoglobin, LDH, nodal areas. Out: points. The abstract counts ages above 60; some later tables print 60
and above.

Source: Solal-Celigny et al. 2004, Blood 104:1258-1265.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice, number, yes_no
from preceptor.calculators._inputs import AGE, HEMOGLOBIN

SOLAL = Reference(
    citation="Solal-Celigny P, Roy P, Colombat P, et al. Blood 2004;104:1258-1265",
    doi="10.1182/blood-2003-12-4434",
    checked="source",
    seen="abstract (ashpublications.org/blood/article/104/5/1258): age > 60, stage III-IV, haemoglobin < 120 g/L, more than 4 areas, LDH; groups 0-1, 2, 3 or more",
)
CALCULATOR = Calculator(
    title="Follicular lymphoma international prognostic index",
    specialties=("oncology", "haematology"),
    inputs={
        "age": AGE.within(18, 120).scored(0, ">60", 1),
        "stage": choice("Ann Arbor stage", {"I": 0, "II": 0, "III": 1, "IV": 1}),
        "hemoglobin": HEMOGLOBIN.scored(1, ">=12", 0),
        "raised_ldh": yes_no("lactate dehydrogenase above normal", 1),
        "nodal_areas": number("1", 0, 30, "nodal areas involved").scored(0, ">4", 1),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults with follicular lymphoma", ages=(18, 120)),
    bands=(
        Band(0, "low", "0 or 1", SOLAL),
        Band(2, "intermediate", "2", SOLAL),
        Band(3, "high", "3 to 5", SOLAL),
    ),
    references=(SOLAL,),
    examples=(
        Example(
            inputs={"age": 61, "stage": "III", "hemoglobin": 11.9, "raised_ldh": True, "nodal_areas": 5},
            value=5,
            derived="every item",
        ),
        Example(
            inputs={"age": 60, "stage": "II", "hemoglobin": 12, "raised_ldh": False, "nodal_areas": 4},
            value=0,
            derived="every item just missed",
        ),
        Example(
            inputs={"age": 65, "stage": "IV", "hemoglobin": 13, "raised_ldh": False, "nodal_areas": 2},
            value=2,
            derived="1 + 1",
        ),
    ),
)
