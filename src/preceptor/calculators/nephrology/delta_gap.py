"""Delta gap: the rise of the anion gap above 12.

In: the three ions. Out: mmol/L. Wrenn's delta gap of 1990 goes on to subtract the fall of bicarbonate from
it; that difference is the part `excess` (about 0 in a single high anion gap acidosis; below -6 a normal gap
acidosis beside it, above 6 an alkalosis).

Source: Emmett and Narins 1977, Medicine 56:38-54; the difference: Wrenn 1990, Ann Emerg Med 19:1310-1313.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, Worked
from preceptor.calculators._formulas import NORMAL_ANION_GAP, NORMAL_BICARBONATE, gap
from preceptor.calculators._inputs import BICARBONATE, CHLORIDE, SODIUM

EMMETT = Reference(
    citation="Emmett M, Narins RG. Clinical use of the anion gap. Medicine (Baltimore) 1977;56:38-54",
    doi="10.1097/00005792-197756010-00002",
    pmid="401925",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 63",
)
WRENN = Reference(
    citation="Wrenn K. The delta gap: an approach to mixed acid-base disorders. Ann Emerg Med 1990;19:1310-1313",
    doi="10.1016/S0196-0644(05)82292-9",
    pmid="2240729",
    checked="secondary",
    seen="medicalalgorithms.com/delta-anion-and-delta-bicarbonate-gaps (difference, 6 and -6)",
)


def compute(*, sodium: ArrayLike, chloride: ArrayLike, bicarbonate: ArrayLike) -> Worked:
    """Return the anion gap - 12."""
    measured = gap(sodium, chloride, bicarbonate)
    rise = measured - NORMAL_ANION_GAP
    excess = rise - (NORMAL_BICARBONATE - np.asarray(bicarbonate, dtype=float))
    return Worked(value=rise, parts={"measured": measured, "excess": excess})


CALCULATOR = Calculator(
    title="Delta gap",
    specialties=("nephrology", "intensive care", "emergency"),
    inputs={"sodium": SODIUM, "chloride": CHLORIDE, "bicarbonate": BICARBONATE},
    compute=compute,
    unit="mmol/L",
    digits=1,
    population=Population(doc="high anion gap acidosis"),
    steps=(
        "Anion gap: {sodium:g} - ({chloride:g} + {bicarbonate:g}) = {measured:g} mmol/L",
        "{measured:g} - 12 = {value:g} mmol/L",
        "less the fall of bicarbonate: {excess:g} mmol/L",
    ),
    references=(EMMETT, WRENN),
    examples=(
        Example(
            inputs={"sodium": 140, "chloride": 100, "bicarbonate": 10},
            value=18.0,
            derived="140 - 110 - 12",
        ),
        Example(
            inputs={"sodium": 140, "chloride": 104, "bicarbonate": 24},
            value=0.0,
            derived="12 - 12",
        ),
        Example(
            inputs={"sodium": 138, "chloride": 112, "bicarbonate": 16},
            value=-2.0,
            derived="138 - 128 - 12",
        ),
    ),
)
