"""Charlson comorbidity index, combined with age: weighs conditions that shorten life.

In: age and sixteen conditions. Out: points. Weights of 1987; age adds a point for each decade from 50 on, at
most 4 (1994). Liver disease, diabetes and solid tumour take the worst grade only.

Source: Charlson et al. 1987, J Chronic Dis 40:373-383; age: Charlson et al. 1994, J Clin Epidemiol
    47:1245-1251.
License: Apache-2.0
"""

from preceptor.calculation import Calculator, Example, Population, Reference, choice, yes_no
from preceptor.calculators._inputs import AGE

CHARLSON = Reference(
    citation="Charlson ME et al. A new method of classifying prognostic comorbidity in longitudinal studies. J Chronic Dis 1987;40:373-383",
    doi="10.1016/0021-9681(87)90171-8",
    pmid="3558716",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 32",
)
AGES = Reference(
    citation="Charlson M et al. Validation of a combined comorbidity index. J Clin Epidemiol 1994;47:1245-1251",
    doi="10.1016/0895-4356(94)90129-5",
    pmid="7722560",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 32",
)
CALCULATOR = Calculator(
    title="Charlson comorbidity index",
    specialties=("internal medicine", "surgery", "oncology"),
    inputs={
        "age": AGE.within(18, 120).scored(0, ">=50", 1, ">=60", 2, ">=70", 3, ">=80", 4),
        "myocardial_infarction": yes_no("myocardial infarction", 1),
        "heart_failure": yes_no("congestive heart failure", 1),
        "peripheral_vascular_disease": yes_no("peripheral vascular disease", 1),
        "cerebrovascular_disease": yes_no("stroke or transient ischaemic attack", 1),
        "dementia": yes_no("dementia", 1),
        "chronic_pulmonary_disease": yes_no("chronic pulmonary disease", 1),
        "connective_tissue_disease": yes_no("connective tissue disease", 1),
        "peptic_ulcer_disease": yes_no("peptic ulcer disease", 1),
        "hemiplegia": yes_no("hemiplegia", 2),
        "renal_disease": yes_no("moderate or severe chronic kidney disease", 2),
        "leukemia": yes_no("leukaemia", 2),
        "lymphoma": yes_no("lymphoma", 2),
        "aids": yes_no("AIDS", 6),
        "liver_disease": choice("liver disease", {"none": 0, "mild": 1, "moderate to severe": 3}),
        "diabetes": choice("diabetes", {"none": 0, "uncomplicated": 1, "end-organ damage": 2}),
        "solid_tumor": choice("solid tumour", {"none": 0, "localized": 2, "metastatic": 6}),
    },
    unit="1",
    returns="score",
    population=Population(doc="adults", ages=(18, 120)),
    references=(
        CHARLSON,
        AGES,
    ),
    examples=(
        Example(
            inputs={
                "age": 49,
                "myocardial_infarction": False,
                "heart_failure": False,
                "peripheral_vascular_disease": False,
                "cerebrovascular_disease": False,
                "dementia": False,
                "chronic_pulmonary_disease": False,
                "connective_tissue_disease": False,
                "peptic_ulcer_disease": False,
                "hemiplegia": False,
                "renal_disease": False,
                "leukemia": False,
                "lymphoma": False,
                "aids": False,
                "liver_disease": "none",
                "diabetes": "none",
                "solid_tumor": "none",
            },
            value=0.0,
            derived="nothing",
        ),
        Example(
            inputs={
                "age": 80,
                "myocardial_infarction": True,
                "heart_failure": True,
                "peripheral_vascular_disease": True,
                "cerebrovascular_disease": True,
                "dementia": True,
                "chronic_pulmonary_disease": True,
                "connective_tissue_disease": True,
                "peptic_ulcer_disease": True,
                "hemiplegia": True,
                "renal_disease": True,
                "leukemia": True,
                "lymphoma": True,
                "aids": True,
                "liver_disease": "moderate to severe",
                "diabetes": "end-organ damage",
                "solid_tumor": "metastatic",
            },
            value=37.0,
            derived="4 + 8 x 1 + 4 x 2 + 6 + 3 + 2 + 6",
        ),
        Example(
            inputs={
                "age": 65,
                "myocardial_infarction": False,
                "heart_failure": True,
                "peripheral_vascular_disease": False,
                "cerebrovascular_disease": False,
                "dementia": False,
                "chronic_pulmonary_disease": False,
                "connective_tissue_disease": False,
                "peptic_ulcer_disease": False,
                "hemiplegia": False,
                "renal_disease": False,
                "leukemia": False,
                "lymphoma": False,
                "aids": False,
                "liver_disease": "mild",
                "diabetes": "uncomplicated",
                "solid_tumor": "localized",
            },
            value=7.0,
            derived="2 + 1 + 1 + 1 + 2",
        ),
    ),
)
