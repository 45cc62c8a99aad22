"""Body surface area by Mosteller: for doses per square metre, children and adults.

In: weight and height. Out: m2. Mosteller's square root agrees with Du Bois within 2 % in adults and is the
one that most dosing protocols name.

Source: Mosteller 1987, N Engl J Med 317:1098.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference
from preceptor.calculators._inputs import HEIGHT, WEIGHT

MOSTELLER = Reference(
    citation="Mosteller RD. Simplified calculation of body-surface area. N Engl J Med 1987;317:1098",
    doi="10.1056/NEJM198710223171717",
    pmid="3657876",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 60",
)


def compute(*, weight: ArrayLike, height: ArrayLike) -> ArrayLike:
    """Return the root of weight x height / 3600."""
    return np.sqrt(np.asarray(weight, dtype=float) * np.asarray(height, dtype=float) / 3600)


CALCULATOR = Calculator(
    title="Body surface area (Mosteller)",
    specialties=("pharmacology", "oncology", "paediatrics"),
    inputs={"weight": WEIGHT, "height": HEIGHT},
    compute=compute,
    unit="m2",
    digits=3,
    population=Population(doc="children and adults"),
    steps=("sqrt(weight x height / 3600) = sqrt({weight:g} kg x {height:g} cm / 3600) = {value:.3f} m2",),
    references=(MOSTELLER,),
    examples=(
        Example(inputs={"weight": 100, "height": 144}, value=2.0, derived="sqrt(100 x 144/3600)"),
        Example(inputs={"weight": 70, "height": 175}, value=1.844662, derived="sqrt(70 x 175/3600)"),
        Example(
            inputs={"weight": 25, "height": "1.21 m"},
            value=0.9166667,
            derived="sqrt(25 x 121/3600)",
        ),
    ),
)
