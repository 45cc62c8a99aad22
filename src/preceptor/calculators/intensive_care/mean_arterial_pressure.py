"""Mean arterial pressure: from systolic and diastolic pressure.

In: both pressures in mm Hg. Out: mm Hg, one third of the systolic and two thirds of the diastolic, which
holds at ordinary heart rates; at fast rates systole takes more than a third of the beat and an arterial line
is better.

Source: Meaney et al. 2000, Heart 84:64.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference
from preceptor.calculators._inputs import DIASTOLIC_BP, SYSTOLIC_BP

MEANEY = Reference(
    citation="Meaney E et al. Formula and nomogram for the sphygmomanometric calculation of the mean arterial pressure. Heart 2000;84:64",
    doi="10.1136/heart.84.1.64",
    pmid="10862592",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 5",
)
SURVIVING = Reference(
    citation="Evans L et al. Surviving Sepsis Campaign 2021. Crit Care Med 2021;49:e1063-e1143",
    doi="10.1097/CCM.0000000000005337",
    checked="secondary",
    seen="https://www.anesthesiaconsiderations.com/initial-resuscitation-",
)


def compute(*, systolic_bp: ArrayLike, diastolic_bp: ArrayLike) -> ArrayLike:
    """Return a third of the systolic and two thirds of the diastolic pressure; NaN where they are exchanged."""
    systolic, diastolic = np.asarray(systolic_bp, dtype=float), np.asarray(diastolic_bp, dtype=float)
    return np.where(systolic < diastolic, np.nan, systolic / 3 + diastolic * 2 / 3)


CALCULATOR = Calculator(
    title="Mean arterial pressure",
    specialties=("intensive care", "emergency", "cardiology", "anaesthesia"),
    inputs={"systolic_bp": SYSTOLIC_BP, "diastolic_bp": DIASTOLIC_BP},
    compute=compute,
    unit="mm[Hg]",
    population=Population(doc="anyone whose pressure is measured with a cuff"),
    bands=(
        Band(0, "below 65", "below the usual target of resuscitation in septic shock", SURVIVING),
        Band(65, "65 or more", "at or above the usual target of resuscitation in septic shock", SURVIVING),
    ),
    steps=(
        "1/3 x systolic + 2/3 x diastolic = 1/3 x {systolic_bp:g} + 2/3 x {diastolic_bp:g} = {value:.1f} mm Hg",
    ),
    references=(
        MEANEY,
        SURVIVING,
    ),
    examples=(
        Example(
            inputs={"systolic_bp": 120, "diastolic_bp": 80},
            value=93.33333,
            derived="(120 + 2 x 80)/3",
        ),
        Example(
            inputs={"systolic_bp": 90, "diastolic_bp": 60},
            value=70.0,
            derived="(90 + 2 x 60)/3",
        ),
        Example(
            inputs={"systolic_bp": "16 kPa", "diastolic_bp": "10 kPa"},
            value=90.0074,
            derived="(16 + 2 x 10) / 3 = 12 kPa, 7.500617 mm Hg each",
        ),
    ),
)
