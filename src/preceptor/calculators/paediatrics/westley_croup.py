"""Westley score: how severe a croup is, 0 to 17.

In: consciousness, cyanosis, stridor, air entry, retractions. Out: points.

Source: Westley, Cotton and Brooks 1978, Am J Dis Child 132:484-487.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice

WESTLEY = Reference(
    citation="Westley CR, Cotton EK, Brooks JG. Am J Dis Child 1978;132:484-487",
    doi="10.1001/archpedi.1978.02120300044008",
    checked="secondary",
    seen="10.1186/s13052-017-0348-x, table 8 (points)",
)
GRADES = Reference(
    citation="Management of acute respiratory diseases in the pediatric population: the role of oral corticosteroids. Ital J Pediatr 2017",
    doi="10.1186/s13052-017-0348-x",
    checked="source",
    seen="table 8, its notes (2 or less, 3 to 5, 6 to 11, above 11)",
)
CALCULATOR = Calculator(
    title="Westley croup score",
    specialties=("paediatrics", "emergency"),
    inputs={
        "consciousness": choice("level of consciousness", {"normal": 0, "disoriented": 5}),
        "cyanosis": choice("cyanosis", {"none": 0, "with agitation": 4, "at rest": 5}),
        "stridor": choice("stridor", {"none": 0, "with agitation": 1, "at rest": 2}),
        "air_entry": choice("air entry", {"normal": 0, "decreased": 1, "markedly decreased": 2}),
        "retractions": choice("retractions", {"none": 0, "mild": 1, "moderate": 2, "severe": 3}),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="children with croup", ages=(0, 18)),
    bands=(
        Band(0, "mild", "0 to 2", GRADES),
        Band(3, "moderate", "3 to 5", GRADES),
        Band(6, "severe", "6 to 11", GRADES),
        Band(12, "impending respiratory failure", "12 or more", GRADES),
    ),
    references=(
        WESTLEY,
        GRADES,
    ),
    examples=(
        Example(
            inputs={
                "consciousness": "disoriented",
                "cyanosis": "at rest",
                "stridor": "at rest",
                "air_entry": "markedly decreased",
                "retractions": "severe",
            },
            value=17,
            derived="5 + 5 + 2 + 2 + 3",
        ),
        Example(
            inputs={
                "consciousness": "normal",
                "cyanosis": "none",
                "stridor": "none",
                "air_entry": "normal",
                "retractions": "none",
            },
            value=0,
            derived="no sign",
        ),
        Example(
            inputs={
                "consciousness": "normal",
                "cyanosis": "none",
                "stridor": "at rest",
                "air_entry": "decreased",
                "retractions": "moderate",
            },
            value=5,
            derived="2 + 1 + 2",
        ),
    ),
)
