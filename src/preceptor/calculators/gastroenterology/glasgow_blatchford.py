"""Glasgow-Blatchford score: the need for treatment in upper gastrointestinal bleeding, 0 to 23.

In: urea nitrogen, haemoglobin by sex, systolic pressure, pulse and four findings. Out: points. 0 (or 1) can
be managed outside hospital. Thresholds as in the paper, in mmol/L and g/L: 6.5, 8, 10 and 25 mmol/L are 18.2,
22.4, 28 and 70 mg/dL.

Source: Blatchford et al. 2000, Lancet 356:1318-1321; bands: Stanley et al. 2017, BMJ 356:i6432.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, Worked, points_of, yes_no
from preceptor.calculators._inputs import HEART_RATE, HEMOGLOBIN, SEX, SYSTOLIC_BP, UREA_NITROGEN

INPUTS = {
    "urea_nitrogen": UREA_NITROGEN.scored(0, ">=18.2", 2, ">=22.4", 3, ">=28", 4, ">=70", 6),
    "hemoglobin": HEMOGLOBIN.scored(6, ">=10", 3, ">=12", 1, ">=13", 0),  # of men
    "sex": SEX,
    "systolic_bp": SYSTOLIC_BP.scored(3, ">=90", 2, ">=100", 1, ">=110", 0),
    "heart_rate": HEART_RATE.scored(0, ">=100", 1),
    "melena": yes_no("melaena", 1),
    "syncope": yes_no("syncope at presentation", 2),
    "liver_disease": yes_no("liver disease", 2),
    "heart_failure": yes_no("cardiac failure", 2),
}
OF_WOMEN = INPUTS["hemoglobin"].scored(6, ">=10", 1, ">=12", 0)
BLATCHFORD = Reference(
    citation="Blatchford O, Murray WR, Blatchford M. A risk score to predict need for treatment for upper-gastrointestinal haemorrhage. Lancet 2000;356:1318-1321",
    doi="10.1016/S0140-6736(00)02816-6",
    pmid="11073021",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 27; AgentMD calculator 15",
)
STANLEY = Reference(
    citation="Stanley AJ et al. Comparison of risk scoring systems for patients presenting with upper gastrointestinal bleeding. BMJ 2017;356:i6432",
    doi="10.1136/bmj.i6432",
    pmid="28053181",
    checked="secondary",
    seen="https://probsee.com/p/Glasgow-Blatchford_score and BMJ Best Practice 3000260 (0 or 1 as outpatients)",
)


def compute(
    *,
    urea_nitrogen: ArrayLike,
    hemoglobin: ArrayLike,
    sex: ArrayLike,
    systolic_bp: ArrayLike,
    heart_rate: ArrayLike,
    melena: ArrayLike,
    syncope: ArrayLike,
    liver_disease: ArrayLike,
    heart_failure: ArrayLike,
) -> Worked:
    """Return the sum of the items; haemoglobin has a table for each sex."""
    men, women = points_of(INPUTS["hemoglobin"], hemoglobin), points_of(OF_WOMEN, hemoglobin)
    parts = {
        "urea_nitrogen": points_of(INPUTS["urea_nitrogen"], urea_nitrogen),
        "hemoglobin": np.where(np.equal(sex, 1), women, men),
        "systolic_bp": points_of(INPUTS["systolic_bp"], systolic_bp),
        "heart_rate": points_of(INPUTS["heart_rate"], heart_rate),
        "melena": np.asarray(melena, dtype=float),
        "syncope": 2 * np.asarray(syncope, dtype=float),
        "liver_disease": 2 * np.asarray(liver_disease, dtype=float),
        "heart_failure": 2 * np.asarray(heart_failure, dtype=float),
    }
    return Worked(value=sum(parts.values(), start=np.asarray(0.0)), parts=parts)


CALCULATOR = Calculator(
    title="Glasgow-Blatchford score",
    specialties=("gastroenterology", "emergency"),
    inputs=INPUTS,
    compute=compute,
    unit="1",
    returns="score",
    population=Population(doc="adults with upper gastrointestinal bleeding", ages=(16, 130)),
    bands=(
        Band(0, "very low", "0 or 1: outpatient management is reasonable", STANLEY),
        Band(2, "not low", "2 or more: treatment may be needed", STANLEY),
    ),
    references=(
        BLATCHFORD,
        STANLEY,
    ),
    examples=(
        Example(
            inputs={
                "urea_nitrogen": 18.1,
                "hemoglobin": 13,
                "sex": "male",
                "systolic_bp": 110,
                "heart_rate": 99,
                "melena": False,
                "syncope": False,
                "liver_disease": False,
                "heart_failure": False,
            },
            value=0.0,
            derived="every item below its first step",
        ),
        Example(
            inputs={
                "urea_nitrogen": 70,
                "hemoglobin": 9.9,
                "sex": "female",
                "systolic_bp": 89,
                "heart_rate": 100,
                "melena": True,
                "syncope": True,
                "liver_disease": True,
                "heart_failure": True,
            },
            value=23.0,
            derived="6 + 6 + 3 + 1 + 1 + 2 + 2 + 2",
        ),
        Example(
            inputs={
                "urea_nitrogen": "9 mmol/L",
                "hemoglobin": "115 g/L",
                "sex": "male",
                "systolic_bp": 95,
                "heart_rate": 80,
                "melena": False,
                "syncope": False,
                "liver_disease": False,
                "heart_failure": False,
            },
            value=8.0,
            derived="25.2 mg/dL 3, 11.5 g/dL in a man 3, 95 mm Hg 2",
        ),
        Example(
            inputs={
                "urea_nitrogen": 28,
                "hemoglobin": 10,
                "sex": "female",
                "systolic_bp": 100,
                "heart_rate": 80,
                "melena": True,
                "syncope": False,
                "liver_disease": False,
                "heart_failure": False,
            },
            value=7.0,
            derived="4 + 1 + 1 + 1",
        ),
    ),
)
