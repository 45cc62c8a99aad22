"""Urine anion gap: does the kidney excrete acid in a hyperchloraemic acidosis.

In: sodium, potassium and chloride of a spot urine. Out: mmol/L. Negative means that ammonium is excreted (loss from
the gut), positive that it is not (renal tubular acidosis). Misleading with ketonuria, other unmeasured anions, or a
urine sodium below 25.

Source: Batlle et al. 1988, N Engl J Med 318:594-599.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, number

BATLLE = Reference(
    citation="Batlle DC, Hizon M, Cohen E, Gutterman C, Gupta R. N Engl J Med 1988;318:594-599",
    doi="10.1056/NEJM198803103181002",
    pmid="3344005",
    checked="source",
    seen="abstract (scholars.northwestern.edu): sodium + potassium - chloride; negative in diarrhoea, positive in altered distal acidification",
)


def compute(*, urine_sodium: ArrayLike, urine_potassium: ArrayLike, urine_chloride: ArrayLike) -> ArrayLike:
    """Return sodium + potassium - chloride."""
    return np.asarray(urine_sodium, dtype=float) + np.asarray(urine_potassium) - np.asarray(urine_chloride)


CALCULATOR = Calculator(
    title="Urine anion gap",
    specialties=("nephrology", "internal medicine"),
    inputs={
        "urine_sodium": number("mmol/L", 0, 400, "sodium in urine", usual=(5, 250)),
        "urine_potassium": number("mmol/L", 0, 300, "potassium in urine", usual=(2, 150)),
        "urine_chloride": number("mmol/L", 0, 400, "chloride in urine", usual=(5, 300)),
    },
    compute=compute,
    unit="mmol/L",
    digits=0,
    population=Population(doc="people with a metabolic acidosis of normal anion gap"),
    bands=(
        Band(-1000, "negative", "ammonium is excreted: loss from the gut is likely", BATLLE),
        Band(0, "positive", "ammonium is not excreted: renal tubular acidosis is likely", BATLLE),
    ),
    steps=("{urine_sodium:g} + {urine_potassium:g} - {urine_chloride:g} = {value:g} mmol/L",),
    references=(BATLLE,),
    examples=(
        Example(
            inputs={"urine_sodium": 40, "urine_potassium": 20, "urine_chloride": 90},
            value=-30.0,
            derived="60 - 90",
        ),
        Example(
            inputs={"urine_sodium": 50, "urine_potassium": 30, "urine_chloride": 50},
            value=30.0,
            derived="80 - 50",
        ),
        Example(
            inputs={"urine_sodium": 40, "urine_potassium": 20, "urine_chloride": 60},
            value=0.0,
            derived="60 - 60",
        ),
    ),
)
