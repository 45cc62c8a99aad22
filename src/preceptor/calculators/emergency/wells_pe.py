"""Wells' score for pulmonary embolism: the probability before testing, 0 to 12.5.

In: heart rate and six findings. Out: points. Two or three classes: the two-level rule calls 4 or less
unlikely and was derived with a D-dimer; both are given.

Source: Wells et al. 2000, Thromb Haemost 83:416-420.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, yes_no
from preceptor.calculators._inputs import HEART_RATE

WELLS = Reference(
    citation="Wells PS et al. Derivation of a simple clinical model to categorize patients probability of pulmonary embolism. Thromb Haemost 2000;83:416-420",
    doi="10.1055/s-0037-1613830",
    pmid="10744147",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 8; AgentMD calculator 6",
)
CALCULATOR = Calculator(
    title="Wells' score for pulmonary embolism",
    specialties=("emergency", "pulmonology", "internal medicine"),
    inputs={
        "dvt_signs": yes_no("clinical signs of deep vein thrombosis", 3),
        "pe_most_likely": yes_no("no other diagnosis is more likely than pulmonary embolism", 3),
        "heart_rate": HEART_RATE.scored(0, ">100", 1.5),
        "immobilization_or_surgery": yes_no("immobilisation for 3 days or surgery within 4 weeks", 1.5),
        "previous_pe_or_dvt": yes_no("previous pulmonary embolism or deep vein thrombosis", 1.5),
        "hemoptysis": yes_no("haemoptysis", 1),
        "cancer": yes_no("cancer treated within 6 months or palliative", 1),
    },
    unit="1",
    returns="score",
    population=Population(doc="adults in whom pulmonary embolism is suspected", ages=(18, 130)),
    bands=(
        Band(0, "low; unlikely", "below 2; pulmonary embolism unlikely in the two-level rule", WELLS),
        Band(2, "moderate; unlikely", "2 to 4; unlikely in the two-level rule", WELLS),
        Band(4.5, "moderate; likely", "above 4; likely in the two-level rule", WELLS),
        Band(6.5, "high; likely", "above 6", WELLS),
    ),
    references=(WELLS,),
    examples=(
        Example(
            inputs={
                "dvt_signs": False,
                "pe_most_likely": False,
                "immobilization_or_surgery": False,
                "previous_pe_or_dvt": False,
                "hemoptysis": False,
                "cancer": False,
                "heart_rate": 101,
            },
            value=1.5,
            derived="only the rate: 1.5",
        ),
        Example(
            inputs={
                "dvt_signs": False,
                "pe_most_likely": False,
                "immobilization_or_surgery": False,
                "previous_pe_or_dvt": False,
                "hemoptysis": False,
                "cancer": False,
                "heart_rate": 100,
            },
            value=0.0,
            derived="100 is not above 100",
        ),
        Example(
            inputs={
                "dvt_signs": True,
                "pe_most_likely": True,
                "immobilization_or_surgery": True,
                "previous_pe_or_dvt": True,
                "hemoptysis": True,
                "cancer": True,
                "heart_rate": 120,
            },
            value=12.5,
            derived="3 + 3 + 1.5 + 1.5 + 1.5 + 1 + 1",
        ),
        Example(
            inputs={
                "dvt_signs": True,
                "pe_most_likely": False,
                "immobilization_or_surgery": False,
                "previous_pe_or_dvt": False,
                "hemoptysis": False,
                "cancer": True,
                "heart_rate": 90,
            },
            value=4.0,
            derived="3 + 1",
        ),
    ),
)
