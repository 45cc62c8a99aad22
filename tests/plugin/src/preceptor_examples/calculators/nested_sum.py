"""A nested calculator: the body-mass index inside a made-up burden score; floats or equal-length arrays.

Source: Quetelet index; the burden score is invented for tests.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from preceptor import catalog
from preceptor.calculation import Calculator, Example, Input, Population, Reference, evaluate


def compute(*, mass_kg: ArrayLike, height_m: ArrayLike, age_years: ArrayLike) -> NDArray[np.float64]:
    """Return one point for each decade of age, and one more from an index of 30 kg/m2."""
    inner = catalog.load("calculators", "examples/quetelet_index")
    assert isinstance(inner, Calculator)
    index = np.asarray(evaluate(inner, {"mass_kg": mass_kg, "height_m": height_m}).value, dtype=float)
    return np.asarray(age_years, dtype=float) // 10 + np.where(index >= 30, 1.0, 0.0)


CALCULATOR = Calculator(
    compute=compute,
    inputs={
        "mass_kg": Input(unit="kg", low=1, high=500, doc="body mass"),
        "height_m": Input(unit="m", low=0.3, high=2.6, doc="standing height"),
        "age_years": Input(unit="a", low=0, high=120, doc="age"),
    },
    unit="1",
    title="Invented burden score",
    specialties=("internal medicine",),
    population=Population(doc="nobody: an example of nesting"),
    steps=("one point per decade of {age_years:g} years, one more from 30 kg/m2: {value:g}",),
    references=(Reference(citation="invented for tests"),),
    examples=(
        Example(
            inputs={"mass_kg": 120.0, "height_m": 1.7, "age_years": 45.0},
            value=5.0,
            derived="4 decades, 41.5 kg/m2",
        ),
        Example(
            inputs={"mass_kg": 60.0, "height_m": 1.7, "age_years": 45.0}, value=4.0, derived="20.8 kg/m2"
        ),
        Example(inputs={"mass_kg": 60.0, "height_m": 1.7, "age_years": 9.0}, value=0.0, derived="no decade"),
    ),
)
