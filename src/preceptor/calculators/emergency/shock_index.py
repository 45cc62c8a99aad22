"""Shock index: heart rate over systolic pressure, an early sign of haemorrhage and shock.

In: heart rate and systolic pressure. Out: a ratio; about 0.5 to 0.7 in healthy adults. Beta blockers, pacemakers,
pain and hypertension mislead it.

Source: Allgower and Burri 1967, Dtsch Med Wochenschr 92:1947-1950.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference
from preceptor.calculators._inputs import HEART_RATE, SYSTOLIC_BP

ALLGOWER = Reference(
    citation="Allgower M, Burri C. Dtsch Med Wochenschr 1967;92:1947-1950",
    doi="10.1055/s-0028-1106070",
    checked="secondary",
    seen="mdapp.co/shock-index-calculator-417 (ratio, 1967, 0.5 to 0.7)",
)
RADY = Reference(
    citation="Rady MY, Smithline HA, Blake H, et al. Ann Emerg Med 1994;24:685-690",
    doi="10.1016/S0196-0644(94)70279-9",
    checked="secondary",
    seen="medicalalgorithms.com/shock-index (above 0.9)",
)


def compute(*, heart_rate: ArrayLike, systolic_bp: ArrayLike) -> ArrayLike:
    """Return heart rate / systolic pressure."""
    return np.asarray(heart_rate, dtype=float) / systolic_bp


CALCULATOR = Calculator(
    title="Shock index",
    specialties=("emergency", "intensive care", "surgery"),
    inputs={
        "heart_rate": HEART_RATE,
        "systolic_bp": SYSTOLIC_BP.within(20, 350),
    },
    compute=compute,
    unit="1",
    digits=2,
    population=Population(doc="adults", ages=(18, 120)),
    bands=(
        Band(0, "usual", "up to 0.9", RADY),
        Band(
            0.9000001, "raised", "above 0.9: more likely to need immediate treatment and intensive care", RADY
        ),
    ),
    steps=("{heart_rate:g} / {systolic_bp:g} = {value:.2f}",),
    references=(
        ALLGOWER,
        RADY,
    ),
    examples=(
        Example(
            inputs={"heart_rate": 120, "systolic_bp": 80},
            value=1.5,
            derived="120 / 80",
        ),
        Example(
            inputs={"heart_rate": 60, "systolic_bp": 120},
            value=0.5,
            derived="60 / 120",
        ),
        Example(
            inputs={"heart_rate": 90, "systolic_bp": 100},
            value=0.9,
            derived="90 / 100",
        ),
    ),
)
