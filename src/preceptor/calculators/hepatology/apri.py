"""APRI: aspartate aminotransferase to platelet ratio index, a sign of liver fibrosis.

In: AST, the laboratory's upper limit of normal for AST, platelets. Out: an index. The upper limit is the laboratory's
own; 40 U/L is often taken where it is not known, which is an assumption and must be given here explicitly.
For cirrhosis 1 and 2 are the cut-offs; the newer guideline of the WHO on hepatitis B acts above 0.5.

Source: Wai et al. 2003, Hepatology 38:518-526.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, number
from preceptor.calculators._inputs import AST, PLATELETS

WAI = Reference(
    citation="Wai CT, Greenson JK, Fontana RJ, et al. Hepatology 2003;38:518-526",
    doi="10.1053/jhep.2003.50346",
    pmid="12883497",
    checked="secondary",
    seen="PMC3286137, table 1 (formula); gihep.com/calculators/hepatology/apri and droracle.ai/articles/600818 (0.5, 1.5)",
)


def compute(*, ast: ArrayLike, ast_upper_limit: ArrayLike, platelets: ArrayLike) -> ArrayLike:
    """Return (AST / its upper limit) / platelets in 10^9/L x 100."""
    return np.asarray(ast, dtype=float) / np.asarray(ast_upper_limit) / np.asarray(platelets) * 100


CALCULATOR = Calculator(
    title="AST to platelet ratio index",
    specialties=("hepatology", "infectious disease"),
    inputs={
        "ast": AST,
        "ast_upper_limit": number("U/L", 10, 100, "upper limit of normal of AST", usual=(25, 60)),
        "platelets": PLATELETS.within(1, 5_000),
    },
    compute=compute,
    unit="1",
    digits=2,
    population=Population(
        doc="adults with chronic hepatitis C; used in other chronic liver disease too", ages=(18, 120)
    ),
    bands=(
        Band(0, "low", "0.5 or less: significant fibrosis unlikely", WAI),
        Band(0.5000001, "indeterminate", "between the cut-offs", WAI),
        Band(1.5000001, "high", "above 1.5: significant fibrosis likely", WAI),
    ),
    steps=("({ast:g} / {ast_upper_limit:g}) / {platelets:g} x 100 = {value:.2f}",),
    references=(WAI,),
    examples=(
        Example(
            inputs={"ast": 80, "ast_upper_limit": 40, "platelets": 100},
            value=2.0,
            derived="2 / 100 x 100",
        ),
        Example(
            inputs={"ast": 40, "ast_upper_limit": 40, "platelets": 200},
            value=0.5,
            derived="1 / 200 x 100",
        ),
        Example(
            inputs={"ast": 90, "ast_upper_limit": 30, "platelets": 150},
            value=2.0,
            derived="3 / 150 x 100",
        ),
    ),
)
