"""Carboplatin dose by Calvert: the dose that gives a target exposure, from the filtration rate.

In: target area under the curve and glomerular filtration rate. Out: mg in all, not per m2. The paper measured
the rate; where it is estimated, the FDA advises to cap it at 125 mL/min: above that a warning is given, and the
cap is the user's to apply.

Source: Calvert et al. 1989, J Clin Oncol 7:1748-1756; cap: FDA 2010.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Calculator, Example, Population, Reference, number

CALVERT = Reference(
    citation="Calvert AH et al. Carboplatin dosage: prospective evaluation of a simple formula based on renal function. J Clin Oncol 1989;7:1748-1756",
    doi="10.1200/JCO.1989.7.11.1748",
    pmid="2681557",
    checked="secondary",
    seen="https://mdtools.org/carboplatin-dose and https://www.cancercalc.com/carboplatin_calvert.php",
)


def compute(*, target_auc: ArrayLike, filtration_rate: ArrayLike) -> ArrayLike:
    """Return target area x (rate + 25)."""
    return np.asarray(target_auc, dtype=float) * (np.asarray(filtration_rate, dtype=float) + 25)


CALCULATOR = Calculator(
    title="Carboplatin dose (Calvert)",
    specialties=("oncology", "pharmacology"),
    inputs={
        "target_auc": number("mg.min/mL", 1, 12, "target area under the curve", usual=(2, 7.5)),
        "filtration_rate": number(
            "mL/min",
            5,
            250,
            "glomerular filtration rate, measured or estimated; an estimate above 125 is to be capped",
            usual=(15, 125),
            aliases=("gfr",),
        ),
    },
    compute=compute,
    unit="mg",
    digits=0,
    population=Population(doc="adults treated with carboplatin", ages=(18, 130), excludes=("dialysis",)),
    steps=("AUC x (GFR + 25) = {target_auc:g} x ({filtration_rate:g} + 25) = {value:.0f} mg",),
    references=(CALVERT,),
    examples=(
        Example(
            inputs={"target_auc": 5, "filtration_rate": 90},
            value=575,
            read="https://tools.gera.services/carboplatin-auc-dosing-calvert",
            within=1e-09,
        ),
        Example(inputs={"target_auc": 6, "filtration_rate": 125}, value=900.0, derived="6 x (125 + 25)"),
        Example(inputs={"target_auc": 4, "filtration_rate": "3 L/h"}, value=300.0, derived="4 x (50 + 25)"),
    ),
)
