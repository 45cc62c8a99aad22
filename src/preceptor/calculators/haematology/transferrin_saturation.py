"""Transferrin saturation: how much of the iron-carrying protein is loaded.

In: serum iron and total iron-binding capacity in the same unit. Out: per cent. Both vary over the day; a fasting
morning sample is meant. In chronic inflammation and kidney or heart failure 20 % is the usual limit.

Source: Centers for Disease Control and Prevention 1998, MMWR 47(RR-3):1-36.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, number

CDC = Reference(
    citation="Centers for Disease Control and Prevention. Recommendations to prevent and control iron deficiency in"
    " the United States. MMWR Recomm Rep 1998;47(RR-3):1-36",
    checked="secondary",
    seen="globalrph.com/medcalcs/percent-transferrin-saturation (formula); droracle.ai/articles/334714 and notes that quote its table 8 (below 16 %)",
)


def compute(*, iron: ArrayLike, iron_binding_capacity: ArrayLike) -> ArrayLike:
    """Return 100 x iron / capacity."""
    return 100 * np.asarray(iron, dtype=float) / iron_binding_capacity


CALCULATOR = Calculator(
    title="Transferrin saturation",
    specialties=("haematology", "internal medicine", "nephrology"),
    inputs={
        "iron": number("ug/dL", 1, 1_000, "serum iron", usual=(5, 400)),
        "iron_binding_capacity": number("ug/dL", 50, 1_000, "total iron-binding capacity", usual=(150, 600)),
    },
    compute=compute,
    unit="%",
    digits=1,
    population=Population(doc="adults", ages=(18, 120)),
    bands=(
        Band(0, "low", "below 16 % speaks for iron deficiency", CDC),
        Band(16, "16 % or more", "no sign of iron deficiency by this measure", CDC),
    ),
    steps=("100 x {iron:g} / {iron_binding_capacity:g} = {value:.1f} %",),
    references=(CDC,),
    examples=(
        Example(
            inputs={"iron": 60, "iron_binding_capacity": 300},
            value=20.0,
            derived="100 x 0.2",
        ),
        Example(
            inputs={"iron": 30, "iron_binding_capacity": 400},
            value=7.5,
            derived="100 x 0.075",
        ),
        Example(
            inputs={"iron": 180, "iron_binding_capacity": 240},
            value=75.0,
            derived="100 x 0.75",
        ),
    ),
)
