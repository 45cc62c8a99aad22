"""CISNE: complications in outpatients with febrile neutropenia who look stable, 0 to 8.

In: performance status, stress hyperglycaemia, chronic lung and heart disease, mucositis, monocytes. Out: points. Only for
solid tumours and patients without organ failure, low pressure or a known severe infection.

Source: Carmona-Bayonas et al. 2015, J Clin Oncol 33:465-471.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice, number, yes_no

CARMONA = Reference(
    citation="Carmona-Bayonas A, Jimenez-Fonseca P, Virizuela Echaburu J, et al. J Clin Oncol 2015;33:465-471",
    doi="10.1200/JCO.2014.57.2347",
    checked="secondary",
    seen="PMC6404710, table 4 (points); cancercalc.com/CISNE.php (groups, definition of hyperglycaemia)",
)
CALCULATOR = Calculator(
    title="CISNE",
    specialties=("oncology", "emergency"),
    inputs={
        "performance_status": choice("ECOG performance status", {"0": 0, "1": 0, "2": 2, "3": 2, "4": 2}),
        "stress_hyperglycaemia": yes_no(
            "glucose of 121 mg/dL (6.7 mmol/L) or more; 250 (13.9) or more in diabetes or on steroids", 2
        ),
        "chronic_obstructive_disease": yes_no("chronic obstructive pulmonary disease", 1),
        "cardiovascular_disease": yes_no("chronic cardiovascular disease", 1),
        "mucositis": yes_no("mucositis of grade 2 or more", 1),
        "monocytes": number("/uL", 0, 20_000, "monocytes in blood", usual=(0, 5_000)).scored(1, ">=200", 0),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(
        doc="adults with solid tumours and apparently stable febrile neutropenia", ages=(18, 120)
    ),
    bands=(
        Band(0, "low", "0", CARMONA),
        Band(1, "intermediate", "1 or 2", CARMONA),
        Band(3, "high", "3 or more", CARMONA),
    ),
    references=(CARMONA,),
    examples=(
        Example(
            inputs={
                "performance_status": "2",
                "stress_hyperglycaemia": True,
                "chronic_obstructive_disease": True,
                "cardiovascular_disease": True,
                "mucositis": True,
                "monocytes": 199,
            },
            value=8,
            derived="2 + 2 + 1 + 1 + 1 + 1",
        ),
        Example(
            inputs={
                "performance_status": "1",
                "stress_hyperglycaemia": False,
                "chronic_obstructive_disease": False,
                "cardiovascular_disease": False,
                "mucositis": False,
                "monocytes": 200,
            },
            value=0,
            derived="every item just missed",
        ),
        Example(
            inputs={
                "performance_status": "0",
                "stress_hyperglycaemia": False,
                "chronic_obstructive_disease": True,
                "cardiovascular_disease": False,
                "mucositis": True,
                "monocytes": 300,
            },
            value=2,
            derived="1 + 1",
        ),
    ),
)
