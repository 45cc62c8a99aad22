"""CKD-EPI 2021: glomerular filtration rate from creatinine, without race, for adults.

In: age, sex, standardised serum creatinine. Out: mL/min per 1.73 m2 of body surface. It is an estimate in
steady state: not in acute kidney injury, pregnancy or dialysis.

Source: Inker et al. 2021, N Engl J Med 385:1737-1749; bands: KDIGO 2012, Kidney Int Suppl 3:1-150.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, Worked
from preceptor.calculators._inputs import AGE, CREATININE, SEX

INKER = Reference(
    citation="Inker LA et al. N Engl J Med 2021;385:1737-1749",
    doi="10.1056/NEJMoa2102953",
    pmid="34554658",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 3",
)
KDIGO = Reference(
    citation="KDIGO 2012 clinical practice guideline, table 5. Kidney Int Suppl 2013;3:1-150",
    doi="10.1038/kisup.2012.64",
    checked="secondary",
    seen="https://www.ccjm.org/highwire/markup/1488 and omicsonline.org 2155-6156-S9-006 table 1 (reprints)",
)


def compute(*, age: ArrayLike, sex: ArrayLike, creatinine: ArrayLike) -> Worked:
    """Return 142 x min(Scr/k, 1)^a x max(Scr/k, 1)^-1.2 x 0.9938^age, x 1.012 for women."""
    female = np.equal(sex, 1)
    kappa = np.where(female, 0.7, 0.9)
    alpha = np.where(female, -0.241, -0.302)
    ratio = np.asarray(creatinine, dtype=float) / kappa
    factor = np.where(female, 1.012, 1.0)
    rate = 142 * np.minimum(ratio, 1) ** alpha * np.maximum(ratio, 1) ** -1.2 * 0.9938 ** np.asarray(age)
    return Worked(value=rate * factor, parts={"kappa": kappa, "alpha": alpha, "factor": factor})


CALCULATOR = Calculator(
    title="CKD-EPI 2021 creatinine equation",
    specialties=("nephrology", "internal medicine", "pharmacology"),
    inputs={"age": AGE.within(18, 120), "sex": SEX, "creatinine": CREATININE},
    compute=compute,
    unit="mL/min/{1.73_m2}",
    population=Population(doc="adults in steady state", ages=(18, 120), excludes=("pregnancy", "dialysis")),
    bands=(
        Band(0, "G5", "kidney failure", KDIGO),
        Band(15, "G4", "severely decreased", KDIGO),
        Band(30, "G3b", "moderately to severely decreased", KDIGO),
        Band(45, "G3a", "mildly to moderately decreased", KDIGO),
        Band(60, "G2", "mildly decreased; chronic kidney disease only with signs of damage", KDIGO),
        Band(90, "G1", "normal or high; chronic kidney disease only with signs of damage", KDIGO),
    ),
    steps=(
        "For {sex} patients kappa = {kappa:g}, alpha = {alpha:g}, factor {factor:g}.",
        "GFR = 142 x min(Scr/kappa, 1)^alpha x max(Scr/kappa, 1)^-1.2 x 0.9938^age x factor",
        "    = 142 x min({creatinine:g}/{kappa:g}, 1)^{alpha:g} x max({creatinine:g}/{kappa:g}, 1)^-1.2"
        " x 0.9938^{age:g} x {factor:g} = {value:.1f} mL/min/1.73 m2",
    ),
    references=(INKER, KDIGO),
    examples=(
        Example(
            inputs={"age": 50, "sex": "male", "creatinine": 0.9},
            value=104.05, derived="ratio 1: 142 x 0.9938^50 = 142 x 0.73274", within=0.01,
        ),
        Example(
            inputs={"age": 20, "sex": "female", "creatinine": 1.4},
            value=55.235, derived="ratio 2: 142 x 2^-1.2 (0.435275) x 0.9938^20 (0.883039) x 1.012", within=0.01,
        ),
        Example(
            inputs={"age": 50, "sex": "male", "creatinine": "159.12 umol/L"},
            value=45.29, derived="1.8 mg/dL, ratio 2: 104.05 x 0.435275", within=0.01,
        ),
    ),
)  # fmt: skip
