"""AIMS65: the risk of dying in hospital of upper gastrointestinal bleeding, 0 to 5.

In: albumin, INR, mental status, systolic pressure, age. Out: points. Altered mental status is a Glasgow coma
scale below 14, or disorientation, lethargy, stupor or coma. It predicts death, not the need for endoscopy.

Source: Saltzman et al. 2011, Gastrointest Endosc 74:1215-1224.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, yes_no
from preceptor.calculators._inputs import AGE, ALBUMIN, INR, SYSTOLIC_BP

SALTZMAN = Reference(
    citation="Saltzman JR, Tabak YP, Hyett BH, et al. Gastrointest Endosc 2011;74:1215-1224",
    doi="10.1016/j.gie.2011.06.024",
    checked="secondary",
    seen="bmcgastroenterol.biomedcentral.com, doi 10.1186/s12876-018-0828-5, table 1",
)
CALCULATOR = Calculator(
    title="AIMS65 score",
    specialties=("gastroenterology", "emergency", "internal medicine"),
    inputs={
        "albumin": ALBUMIN.scored(1, ">=3", 0),
        "inr": INR.scored(0, ">1.5", 1),
        "altered_mental_status": yes_no("Glasgow coma scale under 14, disorientation, lethargy, stupor or coma", 1),
        "systolic_bp": SYSTOLIC_BP.scored(1, ">90", 0),
        "age": AGE.within(18, 120).scored(0, ">=65", 1),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults with acute upper gastrointestinal bleeding", ages=(18, 120)),
    bands=(
        Band(0, "low", "0 or 1 point: lower risk of death in hospital", SALTZMAN),
        Band(2, "high", "2 or more points: higher risk of death in hospital", SALTZMAN),
    ),
    references=(SALTZMAN,),
    examples=(
        Example(
            inputs={"albumin": 2.9, "inr": 1.6, "altered_mental_status": True, "systolic_bp": 90, "age": 65},
            value=5, derived="every item met, pressure and age at their thresholds",
        ),
        Example(
            inputs={"albumin": 3.0, "inr": 1.5, "altered_mental_status": False, "systolic_bp": 91, "age": 64},
            value=0, derived="every item just missed",
        ),
        Example(
            inputs={"albumin": "25 g/L", "inr": 1.1, "altered_mental_status": False, "systolic_bp": 100, "age": 70},
            value=2, derived="albumin 1, age 1",
        ),
    ),
)  # fmt: skip
