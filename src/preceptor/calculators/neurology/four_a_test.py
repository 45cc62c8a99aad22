"""4AT: is it delirium, 0 to 12.

In: alertness, four questions of orientation, months backwards, acute change. Out: points. It needs no training.

Source: Bellelli et al. 2014, Age Ageing 43:496-502.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice, yes_no

BELLELLI = Reference(
    citation="Bellelli G, Morandi A, Davis DH, et al. Age Ageing 2014;43:496-502",
    doi="10.1093/ageing/afu021",
    checked="secondary",
    seen="clincalc 0.4.0 (PyPI): its description of every input; equal on 10,000 random patients",
)
CALCULATOR = Calculator(
    title="4AT",
    specialties=("neurology", "psychiatry", "internal medicine"),
    inputs={
        "alertness": choice("alertness", {"normal, or mild sleepiness under 10 s": 0, "clearly abnormal": 4}),
        "orientation": choice(
            "age, date of birth, place, year",
            {"no mistake": 0, "one mistake": 1, "two or more mistakes, or untestable": 2},
        ),
        "attention": choice(
            "months backwards", {"seven or more": 0, "fewer than seven, or refuses": 1, "untestable": 2}
        ),
        "acute_change": yes_no("acute change or fluctuating course", 4),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="adults", ages=(18, 120)),
    bands=(
        Band(0, "unlikely", "delirium or severe cognitive impairment unlikely", BELLELLI),
        Band(1, "possible", "1 to 3: possible cognitive impairment", BELLELLI),
        Band(4, "likely", "4 or more: possible delirium", BELLELLI),
    ),
    references=(BELLELLI,),
    examples=(
        Example(
            inputs={
                "alertness": "clearly abnormal",
                "orientation": "two or more mistakes, or untestable",
                "attention": "untestable",
                "acute_change": True,
            },
            value=12,
            derived="4 + 2 + 2 + 4",
        ),
        Example(
            inputs={
                "alertness": "normal, or mild sleepiness under 10 s",
                "orientation": "no mistake",
                "attention": "seven or more",
                "acute_change": False,
            },
            value=0,
            derived="nothing",
        ),
        Example(
            inputs={
                "alertness": "normal, or mild sleepiness under 10 s",
                "orientation": "one mistake",
                "attention": "fewer than seven, or refuses",
                "acute_change": False,
            },
            value=2,
            derived="1 + 1",
        ),
    ),
)
