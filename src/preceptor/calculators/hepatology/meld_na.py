"""MELD-Na (OPTN 2016): 90-day mortality on the liver waiting list, 6 to 40.

In: creatinine, bilirubin, INR, sodium, dialysis. Out: points. Creatinine, bilirubin and INR below 1 count as
1; creatinine above 4, or dialysis twice in the week (or 24 hours of continuous), counts as 4; sodium is held
within 125 to 137 and acts only where MELD is above 11. Superseded at OPTN by MELD 3.0 in 2023.

Source: Kim et al. 2008, N Engl J Med 359:1018-1026; OPTN policy 9, 2016.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, Worked, yes_no
from preceptor.calculators._inputs import BILIRUBIN, CREATININE, INR, SODIUM

OPTN = Reference(
    citation="OPTN/UNOS policy 9: allocation of livers, MELD score with serum sodium, January 2016",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 23",
)
KIM = Reference(
    citation="Kim WR et al. Hyponatremia and mortality among patients on the liver-transplant waiting list. N Engl J Med 2008;359:1018-1026",
    doi="10.1056/NEJMoa0801209",
    pmid="18768945",
    checked="source",
    seen="abstract (pubmed 18768945): sodium of 125 to 140 mmol/L adds to MELD, more where MELD is low",
)


def compute(
    *, creatinine: ArrayLike, bilirubin: ArrayLike, inr: ArrayLike, sodium: ArrayLike, dialysis: ArrayLike
) -> Worked:
    """Return MELD, raised for a sodium below 137 where it is above 11, at most 40."""
    kidney = np.where(np.equal(dialysis, 1), 4.0, np.clip(creatinine, 1, 4))
    liver, clotting = np.log(np.maximum(bilirubin, 1)), np.log(np.maximum(inr, 1))
    exact = 0.957 * np.log(kidney) + 0.378 * liver + 1.120 * clotting + 0.643
    meld = np.floor(exact * 10 + 0.5)  # rounded to a tenth, then times ten
    fall = 137 - np.clip(sodium, 125, 137)
    with_sodium = np.where(meld > 11, meld + 1.32 * fall - 0.033 * meld * fall, meld)
    value = np.minimum(np.floor(with_sodium + 0.5), 40)
    return Worked(value=value, parts={"creatinine_used": kidney, "meld": meld, "with_sodium": with_sodium})


CALCULATOR = Calculator(
    title="MELD-Na",
    specialties=("hepatology", "surgery", "intensive care"),
    inputs={
        "creatinine": CREATININE,
        "bilirubin": BILIRUBIN,
        "inr": INR,
        "sodium": SODIUM,
        "dialysis": yes_no("dialysis twice, or 24 hours of continuous haemodialysis, within the last week"),
    },
    compute=compute,
    unit="1",
    returns="score",
    population=Population(doc="candidates for liver transplantation, 12 years and over", ages=(12, 120)),
    steps=(
        "MELD = 0.957 ln({creatinine_used:g}) + 0.378 ln(bilirubin {bilirubin:g}) + 1.120 ln(INR {inr:g}) + 0.643, to a tenth, x 10 = {meld:g}",
        "With sodium {sodium:g} (held within 125 to 137), where MELD is above 11: MELD + 1.32 (137 - Na) - 0.033 MELD (137 - Na) = {with_sodium:.2f}",
        "rounded, at most 40: {value:g}",
    ),
    references=(
        OPTN,
        KIM,
    ),
    examples=(
        Example(
            inputs={"creatinine": 1, "bilirubin": 1, "inr": 1, "sodium": 137, "dialysis": False},
            value=6.0,
            derived="ln 1 = 0 three times: 0.643, rounded 0.6, x 10 = 6; not above 11, so sodium does not act",
        ),
        Example(
            inputs={"creatinine": 2, "bilirubin": 5, "inr": 1.5, "sodium": 130, "dialysis": False},
            value=28.0,
            derived="0.957 x 0.6931 + 0.378 x 1.6094 + 1.120 x 0.4055 + 0.643 = 2.369, 24; 24 + 1.32 x 7 - 0.033 x 24 x 7 = 27.7",
        ),
        Example(
            inputs={"creatinine": 0.5, "bilirubin": 10, "inr": 2, "sodium": 120, "dialysis": True},
            value=38.0,
            derived="creatinine 4: 1.3267 + 0.8704 + 0.7763 + 0.643 = 3.616, 36; sodium 125: 36 + 15.84 - 14.256 = 37.584",
        ),
        Example(
            inputs={"creatinine": 4, "bilirubin": 30, "inr": 4, "sodium": 125, "dialysis": False},
            value=40.0,
            derived="4.808, 48; + 15.84 - 19.008 = 44.8, held at 40",
        ),
    ),
)
