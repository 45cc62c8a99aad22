"""Maintenance fluids by Holliday and Segar: the 4-2-1 rule, mL an hour from weight.

In: weight. Out: mL/h: 4 mL/kg for the first 10 kg, 2 for the next 10, 1 for each further one. A starting
point for the fasting patient; fever, losses, the kidneys and the risk of hyponatraemia change it.

Source: Holliday and Segar 1957, Pediatrics 19:823-832.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, Worked
from preceptor.calculators._inputs import WEIGHT

HOLLIDAY = Reference(
    citation="Holliday MA, Segar WE. The maintenance need for water in parenteral fluid therapy. Pediatrics 1957;19:823-832",
    pmid="13431307",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 22",
)


def compute(*, weight: ArrayLike) -> Worked:
    """Return 4, 2 and 1 mL/kg/h of the first ten, the next ten and the further kilograms."""
    kilograms = np.asarray(weight, dtype=float)
    first, second, rest = (
        np.minimum(kilograms, 10),
        np.clip(kilograms - 10, 0, 10),
        np.maximum(kilograms - 20, 0),
    )
    parts = {"first": 4 * first, "second": 2 * second, "rest": rest}
    return Worked(value=4 * first + 2 * second + rest, parts=parts)


CALCULATOR = Calculator(
    title="Maintenance fluids (4-2-1)",
    specialties=("paediatrics", "surgery", "anaesthesia"),
    inputs={"weight": WEIGHT},
    compute=compute,
    unit="mL/h",
    population=Population(doc="children after the newborn period, and adults"),
    steps=(
        "{weight:g} kg: first 10 kg {first:g}, next 10 kg {second:g}, rest {rest:g}; together {value:g} mL/h",
    ),
    references=(HOLLIDAY,),
    examples=(
        Example(inputs={"weight": 8}, value=32.0, derived="4 x 8"),
        Example(inputs={"weight": 15}, value=50.0, derived="4 x 10 + 2 x 5"),
        Example(inputs={"weight": 76}, value=116.0, derived="4 x 10 + 2 x 10 + 1 x 56"),
        Example(inputs={"weight": 10}, value=40.0, derived="4 x 10"),
        Example(inputs={"weight": 20}, value=60.0, derived="4 x 10 + 2 x 10"),
    ),
)
