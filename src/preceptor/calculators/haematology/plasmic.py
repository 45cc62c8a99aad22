"""PLASMIC score: is a thrombotic microangiopathy due to a lack of ADAMTS13, 0 to 7.

In: platelets, haemolysis, cancer, transplant, MCV, INR, creatinine. Out: points.

Source: Bendapudi et al. 2017, Lancet Haematol 4:e157-e164.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice, number, yes_no
from preceptor.calculators._inputs import CREATININE, INR, PLATELETS

BENDAPUDI = Reference(
    citation="Bendapudi PK, Hurwitz S, Fry A, et al. Lancet Haematol 2017;4:e157-e164",
    doi="10.1016/S2352-3026(17)30026-1",
    checked="secondary",
    seen="williams.medicine.wisc.edu/plasmic_score.html (items, groups); harvardtma.partners.org/PLASMIC (population)",
)
CALCULATOR = Calculator(
    title="PLASMIC score",
    specialties=("haematology", "intensive care"),
    inputs={
        "platelets": PLATELETS.scored(1, ">=30", 0),
        "haemolysis": yes_no(
            "reticulocytes above 2.5 %, haptoglobin undetectable, or indirect bilirubin above 2 mg/dL", 1
        ),
        "active_cancer": choice("cancer treated within a year", {"no": 1, "yes": 0}),
        "transplant": choice("solid-organ or stem-cell transplant", {"no": 1, "yes": 0}),
        "mean_corpuscular_volume": number("fL", 40, 160, "mean corpuscular volume", usual=(55, 130)).scored(
            1, ">=90", 0
        ),
        "inr": INR.scored(1, ">=1.5", 0),
        "creatinine": CREATININE.scored(1, ">=2", 0),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults with platelets below 150 and schistocytes on the film", ages=(18, 120)),
    bands=(
        Band(0, "low", "0 to 4", BENDAPUDI),
        Band(5, "intermediate", "5", BENDAPUDI),
        Band(6, "high", "6 or 7: severe lack of ADAMTS13 likely", BENDAPUDI),
    ),
    references=(BENDAPUDI,),
    examples=(
        Example(
            inputs={
                "platelets": 29,
                "haemolysis": True,
                "active_cancer": "no",
                "transplant": "no",
                "mean_corpuscular_volume": 89,
                "inr": 1.4,
                "creatinine": 1.9,
            },
            value=7,
            derived="every item just met",
        ),
        Example(
            inputs={
                "platelets": 30,
                "haemolysis": False,
                "active_cancer": "yes",
                "transplant": "yes",
                "mean_corpuscular_volume": 90,
                "inr": 1.5,
                "creatinine": 2.0,
            },
            value=0,
            derived="every item just missed",
        ),
        Example(
            inputs={
                "platelets": 15,
                "haemolysis": True,
                "active_cancer": "no",
                "transplant": "no",
                "mean_corpuscular_volume": 95,
                "inr": 1.2,
                "creatinine": 1.0,
            },
            value=6,
            derived="all but the MCV",
        ),
    ),
)
