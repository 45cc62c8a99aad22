"""4Ts score: how likely heparin-induced thrombocytopenia is before any test, 0 to 8.

In: fall of platelets, timing, thrombosis, other causes; 0 to 2 each. Out: points. A low score makes it very unlikely.

Source: Lo et al. 2006, J Thromb Haemost 4:759-765.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice

LO = Reference(
    citation="Lo GK, Juhl D, Warkentin TE, Sigouin CS, Eichler P, Greinacher A. J Thromb Haemost 2006;4:759-765",
    doi="10.1111/j.1538-7836.2006.01787.x",
    checked="secondary",
    seen="Crit Care 2011, doi 10.1186/cc9993, table 2; BMJ Best Practice 1202, criteria (100 days split at 30; groups)",
)
CALCULATOR = Calculator(
    title="4Ts score",
    specialties=("haematology", "internal medicine", "intensive care"),
    inputs={
        "thrombocytopenia": choice(
            "fall of platelets",
            {
                "under 30 % or nadir under 10": 0,
                "30 to 50 % or nadir 10 to 19": 1,
                "over 50 % and nadir 20 or more": 2,
            },
        ),
        "timing": choice(
            "timing of the fall",
            {
                "before day 4 without recent heparin": 0,
                "after day 10, unclear, or day 1 with heparin 31 to 100 days ago": 1,
                "day 5 to 10, or day 1 with heparin within 30 days": 2,
            },
        ),
        "thrombosis": choice(
            "thrombosis or other sequelae (red but not necrotic skin: as progressive; new: confirmed)",
            {
                "none": 0,
                "progressive, recurrent or suspected": 1,
                "new thrombosis, skin necrosis or systemic reaction": 2,
            },
        ),
        "other_causes": choice(
            "other causes of thrombocytopenia", {"definite": 0, "possible": 1, "none apparent": 2}
        ),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="people on or after heparin with a fall of platelets"),
    bands=(
        Band(0, "low", "0 to 3", LO),
        Band(4, "intermediate", "4 or 5", LO),
        Band(6, "high", "6 to 8", LO),
    ),
    references=(LO,),
    examples=(
        Example(
            inputs={
                "thrombocytopenia": "over 50 % and nadir 20 or more",
                "timing": "day 5 to 10, or day 1 with heparin within 30 days",
                "thrombosis": "new thrombosis, skin necrosis or systemic reaction",
                "other_causes": "none apparent",
            },
            value=8,
            derived="2 x 4",
        ),
        Example(
            inputs={
                "thrombocytopenia": "under 30 % or nadir under 10",
                "timing": "before day 4 without recent heparin",
                "thrombosis": "none",
                "other_causes": "definite",
            },
            value=0,
            derived="nothing",
        ),
        Example(
            inputs={
                "thrombocytopenia": "30 to 50 % or nadir 10 to 19",
                "timing": "day 5 to 10, or day 1 with heparin within 30 days",
                "thrombosis": "none",
                "other_causes": "possible",
            },
            value=4,
            derived="1 + 2 + 0 + 1",
        ),
    ),
)
