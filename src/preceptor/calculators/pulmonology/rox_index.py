"""ROX index: will high-flow nasal oxygen be enough, or is intubation near.

In: saturation, inspired oxygen fraction, respiratory rate. Out: (saturation / fraction) / rate. The cut-off of 4.88 was
made for pneumonia at 2, 6 and 12 hours of high-flow oxygen; below 2.85, 3.47 and 3.85 at these hours failure was likely.

Source: Roca et al. 2019, Am J Respir Crit Care Med 199:1368-1376.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference
from preceptor.calculators._inputs import FIO2, OXYGEN_SATURATION, RESPIRATORY_RATE

ROCA = Reference(
    citation="Roca O, Caralt B, Messika J, et al. Am J Respir Crit Care Med 2019;199:1368-1376",
    doi="10.1164/rccm.201803-0589OC",
    checked="source",
    seen="abstract (atsjournals.org): ratio, 4.88 at 2, 6 and 12 hours, failure below 2.85, 3.47, 3.85",
)


def compute(*, oxygen_saturation: ArrayLike, fio2: ArrayLike, respiratory_rate: ArrayLike) -> ArrayLike:
    """Return (saturation in % / fraction of 1) / respiratory rate."""
    return (
        np.asarray(oxygen_saturation, dtype=float) / (np.asarray(fio2) / 100) / np.asarray(respiratory_rate)
    )


CALCULATOR = Calculator(
    title="ROX index",
    specialties=("pulmonology", "intensive care", "emergency"),
    inputs={
        "oxygen_saturation": OXYGEN_SATURATION.within(40, 100),
        "fio2": FIO2,
        "respiratory_rate": RESPIRATORY_RATE.within(1, 120),
    },
    compute=compute,
    unit="1",
    digits=2,
    population=Population(doc="adults with pneumonia on high-flow nasal oxygen", ages=(18, 120)),
    bands=(
        Band(0, "below 4.88", "closer watch; failure more likely the lower it is", ROCA),
        Band(4.88, "4.88 or more", "lower risk of intubation", ROCA),
    ),
    steps=("({oxygen_saturation:g} / ({fio2:g} / 100)) / {respiratory_rate:g} = {value:.2f}",),
    references=(ROCA,),
    examples=(
        Example(
            inputs={"oxygen_saturation": 95, "fio2": 50, "respiratory_rate": 38},
            value=5.0,
            derived="190 / 38",
        ),
        Example(
            inputs={"oxygen_saturation": 90, "fio2": 100, "respiratory_rate": 30},
            value=3.0,
            derived="90 / 30",
        ),
        Example(
            inputs={"oxygen_saturation": 96, "fio2": 40, "respiratory_rate": 24},
            value=10.0,
            derived="240 / 24",
        ),
    ),
)
