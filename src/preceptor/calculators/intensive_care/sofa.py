"""SOFA score: failure of six organ systems, 0 to 24.

In: arterial oxygen tension and inspired fraction, respiratory support, platelets, coma scale, bilirubin,
pressure and vasoactive drugs (ug/kg/min, 0 where none runs), creatinine and urine output. Out: points. Below
a ratio of 200 the third and fourth point need respiratory support, without it 2 points remain. Of pressure
and drugs, of creatinine and urine, the worst counts.

Source: Vincent et al. 1996, Intensive Care Med 22:707-710; sepsis: Singer et al. 2016, JAMA 315:801-810.
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
    number,
    points_of,
    yes_no,
)
from preceptor.calculators._inputs import (
    BILIRUBIN,
    CREATININE,
    FIO2,
    GLASGOW_COMA_SCALE,
    MEAN_ARTERIAL_PRESSURE,
    PAO2,
    PLATELETS,
    URINE_OUTPUT,
)

RATE = "ug/kg/min"
INPUTS = {
    "pao2": PAO2.scored(4, ">=400", 0),  # its ends bound the ratio; the points come from the ratio
    "fio2": FIO2,
    "respiratory_support": yes_no("mechanical ventilation or continuous positive airway pressure"),
    "platelets": PLATELETS.scored(4, ">=20", 3, ">=50", 2, ">=100", 1, ">=150", 0),
    "glasgow_coma_scale": GLASGOW_COMA_SCALE.scored(4, ">=6", 3, ">=10", 2, ">=13", 1, ">=15", 0),
    "bilirubin": BILIRUBIN.scored(0, ">=1.2", 1, ">=2", 2, ">=6", 3, ">=12", 4),
    "mean_arterial_pressure": MEAN_ARTERIAL_PRESSURE.scored(1, ">=70", 0),
    "dopamine": number(RATE, 0, 100, "dopamine").scored(0, ">0", 2, ">5", 3, ">15", 4),
    "dobutamine": number(RATE, 0, 100, "dobutamine").scored(0, ">0", 2),
    "epinephrine": number(RATE, 0, 10, "epinephrine").scored(0, ">0", 3, ">0.1", 4),
    "norepinephrine": number(RATE, 0, 10, "norepinephrine").scored(0, ">0", 3, ">0.1", 4),
    "creatinine": CREATININE.scored(0, ">=1.2", 1, ">=2", 2, ">=3.5", 3, ">=5", 4),
    "urine_output": URINE_OUTPUT.scored(4, ">=200", 3, ">=500", 0),
}
RATIO = number("mm[Hg]", 0, 4000, "oxygenation ratio").scored(
    4, ">=100", 3, ">=200", 2, ">=300", 1, ">=400", 0
)
VINCENT = Reference(
    citation="Vincent JL et al. The SOFA (sepsis-related organ failure assessment) score. Intensive Care Med 1996;22:707-710",
    doi="10.1007/BF01709751",
    pmid="8844239",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 43",
)
FERREIRA = Reference(
    citation="Ferreira FL et al. Serial evaluation of the SOFA score to predict outcome in critically ill patients. JAMA 2001;286:1754-1758",
    doi="10.1001/jama.286.14.1754",
    pmid="11594901",
    checked="secondary",
    seen="abstract (pubmed 11594901: above 11 more than 80 % died); github.com/stanfordaimlab/llm-as-clinical-calculator, sofa.md (its table)",
)


def compute(
    *,
    pao2: ArrayLike,
    fio2: ArrayLike,
    respiratory_support: ArrayLike,
    platelets: ArrayLike,
    glasgow_coma_scale: ArrayLike,
    bilirubin: ArrayLike,
    mean_arterial_pressure: ArrayLike,
    dopamine: ArrayLike,
    dobutamine: ArrayLike,
    epinephrine: ArrayLike,
    norepinephrine: ArrayLike,
    creatinine: ArrayLike,
    urine_output: ArrayLike,
) -> Worked:
    """Return the sum of six systems, each the worst of its values."""
    circulation = (mean_arterial_pressure, dopamine, dobutamine, epinephrine, norepinephrine)
    names = ("mean_arterial_pressure", "dopamine", "dobutamine", "epinephrine", "norepinephrine")
    worst = np.asarray(0.0)
    for name, value in zip(names, circulation, strict=True):
        worst = np.maximum(worst, points_of(INPUTS[name], value))
    ratio = 100 * np.asarray(pao2, dtype=float) / np.asarray(fio2, dtype=float)
    lungs = np.asarray(points_of(RATIO, ratio), dtype=float)
    kidneys = (points_of(INPUTS["creatinine"], creatinine), points_of(INPUTS["urine_output"], urine_output))
    parts = {
        "respiration": np.where(np.equal(respiratory_support, 1), lungs, np.minimum(lungs, 2)),
        "platelets": points_of(INPUTS["platelets"], platelets),
        "glasgow_coma_scale": points_of(INPUTS["glasgow_coma_scale"], glasgow_coma_scale),
        "bilirubin": points_of(INPUTS["bilirubin"], bilirubin),
        "circulation": worst,
        "kidneys": np.maximum(*kidneys),
    }
    return Worked(value=sum(parts.values(), start=np.asarray(0.0)), parts=parts)


CALCULATOR = Calculator(
    title="SOFA score",
    specialties=("intensive care", "emergency"),
    inputs=INPUTS,
    compute=compute,
    unit="1",
    returns="score",
    population=Population(doc="adults in intensive care", ages=(16, 130)),
    bands=(
        Band(0, "0 to 1", "no death with this initial score; 0 % with it as the highest", FERREIRA),
        Band(2, "2 to 3", "6.4 % died with this initial score; 1.5 % with it as the highest", FERREIRA),
        Band(4, "4 to 5", "20.2 %; 6.7 %", FERREIRA),
        Band(6, "6 to 7", "21.5 %; 18.2 %", FERREIRA),
        Band(8, "8 to 9", "33.3 %; 26.3 %", FERREIRA),
        Band(10, "10 to 11", "50.0 %; 45.8 %", FERREIRA),
        Band(12, "12 or more", "95.2 %; 80.0 % up to 14, 89.7 % above", FERREIRA),
    ),
    references=(
        VINCENT,
        FERREIRA,
    ),
    examples=(
        Example(
            inputs={
                "pao2": 95,
                "fio2": 21,
                "respiratory_support": False,
                "platelets": 150,
                "glasgow_coma_scale": 15,
                "bilirubin": 1.1,
                "mean_arterial_pressure": 70,
                "dopamine": 0,
                "dobutamine": 0,
                "epinephrine": 0,
                "norepinephrine": 0,
                "creatinine": 1.1,
                "urine_output": 500,
            },
            value=0.0,
            derived="ratio 452, every value at its limit",
        ),
        Example(
            inputs={
                "pao2": 79,
                "fio2": 52,
                "respiratory_support": True,
                "platelets": 147,
                "glasgow_coma_scale": 13,
                "bilirubin": 1.6,
                "mean_arterial_pressure": 70,
                "dopamine": 0,
                "dobutamine": 3,
                "epinephrine": 0,
                "norepinephrine": 0,
                "creatinine": 1.7,
                "urine_output": 650,
            },
            value=9.0,
            derived="ratio 152 with support 3, platelets 1, coma 1, bilirubin 1, dobutamine 2, creatinine 1",
        ),
        Example(
            inputs={
                "pao2": 50,
                "fio2": 100,
                "respiratory_support": True,
                "platelets": 19,
                "glasgow_coma_scale": 5,
                "bilirubin": 12,
                "mean_arterial_pressure": 70,
                "dopamine": 0,
                "dobutamine": 0,
                "epinephrine": 0,
                "norepinephrine": 0.11,
                "creatinine": 1,
                "urine_output": 199,
            },
            value=24.0,
            derived="4 each",
        ),
        Example(
            inputs={
                "pao2": 60,
                "fio2": 50,
                "respiratory_support": False,
                "platelets": 150,
                "glasgow_coma_scale": 15,
                "bilirubin": 1.1,
                "mean_arterial_pressure": 69,
                "dopamine": 5,
                "dobutamine": 0,
                "epinephrine": 0,
                "norepinephrine": 0,
                "creatinine": 1.1,
                "urine_output": 499,
            },
            value=7.0,
            derived="ratio 120 without support 2, dopamine to 5 2, urine 3",
        ),
    ),
)
