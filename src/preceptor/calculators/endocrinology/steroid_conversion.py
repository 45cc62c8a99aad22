"""Steroid conversion: the dose of another corticosteroid with the same anti-inflammatory effect.

In: the dose and the two drugs. Out: mg. Equivalent oral or intravenous doses by the table that is current in
the United States (2024): cortisone 25, hydrocortisone 20, prednisone 5, prednisolone 5, methylprednisolone 4,
triamcinolone 4, dexamethasone 0.75, betamethasone 0.75 mg (0.6 in some tables). Glucocorticoid effect only; mineralocorticoid
effect and duration differ, depot preparations do not convert.

Source: Liu et al. 2013, Allergy Asthma Clin Immunol 9:30, table 2; equivalents as of 2024.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, Worked, choice, number

EQUIVALENT = {  # mg with the effect of 5 mg of prednisone
    "cortisone": 25, "hydrocortisone": 20, "prednisone": 5, "prednisolone": 5, "methylprednisolone": 4,
    "triamcinolone": 4, "dexamethasone": 0.75, "betamethasone": 0.75,
}  # fmt: skip
LIU = Reference(
    citation="Liu D et al. A practical guide to the monitoring and management of the complications of systemic corticosteroid therapy. Allergy Asthma Clin Immunol 2013;9:30",
    doi="10.1186/1710-1492-9-30",
    pmid="23947590",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 24",
)


def compute(*, dose: ArrayLike, given: ArrayLike, wanted: ArrayLike) -> Worked:
    """Return dose x equivalent of the wanted / equivalent of the given."""
    factor = np.asarray(wanted, dtype=float) / np.asarray(given, dtype=float)
    return Worked(value=np.asarray(dose) * factor, parts={"factor": factor})


CALCULATOR = Calculator(
    title="Steroid conversion",
    specialties=("endocrinology", "pharmacology", "internal medicine"),
    inputs={
        "dose": number("mg", 0.01, 5000, "dose of the drug that is given"),
        "given": choice("drug that is given", EQUIVALENT),
        "wanted": choice("drug that is wanted", EQUIVALENT),
    },
    compute=compute,
    unit="mg",
    population=Population(doc="children and adults, oral or intravenous doses"),
    steps=("{dose:g} mg {given} x {factor:g} = {value:.4g} mg {wanted}",),
    references=(LIU,),
    examples=(
        Example(
            inputs={"dose": 20, "given": "prednisone", "wanted": "hydrocortisone"},
            value=80.0,
            derived="20 x 20/5",
        ),
        Example(
            inputs={"dose": 100, "given": "hydrocortisone", "wanted": "dexamethasone"},
            value=3.75,
            derived="100 x 0.75/20",
        ),
        Example(
            inputs={"dose": "1 g", "given": "methylprednisolone", "wanted": "prednisolone"},
            value=1250.0,
            derived="1000 x 5/4",
        ),
        Example(
            inputs={"dose": 25, "given": "cortisone", "wanted": "triamcinolone"},
            value=4.0,
            derived="25 x 4/25",
        ),
    ),
)
