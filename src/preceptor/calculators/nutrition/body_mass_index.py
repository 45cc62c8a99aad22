"""Body-mass index: weight over height squared, for adults.

In: weight and height. Out: kg/m2. The bands are the international ones; for Asian populations the WHO
proposes lower points of action (23 and 27.5), and children need percentiles.

Source: WHO Technical Report Series 894, 2000.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference
from preceptor.calculators._inputs import HEIGHT, WEIGHT

WHO = Reference(
    citation="WHO. Obesity: preventing and managing the global epidemic. Technical Report Series 894. Geneva 2000",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 6"
    "; bands: greenfacts.org, table 8 (WHO and FAO)",
)


def compute(*, weight: ArrayLike, height: ArrayLike) -> ArrayLike:
    """Return kg over metres squared."""
    return np.asarray(weight, dtype=float) / (np.asarray(height, dtype=float) / 100) ** 2


CALCULATOR = Calculator(
    title="Body-mass index",
    specialties=("nutrition", "internal medicine", "endocrinology"),
    inputs={"weight": WEIGHT, "height": HEIGHT},
    compute=compute,
    unit="kg/m2",
    population=Population(doc="adults", ages=(18, 130), excludes=("pregnancy",)),
    bands=(
        Band(0, "underweight", "below 18.5", WHO),
        Band(18.5, "normal", "18.5 to 24.9", WHO),
        Band(25, "overweight", "25 to 29.9", WHO),
        Band(30, "obese, class I", "30 to 34.9", WHO),
        Band(35, "obese, class II", "35 to 39.9", WHO),
        Band(40, "obese, class III", "40 or more", WHO),
    ),
    steps=("weight / height^2 = {weight:g} kg / ({height:g} cm / 100)^2 = {value:.1f} kg/m2",),
    references=(WHO,),
    examples=(
        Example(inputs={"weight": 70, "height": 175}, value=22.85714, derived="70/1.75^2"),
        Example(
            inputs={"weight": "154 lb", "height": "5 ft 9 in"},
            value=22.74159,
            derived="154 x 0.45359237/(69 x 0.0254)^2",
        ),
        Example(inputs={"weight": 120, "height": "1.7 m"}, value=41.52249, derived="120/1.7^2"),
    ),
)
