"""Wells' score for deep vein thrombosis: the probability before testing, -2 to 9.

In: ten findings. Out: points. The form of 2003, with a point for a previous thrombosis.

Source: Wells et al. 2003, N Engl J Med 349:1227-1235.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, yes_no

WELLS = Reference(
    citation="Wells PS et al. Evaluation of D-dimer in the diagnosis of suspected deep-vein thrombosis. N Engl J Med 2003;349:1227-1235",
    doi="10.1056/NEJMoa023153",
    pmid="14507948",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 16; AgentMD calculator 5",
)
CALCULATOR = Calculator(
    title="Wells' score for deep vein thrombosis",
    specialties=("emergency", "internal medicine"),
    inputs={
        "active_cancer": yes_no("active cancer, treated within 6 months or palliative", 1),
        "bedridden_or_surgery": yes_no("bedridden for 3 days or major surgery within 12 weeks", 1),
        "calf_swelling": yes_no("calf more than 3 cm thicker than the other", 1),
        "collateral_veins": yes_no("collateral superficial veins, not varicose", 1),
        "entire_leg_swollen": yes_no("entire leg swollen", 1),
        "localized_tenderness": yes_no("tenderness along the deep veins", 1),
        "pitting_edema": yes_no("pitting oedema of the symptomatic leg only", 1),
        "paralysis_or_plaster": yes_no("paralysis, paresis or recent plaster of the leg", 1),
        "previous_dvt": yes_no("previous deep vein thrombosis", 1),
        "alternative_diagnosis": yes_no("another diagnosis at least as likely", -2),
    },
    unit="1",
    returns="score",
    population=Population(doc="adults with symptoms of a leg", ages=(18, 130), excludes=("pregnancy",)),
    bands=(
        Band(-2, "low; unlikely", "0 or less", WELLS),
        Band(1, "moderate; unlikely", "1; unlikely (below 2) in the two-level rule", WELLS),
        Band(2, "moderate; likely", "2; likely (2 or more) in the two-level rule", WELLS),
        Band(3, "high; likely", "3 or more", WELLS),
    ),
    references=(WELLS,),
    examples=(
        Example(
            inputs={
                "active_cancer": False,
                "bedridden_or_surgery": False,
                "calf_swelling": False,
                "collateral_veins": False,
                "entire_leg_swollen": False,
                "localized_tenderness": False,
                "pitting_edema": False,
                "paralysis_or_plaster": False,
                "previous_dvt": False,
                "alternative_diagnosis": False,
            },
            value=0.0,
            derived="nothing",
        ),
        Example(
            inputs={
                "active_cancer": False,
                "bedridden_or_surgery": False,
                "calf_swelling": False,
                "collateral_veins": False,
                "entire_leg_swollen": False,
                "localized_tenderness": False,
                "pitting_edema": False,
                "paralysis_or_plaster": False,
                "previous_dvt": False,
                "alternative_diagnosis": True,
            },
            value=-2.0,
            derived="-2",
        ),
        Example(
            inputs={
                "active_cancer": True,
                "bedridden_or_surgery": True,
                "calf_swelling": True,
                "collateral_veins": True,
                "entire_leg_swollen": True,
                "localized_tenderness": True,
                "pitting_edema": True,
                "paralysis_or_plaster": True,
                "previous_dvt": True,
                "alternative_diagnosis": True,
            },
            value=7.0,
            derived="9 - 2",
        ),
        Example(
            inputs={
                "active_cancer": True,
                "bedridden_or_surgery": False,
                "calf_swelling": False,
                "collateral_veins": False,
                "entire_leg_swollen": False,
                "localized_tenderness": False,
                "pitting_edema": True,
                "paralysis_or_plaster": False,
                "previous_dvt": False,
                "alternative_diagnosis": False,
            },
            value=2.0,
            derived="1 + 1",
        ),
    ),
)
