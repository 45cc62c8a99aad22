"""Alveolar-arterial oxygen gradient: is oxygen lost between the air sacs and the artery.

In: arterial tensions, inspired fraction, barometric pressure (760 mmHg, sea level, where none is given). Out: mmHg.
Respiratory quotient 0.8, water vapour 47 mmHg at 37 degrees.

Source: Fenn, Rahn and Otis 1946, Am J Physiol 146:637-653.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, Worked, number
from preceptor.calculators._inputs import FIO2, PACO2, PAO2

FENN = Reference(
    citation="Fenn WO, Rahn H, Otis AB. Am J Physiol 1946;146:637-653",
    doi="10.1152/ajplegacy.1946.146.5.637",
    checked="secondary",
    seen="merckmanuals.com, table Equations for alveolar oxygen pressure; mdicu.com/calc (47 mmHg, 0.8)",
)


def compute(*, pao2: ArrayLike, paco2: ArrayLike, fio2: ArrayLike, barometric_pressure: ArrayLike) -> Worked:
    """Return the alveolar tension less the arterial one."""
    alveolar = (np.asarray(fio2, dtype=float) / 100) * (np.asarray(barometric_pressure) - 47) - np.asarray(
        paco2
    ) / 0.8
    return Worked(value=alveolar - np.asarray(pao2), parts={"alveolar": alveolar})


CALCULATOR = Calculator(
    title="Alveolar-arterial oxygen gradient",
    specialties=("pulmonology", "intensive care", "emergency"),
    inputs={
        "pao2": PAO2,
        "paco2": PACO2,
        "fio2": FIO2,
        "barometric_pressure": number(
            "mm[Hg]", 250, 2_500, "barometric pressure", usual=(500, 800), default=760
        ),
    },
    compute=compute,
    unit="mm[Hg]",
    digits=1,
    population=Population(doc="people with an arterial blood gas"),
    steps=(
        "Alveolar tension: ({fio2:g} / 100) x ({barometric_pressure:g} - 47) - {paco2:g} / 0.8 = {alveolar:.1f} mmHg",
        "{alveolar:.1f} - {pao2:g} = {value:.1f} mmHg",
    ),
    references=(FENN,),
    examples=(
        Example(
            inputs={"pao2": 90, "paco2": 40, "fio2": 21, "barometric_pressure": 760},
            value=9.73,
            derived="0.21 x 713 = 149.73; - 50 = 99.73; - 90",
        ),
        Example(
            inputs={"pao2": 60, "paco2": 32, "fio2": 50, "barometric_pressure": 747},
            value=250.0,
            derived="0.5 x 700 = 350; - 40 = 310; - 60",
        ),
        Example(
            inputs={"pao2": 100, "paco2": 40, "fio2": 100, "barometric_pressure": 760},
            value=563.0,
            derived="713 - 50 - 100",
        ),
    ),
)
