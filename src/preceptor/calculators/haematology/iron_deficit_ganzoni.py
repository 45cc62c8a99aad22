"""Ganzoni's equation: how much intravenous iron replaces what is missing.

In: body weight, actual and target haemoglobin, iron to store. Out: milligrams. Stores of 500 mg are meant for 35 kg and
more, 15 mg/kg below; pre-pregnancy or ideal weight is taken in pregnancy and obesity. Above the target only the stores are
filled: nothing is taken off them.

Source: Ganzoni 1970, Schweiz Med Wochenschr 100:301-303.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, number
from preceptor.calculators._inputs import HEMOGLOBIN, WEIGHT

GANZONI = Reference(
    citation="Ganzoni AM. Schweiz Med Wochenschr 1970;100:301-303",
    pmid="5413918",
    checked="secondary",
    seen="bosch-pharma.com/boferin/ganzoni-formula (after NBK564172, table 4); calculatorlib.com/iron-deficiency-calculator (15 mg/kg below 35 kg)",
)


def compute(
    *, weight: ArrayLike, hemoglobin: ArrayLike, target_hemoglobin: ArrayLike, iron_stores: ArrayLike
) -> ArrayLike:
    """Return weight x (target - actual haemoglobin, at least 0) x 2.4 + stores."""
    missing = np.maximum(np.asarray(target_hemoglobin, dtype=float) - np.asarray(hemoglobin), 0)
    return np.asarray(weight, dtype=float) * missing * 2.4 + np.asarray(iron_stores)


CALCULATOR = Calculator(
    title="Iron deficit (Ganzoni)",
    specialties=("haematology", "nephrology", "obstetrics"),
    inputs={
        "weight": WEIGHT,
        "hemoglobin": HEMOGLOBIN,
        "target_hemoglobin": number(
            "g/dL", 8, 18, "target haemoglobin", usual=(11, 16), analyte="hemoglobin"
        ),
        "iron_stores": number("mg", 0, 1_500, "iron to put into store", usual=(0, 1_000)),
    },
    compute=compute,
    unit="mg",
    digits=0,
    population=Population(doc="people with iron-deficiency anaemia"),
    steps=(
        "{weight:g} kg x ({target_hemoglobin:g} - {hemoglobin:g}, at least 0) x 2.4 + {iron_stores:g} = {value:.0f} mg",
    ),
    references=(GANZONI,),
    examples=(
        Example(
            inputs={"weight": 70, "hemoglobin": 10, "target_hemoglobin": 15, "iron_stores": 500},
            value=1340.0,
            derived="70 x 5 x 2.4 = 840; + 500",
        ),
        Example(
            inputs={"weight": 50, "hemoglobin": 8, "target_hemoglobin": 13, "iron_stores": 500},
            value=1100.0,
            derived="600 + 500",
        ),
        Example(
            inputs={"weight": 60, "hemoglobin": 15, "target_hemoglobin": 15, "iron_stores": 0},
            value=0.0,
            derived="nothing missing",
        ),
        Example(
            inputs={"weight": 60, "hemoglobin": 16, "target_hemoglobin": 15, "iron_stores": 500},
            value=500.0,
            derived="above the target: 0 + 500",
        ),
    ),
)
