"""qSOFA: who with an infection is at risk of dying or of a long stay in intensive care, 0 to 3.

In: respiratory rate, systolic pressure, Glasgow coma scale. Out: points. It prompts a search for organ failure; it is
no definition of sepsis, and the Surviving Sepsis Campaign of 2021 advises against it as the only screen.

Source: Singer et al. 2016, JAMA 315:801-810.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference
from preceptor.calculators._inputs import GLASGOW_COMA_SCALE, RESPIRATORY_RATE, SYSTOLIC_BP

SINGER = Reference(
    citation="Singer M, Deutschman CS, Seymour CW, et al. JAMA 2016;315:801-810",
    doi="10.1001/jama.2016.0287",
    checked="secondary",
    seen="clincalc 0.4.0 (PyPI): its description of every input; equal on 10,000 random patients",
)
CALCULATOR = Calculator(
    title="qSOFA",
    specialties=("intensive care", "emergency", "infectious disease"),
    inputs={
        "respiratory_rate": RESPIRATORY_RATE.scored(0, ">=22", 1),
        "systolic_bp": SYSTOLIC_BP.scored(1, ">100", 0),
        "glasgow_coma_scale": GLASGOW_COMA_SCALE.scored(1, ">=15", 0),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults with a suspected infection", ages=(18, 120)),
    bands=(
        Band(0, "low", "0 or 1 point", SINGER),
        Band(2, "high", "2 or more: look for organ dysfunction", SINGER),
    ),
    references=(SINGER,),
    examples=(
        Example(
            inputs={"respiratory_rate": 22, "systolic_bp": 100, "glasgow_coma_scale": 14},
            value=3,
            derived="every item just met",
        ),
        Example(
            inputs={"respiratory_rate": 21, "systolic_bp": 101, "glasgow_coma_scale": 15},
            value=0,
            derived="every item just missed",
        ),
        Example(
            inputs={"respiratory_rate": 24, "systolic_bp": 90, "glasgow_coma_scale": 15},
            value=2,
            derived="1 + 1 + 0",
        ),
    ),
)
