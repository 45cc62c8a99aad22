"""MDRD equation: glomerular filtration rate from creatinine, four variables, standardised assays.

In: age, sex, race, creatinine. Out: mL/min per 1.73 m2. The factor for race is part of the published equation
and is why CKD-EPI 2021 has replaced it; an unknown race leaves a range.

Source: Levey et al. 2006, Ann Intern Med 145:247-254.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, Worked, choice
from preceptor.calculators._inputs import AGE, CREATININE, SEX

LEVEY = Reference(
    citation="Levey AS et al. Using standardized serum creatinine values in the MDRD study equation. Ann Intern Med 2006;145:247-254",
    doi="10.7326/0003-4819-145-4-200608150-00004",
    pmid="16908915",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 9",
)


def compute(*, age: ArrayLike, sex: ArrayLike, race: ArrayLike, creatinine: ArrayLike) -> Worked:
    """Return 175 x Scr^-1.154 x age^-0.203, x 0.742 for women, x 1.212 for black patients."""
    woman, black = np.where(np.equal(sex, 1), 0.742, 1.0), np.where(np.equal(race, 1), 1.212, 1.0)
    rate = 175 * np.asarray(creatinine, dtype=float) ** -1.154 * np.asarray(age, dtype=float) ** -0.203
    return Worked(value=rate * woman * black, parts={"sex_factor": woman, "race_factor": black})


CALCULATOR = Calculator(
    title="MDRD equation",
    specialties=("nephrology", "internal medicine"),
    inputs={
        "age": AGE.within(18, 120),
        "sex": SEX,
        "race": choice("race, as the equation has it", {"not black": 0, "black": 1, "white": 0}),
        "creatinine": CREATININE,
    },
    compute=compute,
    unit="mL/min/{1.73_m2}",
    digits=1,
    population=Population(doc="adults in steady state", ages=(18, 120), excludes=("pregnancy", "dialysis")),
    steps=(
        "175 x Scr^-1.154 x age^-0.203 x sex x race = 175 x {creatinine:g}^-1.154 x {age:g}^-0.203 x {sex_factor:g} x {race_factor:g} = {value:.1f} mL/min/1.73 m2",
    ),
    references=(LEVEY,),
    examples=(
        Example(
            inputs={"age": 50, "sex": "male", "race": "not black", "creatinine": 1},
            value=79.09466,
            derived="175 x 50^-0.203",
        ),
        Example(
            inputs={"age": 60, "sex": "female", "race": "black", "creatinine": 2},
            value=30.80288,
            derived="175 x 2^-1.154 x 60^-0.203 x 0.742 x 1.212",
        ),
        Example(
            inputs={"age": 85, "sex": "female", "race": "white", "creatinine": "1.36 mg/dL"},
            value=36.95439,
            derived="175 x 1.36^-1.154 x 85^-0.203 x 0.742",
        ),
    ),
)
