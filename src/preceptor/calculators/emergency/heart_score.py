"""HEART score: major cardiac events within six weeks in chest pain, 0 to 10.

In: how suspicious the history is, ECG, age, seven risk factors, troponin. Out: points. Known atherosclerotic
disease gives the two points for risk factors by itself.

Source: Six et al. 2008, Neth Heart J 16:191-196; bands: Backus et al. 2013, Int J Cardiol 168:2153-2158.
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
    points_of,
    yes_no,
)
from preceptor.calculators._inputs import AGE, DIABETES

INPUTS = {
    "history": choice(
        "history", {"slightly suspicious": 0, "moderately suspicious": 1, "highly suspicious": 2}
    ),
    "ecg": choice(
        "electrocardiogram",
        {"normal": 0, "non-specific repolarization disturbance": 1, "significant ST deviation": 2},
    ),
    "age": AGE.scored(0, ">=45", 1, ">=65", 2),
    "hypertension": yes_no("hypertension"),
    "hypercholesterolemia": yes_no("hypercholesterolaemia"),
    "diabetes": DIABETES,
    "obesity": yes_no("body-mass index above 30"),
    "smoking": yes_no("smoking, or stopped within 3 months"),
    "family_history": yes_no("cardiovascular disease of a parent or sibling before 65"),
    "atherosclerotic_disease": yes_no(
        "atherosclerotic disease: infarction, revascularisation, stroke, peripheral artery disease"
    ),
    "troponin": choice(
        "first troponin", {"normal": 0, "one to three times the limit": 1, "above three times the limit": 2}
    ),
}
SIX = Reference(
    citation="Six AJ, Backus BE, Kelder JC. Chest pain in the emergency room: value of the HEART score. Neth Heart J 2008;16:191-196",
    doi="10.1007/BF03086144",
    pmid="18665203",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 18; AgentMD calculator 10",
)
BACKUS = Reference(
    citation="Backus BE et al. A prospective validation of the HEART score for chest pain patients at the emergency department. Int J Cardiol 2013;168:2153-2158",
    doi="10.1016/j.ijcard.2013.01.255",
    pmid="23465250",
    checked="source",
    seen="abstract at internationaljournalofcardiology.com, S0167-5273(13)00315-X",
)


def compute(
    *,
    history: ArrayLike,
    ecg: ArrayLike,
    age: ArrayLike,
    hypertension: ArrayLike,
    hypercholesterolemia: ArrayLike,
    diabetes: ArrayLike,
    obesity: ArrayLike,
    smoking: ArrayLike,
    family_history: ArrayLike,
    atherosclerotic_disease: ArrayLike,
    troponin: ArrayLike,
) -> Worked:
    """Return the five items' sum; the risk factors are counted first."""
    factors = (hypertension, hypercholesterolemia, diabetes, obesity, smoking, family_history)
    count = sum((np.asarray(each, dtype=float) for each in factors), start=np.asarray(0.0))
    many = (count >= 3) | np.equal(atherosclerotic_disease, 1)
    parts = {
        "history": np.asarray(history, dtype=float),
        "ecg": np.asarray(ecg, dtype=float),
        "age": np.asarray(points_of(INPUTS["age"], age), dtype=float),
        "risk_factor_points": np.where(many, 2.0, np.where(count >= 1, 1.0, 0.0)),
        "troponin": np.asarray(troponin, dtype=float),
    }
    return Worked(value=sum(parts.values(), start=np.asarray(0.0)), parts=parts)


CALCULATOR = Calculator(
    title="HEART score",
    specialties=("emergency", "cardiology"),
    inputs=INPUTS,
    compute=compute,
    unit="1",
    returns="score",
    population=Population(doc="adults with chest pain in the emergency department", ages=(18, 130)),
    bands=(
        Band(0, "low", "1.7 % major adverse cardiac events within six weeks", BACKUS),
        Band(4, "moderate", "16.6 %", BACKUS),
        Band(7, "high", "50.1 %", BACKUS),
    ),
    references=(
        SIX,
        BACKUS,
    ),
    examples=(
        Example(
            inputs={
                "history": "slightly suspicious",
                "ecg": "normal",
                "age": 44,
                "hypertension": False,
                "hypercholesterolemia": False,
                "diabetes": False,
                "obesity": False,
                "smoking": False,
                "family_history": False,
                "atherosclerotic_disease": False,
                "troponin": "normal",
            },
            value=0.0,
            derived="nothing",
        ),
        Example(
            inputs={
                "history": "highly suspicious",
                "ecg": "significant ST deviation",
                "age": 65,
                "hypertension": False,
                "hypercholesterolemia": False,
                "diabetes": False,
                "obesity": False,
                "smoking": False,
                "family_history": False,
                "atherosclerotic_disease": True,
                "troponin": "above three times the limit",
            },
            value=10.0,
            derived="2 + 2 + 2 + 2 + 2",
        ),
        Example(
            inputs={
                "history": "moderately suspicious",
                "ecg": "normal",
                "age": 45,
                "hypertension": False,
                "hypercholesterolemia": False,
                "diabetes": True,
                "obesity": False,
                "smoking": True,
                "family_history": False,
                "atherosclerotic_disease": False,
                "troponin": "one to three times the limit",
            },
            value=4.0,
            derived="1 + 0 + 1 + 1 + 1",
        ),
        Example(
            inputs={
                "history": "slightly suspicious",
                "ecg": "normal",
                "age": 30,
                "hypertension": False,
                "hypercholesterolemia": False,
                "diabetes": True,
                "obesity": True,
                "smoking": True,
                "family_history": False,
                "atherosclerotic_disease": False,
                "troponin": "normal",
            },
            value=2.0,
            derived="three risk factors 2",
        ),
    ),
)
