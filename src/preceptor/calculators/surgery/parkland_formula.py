"""Parkland formula: fluid for the first 24 hours after a burn, half of it within 8 hours of the burn.

In: weight and burned surface (second and third degree). Out: mL of Ringer's lactate. A start, then by urine
output; many units begin with 2 to 3 mL. The clock runs from the burn, not from arrival.

Source: Baxter and Shires 1968, Ann N Y Acad Sci 150:874-894.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, Worked, number
from preceptor.calculators._inputs import WEIGHT

BAXTER = Reference(
    citation="Baxter CR, Shires T. Physiological response to crystalloid resuscitation of severe burns. Ann N Y Acad Sci 1968;150:874-894",
    doi="10.1111/j.1749-6632.1968.tb14738.x",
    pmid="4973463",
    checked="secondary",
    seen="https://www.rcemlearning.org/modules/major-trauma-burns/lessons/fluids/ and https://mdicu.com/calc/calc-57.html",
)


def compute(*, weight: ArrayLike, burned_surface: ArrayLike) -> Worked:
    """Return 4 mL x weight x per cent; half of it in the first eight hours."""
    total = 4 * np.asarray(weight, dtype=float) * np.asarray(burned_surface, dtype=float)
    parts = {
        "first_8_hours": total / 2,
        "next_16_hours": total / 2,
        "rate_first": total / 16,
        "rate_then": total / 32,
    }
    return Worked(value=total, parts=parts)


CALCULATOR = Calculator(
    title="Parkland formula",
    specialties=("surgery", "emergency", "intensive care"),
    inputs={
        "weight": WEIGHT,
        "burned_surface": number(
            "%", 1, 100, "burned body surface, second and third degree", aliases=("tbsa",)
        ),
    },
    compute=compute,
    unit="mL",
    digits=0,
    population=Population(doc="adults with burns of 15 % or more; children need maintenance fluid besides"),
    steps=(
        "4 mL x {weight:g} kg x {burned_surface:g} % = {value:.0f} mL in 24 hours",
        "first 8 hours from the burn: {first_8_hours:.0f} mL ({rate_first:.0f} mL/h); next 16 hours: {next_16_hours:.0f} mL ({rate_then:.0f} mL/h)",
    ),
    references=(BAXTER,),
    examples=(
        Example(
            inputs={"weight": 75, "burned_surface": 20},
            value=6000,
            read="https://download.cnet.com/parkland-formula/3000-2129_4-78651203.html",
            within=1e-09,
        ),
        Example(inputs={"weight": 90, "burned_surface": 40}, value=14400.0, derived="4 x 90 x 40"),
        Example(
            inputs={"weight": "154 lb", "burned_surface": 30},
            value=8382.387,
            derived="4 x 154 x 0.45359237 x 30",
        ),
    ),
)
