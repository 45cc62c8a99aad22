"""International prognostic index of aggressive lymphoma, 0 to 5.

In: age, stage, LDH, performance status, sites outside the nodes. Out: points.

Source: International Non-Hodgkin Lymphoma Prognostic Factors Project 1993, N Engl J Med 329:987-994.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice, number, yes_no
from preceptor.calculators._inputs import AGE

PROJECT = Reference(
    citation="International Non-Hodgkin Lymphoma Prognostic Factors Project. N Engl J Med 1993;329:987-994",
    doi="10.1056/NEJM199309303291402",
    pmid="8141877",
    checked="secondary",
    seen="merckmanuals.com/medical-calculators/IPINHL.htm (items, groups); abstract (pubmed 8141877) for the five features and four groups",
)
CALCULATOR = Calculator(
    title="International prognostic index",
    specialties=("oncology", "haematology"),
    inputs={
        "age": AGE.within(18, 120).scored(0, ">60", 1),
        "stage": choice("Ann Arbor stage", {"I": 0, "II": 0, "III": 1, "IV": 1}),
        "raised_ldh": yes_no("lactate dehydrogenase above normal", 1),
        "performance_status": choice("ECOG performance status", {"0": 0, "1": 0, "2": 1, "3": 1, "4": 1}),
        "extranodal_sites": number("1", 0, 20, "extranodal sites").scored(0, ">1", 1),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults with aggressive non-Hodgkin lymphoma", ages=(18, 120)),
    bands=(
        Band(0, "low", "0 or 1", PROJECT),
        Band(2, "low-intermediate", "2", PROJECT),
        Band(3, "high-intermediate", "3", PROJECT),
        Band(4, "high", "4 or 5", PROJECT),
    ),
    references=(PROJECT,),
    examples=(
        Example(
            inputs={
                "age": 61,
                "stage": "IV",
                "raised_ldh": True,
                "performance_status": "2",
                "extranodal_sites": 2,
            },
            value=5,
            derived="every item",
        ),
        Example(
            inputs={
                "age": 60,
                "stage": "II",
                "raised_ldh": False,
                "performance_status": "1",
                "extranodal_sites": 1,
            },
            value=0,
            derived="every item just missed",
        ),
        Example(
            inputs={
                "age": 70,
                "stage": "III",
                "raised_ldh": False,
                "performance_status": "0",
                "extranodal_sites": 0,
            },
            value=2,
            derived="1 + 1",
        ),
    ),
)
