"""MUST: malnutrition universal screening tool for adults, 0 to 6.

In: body-mass index, unplanned weight loss in three to six months, acute disease without intake for five days. Out: points.

Source: British Association for Parenteral and Enteral Nutrition, MUST report, 2003.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, number, yes_no
from preceptor.calculators._inputs import BODY_MASS_INDEX

BAPEN = Reference(
    citation="Elia M, editor. The MUST report. British Association for Parenteral and Enteral Nutrition, 2003",
    checked="secondary",
    seen="startingout.rcn.org.uk, Nursing essentials, MUST; vdocuments.mx, MUST explanatory booklet",
)
CALCULATOR = Calculator(
    title="Malnutrition universal screening tool",
    specialties=("nutrition", "internal medicine", "surgery"),
    inputs={
        "body_mass_index": BODY_MASS_INDEX.scored(2, ">=18.5", 1, ">20", 0),
        "weight_loss": number(
            "%", 0, 70, "unplanned weight loss in three to six months", usual=(0, 40)
        ).scored(0, ">=5", 1, ">10", 2),
        "acute_disease": yes_no("acutely ill and no intake for more than five days, now or likely", 2),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults", ages=(18, 120)),
    bands=(
        Band(0, "low", "0: routine care", BAPEN),
        Band(1, "medium", "1: observe", BAPEN),
        Band(2, "high", "2 or more: treat", BAPEN),
    ),
    references=(BAPEN,),
    examples=(
        Example(
            inputs={"body_mass_index": 18.4, "weight_loss": 10.1, "acute_disease": True},
            value=6,
            derived="2 + 2 + 2",
        ),
        Example(
            inputs={"body_mass_index": 20.1, "weight_loss": 4.9, "acute_disease": False},
            value=0,
            derived="every item just missed",
        ),
        Example(
            inputs={"body_mass_index": 20, "weight_loss": 5, "acute_disease": False},
            value=2,
            derived="1 + 1",
        ),
    ),
)
