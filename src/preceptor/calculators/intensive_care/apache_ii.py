"""APACHE II: severity of disease in the first 24 hours of intensive care, 0 to 71.

In: twelve measurements at their worst, age, coma scale, chronic health. Out: points. Oxygenation counts by
the alveolar-arterial gradient from an inspired fraction of 50 % on, below that by the arterial tension; the
other of the two need not be known. Creatinine counts double in acute renal failure. A mean pressure of 49 or
less has 4 points.

Source: Knaus et al. 1985, Crit Care Med 13:818-829.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import (
    Band,
    Calculator,
    Example,
    Population,
    Reference,
    Worked,
    choice,
    number,
    points_of,
    yes_no,
)
from preceptor.calculators._inputs import (
    AGE,
    CREATININE,
    FIO2,
    GLASGOW_COMA_SCALE,
    HEART_RATE,
    HEMATOCRIT,
    MEAN_ARTERIAL_PRESSURE,
    PAO2,
    PH,
    POTASSIUM,
    RESPIRATORY_RATE,
    SODIUM,
    TEMPERATURE,
    WHITE_CELLS,
)

INPUTS = {
    "age": AGE.within(16, 120).scored(0, ">=45", 2, ">=55", 3, ">=65", 5, ">=75", 6),
    "temperature": TEMPERATURE.about("core temperature").scored(
        4, ">=30", 3, ">=32", 2, ">=34", 1, ">=36", 0, ">=38.5", 1, ">=39", 3, ">=41", 4
    ),
    "mean_arterial_pressure": MEAN_ARTERIAL_PRESSURE.scored(
        4, ">=50", 2, ">=70", 0, ">=110", 2, ">=130", 3, ">=160", 4
    ),
    "heart_rate": HEART_RATE.scored(4, ">=40", 3, ">=55", 2, ">=70", 0, ">=110", 2, ">=140", 3, ">=180", 4),
    "respiratory_rate": RESPIRATORY_RATE.scored(
        4, ">=6", 2, ">=10", 1, ">=12", 0, ">=25", 1, ">=35", 3, ">=50", 4
    ),
    "fio2": FIO2.scored(0, ">=50", 1),  # tells which of the two below counts
    "pao2": PAO2.scored(4, ">=55", 3, ">60", 1, ">70", 0),
    "aa_gradient": number("mm[Hg]", -50, 750, "alveolar-arterial oxygen gradient").scored(
        0, ">=200", 2, ">=350", 3, ">=500", 4
    ),
    "ph": PH.scored(4, ">=7.15", 3, ">=7.25", 2, ">=7.33", 0, ">=7.5", 1, ">=7.6", 3, ">=7.7", 4),
    "sodium": SODIUM.scored(
        4, ">=111", 3, ">=120", 2, ">=130", 0, ">=150", 1, ">=155", 2, ">=160", 3, ">=180", 4
    ),
    "potassium": POTASSIUM.scored(4, ">=2.5", 2, ">=3", 1, ">=3.5", 0, ">=5.5", 1, ">=6", 3, ">=7", 4),
    "creatinine": CREATININE.scored(2, ">=0.6", 0, ">=1.5", 2, ">=2", 3, ">=3.5", 4),
    "acute_renal_failure": yes_no("acute renal failure"),
    "hematocrit": HEMATOCRIT.scored(4, ">=20", 2, ">=30", 0, ">=46", 1, ">=50", 2, ">=60", 4),
    "white_cells": WHITE_CELLS.scored(4, ">=1", 2, ">=3", 0, ">=15", 1, ">=20", 2, ">=40", 4),
    "glasgow_coma_scale": GLASGOW_COMA_SCALE.scored(
        12, *(word for scale in range(4, 16) for word in (f">={scale}", 15 - scale))
    ),
    "chronic_health": choice(
        "severe organ insufficiency or immunocompromise",
        {"none": 0, "elective postoperative": 2, "nonoperative or emergency postoperative": 5},
    ),
}
KNAUS = Reference(
    citation="Knaus WA et al. APACHE II: a severity of disease classification system. Crit Care Med 1985;13:818-829",
    doi="10.1097/00003246-198510000-00009",
    pmid="3928249",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 28"
    "; bands: rccc.eu/medcal3000/ApacheScore.htm; points also gut.bmj.com markup 160002, table 2 (pressure of 49 or less: 4)",
)

SCORED = tuple(key for key in INPUTS if key not in ("fio2", "acute_renal_failure", "chronic_health"))


def compute(
    *, age: ArrayLike, temperature: ArrayLike, mean_arterial_pressure: ArrayLike, heart_rate: ArrayLike,
    respiratory_rate: ArrayLike, fio2: ArrayLike, pao2: ArrayLike, aa_gradient: ArrayLike, ph:
    ArrayLike, sodium: ArrayLike, potassium: ArrayLike, creatinine: ArrayLike, acute_renal_failure:
    ArrayLike, hematocrit: ArrayLike, white_cells: ArrayLike, glasgow_coma_scale: ArrayLike,
    chronic_health: ArrayLike,
) -> Worked:  # fmt: skip
    """Return the sum of the points; oxygenation by one of two values, creatinine doubled in acute failure."""
    given = (
        age, temperature, mean_arterial_pressure, heart_rate, respiratory_rate, pao2, aa_gradient,
        ph, sodium, potassium, creatinine, hematocrit, white_cells, glasgow_coma_scale,
    )  # fmt: skip
    parts = {
        key: np.asarray(points_of(INPUTS[key], value), dtype=float)
        for key, value in zip(SCORED, given, strict=True)
    }
    parts["oxygenation"] = np.where(np.asarray(fio2) >= 50, parts.pop("aa_gradient"), parts.pop("pao2"))
    parts["creatinine"] = parts["creatinine"] * np.where(np.equal(acute_renal_failure, 1), 2, 1)
    parts["chronic_health"] = np.asarray(chronic_health, dtype=float)
    return Worked(value=sum(parts.values(), start=np.asarray(0.0)), parts=parts)


CALCULATOR = Calculator(
    title="APACHE II",
    specialties=("intensive care",),
    inputs=INPUTS,
    compute=compute,
    unit="1",
    returns="score",
    population=Population(doc="16 years and over in intensive care", ages=(16, 120)),
    bands=(
        Band(0, "0 to 4", "4 % hospital mortality, nonoperative", KNAUS),
        Band(5, "5 to 9", "8 %", KNAUS),
        Band(10, "10 to 14", "15 %", KNAUS),
        Band(15, "15 to 19", "24 %", KNAUS),
        Band(20, "20 to 24", "40 %", KNAUS),
        Band(25, "25 to 29", "55 %", KNAUS),
        Band(30, "30 to 34", "73 %", KNAUS),
        Band(35, "35 or more", "85 %", KNAUS),
    ),
    references=(KNAUS,),
    examples=(
        Example(
            inputs={
                "age": 40,
                "temperature": 37,
                "mean_arterial_pressure": 90,
                "heart_rate": 80,
                "respiratory_rate": 16,
                "fio2": 21,
                "pao2": 90,
                "aa_gradient": 10,
                "ph": 7.4,
                "sodium": 140,
                "potassium": 4,
                "creatinine": 1,
                "acute_renal_failure": False,
                "hematocrit": 40,
                "white_cells": 8,
                "glasgow_coma_scale": 15,
                "chronic_health": "none",
            },
            value=0.0,
            derived="every value in its normal range",
        ),
        Example(
            inputs={
                "age": 75,
                "temperature": 37,
                "mean_arterial_pressure": 90,
                "heart_rate": 80,
                "respiratory_rate": 16,
                "fio2": 21,
                "pao2": 90,
                "aa_gradient": 10,
                "ph": 7.4,
                "sodium": 140,
                "potassium": 4,
                "creatinine": 3.5,
                "acute_renal_failure": True,
                "hematocrit": 40,
                "white_cells": 8,
                "glasgow_coma_scale": 3,
                "chronic_health": "nonoperative or emergency postoperative",
            },
            value=31.0,
            derived="6 + 5 + 12 + 2 x 4",
        ),
        Example(
            inputs={
                "age": 40,
                "temperature": 37,
                "mean_arterial_pressure": 45,
                "heart_rate": 80,
                "respiratory_rate": 16,
                "fio2": 60,
                "pao2": 50,
                "aa_gradient": 400,
                "ph": 7.4,
                "sodium": 140,
                "potassium": 4,
                "creatinine": 1,
                "acute_renal_failure": False,
                "hematocrit": 40,
                "white_cells": 8,
                "glasgow_coma_scale": 15,
                "chronic_health": "none",
            },
            value=7.0,
            derived="4 + 3; the tension does not count",
        ),
        Example(
            inputs={
                "age": 40,
                "temperature": 29.9,
                "mean_arterial_pressure": 160,
                "heart_rate": 180,
                "respiratory_rate": 50,
                "fio2": 21,
                "pao2": 54,
                "aa_gradient": 10,
                "ph": 7.7,
                "sodium": 180,
                "potassium": 7,
                "creatinine": 1,
                "acute_renal_failure": False,
                "hematocrit": 60,
                "white_cells": 40,
                "glasgow_coma_scale": 15,
                "chronic_health": "none",
            },
            value=40.0,
            derived="10 x 4",
        ),
    ),
)
