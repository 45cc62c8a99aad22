"""Alvarado score: how likely acute appendicitis is, 0 to 10.

In: three symptoms, two signs, temperature, white cells, left shift. Out: points. Fever begins at 37.3 degrees
and leukocytosis above 10,000/uL, as in the original; it misses cases in women and children and does not
replace imaging.

Source: Alvarado 1986, Ann Emerg Med 15:557-564.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, yes_no
from preceptor.calculators._inputs import TEMPERATURE, WHITE_CELLS

ALVARADO = Reference(
    citation="Alvarado A. Ann Emerg Med 1986;15:557-564",
    doi="10.1016/S0196-0644(86)80993-3",
    checked="secondary",
    seen="fpnotebook.com, Alvarado score; bestpractice.bmj.com topic 290, criteria",
)
CALCULATOR = Calculator(
    title="Alvarado (MANTRELS) score",
    specialties=("surgery", "emergency"),
    inputs={
        "migration": yes_no("pain that moved to the right lower quadrant", 1),
        "anorexia": yes_no("loss of appetite, or ketones in the urine", 1),
        "nausea_or_vomiting": yes_no("nausea or vomiting", 1),
        "tenderness": yes_no("tenderness in the right lower quadrant", 2),
        "rebound": yes_no("rebound tenderness", 1),
        "temperature": TEMPERATURE.scored(0, ">=37.3", 1),
        "white_cells": WHITE_CELLS.scored(0, ">10", 2),
        "left_shift": yes_no("shift of the white cells to the left", 1),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="people with abdominal pain in whom appendicitis is suspected"),
    bands=(
        Band(0, "unlikely", "appendicitis unlikely", ALVARADO),
        Band(5, "possible", "compatible with appendicitis", ALVARADO),
        Band(7, "probable", "probable appendicitis", ALVARADO),
        Band(9, "very probable", "very probable appendicitis", ALVARADO),
    ),
    references=(ALVARADO,),
    examples=(
        Example(
            inputs={"migration": True, "anorexia": True, "nausea_or_vomiting": True, "tenderness": True,
                    "rebound": True, "temperature": 37.3, "white_cells": 12.5, "left_shift": True},
            value=10, derived="1 + 1 + 1 + 2 + 1 + 1 + 2 + 1",
        ),
        Example(
            inputs={"migration": False, "anorexia": False, "nausea_or_vomiting": False, "tenderness": False,
                    "rebound": False, "temperature": 37.2, "white_cells": 10.0, "left_shift": False},
            value=0, derived="temperature and white cells just below their thresholds",
        ),
        Example(
            inputs={"migration": True, "anorexia": False, "nausea_or_vomiting": True, "tenderness": True,
                    "rebound": False, "temperature": 37.0, "white_cells": 13.0, "left_shift": False},
            value=6, derived="1 + 1 + 2 + 2",
        ),
    ),
)  # fmt: skip
