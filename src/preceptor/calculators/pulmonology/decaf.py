"""DECAF score: death in hospital of an exacerbation of chronic obstructive pulmonary disease, 0 to 6.

In: breathlessness on a good day of the last three months, eosinophils, consolidation, acidaemia, atrial fibrillation. Out:
points. Its authors let a missing blood gas count as no acidaemia where saturation on air is above 92 %; here it is unknown
and leaves a range. Derived at 35 years and over.

Source: Steer, Gibson and Bourke 2012, Thorax 67:970-976.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice, number, yes_no
from preceptor.calculators._inputs import PH

STEER = Reference(
    citation="Steer J, Gibson J, Bourke SC. Thorax 2012;67:970-976",
    doi="10.1136/thoraxjnl-2012-202103",
    checked="secondary",
    seen="thorax.bmj.com/highwire/markup/176791 (table 3, The DECAF Score); centegramedsource.com, DECAF score (groups)",
)
CALCULATOR = Calculator(
    title="DECAF score",
    specialties=("pulmonology", "emergency"),
    inputs={
        "dyspnoea": choice(
            "extended MRC dyspnoea before the exacerbation",
            {
                "1 to 4": 0,
                "5a, too breathless to leave home, independent": 1,
                "5b, too breathless to leave home, dependent": 2,
            },
        ),
        "eosinophils": number("10*3/uL", 0, 50, "eosinophils in blood", usual=(0, 10)).scored(1, ">=0.05", 0),
        "consolidation": yes_no("consolidation on the chest film", 1),
        "ph": PH.scored(1, ">=7.30", 0),
        "atrial_fibrillation": yes_no("atrial fibrillation, a history of paroxysms included", 1),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(
        doc="adults in hospital with an exacerbation of chronic obstructive pulmonary disease", ages=(18, 120)
    ),
    bands=(
        Band(0, "low", "0 or 1", STEER),
        Band(2, "intermediate", "2", STEER),
        Band(3, "high", "3 to 6", STEER),
    ),
    references=(STEER,),
    examples=(
        Example(
            inputs={
                "dyspnoea": "5b, too breathless to leave home, dependent",
                "eosinophils": 0.04,
                "consolidation": True,
                "ph": 7.29,
                "atrial_fibrillation": True,
            },
            value=6,
            derived="2 + 1 + 1 + 1 + 1",
        ),
        Example(
            inputs={
                "dyspnoea": "1 to 4",
                "eosinophils": 0.05,
                "consolidation": False,
                "ph": 7.3,
                "atrial_fibrillation": False,
            },
            value=0,
            derived="every item just missed",
        ),
        Example(
            inputs={
                "dyspnoea": "5a, too breathless to leave home, independent",
                "eosinophils": 0.2,
                "consolidation": True,
                "ph": 7.4,
                "atrial_fibrillation": False,
            },
            value=2,
            derived="1 + 1",
        ),
    ),
)
