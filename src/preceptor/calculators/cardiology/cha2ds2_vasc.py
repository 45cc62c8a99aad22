"""CHA2DS2-VASc score: the yearly risk of stroke in atrial fibrillation without anticoagulation, 0 to 9.

In: age, sex and six findings in the history. Out: points. "Stroke" covers transient ischaemic attack and
systemic embolism, two points for any of them; "vascular disease" is previous myocardial infarction,
peripheral artery disease or aortic plaque.
Later guidelines drop the point for sex (CHA2DS2-VA, ESC 2024); the original is kept here.

Source: Lip et al. 2010, Chest 137:263-272; bands: Joglar et al. 2023, Circulation 149:e1-e156.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice, yes_no
from preceptor.calculators._inputs import AGE

LIP = Reference(
    citation="Lip GYH, Nieuwlaat R, Pisters R, Lane DA, Crijns HJ. Chest 2010;137:263-272",
    doi="10.1378/chest.09-1584",
    pmid="19762550",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 4",
)
ACC = Reference(
    citation="Joglar JA et al. 2023 ACC/AHA/ACCP/HRS guideline for atrial fibrillation. Circulation 2024;149:e1-e156",
    doi="10.1161/CIR.0000000000001193",
    checked="secondary",
    seen="PMC11095842, table 46 (1 in men, 2 in women); https://www.droracle.ai/articles/288152 (2 and 3)",
)
CALCULATOR = Calculator(
    title="CHA2DS2-VASc score",
    specialties=("cardiology", "internal medicine", "emergency", "neurology"),
    inputs={
        "age": AGE.within(18, 120).scored(0, ">=65", 1, ">=75", 2),
        "sex": choice("sex", {"male": 0, "female": 1}),
        "heart_failure": yes_no("congestive heart failure or reduced ejection fraction", 1),
        "hypertension": yes_no("hypertension", 1),
        "diabetes": yes_no("diabetes mellitus", 1),
        "stroke": yes_no("previous stroke, transient ischaemic attack or thromboembolism", 2),
        "vascular_disease": yes_no("myocardial infarction, peripheral artery disease or aortic plaque", 1),
    },
    unit="1",
    returns="score",
    population=Population(
        doc="adults with non-valvular atrial fibrillation", ages=(18, 120), requires=("atrial_fibrillation",)
    ),
    bands=(
        Band(0, "low", "no anticoagulation for stroke prevention", ACC),
        Band(1, "intermediate in men, low in women", "in men anticoagulation is reasonable; in women none for 1", ACC),
        Band(2, "high in men, intermediate in women", "recommended in men, reasonable in women", ACC),
        Band(3, "high", "anticoagulation recommended", ACC),
    ),
    references=(LIP, ACC),
    examples=(
        Example(
            inputs={"age": 75, "sex": "female", "heart_failure": True, "hypertension": True, "diabetes": False,
                    "stroke": True, "vascular_disease": False},
            value=7, derived="75 or older 2, female 1, heart failure 1, hypertension 1, stroke 2: 7",
        ),
        Example(
            inputs={"age": 74, "sex": "male", "heart_failure": False, "hypertension": False, "diabetes": False,
                    "stroke": False, "vascular_disease": False},
            value=1, derived="65 to 74 years 1, nothing else",
        ),
        Example(
            inputs={"age": 40, "sex": "male", "heart_failure": True, "hypertension": True, "diabetes": True,
                    "stroke": True, "vascular_disease": True},
            value=6, derived="1 + 1 + 1 + 2 + 1",
        ),
    ),
)  # fmt: skip
