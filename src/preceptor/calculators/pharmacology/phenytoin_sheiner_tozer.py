"""Phenytoin level corrected for albumin, by Sheiner and Tozer.

In: total phenytoin, albumin, whether the creatinine clearance is below 20 mL/min. Out: mg/L, as if albumin
were normal. A measured free level is better where it can be had; valproate displaces phenytoin too and is not
accounted for.

Source: Sheiner and Tozer 1978, in Clinical Pharmacology: Basic Principles in Therapeutics, 2nd ed.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, Worked, number, yes_no
from preceptor.calculators._inputs import ALBUMIN

SHEINER = Reference(
    citation="Sheiner LB, Tozer TN. Clinical pharmacokinetics: the use of plasma concentrations of drugs. In: Melmon KL, Morrelli HF (eds). Clinical Pharmacology: Basic Principles in Therapeutics. 2nd ed. 1978",
    checked="secondary",
    seen="https://www.droracle.ai/articles/338351 and https://aihaoyisheng.com/en/tools/corrected_phenytoin (formula, renal factor, range)",
)


def compute(*, phenytoin: ArrayLike, albumin: ArrayLike, renal_failure: ArrayLike) -> Worked:
    """Return phenytoin / (0.2 x albumin + 0.1), 0.1 x albumin in renal failure."""
    factor = np.where(np.equal(renal_failure, 1), 0.1, 0.2)
    value = np.asarray(phenytoin, dtype=float) / (factor * np.asarray(albumin, dtype=float) + 0.1)
    return Worked(value=value, parts={"factor": factor})


CALCULATOR = Calculator(
    title="Corrected phenytoin (Sheiner-Tozer)",
    specialties=("pharmacology", "neurology", "intensive care"),
    inputs={
        "phenytoin": number("mg/L", 0.2, 100, "total phenytoin", usual=(1, 50), analyte="phenytoin"),
        "albumin": ALBUMIN,
        "renal_failure": yes_no("creatinine clearance below 20 mL/min"),
    },
    compute=compute,
    unit="mg/L",
    digits=1,
    population=Population(doc="adults on phenytoin with low albumin", ages=(18, 130)),
    bands=(
        Band(0, "below the range", "below 10 mg/L", SHEINER),
        Band(10, "in the range", "10 to 20 mg/L", SHEINER),
        Band(20, "above the range", "above 20 mg/L", SHEINER),
    ),
    steps=(
        "phenytoin / ({factor:g} x albumin + 0.1) = {phenytoin:g} / ({factor:g} x {albumin:g} + 0.1) = {value:.1f} mg/L",
    ),
    references=(SHEINER,),
    examples=(
        Example(
            inputs={"phenytoin": 8, "albumin": 2.5, "renal_failure": False},
            value=13.33333,
            derived="8/(0.2 x 2.5 + 0.1)",
        ),
        Example(
            inputs={"phenytoin": 8, "albumin": "25 g/L", "renal_failure": True},
            value=22.85714,
            derived="8/(0.1 x 2.5 + 0.1)",
        ),
        Example(
            inputs={"phenytoin": 10, "albumin": 4.5, "renal_failure": False},
            value=10.0,
            derived="10/(0.2 x 4.5 + 0.1)",
        ),
    ),
)
