"""Delta gap of the anion gap corrected for albumin: its rise above 12.

In: the three ions and albumin. Out: mmol/L. Wrenn's delta gap of 1990 goes on to subtract the fall of
bicarbonate from it; that difference is the part `excess` (about 0 in a single high anion gap acidosis; below
-6 a normal gap acidosis beside it, above 6 an alkalosis).

Source: Figge et al. 1998, Crit Care Med 26:1807-1810; Wrenn 1990, Ann Emerg Med 19:1310-1313.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, Worked
from preceptor.calculators._formulas import NORMAL_ANION_GAP, NORMAL_BICARBONATE, albumin_gap, gap
from preceptor.calculators._inputs import ALBUMIN, BICARBONATE, CHLORIDE, SODIUM

FIGGE = Reference(
    citation="Figge J, Jabor A, Kazda A, Fencl V. Anion gap and hypoalbuminemia. Crit Care Med 1998;26:1807-1810",
    doi="10.1097/00003246-199811000-00019",
    pmid="9824071",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 66",
)
WRENN = Reference(
    citation="Wrenn K. The delta gap: an approach to mixed acid-base disorders. Ann Emerg Med 1990;19:1310-1313",
    doi="10.1016/S0196-0644(05)82292-9",
    pmid="2240729",
    checked="secondary",
    seen="medicalalgorithms.com/delta-anion-and-delta-bicarbonate-gaps (difference, 6 and -6)",
)


def compute(*, sodium: ArrayLike, chloride: ArrayLike, bicarbonate: ArrayLike, albumin: ArrayLike) -> Worked:
    """Return the corrected anion gap - 12."""
    measured = albumin_gap(gap(sodium, chloride, bicarbonate), albumin)
    rise = measured - NORMAL_ANION_GAP
    excess = rise - (NORMAL_BICARBONATE - np.asarray(bicarbonate, dtype=float))
    return Worked(value=rise, parts={"measured": measured, "excess": excess})


CALCULATOR = Calculator(
    title="Delta gap, corrected for albumin",
    specialties=("nephrology", "intensive care", "emergency"),
    inputs={"sodium": SODIUM, "chloride": CHLORIDE, "bicarbonate": BICARBONATE, "albumin": ALBUMIN},
    compute=compute,
    unit="mmol/L",
    digits=1,
    population=Population(doc="high anion gap acidosis"),
    steps=(
        "Corrected anion gap: {sodium:g} - ({chloride:g} + {bicarbonate:g}) + 2.5 x (4 - {albumin:g}) = {measured:g} mmol/L",
        "{measured:g} - 12 = {value:g} mmol/L",
        "less the fall of bicarbonate: {excess:g} mmol/L",
    ),
    references=(
        FIGGE,
        WRENN,
    ),
    examples=(
        Example(
            inputs={"sodium": 140, "chloride": 100, "bicarbonate": 10, "albumin": 4},
            value=18.0,
            derived="30 - 12",
        ),
        Example(
            inputs={"sodium": 140, "chloride": 100, "bicarbonate": 10, "albumin": 2},
            value=23.0,
            derived="30 + 2.5 x 2 - 12",
        ),
        Example(
            inputs={"sodium": 140, "chloride": 104, "bicarbonate": 24, "albumin": "25 g/L"},
            value=3.75,
            derived="12 + 2.5 x 1.5 - 12",
        ),
    ),
)
