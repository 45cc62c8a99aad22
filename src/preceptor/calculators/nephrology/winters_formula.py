"""Winters' formula: the carbon dioxide tension that compensates a metabolic acidosis.

In: bicarbonate. Out: expected PaCO2, plus or minus 2 mmHg. A measured tension below means a respiratory alkalosis as
well, one above a respiratory acidosis.

Source: Albert, Dell and Winters 1967, Ann Intern Med 66:312-322.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference
from preceptor.calculators._inputs import BICARBONATE

ALBERT = Reference(
    citation="Albert MS, Dell RB, Winters RW. Ann Intern Med 1967;66:312-322",
    doi="10.7326/0003-4819-66-2-312",
    checked="secondary",
    seen="tools.gera.services/metabolic-acidosis-winter-formula; mlcqehs.com/wintersequation.html",
)


def compute(*, bicarbonate: ArrayLike) -> ArrayLike:
    """Return 1.5 x bicarbonate + 8."""
    return 1.5 * np.asarray(bicarbonate, dtype=float) + 8


CALCULATOR = Calculator(
    title="Winters' formula",
    specialties=("nephrology", "emergency", "intensive care"),
    inputs={
        "bicarbonate": BICARBONATE.within(1, 40),
    },
    compute=compute,
    unit="mm[Hg]",
    digits=1,
    population=Population(doc="people with metabolic acidosis"),
    steps=("1.5 x {bicarbonate:g} + 8 = {value:.1f} mmHg, plus or minus 2",),
    references=(ALBERT,),
    examples=(
        Example(
            inputs={"bicarbonate": 12},
            value=26.0,
            derived="18 + 8",
        ),
        Example(
            inputs={"bicarbonate": 10},
            value=23.0,
            derived="15 + 8",
        ),
        Example(
            inputs={"bicarbonate": 24},
            value=44.0,
            derived="36 + 8",
        ),
    ),
)
