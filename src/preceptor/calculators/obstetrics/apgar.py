"""Apgar score: how a newborn is doing one and five minutes after birth, 0 to 10.

In: five signs, 0 to 2 each. Out: points. It says how the newborn is at that minute; it does not predict the outcome.
The bands are for the fifth minute, in term and late-preterm newborns.

Source: Apgar 1953, Curr Res Anesth Analg 32:260-267.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice

APGAR = Reference(
    citation="Apgar V. Curr Res Anesth Analg 1953;32:260-267",
    pmid="13083014",
    checked="secondary",
    seen="html.scirp.org, file _11-1433038_3 (table of signs); shoestring-graphics.com, Apgar score",
)
AAP = Reference(
    citation="American Academy of Pediatrics, ACOG. The Apgar score. Pediatrics 2015;136:819-822",
    doi="10.1542/peds.2015-2651",
    checked="secondary",
    seen="discovery.researcher.life, abstract of the same statement (ACOG Committee Opinion 644): 7 to 10, 4 to 6, 0 to 3",
)
CALCULATOR = Calculator(
    title="Apgar score",
    specialties=("obstetrics", "paediatrics", "anaesthesia"),
    inputs={
        "heart_rate_sign": choice("heart rate", {"absent": 0, "under 100": 1, "100 or more": 2}),
        "breathing": choice("breathing", {"absent": 0, "slow or irregular": 1, "good, crying": 2}),
        "muscle_tone": choice("muscle tone", {"limp": 0, "some flexion": 1, "active motion": 2}),
        "reflex_irritability": choice(
            "answer to a stimulus", {"none": 0, "grimace": 1, "cry, cough or sneeze": 2}
        ),
        "colour": choice("colour", {"blue or pale": 0, "body pink, limbs blue": 1, "all pink": 2}),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="newborns"),
    bands=(
        Band(0, "low", "0 to 3", AAP),
        Band(4, "moderately abnormal", "4 to 6", AAP),
        Band(7, "reassuring", "7 to 10", AAP),
    ),
    references=(
        APGAR,
        AAP,
    ),
    examples=(
        Example(
            inputs={
                "heart_rate_sign": "100 or more",
                "breathing": "good, crying",
                "muscle_tone": "active motion",
                "reflex_irritability": "cry, cough or sneeze",
                "colour": "all pink",
            },
            value=10,
            derived="2 x 5",
        ),
        Example(
            inputs={
                "heart_rate_sign": "absent",
                "breathing": "absent",
                "muscle_tone": "limp",
                "reflex_irritability": "none",
                "colour": "blue or pale",
            },
            value=0,
            derived="no sign",
        ),
        Example(
            inputs={
                "heart_rate_sign": "100 or more",
                "breathing": "slow or irregular",
                "muscle_tone": "some flexion",
                "reflex_irritability": "grimace",
                "colour": "body pink, limbs blue",
            },
            value=6,
            derived="2 + 1 + 1 + 1 + 1",
        ),
    ),
)
