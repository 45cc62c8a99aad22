"""Anion gap: sodium less chloride and bicarbonate.

In: the three ions. Out: mmol/L. Potassium is left out, as most laboratories do; the upper limit depends on
the laboratory (older analysers 12 +- 4, ion-selective electrodes lower).

Source: Emmett and Narins 1977, Medicine 56:38-54.
License: Apache-2.0
"""

from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference
from preceptor.calculators._formulas import gap
from preceptor.calculators._inputs import BICARBONATE, CHLORIDE, SODIUM

EMMETT = Reference(
    citation="Emmett M, Narins RG. Clinical use of the anion gap. Medicine (Baltimore) 1977;56:38-54",
    doi="10.1097/00005792-197756010-00002",
    pmid="401925",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 39"
    "; bands: myendoconsult.com/learn/anion-gap-formula (8 to 16)",
)


def compute(*, sodium: ArrayLike, chloride: ArrayLike, bicarbonate: ArrayLike) -> ArrayLike:
    """Return sodium - (chloride + bicarbonate)."""
    return gap(sodium, chloride, bicarbonate)


CALCULATOR = Calculator(
    title="Anion gap",
    specialties=("nephrology", "intensive care", "emergency"),
    inputs={"sodium": SODIUM, "chloride": CHLORIDE, "bicarbonate": BICARBONATE},
    compute=compute,
    unit="mmol/L",
    digits=1,
    population=Population(doc="anyone"),
    bands=(
        Band(-100, "not raised", "within or below the published 12 +- 4 mmol/L", EMMETT),
        Band(16, "raised", "16 or more: look for unmeasured acids; many laboratories call 12 raised", EMMETT),
    ),
    steps=("Na - (Cl + HCO3) = {sodium:g} - ({chloride:g} + {bicarbonate:g}) = {value:g} mmol/L",),
    references=(EMMETT,),
    examples=(
        Example(
            inputs={"sodium": 140, "chloride": 100, "bicarbonate": 10},
            value=30.0,
            derived="140 - (100 + 10)",
        ),
        Example(
            inputs={"sodium": 140, "chloride": 104, "bicarbonate": 24},
            value=12.0,
            derived="140 - (104 + 24)",
        ),
        Example(
            inputs={"sodium": "130 mEq/L", "chloride": "85 mEq/L", "bicarbonate": "8 mEq/L"},
            value=37.0,
            derived="130 - (85 + 8)",
        ),
    ),
)
