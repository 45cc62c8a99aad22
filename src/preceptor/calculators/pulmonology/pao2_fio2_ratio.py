"""PaO2/FiO2 ratio: how well the lungs oxygenate, and the grade of acute respiratory distress syndrome.

In: arterial oxygen tension, inspired fraction. Out: mmHg. The grades hold with a positive end-expiratory pressure of
5 cmH2O or more and the other criteria of the definition.

Source: ARDS Definition Task Force 2012, JAMA 307:2526-2533.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference
from preceptor.calculators._inputs import FIO2, PAO2

BERLIN = Reference(
    citation="ARDS Definition Task Force. JAMA 2012;307:2526-2533",
    doi="10.1001/jama.2012.5669",
    checked="secondary",
    seen="merckmanuals.com, table Berlin definition of ARDS (with its DOI); Trials 2017, doi 10.1186/s13063-017-2234-7, table 1",
)


def compute(*, pao2: ArrayLike, fio2: ArrayLike) -> ArrayLike:
    """Return the tension divided by the fraction of 1."""
    return np.asarray(pao2, dtype=float) / (np.asarray(fio2) / 100)


CALCULATOR = Calculator(
    title="PaO2/FiO2 ratio",
    specialties=("pulmonology", "intensive care"),
    inputs={
        "pao2": PAO2,
        "fio2": FIO2,
    },
    compute=compute,
    unit="mm[Hg]",
    digits=0,
    population=Population(
        doc="people with a blood gas; grades: adults with acute respiratory distress syndrome"
    ),
    bands=(
        Band(0, "severe", "100 or less: severe, if the other criteria hold", BERLIN),
        Band(100.0001, "moderate", "above 100 to 200", BERLIN),
        Band(200.0001, "mild", "above 200 to 300", BERLIN),
        Band(300.0001, "none", "above 300: no criterion", BERLIN),
    ),
    steps=("{pao2:g} / ({fio2:g} / 100) = {value:.0f} mmHg",),
    references=(BERLIN,),
    examples=(
        Example(
            inputs={"pao2": 80, "fio2": 40},
            value=200.0,
            derived="80 / 0.4",
        ),
        Example(
            inputs={"pao2": 60, "fio2": 100},
            value=60.0,
            derived="60 / 1",
        ),
        Example(
            inputs={"pao2": 84, "fio2": 21},
            value=400.0,
            derived="84 / 0.21",
        ),
    ),
)
