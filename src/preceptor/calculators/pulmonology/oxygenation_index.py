"""Oxygenation index: how hard the ventilator must work for the oxygen reached.

In: mean airway pressure, inspired fraction, arterial oxygen tension. Out: cmH2O/mmHg. In children the grades of acute
respiratory distress begin at 4.

Source: Pediatric Acute Lung Injury Consensus Conference 2015, Pediatr Crit Care Med 16:428-439.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, number
from preceptor.calculators._inputs import FIO2, PAO2

PALICC = Reference(
    citation="Pediatric Acute Lung Injury Consensus Conference Group. Pediatr Crit Care Med 2015;16:428-439",
    doi="10.1097/PCC.0000000000000350",
    checked="secondary",
    seen="umem.org/educational_pearls/3341 (formula, grades); PMC9217163, table 1 (4, 8, 16)",
)


def compute(*, mean_airway_pressure: ArrayLike, fio2: ArrayLike, pao2: ArrayLike) -> ArrayLike:
    """Return mean airway pressure x fraction in % / arterial tension."""
    return np.asarray(mean_airway_pressure, dtype=float) * np.asarray(fio2) / np.asarray(pao2)


CALCULATOR = Calculator(
    title="Oxygenation index",
    specialties=("pulmonology", "intensive care", "paediatrics"),
    inputs={
        "mean_airway_pressure": number("cm[H2O]", 1, 80, "mean airway pressure", usual=(4, 40)),
        "fio2": FIO2,
        "pao2": PAO2,
    },
    compute=compute,
    unit="cm[H2O]/mm[Hg]",
    digits=1,
    population=Population(doc="people on invasive ventilation; grades: children"),
    bands=(
        Band(0, "below 4", "no acute respiratory distress by this criterion", PALICC),
        Band(4, "mild", "4 to under 8", PALICC),
        Band(8, "moderate", "8 to under 16", PALICC),
        Band(16, "severe", "16 or more", PALICC),
    ),
    steps=("{mean_airway_pressure:g} x {fio2:g} / {pao2:g} = {value:.1f}",),
    references=(PALICC,),
    examples=(
        Example(
            inputs={"mean_airway_pressure": 20, "fio2": 80, "pao2": 64},
            value=25.0,
            derived="1600 / 64",
        ),
        Example(
            inputs={"mean_airway_pressure": 10, "fio2": 40, "pao2": 100},
            value=4.0,
            derived="400 / 100",
        ),
        Example(
            inputs={"mean_airway_pressure": 16, "fio2": 50, "pao2": 100},
            value=8.0,
            derived="800 / 100",
        ),
    ),
)
