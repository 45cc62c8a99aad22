"""BODE index: survival with chronic obstructive pulmonary disease, 0 to 10.

In: body-mass index, FEV1, breathlessness, six-minute walk. Out: points.

Source: Celli et al. 2004, N Engl J Med 350:1005-1012.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice, number
from preceptor.calculators._inputs import BODY_MASS_INDEX

CELLI = Reference(
    citation="Celli BR, Cote CG, Marin JM, et al. N Engl J Med 2004;350:1005-1012",
    doi="10.1056/NEJMoa021322",
    checked="secondary",
    seen="clincalc 0.4.0 (PyPI): its description of every input; equal on 10,000 random patients",
)
CALCULATOR = Calculator(
    title="BODE index",
    specialties=("pulmonology", "internal medicine"),
    inputs={
        "fev1_percent": number(
            "%", 5, 150, "FEV1 after a bronchodilator, % predicted", usual=(10, 130)
        ).scored(3, ">35", 2, ">=50", 1, ">=65", 0),
        "walk_distance": number("m", 0, 1_000, "six-minute walk distance", usual=(0, 800)).scored(
            3, ">=150", 2, ">=250", 1, ">=350", 0
        ),
        "dyspnoea": choice("modified MRC dyspnoea", {"0 or 1": 0, "2": 1, "3": 2, "4": 3}),
        "body_mass_index": BODY_MASS_INDEX.scored(1, ">21", 0),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults with chronic obstructive pulmonary disease", ages=(18, 120)),
    bands=(
        Band(0, "quartile 1", "0 to 2", CELLI),
        Band(3, "quartile 2", "3 or 4", CELLI),
        Band(5, "quartile 3", "5 or 6", CELLI),
        Band(7, "quartile 4", "7 to 10", CELLI),
    ),
    references=(CELLI,),
    examples=(
        Example(
            inputs={"fev1_percent": 35, "walk_distance": 149, "dyspnoea": "4", "body_mass_index": 21},
            value=10,
            derived="3 + 3 + 3 + 1",
        ),
        Example(
            inputs={"fev1_percent": 65, "walk_distance": 350, "dyspnoea": "0 or 1", "body_mass_index": 21.1},
            value=0,
            derived="every item at its best",
        ),
        Example(
            inputs={"fev1_percent": 50, "walk_distance": 250, "dyspnoea": "2", "body_mass_index": 25},
            value=3,
            derived="1 + 1 + 1",
        ),
    ),
)
