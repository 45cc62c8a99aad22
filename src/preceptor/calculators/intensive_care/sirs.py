"""SIRS criteria: systemic inflammatory response, 0 to 4; 2 or more are positive.

In: temperature, heart rate, respiratory rate or arterial carbon dioxide, white cells or immature forms. Out:
criteria met. Either of a pair is enough; where the first is met the other need not be known.

Source: Bone et al. 1992, Chest 101:1644-1655.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, Worked, number, points_of
from preceptor.calculators._inputs import HEART_RATE, PACO2, RESPIRATORY_RATE, TEMPERATURE, WHITE_CELLS

INPUTS = {
    "temperature": TEMPERATURE.scored(1, ">=36", 0, ">38", 1),
    "heart_rate": HEART_RATE.scored(0, ">90", 1),
    "respiratory_rate": RESPIRATORY_RATE.scored(0, ">20", 1),
    "paco2": PACO2.scored(1, ">=32", 0),
    "white_cells": WHITE_CELLS.scored(1, ">=4", 0, ">12", 1),
    "immature_forms": number("%", 0, 100, "immature neutrophils (bands)", aliases=("bands",)).scored(
        0, ">10", 1
    ),
}
BONE = Reference(
    citation="Bone RC et al. Definitions for sepsis and organ failure (ACCP/SCCM). Chest 1992;101:1644-1655",
    doi="10.1378/chest.101.6.1644",
    pmid="1303622",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 51; AgentMD calculator 16",
)


def compute(
    *,
    temperature: ArrayLike,
    heart_rate: ArrayLike,
    respiratory_rate: ArrayLike,
    paco2: ArrayLike,
    white_cells: ArrayLike,
    immature_forms: ArrayLike,
) -> Worked:
    """Return how many of the four criteria are met."""
    given = (temperature, heart_rate, respiratory_rate, paco2, white_cells, immature_forms)
    warm, rate, breath, gas, white, young = (
        points_of(declared, value) for declared, value in zip(INPUTS.values(), given, strict=True)
    )
    parts = {
        "temperature": warm,
        "heart_rate": rate,
        "breathing": np.maximum(breath, gas),
        "white_blood": np.maximum(white, young),
    }
    return Worked(value=sum(parts.values(), start=np.asarray(0.0)), parts=parts)


CALCULATOR = Calculator(
    title="SIRS criteria",
    specialties=("intensive care", "emergency", "infectious disease"),
    inputs=INPUTS,
    compute=compute,
    unit="1",
    returns="score",
    population=Population(doc="adults", ages=(18, 130)),
    bands=(
        Band(0, "negative", "fewer than 2 criteria", BONE),
        Band(
            2,
            "positive",
            "2 or more: systemic inflammatory response; with infection, sepsis in the 1992 sense",
            BONE,
        ),
    ),
    references=(BONE,),
    examples=(
        Example(
            inputs={
                "temperature": 38,
                "heart_rate": 90,
                "respiratory_rate": 20,
                "paco2": 32,
                "white_cells": 12,
                "immature_forms": 10,
            },
            value=0.0,
            derived="every value at its limit",
        ),
        Example(
            inputs={
                "temperature": 35.9,
                "heart_rate": 91,
                "respiratory_rate": 21,
                "paco2": 40,
                "white_cells": 3.9,
                "immature_forms": 0,
            },
            value=4.0,
            derived="1 each",
        ),
        Example(
            inputs={
                "temperature": "101 degF",
                "heart_rate": 80,
                "respiratory_rate": 18,
                "paco2": "4 kPa",
                "white_cells": "8 10*9/L",
                "immature_forms": 12,
            },
            value=3.0,
            derived="temperature 1, 30 mm Hg 1, immature forms 1",
        ),
    ),
)
