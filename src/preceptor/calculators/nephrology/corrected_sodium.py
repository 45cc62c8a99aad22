"""Corrected sodium in hyperglycaemia, by Hillier: 2.4 mmol/L for each 100 mg/dL of glucose above 100.

In: sodium and glucose. Out: mmol/L. Katz's factor of 1.6 (1973) was calculated, 2.4 was measured in
volunteers; the part `by_katz` gives the older one. At a glucose of 100 mg/dL or less there is nothing to
correct; the line is kept as published.

Source: Hillier et al. 1999, Am J Med 106:399-403; factor 1.6: Katz 1973, N Engl J Med 289:843.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, Worked
from preceptor.calculators._inputs import GLUCOSE, SODIUM

HILLIER = Reference(
    citation="Hillier TA, Abbott RD, Barrett EJ. Hyponatremia: evaluating the correction factor for hyperglycemia. Am J Med 1999;106:399-403",
    doi="10.1016/S0002-9343(99)00055-8",
    pmid="10225241",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 26",
)
KATZ = Reference(
    citation="Katz MA. Hyperglycemia-induced hyponatremia: calculation of expected serum sodium depression. N Engl J Med 1973;289:843-844",
    doi="10.1056/NEJM197310182891607",
    pmid="4763428",
    checked="secondary",
    seen="github.com/stanfordaimlab/llm-as-clinical-calculator, full_calculator_pages/nacorrection.md; pbfluids.com/2013/04/pseudohyponatremia",
)


def compute(*, sodium: ArrayLike, glucose: ArrayLike) -> Worked:
    """Return sodium + 0.024 x (glucose - 100), and the same with Katz's 0.016."""
    measured, excess = np.asarray(sodium, dtype=float), np.asarray(glucose, dtype=float) - 100
    return Worked(value=measured + 0.024 * excess, parts={"by_katz": measured + 0.016 * excess})


CALCULATOR = Calculator(
    title="Corrected sodium (hyperglycaemia)",
    specialties=("nephrology", "endocrinology", "emergency"),
    inputs={"sodium": SODIUM, "glucose": GLUCOSE},
    compute=compute,
    unit="mmol/L",
    digits=1,
    population=Population(doc="hyperglycaemia"),
    steps=(
        "sodium + 0.024 x (glucose - 100) = {sodium:g} + 0.024 x ({glucose:g} - 100) = {value:.1f} mmol/L",
        "By Katz's factor, 0.016: {by_katz:.1f} mmol/L",
    ),
    references=(
        HILLIER,
        KATZ,
    ),
    examples=(
        Example(
            inputs={"sodium": 132, "glucose": 350},
            value=138.0,
            derived="132 + 0.024 x (350 - 100)",
        ),
        Example(inputs={"sodium": 140, "glucose": 100}, value=140.0, derived="140 + 0.024 x 0"),
        Example(
            inputs={"sodium": "125 mEq/L", "glucose": "33.3 mmol/L"},
            value=136.9981,
            derived="125 + 0.024 x (33.3 x 18.0156 - 100)",
        ),
    ),
)
