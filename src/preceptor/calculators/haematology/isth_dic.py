"""ISTH score of overt disseminated intravascular coagulation, 0 to 8.

In: platelets, a fibrin marker, prolongation of the prothrombin time, fibrinogen. Out: points. Only where a disease is
present that is known to cause it; repeat daily.

Source: Taylor et al. 2001, Thromb Haemost 86:1327-1330.
License: Apache-2.0
"""

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice, number
from preceptor.calculators._inputs import PLATELETS

TAYLOR = Reference(
    citation="Taylor FB, Toh CH, Hoots WK, Wada H, Levi M. Thromb Haemost 2001;86:1327-1330",
    doi="10.1055/s-0037-1616068",
    checked="secondary",
    seen="clincalc 0.4.0 (PyPI): its description of every input; equal on 10,000 random patients",
)
CALCULATOR = Calculator(
    title="ISTH score of overt DIC",
    specialties=("haematology", "intensive care"),
    inputs={
        "platelets": PLATELETS.scored(2, ">=50", 1, ">=100", 0),
        "fibrin_marker": choice(
            "D-dimer or fibrin degradation products",
            {"not raised": 0, "moderately raised": 2, "strongly raised": 3},
        ),
        "prothrombin_prolongation": number(
            "s", 0, 150, "prothrombin time beyond the upper limit", usual=(0, 60)
        ).scored(0, ">=3", 1, ">=6", 2),
        "fibrinogen": number("g/L", 0, 20, "fibrinogen", usual=(0.3, 10)).scored(1, ">=1", 0),
    },
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="people with a disease known to cause it"),
    bands=(
        Band(0, "not overt", "below 5: repeat in one to two days", TAYLOR),
        Band(5, "overt", "5 or more: compatible with overt disseminated intravascular coagulation", TAYLOR),
    ),
    references=(TAYLOR,),
    examples=(
        Example(
            inputs={
                "platelets": 49,
                "fibrin_marker": "strongly raised",
                "prothrombin_prolongation": 6,
                "fibrinogen": 0.9,
            },
            value=8,
            derived="2 + 3 + 2 + 1",
        ),
        Example(
            inputs={
                "platelets": 100,
                "fibrin_marker": "not raised",
                "prothrombin_prolongation": 2.9,
                "fibrinogen": 1.0,
            },
            value=0,
            derived="every item at its threshold",
        ),
        Example(
            inputs={
                "platelets": 70,
                "fibrin_marker": "moderately raised",
                "prothrombin_prolongation": 4,
                "fibrinogen": 2,
            },
            value=4,
            derived="1 + 2 + 1",
        ),
    ),
)
