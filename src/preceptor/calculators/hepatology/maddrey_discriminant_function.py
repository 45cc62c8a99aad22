"""Maddrey's discriminant function: how severe alcoholic hepatitis is.

In: prothrombin time, the laboratory's control time, bilirubin. Out: a number; 32 or more is severe. It takes seconds,
not the INR.

Source: Carithers et al. 1989, Ann Intern Med 110:685-690.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, number
from preceptor.calculators._inputs import BILIRUBIN

CARITHERS = Reference(
    citation="Carithers RL, Herlong HF, Diehl AM, et al. Ann Intern Med 1989;110:685-690",
    doi="10.7326/0003-4819-110-9-685",
    checked="secondary",
    seen="medicalalgorithms.com, discriminant function of Maddrey and of Carithers",
)


def compute(*, prothrombin_time: ArrayLike, control_time: ArrayLike, bilirubin: ArrayLike) -> ArrayLike:
    """Return 4.6 x (prothrombin time - control) + bilirubin in mg/dL."""
    return 4.6 * (np.asarray(prothrombin_time, dtype=float) - np.asarray(control_time)) + np.asarray(
        bilirubin
    )


CALCULATOR = Calculator(
    title="Maddrey's discriminant function",
    specialties=("hepatology", "gastroenterology"),
    inputs={
        "prothrombin_time": number("s", 8, 150, "prothrombin time", usual=(9, 60)),
        "control_time": number("s", 8, 20, "control prothrombin time of the laboratory", usual=(10, 15)),
        "bilirubin": BILIRUBIN,
    },
    compute=compute,
    unit="1",
    digits=1,
    population=Population(doc="adults with alcoholic hepatitis", ages=(18, 120)),
    bands=(
        Band(-1000, "not severe", "below 32", CARITHERS),
        Band(32, "severe", "high risk of death within a month", CARITHERS),
    ),
    steps=("4.6 x ({prothrombin_time:g} - {control_time:g}) + {bilirubin:g} = {value:.1f}",),
    references=(CARITHERS,),
    examples=(
        Example(
            inputs={"prothrombin_time": 20, "control_time": 12, "bilirubin": 10},
            value=46.8,
            derived="4.6 x 8 + 10",
        ),
        Example(
            inputs={"prothrombin_time": 12, "control_time": 12, "bilirubin": 2},
            value=2.0,
            derived="0 + 2",
        ),
        Example(
            inputs={"prothrombin_time": 17, "control_time": 12, "bilirubin": 9},
            value=32.0,
            derived="23 + 9",
        ),
    ),
)
