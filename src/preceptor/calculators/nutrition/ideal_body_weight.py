"""Ideal body weight by Devine: the weight for dosing, from sex and height.

In: sex and height. Out: kg. The rule was written for adults of 60 inches or more; below that it is an
extrapolation, computed with the same line.

Source: Devine 1974, Drug Intell Clin Pharm 8:650-655; history: Pai 2000.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, Worked
from preceptor.calculators._formulas import CM_PER_INCH, ideal_weight
from preceptor.calculators._inputs import HEIGHT, SEX

DEVINE = Reference(
    citation="Devine BJ. Gentamicin therapy. Drug Intell Clin Pharm 1974;8:650-655",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 10",
)
PAI = Reference(
    citation="Pai MP, Paloucek FP. The origin of the ideal body weight equations. Ann Pharmacother 2000;34:1066-1069",
    doi="10.1345/aph.19381",
    pmid="10981254",
    checked="secondary",
    seen="elucenia.org/it/strumenti/peso-ideal-e-ajustado (Devine, after this review)",
)


def compute(*, sex: ArrayLike, height: ArrayLike) -> Worked:
    """Return 50 kg (women 45.5) and 2.3 kg for each inch above 60."""
    inches = np.asarray(height, dtype=float) / CM_PER_INCH
    return Worked(value=ideal_weight(sex, height), parts={"inches": inches})


CALCULATOR = Calculator(
    title="Ideal body weight (Devine)",
    specialties=("pharmacology", "nutrition", "intensive care"),
    inputs={"sex": SEX, "height": HEIGHT.within(100, 260)},
    compute=compute,
    unit="kg",
    population=Population(doc="adults", ages=(18, 130)),
    steps=(
        "{height:g} cm are {inches:.2f} in; {sex}: 50 kg (women 45.5) + 2.3 kg x (inches - 60) = {value:.2f} kg",
    ),
    references=(
        DEVINE,
        PAI,
    ),
    examples=(
        Example(
            inputs={"sex": "male", "height": 180},
            value=74.99213,
            derived="50 + 2.3 x (180/2.54 - 60)",
        ),
        Example(
            inputs={"sex": "female", "height": 165},
            value=56.90945,
            derived="45.5 + 2.3 x (165/2.54 - 60)",
        ),
        Example(inputs={"sex": "male", "height": "60 in"}, value=50.0, derived="50 + 2.3 x 0"),
    ),
)
