"""Paediatric appendicitis score: how likely appendicitis is in a child, 0 to 10.

In: symptoms, signs, temperature, blood count. Out: points. Made at 4 to 15 years with one cut-off, 6; the three bands are of
later studies. Sources differ on neutrophilia: 7,500 (taken here) or 6,750 per microlitre, or above 75 %.

Source: Samuel 2002, J Pediatr Surg 37:877-881.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, yes_no
from preceptor.calculators._inputs import TEMPERATURE, WHITE_CELLS

SAMUEL = Reference(
    citation="Samuel M. J Pediatr Surg 2002;37:877-881",
    doi="10.1053/jpsu.2002.32893",
    pmid="12037754",
    checked="secondary",
    seen="abstract (pubmed 12037754: items, weights); babbagecalculator.com, Pediatric appendicitis score; pemcincinnati.com (10,000 white cells)",
)
LATER = Reference(
    citation="Later validation studies of the paediatric appendicitis score with two cut-offs",
    checked="secondary",
    seen="pemcincinnati.com, Test yourself: the pediatric appendicitis score; public code of other calculators (3 and 7)",
)
CALCULATOR = Calculator(
    title="Paediatric appendicitis score",
    specialties=("surgery", "paediatrics", "emergency"),
    inputs={
        "migration": yes_no("pain that moved to the right lower quadrant", 1),
        "anorexia": yes_no("loss of appetite", 1),
        "nausea_or_vomiting": yes_no("nausea or vomiting", 1),
        "tenderness": yes_no("tenderness in the right lower quadrant", 2),
        "pain_on_movement": yes_no("tenderness there on coughing, hopping or percussion", 2),
        "temperature": TEMPERATURE.scored(0, ">=38", 1),
        "white_cells": WHITE_CELLS.scored(0, ">=10", 1),
        "neutrophilia": yes_no("neutrophils of 7,500/uL or more", 1),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="children with abdominal pain", ages=(3, 18)),
    bands=(
        Band(0, "low", "0 to 3: appendicitis unlikely", LATER),
        Band(4, "intermediate", "4 to 6: imaging", LATER),
        Band(7, "high", "7 to 10: appendicitis likely", LATER),
    ),
    references=(SAMUEL, LATER),
    examples=(
        Example(
            inputs={
                "migration": True,
                "anorexia": True,
                "nausea_or_vomiting": True,
                "tenderness": True,
                "pain_on_movement": True,
                "temperature": 38,
                "white_cells": 10,
                "neutrophilia": True,
            },
            value=10,
            derived="1 + 1 + 1 + 2 + 2 + 1 + 1 + 1",
        ),
        Example(
            inputs={
                "migration": False,
                "anorexia": False,
                "nausea_or_vomiting": False,
                "tenderness": False,
                "pain_on_movement": False,
                "temperature": 37.9,
                "white_cells": 9.9,
                "neutrophilia": False,
            },
            value=0,
            derived="every item just missed",
        ),
        Example(
            inputs={
                "migration": False,
                "anorexia": True,
                "nausea_or_vomiting": True,
                "tenderness": True,
                "pain_on_movement": False,
                "temperature": 38.2,
                "white_cells": 9,
                "neutrophilia": False,
            },
            value=5,
            derived="1 + 1 + 2 + 1",
        ),
    ),
)
