"""Morse fall scale: the risk that a patient in hospital falls, 0 to 125.

In: falls, a second diagnosis, walking aid, infusion, gait, mental status. Out: points. Each ward sets its own cut-offs;
25 and 45 are common, and a score of exactly 45 is high in some tables, moderate in others.

Source: Morse, Morse and Tylko 1989, Can J Aging 8:366-377.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice, yes_no

MORSE = Reference(
    citation="Morse JM, Morse RM, Tylko SJ. Can J Aging 1989;8:366-377",
    doi="10.1017/S0714980800008576",
    checked="secondary",
    seen="nursesrocks.blogspot.com, Morse fall scale (points); scribd.com/document/131104000 (same); wis.it.com (25 to 44, 45 and more)",
)
CALCULATOR = Calculator(
    title="Morse fall scale",
    specialties=("internal medicine", "surgery"),
    inputs={
        "fall_history": yes_no("fell now or within three months", 25),
        "secondary_diagnosis": yes_no("more than one diagnosis", 15),
        "walking_aid": choice(
            "walking aid", {"none, bed rest or nurse": 0, "crutches, cane or walker": 15, "furniture": 30}
        ),
        "infusion": yes_no("infusion or heparin lock", 20),
        "gait": choice("gait", {"normal, bed rest or immobile": 0, "weak": 10, "impaired": 20}),
        "overestimates_ability": yes_no("forgets limits or overestimates own ability", 15),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults", ages=(18, 120)),
    bands=(
        Band(0, "low", "below 25", MORSE),
        Band(25, "moderate", "25 to 44", MORSE),
        Band(45, "high", "45 or more", MORSE),
    ),
    references=(MORSE,),
    examples=(
        Example(
            inputs={
                "fall_history": True,
                "secondary_diagnosis": True,
                "walking_aid": "furniture",
                "infusion": True,
                "gait": "impaired",
                "overestimates_ability": True,
            },
            value=125,
            derived="25 + 15 + 30 + 20 + 20 + 15",
        ),
        Example(
            inputs={
                "fall_history": False,
                "secondary_diagnosis": False,
                "walking_aid": "none, bed rest or nurse",
                "infusion": False,
                "gait": "normal, bed rest or immobile",
                "overestimates_ability": False,
            },
            value=0,
            derived="nothing",
        ),
        Example(
            inputs={
                "fall_history": True,
                "secondary_diagnosis": False,
                "walking_aid": "crutches, cane or walker",
                "infusion": False,
                "gait": "weak",
                "overestimates_ability": False,
            },
            value=50,
            derived="25 + 15 + 10",
        ),
    ),
)
