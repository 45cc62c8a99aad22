"""Absolute neutrophil count: how well a patient can fight bacteria.

In: white cells, per cent of segmented and of band neutrophils. Out: 10^3 cells per microlitre.

Source: Common Terminology Criteria for Adverse Events 5.0, 2017.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, number
from preceptor.calculators._inputs import WHITE_CELLS

CTCAE = Reference(
    citation="US National Cancer Institute. Common Terminology Criteria for Adverse Events, version 5.0, 2017",
    checked="secondary",
    seen="techoverflow.net/2019/11/20 (grades of version 5.0); calculatorhub.com, absolute neutrophil count (segmented and bands)",
)


def compute(*, white_cells: ArrayLike, neutrophils: ArrayLike, bands: ArrayLike) -> ArrayLike:
    """Return white cells x (segmented + bands) / 100."""
    return np.asarray(white_cells, dtype=float) * (np.asarray(neutrophils) + np.asarray(bands)) / 100


CALCULATOR = Calculator(
    title="Absolute neutrophil count",
    specialties=("haematology", "oncology", "infectious disease"),
    inputs={
        "white_cells": WHITE_CELLS,
        "neutrophils": number("%", 0, 100, "segmented neutrophils, share of white cells"),
        "bands": number("%", 0, 100, "band neutrophils, share of white cells", usual=(0, 60)),
    },
    compute=compute,
    unit="10*3/uL",
    digits=2,
    population=Population(doc="anyone with a differential count"),
    bands=(
        Band(0, "grade 4", "below 0.5", CTCAE),
        Band(0.5, "grade 3", "0.5 to under 1.0", CTCAE),
        Band(1.0, "grade 2", "1.0 to under 1.5", CTCAE),
        Band(1.5, "1.5 or more", "no neutropenia of grade 2 or more", CTCAE),
    ),
    steps=("{white_cells:g} x ({neutrophils:g} + {bands:g}) / 100 = {value:.2f} x 10^3/uL",),
    references=(CTCAE,),
    examples=(
        Example(
            inputs={"white_cells": 4, "neutrophils": 45, "bands": 5},
            value=2.0,
            derived="4 x 0.5",
        ),
        Example(
            inputs={"white_cells": 1, "neutrophils": 40, "bands": 5},
            value=0.45,
            derived="1 x 0.45",
        ),
        Example(
            inputs={"white_cells": 10, "neutrophils": 60, "bands": 0},
            value=6.0,
            derived="10 x 0.6",
        ),
    ),
)
