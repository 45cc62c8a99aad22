"""MASCC risk index: who with a fever and few neutrophils is at low risk of complications, 0 to 26.

In: burden of illness and six items. Out: points; more is better. Points stand for what is absent: no hypotension, no
chronic obstructive disease, no dehydration.

Source: Klastersky et al. 2000, J Clin Oncol 18:3038-3051.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice, yes_no
from preceptor.calculators._inputs import AGE

KLASTERSKY = Reference(
    citation="Klastersky J, Paesmans M, Rubenstein EB, et al. J Clin Oncol 2000;18:3038-3051",
    doi="10.1200/JCO.2000.18.16.3038",
    checked="secondary",
    seen="cancercalc.com/MASCC.php; mascc.org, risk-index score",
)
CALCULATOR = Calculator(
    title="MASCC risk index",
    specialties=("oncology", "infectious disease", "emergency"),
    inputs={
        "burden_of_illness": choice(
            "burden of the febrile illness",
            {"none or mild symptoms": 5, "moderate symptoms": 3, "severe symptoms": 0},
        ),
        "hypotension": choice("systolic pressure under 90 mmHg", {"no": 5, "yes": 0}),
        "chronic_obstructive_disease": choice(
            "active chronic obstructive pulmonary disease", {"no": 4, "yes": 0}
        ),
        "solid_tumour_or_no_fungal_infection": yes_no(
            "solid tumour, or blood cancer without an earlier fungal infection", 4
        ),
        "dehydration": choice("dehydration that needs fluid by vein", {"no": 3, "yes": 0}),
        "outpatient": yes_no("outpatient when the fever began", 3),
        "age": AGE.within(16, 120).scored(2, ">=60", 0),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="people with febrile neutropenia under chemotherapy", ages=(16, 120)),
    bands=(
        Band(0, "high risk", "below 21", KLASTERSKY),
        Band(21, "low risk", "21 or more: low risk of serious complications", KLASTERSKY),
    ),
    references=(KLASTERSKY,),
    examples=(
        Example(
            inputs={
                "burden_of_illness": "none or mild symptoms",
                "hypotension": "no",
                "chronic_obstructive_disease": "no",
                "solid_tumour_or_no_fungal_infection": True,
                "dehydration": "no",
                "outpatient": True,
                "age": 59,
            },
            value=26,
            derived="5 + 5 + 4 + 4 + 3 + 3 + 2",
        ),
        Example(
            inputs={
                "burden_of_illness": "severe symptoms",
                "hypotension": "yes",
                "chronic_obstructive_disease": "yes",
                "solid_tumour_or_no_fungal_infection": False,
                "dehydration": "yes",
                "outpatient": False,
                "age": 60,
            },
            value=0,
            derived="nothing in favour",
        ),
        Example(
            inputs={
                "burden_of_illness": "moderate symptoms",
                "hypotension": "no",
                "chronic_obstructive_disease": "no",
                "solid_tumour_or_no_fungal_infection": True,
                "dehydration": "no",
                "outpatient": False,
                "age": 65,
            },
            value=19,
            derived="3 + 5 + 4 + 4 + 3",
        ),
    ),
)
