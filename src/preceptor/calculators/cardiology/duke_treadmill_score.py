"""Duke treadmill score: prognosis from an exercise test by the Bruce protocol.

In: minutes of exercise, largest net ST deviation in any lead but aVR, angina. Out: a number, about -25 to 15.

Source: Mark et al. 1991, N Engl J Med 325:849-853.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import Band, Calculator, Example, Population, Reference, choice, number

MARK = Reference(
    citation="Mark DB, Shaw L, Harrell FE, et al. N Engl J Med 1991;325:849-853",
    doi="10.1056/NEJM199109193251204",
    checked="secondary",
    seen="healio.com, Duke treadmill score (formula, angina index, not aVR); onlinemedicaltools.com/tools/duke-treadmill (5, -10)",
)


def compute(*, exercise_time: ArrayLike, st_deviation: ArrayLike, angina: ArrayLike) -> ArrayLike:
    """Return minutes - 5 x ST deviation - 4 x angina index."""
    return np.asarray(exercise_time, dtype=float) - 5 * np.asarray(st_deviation) - 4 * np.asarray(angina)


CALCULATOR = Calculator(
    title="Duke treadmill score",
    specialties=("cardiology", "internal medicine"),
    inputs={
        "exercise_time": number("min", 0, 30, "exercise by the Bruce protocol"),
        "st_deviation": number("mm", 0, 15, "largest net ST deviation", usual=(0, 8)),
        "angina": choice("angina during exercise", {"none": 0, "not limiting": 1, "limiting": 2}),
    },
    compute=compute,
    unit="1",
    digits=1,
    population=Population(doc="adults with suspected coronary disease who can exercise", ages=(18, 120)),
    bands=(
        Band(-1000, "high", "below -10: high risk (-11 or less in whole numbers)", MARK),
        Band(-10, "moderate", "-10 to 4", MARK),
        Band(5, "low", "5 or more: low risk", MARK),
    ),
    steps=("{exercise_time:g} - 5 x {st_deviation:g} - 4 x angina ({angina}) = {value:.1f}",),
    references=(MARK,),
    examples=(
        Example(
            inputs={"exercise_time": 10, "st_deviation": 0, "angina": "none"},
            value=10.0,
            derived="10",
        ),
        Example(
            inputs={"exercise_time": 6, "st_deviation": 2, "angina": "not limiting"},
            value=-8.0,
            derived="6 - 10 - 4",
        ),
        Example(
            inputs={"exercise_time": 3, "st_deviation": 3, "angina": "limiting"},
            value=-20.0,
            derived="3 - 15 - 8",
        ),
    ),
)
