"""Anion gap corrected for albumin: 2.5 mmol/L more for each g/dL of albumin below 4.

In: the three ions and albumin. Out: mmol/L. Without it a low albumin hides a raised gap.

Source: Figge et al. 1998, Crit Care Med 26:1807-1810.
License: Apache-2.0
"""

from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, Worked
from preceptor.calculators._formulas import albumin_gap, gap
from preceptor.calculators._inputs import ALBUMIN, BICARBONATE, CHLORIDE, SODIUM

FIGGE = Reference(
    citation="Figge J, Jabor A, Kazda A, Fencl V. Anion gap and hypoalbuminemia. Crit Care Med 1998;26:1807-1810",
    doi="10.1097/00003246-199811000-00019",
    pmid="9824071",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 65",
)


def compute(*, sodium: ArrayLike, chloride: ArrayLike, bicarbonate: ArrayLike, albumin: ArrayLike) -> Worked:
    """Return the anion gap + 2.5 x (4 - albumin)."""
    measured = gap(sodium, chloride, bicarbonate)
    return Worked(value=albumin_gap(measured, albumin), parts={"measured": measured})


CALCULATOR = Calculator(
    title="Anion gap, corrected for albumin",
    specialties=("nephrology", "intensive care", "emergency"),
    inputs={"sodium": SODIUM, "chloride": CHLORIDE, "bicarbonate": BICARBONATE, "albumin": ALBUMIN},
    compute=compute,
    unit="mmol/L",
    digits=1,
    population=Population(doc="anyone"),
    steps=(
        "Anion gap: {sodium:g} - ({chloride:g} + {bicarbonate:g}) = {measured:g} mmol/L",
        "{measured:g} + 2.5 x (4 - {albumin:g}) = {value:g} mmol/L",
    ),
    references=(FIGGE,),
    examples=(
        Example(
            inputs={"sodium": 140, "chloride": 100, "bicarbonate": 10, "albumin": 4},
            value=30.0,
            derived="140 - 110 + 2.5 x 0",
        ),
        Example(
            inputs={"sodium": 140, "chloride": 100, "bicarbonate": 10, "albumin": 2},
            value=35.0,
            derived="30 + 2.5 x (4 - 2)",
        ),
        Example(
            inputs={"sodium": 140, "chloride": 104, "bicarbonate": 24, "albumin": "25 g/L"},
            value=15.75,
            derived="12 + 2.5 x (4 - 2.5)",
        ),
    ),
)
