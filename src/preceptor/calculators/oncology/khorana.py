"""Khorana score: venous thromboembolism under chemotherapy, 0 to 6.

In: site of the cancer, platelets, haemoglobin or growth factors, white cells, body-mass index, before chemotherapy.
Out: points.

Source: Khorana et al. 2008, Blood 111:4902-4907.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice, yes_no
from preceptor.calculators._inputs import BODY_MASS_INDEX, PLATELETS, WHITE_CELLS

KHORANA = Reference(
    citation="Khorana AA, Kuderer NM, Culakova E, Lyman GH, Francis CW. Blood 2008;111:4902-4907",
    doi="10.1182/blood-2007-10-116327",
    checked="secondary",
    seen="clincalc 0.4.0 (PyPI): its description of every input; equal on 10,000 random patients",
)
CALCULATOR = Calculator(
    title="Khorana score",
    specialties=("oncology", "haematology"),
    inputs={
        "cancer_site": choice(
            "site of the cancer",
            {
                "other": 0,
                "lung": 1,
                "lymphoma": 1,
                "gynaecological": 1,
                "bladder": 1,
                "testicular": 1,
                "stomach": 2,
                "pancreas": 2,
            },
        ),
        "platelets": PLATELETS.scored(0, ">=350", 1),
        "low_hemoglobin": yes_no("haemoglobin under 10 g/dL or use of red-cell growth factors", 1),
        "white_cells": WHITE_CELLS.scored(0, ">11", 1),
        "body_mass_index": BODY_MASS_INDEX.scored(0, ">=35", 1),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adult outpatients with cancer before chemotherapy", ages=(18, 120)),
    bands=(
        Band(0, "low", "0 points", KHORANA),
        Band(1, "intermediate", "1 or 2 points", KHORANA),
        Band(3, "high", "3 or more points", KHORANA),
    ),
    references=(KHORANA,),
    examples=(
        Example(
            inputs={
                "cancer_site": "pancreas",
                "platelets": 350,
                "low_hemoglobin": True,
                "white_cells": 11.1,
                "body_mass_index": 35,
            },
            value=6,
            derived="2 + 1 + 1 + 1 + 1",
        ),
        Example(
            inputs={
                "cancer_site": "other",
                "platelets": 349,
                "low_hemoglobin": False,
                "white_cells": 11,
                "body_mass_index": 34.9,
            },
            value=0,
            derived="every item just missed",
        ),
        Example(
            inputs={
                "cancer_site": "lung",
                "platelets": 400,
                "low_hemoglobin": False,
                "white_cells": 8,
                "body_mass_index": 25,
            },
            value=2,
            derived="1 + 1",
        ),
    ),
)
