"""Braden scale: the risk of a pressure ulcer, 6 to 23; lower is worse.

In: sensation, moisture, activity, mobility, nutrition (1 to 4), friction and shear (1 to 3). Out: points.

Source: Bergstrom et al. 1987, Nurs Res 36:205-210.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice

BERGSTROM = Reference(
    citation="Bergstrom N, Braden BJ, Laguzza A, Holman V. Nurs Res 1987;36:205-210",
    doi="10.1097/00006199-198707000-00002",
    checked="secondary",
    seen="clincalc 0.4.0 (PyPI): its description of every input; equal on 10,000 random patients",
)
CALCULATOR = Calculator(
    title="Braden scale",
    specialties=("internal medicine", "surgery", "intensive care"),
    inputs={
        "sensory_perception": choice(
            "sensory perception",
            {"completely limited": 1, "very limited": 2, "slightly limited": 3, "no impairment": 4},
        ),
        "moisture": choice(
            "moisture of the skin",
            {"constantly moist": 1, "very moist": 2, "occasionally moist": 3, "rarely moist": 4},
        ),
        "activity": choice(
            "activity", {"bedfast": 1, "chairfast": 2, "walks occasionally": 3, "walks frequently": 4}
        ),
        "mobility": choice(
            "mobility",
            {"completely immobile": 1, "very limited": 2, "slightly limited": 3, "no limitation": 4},
        ),
        "nutrition": choice(
            "nutrition", {"very poor": 1, "probably inadequate": 2, "adequate": 3, "excellent": 4}
        ),
        "friction_and_shear": choice(
            "friction and shear", {"problem": 1, "potential problem": 2, "no apparent problem": 3}
        ),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults", ages=(18, 120)),
    bands=(
        Band(6, "high", "12 or less: high risk", BERGSTROM),
        Band(13, "moderate", "13 or 14", BERGSTROM),
        Band(15, "mild", "15 to 18", BERGSTROM),
        Band(19, "none", "19 or more: not at risk", BERGSTROM),
    ),
    references=(BERGSTROM,),
    examples=(
        Example(
            inputs={
                "sensory_perception": "no impairment",
                "moisture": "rarely moist",
                "activity": "walks frequently",
                "mobility": "no limitation",
                "nutrition": "excellent",
                "friction_and_shear": "no apparent problem",
            },
            value=23,
            derived="4 x 5 + 3",
        ),
        Example(
            inputs={
                "sensory_perception": "completely limited",
                "moisture": "constantly moist",
                "activity": "bedfast",
                "mobility": "completely immobile",
                "nutrition": "very poor",
                "friction_and_shear": "problem",
            },
            value=6,
            derived="1 x 6",
        ),
        Example(
            inputs={
                "sensory_perception": "slightly limited",
                "moisture": "occasionally moist",
                "activity": "chairfast",
                "mobility": "very limited",
                "nutrition": "adequate",
                "friction_and_shear": "potential problem",
            },
            value=15,
            derived="3 + 3 + 2 + 2 + 3 + 2",
        ),
    ),
)
