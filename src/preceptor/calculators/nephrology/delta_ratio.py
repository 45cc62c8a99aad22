"""Delta ratio: the rise of the anion gap over the fall of bicarbonate.

In: the three ions. Out: (anion gap - 12) / (24 - bicarbonate). No value where bicarbonate is 24.

Source: Rastegar 2007, J Am Soc Nephrol 18:2429-2431.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, Worked
from preceptor.calculators._formulas import NORMAL_ANION_GAP, NORMAL_BICARBONATE, gap, ratio
from preceptor.calculators._inputs import BICARBONATE, CHLORIDE, SODIUM

RASTEGAR = Reference(
    citation="Rastegar A. Use of the delta AG / delta HCO3 ratio in the diagnosis of mixed acid-base disorders. J Am Soc Nephrol 2007;18:2429-2431",
    doi="10.1681/ASN.2006121408",
    pmid="17656477",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 64"
    "; bands: clincalcpro.com/calculators/renal/delta_ratio",
)


def compute(*, sodium: ArrayLike, chloride: ArrayLike, bicarbonate: ArrayLike) -> Worked:
    """Return (anion gap - 12) / (24 - bicarbonate)."""
    rise = gap(sodium, chloride, bicarbonate) - NORMAL_ANION_GAP
    fall = NORMAL_BICARBONATE - np.asarray(bicarbonate, dtype=float)
    return Worked(value=ratio(rise, fall), parts={"rise": rise, "fall": fall})


CALCULATOR = Calculator(
    title="Delta ratio",
    specialties=("nephrology", "intensive care", "emergency"),
    inputs={"sodium": SODIUM, "chloride": CHLORIDE, "bicarbonate": BICARBONATE},
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
        "Rise of the anion gap: {rise:g}; fall of bicarbonate: {fall:g} mmol/L",
        "{rise:g} / {fall:g} = {value:.2f}",
    ),
    references=(RASTEGAR,),
    examples=(
        Example(
            inputs={"sodium": 140, "chloride": 100, "bicarbonate": 10},
            value=1.285714,
            derived="(30 - 12)/(24 - 10)",
        ),
        Example(
            inputs={"sodium": 140, "chloride": 110, "bicarbonate": 14},
            value=0.4,
            derived="(16 - 12)/(24 - 14)",
        ),
        Example(
            inputs={"sodium": 140, "chloride": 90, "bicarbonate": 20},
            value=4.5,
            derived="(30 - 12)/(24 - 20)",
        ),
    ),
)
