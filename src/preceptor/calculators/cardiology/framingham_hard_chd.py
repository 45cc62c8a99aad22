"""Framingham risk of hard coronary heart disease in ten years, per cent (ATP III, 2002).

In: age, sex, total and HDL cholesterol, systolic pressure, whether it is treated, smoking. Out: % for
myocardial infarction or coronary death in ten years. For people without coronary disease or diabetes, 30 to
79 years.

Source: Expert Panel (ATP III) 2002, Circulation 106:3143-3421.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from preceptor.calculation import Band, Calculator, Example, Population, Reference, yes_no
from preceptor.calculators._inputs import AGE, HDL_CHOLESTEROL, SEX, SYSTOLIC_BP, TOTAL_CHOLESTEROL

ATP = Reference(
    citation="National Cholesterol Education Program Expert Panel (ATP III). Third report. Circulation 2002;106:3143-3421",
    doi="10.1161/circ.106.25.3143",
    pmid="12485966",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 46; bands: maratool.pages.dev/framingham-risk",
)


def _men(
    age: ArrayLike,
    cholesterol: ArrayLike,
    hdl: ArrayLike,
    pressure: ArrayLike,
    treated: ArrayLike,
    smoker: ArrayLike,
) -> NDArray[np.float64]:
    years, lipid = np.log(age), np.log(cholesterol)
    capped = np.log(np.minimum(age, 70))
    risk = 52.00961 * years + 20.014077 * lipid - 0.905964 * np.log(hdl) + 1.305784 * np.log(pressure)
    risk = risk + 0.241549 * np.asarray(treated) + (12.096316 - 2.84367 * capped) * np.asarray(smoker)
    risk = risk - 4.605038 * years * lipid - 2.93323 * years**2 - 172.300168
    return 1 - 0.9402 ** np.exp(risk)


def _women(
    age: ArrayLike,
    cholesterol: ArrayLike,
    hdl: ArrayLike,
    pressure: ArrayLike,
    treated: ArrayLike,
    smoker: ArrayLike,
) -> NDArray[np.float64]:
    years, lipid = np.log(age), np.log(cholesterol)
    capped = np.log(np.minimum(age, 78))
    risk = 31.764001 * years + 22.465206 * lipid - 1.187731 * np.log(hdl) + 2.552905 * np.log(pressure)
    risk = risk + 0.420251 * np.asarray(treated) + (13.07543 - 2.996945 * capped) * np.asarray(smoker)
    risk = risk - 5.060998 * years * lipid - 146.5933061
    return 1 - 0.98767 ** np.exp(risk)


def compute(
    *,
    age: ArrayLike,
    sex: ArrayLike,
    total_cholesterol: ArrayLike,
    hdl_cholesterol: ArrayLike,
    systolic_bp: ArrayLike,
    bp_treated: ArrayLike,
    smoker: ArrayLike,
) -> ArrayLike:
    """Return the ten-year risk in per cent from the equation of each sex."""
    measured = (age, total_cholesterol, hdl_cholesterol, systolic_bp, bp_treated, smoker)
    return 100 * np.where(np.equal(sex, 1), _women(*measured), _men(*measured))


CALCULATOR = Calculator(
    title="Framingham risk of hard coronary disease",
    specialties=("cardiology", "internal medicine"),
    inputs={
        "age": AGE.within(30, 79),
        "sex": SEX,
        "total_cholesterol": TOTAL_CHOLESTEROL,
        "hdl_cholesterol": HDL_CHOLESTEROL,
        "systolic_bp": SYSTOLIC_BP.within(60, 300),
        "bp_treated": yes_no("blood pressure treated with medicines"),
        "smoker": yes_no("smoking"),
    },
    compute=compute,
    unit="%",
    digits=1,
    population=Population(
        doc="30 to 79 years, without coronary heart disease or diabetes",
        ages=(30, 79),
        excludes=("coronary_heart_disease", "diabetes"),
    ),
    bands=(
        Band(0, "low", "below 10 % in ten years", ATP),
        Band(10, "intermediate", "10 to 20 %", ATP),
        Band(20, "high", "above 20 %: risk equal to that of known coronary disease", ATP),
    ),
    steps=(
        "{sex}, {age:g} years, total cholesterol {total_cholesterol:g}, HDL {hdl_cholesterol:g} mg/dL, systolic {systolic_bp:g} mm Hg (treated: {bp_treated}), smoking: {smoker}",
        "1 - S^exp(sum of the coefficients), S = 0.9402 in men, 0.98767 in women: {value:.1f} %",
    ),
    references=(ATP,),
    examples=(
        Example(
            inputs={
                "age": 79,
                "sex": "male",
                "total_cholesterol": 190,
                "hdl_cholesterol": 49,
                "systolic_bp": 120,
                "bp_treated": False,
                "smoker": False,
            },
            value=17.1225,
            read="MedCalc-Bench v1.0, worked explanation of calculator 46",
            within=1e-05,
        ),
        Example(
            inputs={
                "age": 50,
                "sex": "female",
                "total_cholesterol": 200,
                "hdl_cholesterol": 50,
                "systolic_bp": 130,
                "bp_treated": True,
                "smoker": True,
            },
            value=4.661492,
            derived="100 x (1 - 0.98767^exp(31.764001 x ln(50) + 22.465206 x ln(200) - 1.187731 x ln(50) + 2.552905 x ln(130) + 0.420251 + 13.07543 - 5.060998 x ln(50) x ln(200) - 2.996945 x ln(50) - 146.5933061))",
        ),
        Example(
            inputs={
                "age": 45,
                "sex": "male",
                "total_cholesterol": 240,
                "hdl_cholesterol": 40,
                "systolic_bp": 140,
                "bp_treated": False,
                "smoker": True,
            },
            value=18.11326,
            derived="100 x (1 - 0.9402^exp(52.00961 x ln(45) + 20.014077 x ln(240) - 0.905964 x ln(40) + 1.305784 x ln(140) + 12.096316 - 4.605038 x ln(45) x ln(240) - 2.84367 x ln(45) - 2.93323 x ln(45)^2 - 172.300168))",
        ),
    ),
)
