"""Corrected QT interval by Fridericia: QT over the cube root of RR.

In: QT and heart rate. Out: ms. Preferred by regulators for drug studies.

Source: Fridericia 1920, Acta Med Scand 53:469-486.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, Worked
from preceptor.calculators._inputs import HEART_RATE, QT_INTERVAL

FRIDERICIA = Reference(
    citation="Fridericia LS. Die Systolendauer im Elektrokardiogramm. Acta Med Scand 1920;53:469-486",
    doi="10.1111/j.0954-6820.1920.tb18266.x",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 56",
)
AHA = Reference(
    citation="Rautaharju PM et al. AHA/ACCF/HRS recommendations for the electrocardiogram, part IV. Circulation 2009;119:e241-e250",
    doi="10.1161/CIRCULATIONAHA.108.191096",
    pmid="19228821",
    checked="secondary",
    seen="https://www.droracle.ai/articles/584353 (450, 460 and 500 ms)",
)


def compute(*, qt_interval: ArrayLike, heart_rate: ArrayLike) -> Worked:
    """Return QT over the cube root of RR in seconds."""
    rate = np.asarray(heart_rate, dtype=float)
    interval = 60 / rate
    return Worked(
        value=np.asarray(qt_interval, dtype=float) / np.cbrt(interval), parts={"interval": interval}
    )


CALCULATOR = Calculator(
    title="QTc (Fridericia)",
    specialties=("cardiology", "emergency", "pharmacology"),
    inputs={"qt_interval": QT_INTERVAL, "heart_rate": HEART_RATE.within(20, 300)},
    compute=compute,
    unit="ms",
    digits=0,
    population=Population(doc="sinus rhythm with a narrow QRS complex"),
    bands=(
        Band(0, "not prolonged", "up to 450 ms in men, 460 ms in women", AHA),
        Band(450, "borderline", "prolonged in men (450 ms or more); up to 460 ms normal in women", AHA),
        Band(460, "prolonged", "460 ms or more in women, 450 ms in men", AHA),
        Band(500, "marked", "500 ms or more: raised risk of torsades de pointes", AHA),
    ),
    steps=(
        "RR interval: 60 / {heart_rate:g} = {interval:.4f} s",
        "QT over the cube root of RR in seconds: QT {qt_interval:g} ms, rate {heart_rate:g}/min gives {value:.1f} ms",
    ),
    references=(
        FRIDERICIA,
        AHA,
    ),
    examples=(
        Example(inputs={"qt_interval": 400, "heart_rate": 60}, value=400.0, derived="400/1"),
        Example(
            inputs={"qt_interval": 330, "heart_rate": 113},
            value=407.527,
            derived="330/(60/113)^(1/3)",
        ),
        Example(
            inputs={"qt_interval": "0.36 s", "heart_rate": 90},
            value=412.0971,
            derived="360/(60/90)^(1/3)",
        ),
    ),
)
