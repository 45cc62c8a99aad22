"""Body-mass index in kg/m2.

Source: Quetelet 1835, Sur l'homme; WHO Technical Report Series 894 (2000).
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from preceptor.calculation import Calculator, Example, Input, Population, Reference


def compute(*, mass_kg: ArrayLike, height_m: ArrayLike) -> NDArray[np.float64]:
    """Return mass over height squared."""
    return np.asarray(mass_kg, dtype=float) / np.asarray(height_m, dtype=float) ** 2


CALCULATOR = Calculator(
    compute=compute,
    inputs={
        "mass_kg": Input(unit="kg", low=1, high=500, doc="body mass"),
        "height_m": Input(unit="m", low=0.3, high=2.6, doc="standing height"),
    },
    unit="kg/m2",
    title="Quetelet index",
    specialties=("internal medicine",),
    population=Population(doc="adults"),
    steps=("mass / height^2 = {mass_kg:g} / {height_m:g}^2 = {value:.1f} kg/m2",),
    references=(Reference(citation="Quetelet A. Sur l'homme. Paris 1835"),),
    examples=(
        Example(inputs={"mass_kg": 70.0, "height_m": 2.0}, value=17.5, derived="70 / 4"),
        Example(inputs={"mass_kg": 100.0, "height_m": 2.0}, value=25.0, derived="100 / 4"),
        Example(
            inputs={"mass_kg": "200 lb", "height_m": "200 cm"}, value=22.6796185, derived="90.718474 / 4"
        ),
    ),
)
