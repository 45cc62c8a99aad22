"""Target weight: the weight that gives a wanted body-mass index at a height.

In: the index that is aimed at and the height. Out: kg.

Source: WHO Technical Report Series 894, 2000 (body-mass index, solved for weight).
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference
from preceptor.calculators._inputs import BODY_MASS_INDEX, HEIGHT

WHO = Reference(
    citation="WHO. Obesity: preventing and managing the global epidemic. Technical Report Series 894. Geneva 2000",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 61",
)


def compute(*, body_mass_index: ArrayLike, height: ArrayLike) -> ArrayLike:
    """Return the index times height squared."""
    return np.asarray(body_mass_index, dtype=float) * (np.asarray(height, dtype=float) / 100) ** 2


CALCULATOR = Calculator(
    title="Target weight",
    specialties=("nutrition", "endocrinology"),
    inputs={"body_mass_index": BODY_MASS_INDEX.about("body-mass index aimed at"), "height": HEIGHT},
    compute=compute,
    unit="kg",
    population=Population(doc="adults", ages=(18, 130)),
    steps=("index x height^2 = {body_mass_index:g} kg/m2 x ({height:g} cm / 100)^2 = {value:.1f} kg",),
    references=(WHO,),
    examples=(
        Example(inputs={"body_mass_index": 25, "height": 200}, value=100.0, derived="25 x 2^2"),
        Example(
            inputs={"body_mass_index": 22, "height": "170 cm"},
            value=63.58,
            derived="22 x 1.7^2",
        ),
        Example(
            inputs={"body_mass_index": 23.2, "height": "72 in"},
            value=77.59262,
            derived="23.2 x 1.8288^2",
        ),
    ),
)
