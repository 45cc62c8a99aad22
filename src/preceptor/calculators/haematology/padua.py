"""Padua score: venous thromboembolism in medical patients in hospital, 0 to 20.

In: eleven risk factors. Out: points. 4 or more is high risk; preventive treatment also depends on bleeding.

Source: Barbar et al. 2010, J Thromb Haemost 8:2450-2457.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, yes_no
from preceptor.calculators._inputs import AGE, BODY_MASS_INDEX

BARBAR = Reference(
    citation="Barbar S, Noventa F, Rossetto V, et al. J Thromb Haemost 2010;8:2450-2457",
    doi="10.1111/j.1538-7836.2010.04044.x",
    checked="secondary",
    seen="clincalc 0.4.0 (PyPI): its description of every input; equal on 10,000 random patients",
)
CALCULATOR = Calculator(
    title="Padua prediction score",
    specialties=("haematology", "internal medicine"),
    inputs={
        "active_cancer": yes_no("active cancer, treated within six months", 3),
        "previous_thromboembolism": yes_no("previous venous thromboembolism", 3),
        "reduced_mobility": yes_no("bed rest with bathroom privileges for three days or more", 3),
        "thrombophilia": yes_no("known thrombophilia", 3),
        "recent_trauma_or_surgery": yes_no("trauma or operation within a month", 2),
        "age": AGE.within(18, 120).scored(0, ">=70", 1),
        "heart_or_respiratory_failure": yes_no("heart or respiratory failure", 1),
        "infarction_or_stroke": yes_no("acute myocardial infarction or ischaemic stroke", 1),
        "infection_or_rheumatic_disease": yes_no("acute infection or rheumatological disorder", 1),
        "body_mass_index": BODY_MASS_INDEX.scored(0, ">=30", 1),
        "hormonal_treatment": yes_no("hormonal treatment", 1),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adult medical patients in hospital", ages=(18, 120)),
    bands=(
        Band(0, "low", "below 4", BARBAR),
        Band(4, "high", "4 or more", BARBAR),
    ),
    references=(BARBAR,),
    examples=(
        Example(
            inputs={
                "active_cancer": True,
                "previous_thromboembolism": True,
                "reduced_mobility": True,
                "thrombophilia": True,
                "recent_trauma_or_surgery": True,
                "age": 70,
                "heart_or_respiratory_failure": True,
                "infarction_or_stroke": True,
                "infection_or_rheumatic_disease": True,
                "body_mass_index": 30,
                "hormonal_treatment": True,
            },
            value=20,
            derived="3 x 4 + 2 + 6 x 1",
        ),
        Example(
            inputs={
                "active_cancer": False,
                "previous_thromboembolism": False,
                "reduced_mobility": False,
                "thrombophilia": False,
                "recent_trauma_or_surgery": False,
                "age": 69,
                "heart_or_respiratory_failure": False,
                "infarction_or_stroke": False,
                "infection_or_rheumatic_disease": False,
                "body_mass_index": 29.9,
                "hormonal_treatment": False,
            },
            value=0,
            derived="every item just missed",
        ),
        Example(
            inputs={
                "active_cancer": False,
                "previous_thromboembolism": False,
                "reduced_mobility": True,
                "thrombophilia": False,
                "recent_trauma_or_surgery": False,
                "age": 75,
                "heart_or_respiratory_failure": False,
                "infarction_or_stroke": False,
                "infection_or_rheumatic_disease": True,
                "body_mass_index": 24,
                "hormonal_treatment": False,
            },
            value=5,
            derived="3 + 1 + 1",
        ),
    ),
)
