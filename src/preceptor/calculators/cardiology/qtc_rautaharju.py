"""Corrected QT interval by Rautaharju: QT (120 + heart rate) / 180.

In: QT and heart rate. Out: ms. This is the index of 1993; the same author's later formulas depend on sex and
age.

Source: Rautaharju et al. 1993, J Electrocardiol 26 Suppl:28-37.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, Worked
from preceptor.calculators._inputs import HEART_RATE, QT_INTERVAL

RAUTAHARJU = Reference(
    citation="Rautaharju PM, Zhang ZM. Linearly scaled, rate-invariant normal limits for QT interval: eight decades of incorrect application of power functions. J Cardiovasc Electrophysiol 2002;13:1211-1218",
    doi="10.1046/j.1540-8167.2002.01211.x",
    pmid="12521335",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 59",
)
AHA = Reference(
    citation="Rautaharju PM et al. AHA/ACCF/HRS recommendations for the electrocardiogram, part IV. Circulation 2009;119:e241-e250",
    doi="10.1161/CIRCULATIONAHA.108.191096",
    pmid="19228821",
    checked="secondary",
    seen="https://www.droracle.ai/articles/584353 (450, 460 and 500 ms)",
)


def compute(*, qt_interval: ArrayLike, heart_rate: ArrayLike) -> Worked:
    """Return QT x (120 + heart rate) / 180."""
    rate = np.asarray(heart_rate, dtype=float)
    interval = 60 / rate
    return Worked(
        value=np.asarray(qt_interval, dtype=float) * (120 + rate) / 180, parts={"interval": interval}
    )


CALCULATOR = Calculator(
    title="QTc (Rautaharju)",
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
        "QT x (120 + heart rate) / 180: QT {qt_interval:g} ms, rate {heart_rate:g}/min gives {value:.1f} ms",
    ),
    references=(
        RAUTAHARJU,
        AHA,
    ),
    examples=(
        Example(inputs={"qt_interval": 400, "heart_rate": 60}, value=400.0, derived="400 x 180/180"),
        Example(
            inputs={"qt_interval": 330, "heart_rate": 113},
            value=427.1667,
            derived="330 x (120 + 113)/180",
        ),
        Example(
            inputs={"qt_interval": "0.36 s", "heart_rate": 90},
            value=420.0,
            derived="360 x (120 + 90)/180",
        ),
    ),
)
