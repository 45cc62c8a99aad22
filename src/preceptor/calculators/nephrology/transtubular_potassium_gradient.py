"""Transtubular potassium gradient: does the kidney answer to aldosterone.

In: potassium and osmolality in serum and urine. Out: a ratio. Valid only where urine osmolality exceeds serum's and
urine sodium is above 25 mmol/L; the assumption behind it (no urea recycling past the cortical duct) is disputed.

Source: Ethier et al. 1990, Am J Kidney Dis 15:309-315.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, number
from preceptor.calculators._inputs import POTASSIUM

ETHIER = Reference(
    citation="Ethier JH, Kamel KS, Magner PO, Lemann J, Halperin ML. Am J Kidney Dis 1990;15:309-315",
    doi="10.1016/S0272-6386(12)80076-X",
    pmid="2321642",
    checked="secondary",
    seen="modelling.cds-platform.com, TTKG guideline (formula, urine sodium of 25; quotes this paper with DOI)",
)


def compute(
    *, potassium: ArrayLike, urine_potassium: ArrayLike, osmolality: ArrayLike, urine_osmolality: ArrayLike
) -> ArrayLike:
    """Return (urine K / serum K) / (urine osmolality / serum osmolality)."""
    ratio = np.asarray(urine_potassium, dtype=float) / potassium
    return ratio / (np.asarray(urine_osmolality, dtype=float) / osmolality)


CALCULATOR = Calculator(
    title="Transtubular potassium gradient",
    specialties=("nephrology", "internal medicine"),
    inputs={
        "potassium": POTASSIUM,
        "urine_potassium": number("mmol/L", 0, 300, "potassium in urine", usual=(2, 150)),
        "osmolality": number("mosm/kg", 200, 500, "measured serum osmolality", usual=(240, 400)),
        "urine_osmolality": number("mosm/kg", 20, 1_500, "urine osmolality", usual=(50, 1_200)),
    },
    compute=compute,
    unit="1",
    digits=1,
    population=Population(doc="people with abnormal potassium and concentrated urine"),
    steps=("({urine_potassium:g} / {potassium:g}) / ({urine_osmolality:g} / {osmolality:g}) = {value:.1f}",),
    references=(ETHIER,),
    examples=(
        Example(
            inputs={"potassium": 5, "urine_potassium": 50, "osmolality": 300, "urine_osmolality": 600},
            value=5.0,
            derived="10 / 2",
        ),
        Example(
            inputs={"potassium": 6, "urine_potassium": 24, "osmolality": 290, "urine_osmolality": 580},
            value=2.0,
            derived="4 / 2",
        ),
        Example(
            inputs={"potassium": 2.5, "urine_potassium": 30, "osmolality": 280, "urine_osmolality": 840},
            value=4.0,
            derived="12 / 3",
        ),
    ),
)
