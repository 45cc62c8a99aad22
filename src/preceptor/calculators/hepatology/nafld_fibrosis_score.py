"""NAFLD fibrosis score: advanced fibrosis in fatty liver disease, ruled out or in without a biopsy.

In: age, body-mass index, diabetes or impaired fasting glucose, AST, ALT, platelets, albumin. Out: a number. Between
the two cut-offs it decides nothing; above 65 years the lower cut-off gives many false alarms.

Source: Angulo et al. 2007, Hepatology 45:846-854.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, Worked, yes_no
from preceptor.calculators._inputs import AGE, ALBUMIN, ALT, AST, BODY_MASS_INDEX, PLATELETS

ANGULO = Reference(
    citation="Angulo P, Hui JM, Marchesini G, et al. Hepatology 2007;45:846-854",
    doi="10.1002/hep.21496",
    checked="secondary",
    seen="calculatorbox.org/t/nafld-fibrosis-calculator and easycalculation.com/formulas/nafld-score.html",
)


def compute(
    *,
    age: ArrayLike,
    body_mass_index: ArrayLike,
    diabetes: ArrayLike,
    ast: ArrayLike,
    alt: ArrayLike,
    platelets: ArrayLike,
    albumin: ArrayLike,
) -> Worked:
    """Return -1.675 + 0.037 age + 0.094 BMI + 1.13 diabetes + 0.99 AST/ALT - 0.013 platelets - 0.66 albumin (g/dL)."""
    ratio = np.asarray(ast, dtype=float) / alt
    body = 0.037 * np.asarray(age) + 0.094 * np.asarray(body_mass_index) + 1.13 * np.asarray(diabetes)
    value = -1.675 + body + 0.99 * ratio - 0.013 * np.asarray(platelets) - 0.66 * np.asarray(albumin)
    return Worked(value=value, parts={"ratio": ratio})


CALCULATOR = Calculator(
    title="NAFLD fibrosis score",
    specialties=("hepatology", "gastroenterology"),
    inputs={
        "age": AGE.within(18, 120),
        "body_mass_index": BODY_MASS_INDEX,
        "diabetes": yes_no("diabetes or impaired fasting glucose"),
        "ast": AST,
        "alt": ALT,
        "platelets": PLATELETS,
        "albumin": ALBUMIN,
    },
    compute=compute,
    unit="1",
    digits=3,
    population=Population(doc="adults with non-alcoholic fatty liver disease", ages=(18, 120)),
    bands=(
        Band(-100, "low", "below -1.455: advanced fibrosis unlikely", ANGULO),
        Band(-1.455, "indeterminate", "-1.455 to 0.676", ANGULO),
        Band(0.6760001, "high", "above 0.676: advanced fibrosis likely", ANGULO),
    ),
    steps=(
        "-1.675 + 0.037 x {age:g} + 0.094 x {body_mass_index:g} + 1.13 x diabetes ({diabetes}) + 0.99 x {ratio:.3f} - 0.013 x {platelets:g} - 0.66 x {albumin:g} = {value:.3f}",
    ),
    references=(ANGULO,),
    examples=(
        Example(
            inputs={
                "age": 50,
                "body_mass_index": 30,
                "diabetes": False,
                "ast": 40,
                "alt": 40,
                "platelets": 200,
                "albumin": 4.0,
            },
            value=-1.255,
            derived="-1.675 + 1.85 + 2.82 + 0 + 0.99 - 2.6 - 2.64",
        ),
        Example(
            inputs={
                "age": 60,
                "body_mass_index": 35,
                "diabetes": True,
                "ast": 80,
                "alt": 40,
                "platelets": 100,
                "albumin": 3.0,
            },
            value=3.665,
            derived="-1.675 + 2.22 + 3.29 + 1.13 + 0.99 x 2 - 1.3 - 1.98",
        ),
        Example(
            inputs={
                "age": 30,
                "body_mass_index": 25,
                "diabetes": False,
                "ast": 20,
                "alt": 40,
                "platelets": 300,
                "albumin": 4.5,
            },
            value=-4.59,
            derived="-1.675 + 1.11 + 2.35 + 0 + 0.495 - 3.9 - 2.97",
        ),
    ),
)
