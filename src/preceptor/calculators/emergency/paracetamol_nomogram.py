"""Paracetamol nomogram (Rumack-Matthew): a level against the treatment line of 150 mg/L at 4 hours.

In: the level and the hours since a single ingestion. Out: the level as a multiple of the line, which halves
every 4 hours; from 1 on acetylcysteine is given. Only from 4 to 24 hours after one ingestion at a known time.

Source: Rumack and Matthew 1975, Pediatrics 55:871-876; line of 150: Rumack et al. 1981, Arch Intern Med
    141:380-385.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, Worked, number

RUMACK = Reference(
    citation="Rumack BH, Peterson RC, Koch GG, Amara IA. Acetaminophen overdose: 662 cases with evaluation of oral acetylcysteine treatment. Arch Intern Med 1981;141:380-385",
    doi="10.1001/archinte.141.3.380",
    pmid="7469629",
    checked="secondary",
    seen="https://grokipedia.com/page/Rumack-Matthew_nomogram (150 at 4 hours, 4.7 at 24) and https://www.mdcalc.com/acetaminophen-overdose-nac-dosing (when to use)",
)


def compute(*, paracetamol: ArrayLike, hours: ArrayLike) -> Worked:
    """Return the level over 150 x 2^-((hours - 4) / 4)."""
    line = 150 * 2 ** (-(np.asarray(hours, dtype=float) - 4) / 4)
    return Worked(value=np.asarray(paracetamol, dtype=float) / line, parts={"line": line})


CALCULATOR = Calculator(
    title="Paracetamol nomogram",
    specialties=("emergency", "pharmacology"),
    inputs={
        "paracetamol": number(
            "mg/L", 0, 2000, "serum paracetamol", analyte="paracetamol", aliases=("acetaminophen",)
        ),
        "hours": number("h", 4, 24, "time since the ingestion"),
    },
    compute=compute,
    unit="1",
    population=Population(
        doc="one ingestion at a known time, 4 to 24 hours ago", excludes=("staggered_ingestion",)
    ),
    bands=(
        Band(0, "below the line", "acetylcysteine is not indicated by the nomogram", RUMACK),
        Band(1, "on or above the line", "give acetylcysteine", RUMACK),
        Band(2, "twice the line or more", "above the 300 line: a massive ingestion", RUMACK),
    ),
    steps=(
        "The line at {hours:g} hours: 150 x 2^-(({hours:g} - 4) / 4) = {line:.1f} mg/L",
        "{paracetamol:g} / {line:.1f} = {value:.2f}",
    ),
    references=(RUMACK,),
    examples=(
        Example(inputs={"paracetamol": 150, "hours": 4}, value=1.0, derived="150/150"),
        Example(inputs={"paracetamol": 75, "hours": 8}, value=1.0, derived="75/(150 x 0.5)"),
        Example(
            inputs={"paracetamol": "600 umol/L", "hours": 12},
            value=2.418608,
            derived="600 umol/L are 90.7 mg/L; the line at 12 hours is 37.5 mg/L",
            within=0.001,
        ),
        Example(inputs={"paracetamol": 4.6875, "hours": 24}, value=1.0, derived="4.6875/(150 x 0.5^5)"),
    ),
)
