"""Revised cardiac risk index: major cardiac complications of non-cardiac surgery, 0 to 6.

In: kind of surgery, four histories, creatinine. Out: points. Pooled later cohorts found about 4, 6, 10
and 15 % for 0, 1, 2 and 3 or more; the validation set of 1999 0.4, 0.9, 7 and 11 %, the derivation 0.5 to 9 %.

Source: Lee et al. 1999, Circulation 100:1043-1049; later risks: Duceppe et al. 2017, Can J Cardiol
    33:17-32.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, yes_no
from preceptor.calculators._inputs import CREATININE

LEE = Reference(
    citation="Lee TH et al. Derivation and prospective validation of a simple index for prediction of cardiac risk of major noncardiac surgery. Circulation 1999;100:1043-1049",
    doi="10.1161/01.CIR.100.10.1043",
    pmid="10477528",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 17",
)
DUCEPPE = Reference(
    citation="Duceppe E et al. Canadian Cardiovascular Society guidelines on perioperative cardiac risk. Can J Cardiol 2017;33:17-32",
    doi="10.1016/j.cjca.2016.09.008",
    pmid="27865641",
    checked="secondary",
    seen="github.com/stanfordaimlab/llm-as-clinical-calculator, full_calculator_pages/rcri.md (risks with intervals, outcome)",
)
CALCULATOR = Calculator(
    title="Revised cardiac risk index",
    specialties=("anaesthesia", "surgery", "cardiology"),
    inputs={
        "high_risk_surgery": yes_no("intraperitoneal, intrathoracic or suprainguinal vascular surgery", 1),
        "ischemic_heart_disease": yes_no("ischaemic heart disease", 1),
        "heart_failure": yes_no("congestive heart failure", 1),
        "cerebrovascular_disease": yes_no("stroke or transient ischaemic attack", 1),
        "insulin": yes_no("treatment with insulin before surgery", 1),
        "creatinine": CREATININE.scored(0, ">2", 1),
    },
    unit="1",
    returns="score",
    population=Population(doc="adults before non-cardiac surgery", ages=(18, 130)),
    bands=(
        Band(
            0,
            "class I",
            "3.9 % died, had an infarction or a cardiac arrest within 30 days in pooled later cohorts (0.4 % in the validation of 1999)",
            DUCEPPE,
        ),
        Band(1, "class II", "6.0 % (0.9 %)", DUCEPPE),
        Band(2, "class III", "10.1 % (7 %)", DUCEPPE),
        Band(3, "class IV", "15 % (11 %)", DUCEPPE),
    ),
    references=(
        LEE,
        DUCEPPE,
    ),
    examples=(
        Example(
            inputs={
                "high_risk_surgery": False,
                "ischemic_heart_disease": False,
                "heart_failure": False,
                "cerebrovascular_disease": False,
                "insulin": False,
                "creatinine": 2.0,
            },
            value=0.0,
            derived="2.0 is not above 2",
        ),
        Example(
            inputs={
                "high_risk_surgery": False,
                "ischemic_heart_disease": False,
                "heart_failure": False,
                "cerebrovascular_disease": False,
                "insulin": False,
                "creatinine": 2.1,
            },
            value=1.0,
            derived="creatinine 1",
        ),
        Example(
            inputs={
                "high_risk_surgery": True,
                "ischemic_heart_disease": True,
                "heart_failure": True,
                "cerebrovascular_disease": True,
                "insulin": True,
                "creatinine": "200 umol/L",
            },
            value=6.0,
            derived="five findings, 2.26 mg/dL 1",
        ),
        Example(
            inputs={
                "high_risk_surgery": False,
                "ischemic_heart_disease": False,
                "heart_failure": True,
                "cerebrovascular_disease": False,
                "insulin": True,
                "creatinine": 1,
            },
            value=2.0,
            derived="1 + 1",
        ),
    ),
)
