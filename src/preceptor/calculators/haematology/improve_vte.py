"""IMPROVE VTE score: venous thromboembolism within three months of a medical admission, 0 to 12.

In: seven risk factors. Out: points.

Source: Spyropoulos et al. 2011, Chest 140:706-714.
License: Apache-2.0
"""

from preceptor.calculation import Calculator, Example, Population, Reference, yes_no
from preceptor.calculators._inputs import AGE

SPYROPOULOS = Reference(
    citation="Spyropoulos AC, Anderson FA, FitzGerald G, et al. Chest 2011;140:706-714",
    doi="10.1378/chest.10-1944",
    checked="secondary",
    seen="johnsonfrancis.org, IMPROVE VTE risk score; PMC8963452, table 3 (points)",
)
CALCULATOR = Calculator(
    title="IMPROVE VTE risk score",
    specialties=("haematology", "internal medicine"),
    inputs={
        "previous_thromboembolism": yes_no("previous venous thromboembolism", 3),
        "thrombophilia": yes_no("known thrombophilia", 2),
        "leg_paralysis": yes_no("paralysis of the legs during the stay", 2),
        "cancer": yes_no("cancer, now or within five years", 2),
        "immobilised": yes_no("immobilised for seven days or more", 1),
        "intensive_care": yes_no("stay in intensive or coronary care", 1),
        "age": AGE.within(18, 120).scored(0, ">60", 1),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adult medical patients in hospital", ages=(18, 120)),
    references=(SPYROPOULOS,),
    examples=(
        Example(
            inputs={
                "previous_thromboembolism": True,
                "thrombophilia": True,
                "leg_paralysis": True,
                "cancer": True,
                "immobilised": True,
                "intensive_care": True,
                "age": 61,
            },
            value=12,
            derived="3 + 2 + 2 + 2 + 1 + 1 + 1",
        ),
        Example(
            inputs={
                "previous_thromboembolism": False,
                "thrombophilia": False,
                "leg_paralysis": False,
                "cancer": False,
                "immobilised": False,
                "intensive_care": False,
                "age": 60,
            },
            value=0,
            derived="age at its threshold, not above",
        ),
        Example(
            inputs={
                "previous_thromboembolism": False,
                "thrombophilia": False,
                "leg_paralysis": False,
                "cancer": True,
                "immobilised": True,
                "intensive_care": False,
                "age": 70,
            },
            value=4,
            derived="2 + 1 + 1",
        ),
    ),
)
