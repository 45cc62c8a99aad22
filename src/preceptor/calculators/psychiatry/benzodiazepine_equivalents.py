"""Benzodiazepine conversion: the dose of another benzodiazepine of about the same effect (Ashton 2002).

In: the dose and the two drugs. Out: mg. Equivalents to 10 mg of oral diazepam by the Ashton manual of 2002;
the table of the VA/DoD of 2021 differs by up to two (alprazolam 1, lorazepam 2, oxazepam 30). For tapering,
over weeks; half-lives and the liver matter more than the table.

Source: Ashton 2002, Benzodiazepines: how they work and how to withdraw; Ashton 2005, Curr Opin Psychiatry
    18:249-255.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, Worked, choice, number

EQUIVALENT = {  # mg with the effect of 10 mg of diazepam
    "diazepam": 10, "alprazolam": 0.5, "chlordiazepoxide": 25, "clonazepam": 0.5, "clorazepate": 15, "lorazepam": 1,
    "oxazepam": 20, "quazepam": 20, "temazepam": 20, "triazolam": 0.5,
}  # fmt: skip
ASHTON = Reference(
    citation="Ashton CH. The diagnosis and management of benzodiazepine dependence. Curr Opin Psychiatry 2005;18:249-255 (the table of 2002)",
    doi="10.1097/01.yco.0000165594.60434.84",
    pmid="16639148",
    checked="secondary",
    seen="https://eguideline.guidelinecentral.com/i/1532950/18 (table 7 of a guideline that reprints it)",
)


def compute(*, dose: ArrayLike, given: ArrayLike, wanted: ArrayLike) -> Worked:
    """Return dose x equivalent of the wanted / equivalent of the given."""
    factor = np.asarray(wanted, dtype=float) / np.asarray(given, dtype=float)
    return Worked(value=np.asarray(dose) * factor, parts={"factor": factor})


CALCULATOR = Calculator(
    title="Benzodiazepine equivalents",
    specialties=("psychiatry", "pharmacology"),
    inputs={
        "dose": number("mg", 0.05, 1000, "dose of the drug that is given"),
        "given": choice("drug that is given", EQUIVALENT),
        "wanted": choice("drug that is wanted", EQUIVALENT),
    },
    compute=compute,
    unit="mg",
    population=Population(doc="adults, oral doses", ages=(18, 130)),
    steps=("{dose:g} mg {given} x {factor:g} = {value:.4g} mg {wanted}",),
    references=(ASHTON,),
    examples=(
        Example(
            inputs={"dose": 2, "given": "lorazepam", "wanted": "diazepam"}, value=20.0, derived="2 x 10/1"
        ),
        Example(
            inputs={"dose": 30, "given": "diazepam", "wanted": "oxazepam"}, value=60.0, derived="30 x 20/10"
        ),
        Example(
            inputs={"dose": 1, "given": "alprazolam", "wanted": "clonazepam"},
            value=1.0,
            derived="1 x 0.5/0.5",
        ),
        Example(
            inputs={"dose": 50, "given": "chlordiazepoxide", "wanted": "temazepam"},
            value=40.0,
            derived="50 x 20/25",
        ),
    ),
)
