"""Delta ratio with the anion gap corrected for albumin.

In: the three ions and albumin. Out: (corrected anion gap - 12) / (24 - bicarbonate). No value where
bicarbonate is 24.

Source: Figge et al. 1998, Crit Care Med 26:1807-1810; Rastegar 2007, J Am Soc Nephrol 18:2429-2431.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, Worked
from preceptor.calculators._formulas import NORMAL_ANION_GAP, NORMAL_BICARBONATE, albumin_gap, gap, ratio
from preceptor.calculators._inputs import ALBUMIN, BICARBONATE, CHLORIDE, SODIUM

FIGGE = Reference(
    citation="Figge J, Jabor A, Kazda A, Fencl V. Anion gap and hypoalbuminemia. Crit Care Med 1998;26:1807-1810",
    doi="10.1097/00003246-199811000-00019",
    pmid="9824071",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 67",
)
RASTEGAR = Reference(
    citation="Rastegar A. Use of the delta AG / delta HCO3 ratio in the diagnosis of mixed acid-base disorders. J Am Soc Nephrol 2007;18:2429-2431",
    doi="10.1681/ASN.2006121408",
    pmid="17656477",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 67"
    "; bands: clincalcpro.com/calculators/renal/delta_ratio",
)


def compute(*, sodium: ArrayLike, chloride: ArrayLike, bicarbonate: ArrayLike, albumin: ArrayLike) -> Worked:
    """Return (corrected anion gap - 12) / (24 - bicarbonate)."""
    rise = albumin_gap(gap(sodium, chloride, bicarbonate), albumin) - NORMAL_ANION_GAP
    fall = NORMAL_BICARBONATE - np.asarray(bicarbonate, dtype=float)
    return Worked(value=ratio(rise, fall), parts={"rise": rise, "fall": fall})


CALCULATOR = Calculator(
    title="Delta ratio, corrected for albumin",
    specialties=("nephrology", "intensive care", "emergency"),
    inputs={"sodium": SODIUM, "chloride": CHLORIDE, "bicarbonate": BICARBONATE, "albumin": ALBUMIN},
    compute=compute,
    unit="1",
    population=Population(doc="high anion gap acidosis"),
    bands=(
        Band(-100, "below 0.4", "hyperchloraemic acidosis with a normal anion gap", RASTEGAR),
        Band(0.4, "0.4 to 0.8", "mixed high and normal anion gap acidosis", RASTEGAR),
        Band(0.8, "0.8 to 2", "uncomplicated high anion gap acidosis", RASTEGAR),
        Band(
            2,
            "above 2",
            "metabolic alkalosis beside it, or compensated chronic respiratory acidosis",
            RASTEGAR,
        ),
    ),
    steps=(
        "Rise of the corrected anion gap: {rise:g}; fall of bicarbonate: {fall:g} mmol/L",
        "{rise:g} / {fall:g} = {value:.2f}",
    ),
    references=(
        FIGGE,
        RASTEGAR,
    ),
    examples=(
        Example(
            inputs={"sodium": 140, "chloride": 100, "bicarbonate": 10, "albumin": 4},
            value=1.285714,
            derived="18/14",
        ),
        Example(
            inputs={"sodium": 140, "chloride": 100, "bicarbonate": 10, "albumin": 2},
            value=1.642857,
            derived="(18 + 5)/14",
        ),
        Example(
            inputs={"sodium": 140, "chloride": 110, "bicarbonate": 14, "albumin": "30 g/L"},
            value=0.65,
            derived="(4 + 2.5)/10",
        ),
    ),
)
