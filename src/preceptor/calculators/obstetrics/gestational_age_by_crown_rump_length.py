"""Gestational age by crown-rump length, first trimester: Robinson's curve.

In: crown-rump length. Out: weeks and days; 95 % of pregnancies within about 5 days. With the correction of
1.037 for the speed of sound that British practice takes. From 6 to 14 weeks, 5 to 84 mm.

Source: Robinson and Fleming 1975, Br J Obstet Gynaecol 82:702-710; Loughna et al. 2009, Ultrasound
    17:160-166.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, Worked, number

LOUGHNA = Reference(
    citation="Loughna P, Chitty L, Evans T, Chudleigh T. Fetal size and dating: charts recommended for clinical obstetric practice. Ultrasound 2009;17:160-166",
    doi="10.1179/174313409X448543",
    checked="secondary",
    seen="https://www.aihaoyisheng.com/en/tools/crl_ga (formula with 1.037)",
)
ROBINSON = Reference(
    citation='Robinson HP, Fleming JE. A critical evaluation of sonar "crown-rump length" measurements. Br J Obstet Gynaecol 1975;82:702-710',
    doi="10.1111/j.1471-0528.1975.tb00710.x",
    pmid="1182090",
    checked="secondary",
    seen="https://www.medicalalgorithms.com/crown-rump-length (table and curve, 6 to 14 weeks)",
)


def compute(*, crown_rump_length: ArrayLike) -> Worked:
    """Return 8.052 x sqrt(1.037 x length) + 23.73 days, rounded to a day."""
    exact = 8.052 * np.sqrt(1.037 * np.asarray(crown_rump_length, dtype=float)) + 23.73
    return Worked(value=np.floor(exact + 0.5), parts={"exact": exact})


CALCULATOR = Calculator(
    title="Gestational age by crown-rump length",
    specialties=("obstetrics",),
    inputs={"crown_rump_length": number("mm", 5, 84, "crown-rump length", aliases=("crl",))},
    compute=compute,
    unit="d",
    returns="weeks_and_days",
    population=Population(doc="first trimester, a living embryo", sex="female"),
    steps=(
        "8.052 x sqrt(1.037 x {crown_rump_length:g} mm) + 23.73 = {exact:.2f} days",
        "{value}",
    ),
    references=(
        LOUGHNA,
        ROBINSON,
    ),
    examples=(
        Example(
            inputs={"crown_rump_length": 60},
            value="12 weeks 3 days",
            derived="8.052 x sqrt(60 x 1.037) + 23.73 = 8.052 x 7.8880 + 23.73 = 87.24: 87 days",
        ),
        Example(
            inputs={"crown_rump_length": "2 cm"},
            value="8 weeks 4 days",
            derived="8.052 x sqrt(20.74) + 23.73 = 36.67 + 23.73 = 60.40: 60 days",
        ),
        Example(
            inputs={"crown_rump_length": 84},
            value="14 weeks 1 day",
            derived="8.052 x sqrt(87.108) + 23.73 = 75.15 + 23.73 = 98.88: 99 days",
        ),
    ),
)
