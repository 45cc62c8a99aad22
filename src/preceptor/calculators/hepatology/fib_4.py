"""FIB-4 index: advanced liver fibrosis from age, transaminases and platelets.

In: age, AST, ALT, platelets. Out: an index. Derived in HIV and hepatitis C; below 35 years it is unreliable
and above 65 the lower cut is taken as 2.0.

Source: Sterling et al. 2006, Hepatology 43:1317-1325.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference
from preceptor.calculators._inputs import AGE, ALT, AST, PLATELETS

STERLING = Reference(
    citation="Sterling RK et al. Development of a simple noninvasive index to predict significant fibrosis in patients with HIV/HCV coinfection. Hepatology 2006;43:1317-1325",
    doi="10.1002/hep.21178",
    pmid="16729309",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 19"
    "; bands: primarycarenotebook.com, FIB-4 index (1.45 and 3.25)",
)


def compute(*, age: ArrayLike, ast: ArrayLike, alt: ArrayLike, platelets: ArrayLike) -> ArrayLike:
    """Return age x AST / (platelets x root of ALT)."""
    return np.asarray(age, dtype=float) * np.asarray(ast) / (np.asarray(platelets) * np.sqrt(alt))


CALCULATOR = Calculator(
    title="FIB-4 index",
    specialties=("hepatology", "internal medicine"),
    inputs={"age": AGE, "ast": AST, "alt": ALT, "platelets": PLATELETS.within(1, 5000)},
    compute=compute,
    unit="1",
    population=Population(doc="adults with chronic liver disease", ages=(18, 120)),
    bands=(
        Band(0, "low", "below 1.45: advanced fibrosis unlikely", STERLING),
        Band(1.45, "indeterminate", "1.45 to 3.25", STERLING),
        Band(3.25, "high", "above 3.25: advanced fibrosis likely", STERLING),
    ),
    steps=(
        "age x AST / (platelets x sqrt(ALT)) = {age:g} x {ast:g} / ({platelets:g} x sqrt({alt:g})) = {value:.2f}",
    ),
    references=(STERLING,),
    examples=(
        Example(
            inputs={"age": 50, "ast": 100, "alt": 100, "platelets": 100},
            value=5.0,
            derived="50 x 100/(100 x 10)",
        ),
        Example(
            inputs={"age": 35, "ast": 107, "alt": 104, "platelets": "181000 /uL"},
            value=2.028881,
            derived="35 x 107/(181 x sqrt(104))",
        ),
        Example(
            inputs={"age": 40, "ast": 20, "alt": 25, "platelets": "250 10*9/L"},
            value=0.64,
            derived="40 x 20/(250 x 5)",
        ),
    ),
)
