"""PERC rule: how many of eight criteria speak against ruling out pulmonary embolism.

In: age, heart rate, oxygen saturation, five findings. Out: criteria met; only 0 rules out, and only where the
clinical probability is already low.

Source: Kline et al. 2004, J Thromb Haemost 2:1247-1255.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, yes_no
from preceptor.calculators._inputs import AGE, HEART_RATE, OXYGEN_SATURATION

KLINE = Reference(
    citation="Kline JA et al. Clinical criteria to prevent unnecessary diagnostic testing in emergency department patients with suspected pulmonary embolism. J Thromb Haemost 2004;2:1247-1255",
    doi="10.1111/j.1538-7836.2004.00790.x",
    pmid="15304025",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 48; AgentMD calculator 1",
)
CALCULATOR = Calculator(
    title="PERC rule",
    specialties=("emergency", "pulmonology"),
    inputs={
        "age": AGE.within(18, 120).scored(0, ">=50", 1),
        "heart_rate": HEART_RATE.scored(0, ">=100", 1),
        "oxygen_saturation": OXYGEN_SATURATION.about("oxygen saturation on room air").scored(1, ">=95", 0),
        "leg_swelling": yes_no("one leg swollen", 1),
        "hemoptysis": yes_no("haemoptysis", 1),
        "recent_surgery_or_trauma": yes_no("surgery or trauma within 4 weeks", 1),
        "previous_pe_or_dvt": yes_no("previous pulmonary embolism or deep vein thrombosis", 1),
        "hormone_use": yes_no("oestrogen use", 1),
    },
    unit="1",
    returns="score",
    population=Population(doc="adults with a low clinical probability of pulmonary embolism", ages=(18, 130)),
    bands=(
        Band(0, "ruled out", "less than 2 % pulmonary embolism where the probability was low", KLINE),
        Band(1, "not ruled out", "test further", KLINE),
    ),
    references=(KLINE,),
    examples=(
        Example(
            inputs={
                "age": 49,
                "heart_rate": 99,
                "oxygen_saturation": 95,
                "leg_swelling": False,
                "hemoptysis": False,
                "recent_surgery_or_trauma": False,
                "previous_pe_or_dvt": False,
                "hormone_use": False,
            },
            value=0.0,
            derived="all below",
        ),
        Example(
            inputs={
                "age": 50,
                "heart_rate": 100,
                "oxygen_saturation": 94,
                "leg_swelling": False,
                "hemoptysis": False,
                "recent_surgery_or_trauma": False,
                "previous_pe_or_dvt": False,
                "hormone_use": False,
            },
            value=3.0,
            derived="1 + 1 + 1",
        ),
        Example(
            inputs={
                "age": 70,
                "heart_rate": 120,
                "oxygen_saturation": 88,
                "leg_swelling": True,
                "hemoptysis": True,
                "recent_surgery_or_trauma": True,
                "previous_pe_or_dvt": True,
                "hormone_use": True,
            },
            value=8.0,
            derived="all",
        ),
    ),
)
