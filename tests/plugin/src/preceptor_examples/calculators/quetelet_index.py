"""Body-mass index in kg/m2.

Source: Quetelet 1835, Sur l'homme; WHO Technical Report Series 894 (2000).
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from preceptor.components import Calculator, Input


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
    examples=(({"mass_kg": 70.0, "height_m": 2.0}, 17.5),),
)
