"""MELD 3.0: the risk of death within 90 days in end-stage liver disease, used to allocate livers.

In: sex, bilirubin, sodium, INR, creatinine, albumin, dialysis. Out: points, rounded, at least 6. Values are
bounded as the allocation rule says: bilirubin, INR and creatinine at least 1.0, creatinine at most 3.0 (3.0
on dialysis twice or more in the past week), sodium 125 to 137, albumin 1.5 to 3.5. The paper sets no
upper end and none is set here; an allocation that ends at 40 counts what is above as 40.

Source: Kim et al. 2021, Gastroenterology 161:1887-1895.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, Worked, yes_no
from preceptor.calculators._inputs import ALBUMIN, BILIRUBIN, CREATININE, INR, SEX, SODIUM

KIM = Reference(
    citation="Kim WR, Mannalithara A, Heimbach JK, et al. Gastroenterology 2021;161:1887-1895",
    doi="10.1053/j.gastro.2021.08.050",
    checked="secondary",
    seen="modelling.cds-platform.com, MELD_3_0 v.3.1; staging.patientnotes.ai MELD 3.0 (bounds)",
)


def compute(
    *,
    sex: ArrayLike,
    bilirubin: ArrayLike,
    sodium: ArrayLike,
    inr: ArrayLike,
    creatinine: ArrayLike,
    albumin: ArrayLike,
    dialysis: ArrayLike,
) -> Worked:
    """Return the rounded score from the bounded values."""
    bili = np.log(np.maximum(bilirubin, 1.0))
    clot = np.log(np.maximum(inr, 1.0))
    crea = np.log(np.where(np.equal(dialysis, 1), 3.0, np.clip(creatinine, 1.0, 3.0)))
    low_sodium = 137 - np.clip(sodium, 125, 137)
    low_albumin = 3.5 - np.clip(albumin, 1.5, 3.5)
    raw = (
        1.33 * np.asarray(sex)
        + 4.56 * bili
        + 0.82 * low_sodium
        - 0.24 * low_sodium * bili
        + 9.09 * clot
        + 11.14 * crea
        + 1.85 * low_albumin
        - 1.83 * low_albumin * crea
        + 6
    )
    return Worked(
        value=np.floor(raw + 0.5),
        parts={
            "ln_bilirubin": bili, "ln_inr": clot, "ln_creatinine": crea, "sodium_term": low_sodium,
            "albumin_term": low_albumin, "unrounded": raw,
        },
    )  # fmt: skip


CALCULATOR = Calculator(
    title="MELD 3.0",
    specialties=("hepatology", "gastroenterology", "surgery"),
    inputs={
        "sex": SEX,
        "bilirubin": BILIRUBIN,
        "sodium": SODIUM,
        "inr": INR,
        "creatinine": CREATININE,
        "albumin": ALBUMIN,
        "dialysis": yes_no("dialysis twice or more in the past week"),
    },
    compute=compute,
    unit="1",
    digits=0,
    population=Population(doc="people of 12 and over with end-stage liver disease; adults' formula", ages=(18, 120)),
    bands=(
        Band(6, "score", "the higher, the more likely is death within 90 days", KIM),
        Band(41, "above 40", "an allocation that ends at 40 counts it as 40", KIM),
    ),
    steps=(
        "1.33 if female + 4.56 x {ln_bilirubin:.3f} + 0.82 x {sodium_term:g} - 0.24 x {sodium_term:g} x"
        " {ln_bilirubin:.3f} + 9.09 x {ln_inr:.3f} + 11.14 x {ln_creatinine:.3f} + 1.85 x {albumin_term:g}"
        " - 1.83 x {albumin_term:g} x {ln_creatinine:.3f} + 6 = {unrounded:.2f}",
        "Rounded: {value:g}.",
    ),
    references=(KIM,),
    examples=(
        Example(
            inputs={"sex": "male", "bilirubin": 0.8, "sodium": 140, "inr": 0.9, "creatinine": 0.7, "albumin": 4.2,
                    "dialysis": False},
            value=6, derived="every logarithm and difference is 0: 6",
        ),
        Example(
            inputs={"sex": "female", "bilirubin": 1.0, "sodium": 127, "inr": 1.0, "creatinine": 1.0, "albumin": 2.5,
                    "dialysis": False},
            value=17, derived="1.33 + 0.82 x 10 + 1.85 x 1 + 6 = 17.38",
        ),
        Example(
            inputs={"sex": "male", "bilirubin": 1.0, "sodium": 137, "inr": 1.0, "creatinine": 1.0, "albumin": 3.5,
                    "dialysis": True},
            value=18, derived="creatinine 3.0: 11.14 x ln 3 (1.09861) = 12.24; + 6 = 18.24",
        ),
        Example(
            inputs={"sex": "male", "bilirubin": "342 umol/L", "sodium": 120, "inr": 2.0, "creatinine": 2.0,
                    "albumin": 1.0, "dialysis": False},
            value=36,
            derived="bilirubin 20 mg/dL: 4.56 x 2.9957 = 13.66; sodium 12: 9.84 - 0.24 x 12 x 2.9957 = 1.21;"
            " 9.09 x 0.6931 = 6.30; 11.14 x 0.6931 = 7.72; albumin 2: 3.70 - 1.83 x 2 x 0.6931 = 1.16; + 6 = 36.06"
        ),
    ),
)  # fmt: skip
