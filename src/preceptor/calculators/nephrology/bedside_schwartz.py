"""Bedside Schwartz equation: glomerular filtration rate of children from height and creatinine.

In: height and enzymatic (IDMS-traceable) creatinine. Out: mL/min per 1.73 m2. Made in children of 1 to 16 years with
chronic kidney disease; it errs in infants and in normal function.

Source: Schwartz et al. 2009, J Am Soc Nephrol 20:629-637.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference
from preceptor.calculators._inputs import CREATININE, HEIGHT

SCHWARTZ = Reference(
    citation="Schwartz GJ, Munoz A, Schneider MF, et al. J Am Soc Nephrol 2009;20:629-637",
    doi="10.1681/ASN.2008030287",
    pmid="19158356",
    checked="source",
    seen="abstract (PMC2653687): 0.413 x height in cm / creatinine in mg/dL; ages 1 to 16",
)


def compute(*, height: ArrayLike, creatinine: ArrayLike) -> ArrayLike:
    """Return 0.413 x height in cm / creatinine in mg/dL."""
    return 0.413 * np.asarray(height, dtype=float) / np.asarray(creatinine)


CALCULATOR = Calculator(
    title="Bedside Schwartz equation",
    specialties=("nephrology", "paediatrics", "pharmacology"),
    inputs={
        "height": HEIGHT,
        "creatinine": CREATININE,
    },
    compute=compute,
    unit="mL/min/{1.73_m2}",
    digits=1,
    population=Population(
        doc="children of 1 to 18 years with chronic kidney disease (made at 1 to 16)", ages=(1, 18)
    ),
    steps=("0.413 x {height:g} cm / {creatinine:g} mg/dL = {value:.1f}",),
    references=(SCHWARTZ,),
    examples=(
        Example(
            inputs={"height": 100, "creatinine": 0.413},
            value=100.0,
            derived="41.3 / 0.413",
        ),
        Example(
            inputs={"height": 120, "creatinine": 1.0},
            value=49.56,
            derived="0.413 x 120",
        ),
        Example(
            inputs={"height": "1 m", "creatinine": 2.0},
            value=20.65,
            derived="41.3 / 2",
        ),
    ),
)
