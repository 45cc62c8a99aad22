"""ALBI score: liver function in hepatocellular carcinoma from albumin and bilirubin alone.

In: total bilirubin and albumin. Out: a number, mostly between -4 and 0; lower is better. It leaves out
ascites and encephalopathy, which Child-Pugh grades by eye.

Source: Johnson et al. 2015, J Clin Oncol 33:550-558.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, Worked
from preceptor.calculators._inputs import ALBUMIN, BILIRUBIN

JOHNSON = Reference(
    citation="Johnson PJ, Berhane S, Kagebayashi C, et al. J Clin Oncol 2015;33:550-558",
    doi="10.1200/JCO.2014.57.9151",
    checked="secondary",
    seen="the formula and grades as stated in public calculator source code that cites the paper",
)
MICROMOL_PER_MG = 17.104  # umol/L of bilirubin in 1 mg/dL


def compute(*, bilirubin: ArrayLike, albumin: ArrayLike) -> Worked:
    """Return 0.66 x log10(bilirubin in umol/L) - 0.085 x albumin in g/L."""
    micromol = np.asarray(bilirubin, dtype=float) * MICROMOL_PER_MG
    grams = np.asarray(albumin, dtype=float) * 10
    value = 0.66 * np.log10(micromol) - 0.085 * grams
    return Worked(value=value, parts={"bilirubin_umol": micromol, "albumin_g_per_l": grams})


CALCULATOR = Calculator(
    title="Albumin-bilirubin (ALBI) score",
    specialties=("hepatology", "oncology"),
    inputs={"bilirubin": BILIRUBIN, "albumin": ALBUMIN},
    compute=compute,
    unit="1",
    population=Population(doc="adults with hepatocellular carcinoma or chronic liver disease", ages=(18, 120)),
    bands=(
        Band(-10, "grade 1", "best liver function", JOHNSON),
        Band(-2.5999999, "grade 2", "above -2.60", JOHNSON),
        Band(-1.3899999, "grade 3", "above -1.39: worst liver function", JOHNSON),
    ),
    steps=(
        "0.66 x log10({bilirubin_umol:.1f} umol/L) - 0.085 x {albumin_g_per_l:.1f} g/L = {value:.2f}",
    ),
    references=(JOHNSON,),
    examples=(
        Example(
            inputs={"bilirubin": "10 umol/L", "albumin": "40 g/L"}, value=-2.74,
            derived="0.66 x 1 - 0.085 x 40 = 0.66 - 3.40", within=0.005,
        ),
        Example(
            inputs={"bilirubin": "100 umol/L", "albumin": "30 g/L"}, value=-1.23,
            derived="0.66 x 2 - 0.085 x 30 = 1.32 - 2.55", within=0.005,
        ),
        Example(
            inputs={"bilirubin": 1.0, "albumin": 3.5}, value=-2.1612,
            derived="log10(17.104) = 1.23310; 0.66 x 1.23310 = 0.81385; - 2.975", within=0.001,
        ),
    ),
)  # fmt: skip
