"""Adjusted body weight: ideal weight and 40 % of the excess, for dosing in obesity.

In: sex, height, weight. Out: kg. Meant for those above their ideal weight; below it the rule gives less than
the ideal weight and the actual weight is used in practice.

Source: Bauer et al. 1983, Eur J Clin Pharmacol 24:643-647; ideal weight: Devine 1974.
License: Apache-2.0
"""

from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, Worked
from preceptor.calculators._formulas import adjusted_weight, ideal_weight
from preceptor.calculators._inputs import HEIGHT, SEX, WEIGHT

BAUER = Reference(
    citation="Bauer LA et al. Influence of weight on aminoglycoside pharmacokinetics in normal weight and morbidly obese patients. Eur J Clin Pharmacol 1983;24:643-647",
    doi="10.1007/BF00542215",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 62",
)
DEVINE = Reference(
    citation="Devine BJ. Gentamicin therapy. Drug Intell Clin Pharm 1974;8:650-655",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 62",
)


def compute(*, sex: ArrayLike, height: ArrayLike, weight: ArrayLike) -> Worked:
    """Return the ideal weight and 40 % of what exceeds it."""
    ideal = ideal_weight(sex, height)
    return Worked(value=adjusted_weight(ideal, weight), parts={"ideal_weight": ideal})


CALCULATOR = Calculator(
    title="Adjusted body weight",
    specialties=("pharmacology", "nutrition", "intensive care"),
    inputs={"sex": SEX, "height": HEIGHT.within(100, 260), "weight": WEIGHT},
    compute=compute,
    unit="kg",
    population=Population(doc="adults above their ideal weight", ages=(18, 130)),
    steps=(
        "Ideal weight ({sex}, {height:g} cm): {ideal_weight:.2f} kg",
        "ideal + 0.4 x (weight - ideal) = {ideal_weight:.2f} + 0.4 x ({weight:g} - {ideal_weight:.2f}) = {value:.2f} kg",
    ),
    references=(
        BAUER,
        DEVINE,
    ),
    examples=(
        Example(
            inputs={"sex": "male", "height": "60 in", "weight": 100},
            value=70.0,
            derived="50 + 0.4 x (100 - 50)",
        ),
        Example(
            inputs={"sex": "female", "height": "60 in", "weight": 95.5},
            value=65.5,
            derived="45.5 + 0.4 x (95.5 - 45.5)",
        ),
        Example(
            inputs={"sex": "male", "height": 180, "weight": 120},
            value=92.99528,
            derived="0.6 x (50 + 2.3 x (180/2.54 - 60)) + 0.4 x 120",
        ),
    ),
)
