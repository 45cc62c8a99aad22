"""Centor score modified by McIsaac: streptococci in a sore throat, -1 to 5.

In: age, temperature and three findings. Out: points. A cough that is absent gives a point, so an unknown
cough leaves a range. From 3 years on.

Source: McIsaac et al. 1998, CMAJ 158:75-83; Centor et al. 1981, Med Decis Making 1:239-246.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, yes_no
from preceptor.calculators._inputs import AGE, TEMPERATURE

MCISAAC = Reference(
    citation="McIsaac WJ et al. A clinical score to reduce unnecessary antibiotic use in patients with sore throat. CMAJ 1998;158:75-83",
    pmid="9475915",
    checked="secondary",
    seen="MedCalc-Bench v1.0, worked explanation of calculator 20; AgentMD calculator 7",
)
FINE = Reference(
    citation="Fine AM, Nizet V, Mandl KD. Large-scale validation of the Centor and McIsaac scores. Arch Intern Med 2012;172:847-852",
    doi="10.1001/archinternmed.2012.950",
    pmid="22566485",
    checked="source",
    seen="PMC3627733, abstract",
)
CALCULATOR = Calculator(
    title="Centor score (McIsaac)",
    specialties=("infectious disease", "primary care", "paediatrics"),
    inputs={
        "age": AGE.within(3, 120).scored(1, ">=15", 0, ">=45", -1),
        "temperature": TEMPERATURE.scored(0, ">38", 1),
        "cough": yes_no("cough").scored(1, ">=1", 0),
        "tender_nodes": yes_no("tender or swollen anterior cervical nodes", 1),
        "tonsillar_exudate": yes_no("swelling or exudate of the tonsils", 1),
    },
    unit="1",
    returns="score",
    population=Population(doc="3 years and over with a sore throat", ages=(3, 120)),
    bands=(
        Band(-1, "very low", "0 or less: 8 % streptococci", FINE),
        Band(1, "low", "14 %", FINE),
        Band(2, "moderate", "23 %: test", FINE),
        Band(3, "raised", "37 %: test", FINE),
        Band(4, "high", "55 %: test or treat", FINE),
    ),
    references=(
        MCISAAC,
        FINE,
    ),
    examples=(
        Example(
            inputs={
                "age": 14,
                "temperature": 38.1,
                "cough": False,
                "tender_nodes": True,
                "tonsillar_exudate": True,
            },
            value=5.0,
            derived="1 + 1 + 1 + 1 + 1",
        ),
        Example(
            inputs={
                "age": 15,
                "temperature": 38,
                "cough": True,
                "tonsillar_exudate": False,
                "tender_nodes": False,
            },
            value=0.0,
            derived="15 is 0, 38.0 is not above 38",
        ),
        Example(
            inputs={
                "age": 45,
                "temperature": "98.6 degF",
                "cough": True,
                "tonsillar_exudate": False,
                "tender_nodes": False,
            },
            value=-1.0,
            derived="45 and over -1",
        ),
        Example(
            inputs={
                "age": 30,
                "temperature": 37,
                "cough": "absent",
                "tonsillar_exudate": False,
                "tender_nodes": False,
            },
            value=1.0,
            derived="no cough 1",
        ),
    ),
)
