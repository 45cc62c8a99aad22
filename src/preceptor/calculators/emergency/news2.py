"""NEWS2: national early warning score of adults in hospital, 0 to 20.

In: six measurements, oxygen given or not, consciousness, and which oxygen scale applies. Out: points. Scale 2
is for hypercapnic respiratory failure with a target of 88 to 92 %, on a clinician's decision only: on air, or
above that target on oxygen, it scores otherwise than scale 1. New confusion scores as C of "CVPU". Not for
pregnancy or under 16 years.

Source: Royal College of Physicians, National Early Warning Score (NEWS) 2, London 2017.
License: Apache-2.0
"""

import numpy as np
from numpy.typing import ArrayLike

from preceptor.calculation import (
    Band,
    Calculator,
    Example,
    Population,
    Reference,
    Worked,
    choice,
    points_of,
    yes_no,
)
from preceptor.calculators._inputs import (
    HEART_RATE,
    OXYGEN_SATURATION,
    RESPIRATORY_RATE,
    SYSTOLIC_BP,
    TEMPERATURE,
)  # fmt: skip

RCP = Reference(
    citation="Royal College of Physicians. National Early Warning Score (NEWS) 2. London: RCP, 2017",
    checked="secondary",
    seen="NEWS2 chart 1 as copied at scribd.com/document/584338409; thorax.bmj.com table of both oxygen scales",
)
RESPONSE = Reference(
    citation="Royal College of Physicians. National Early Warning Score (NEWS) 2, thresholds and triggers, 2017",
    checked="secondary",
    seen="rcpjournals.org, table 1 of a study that uses NEWS2, cut points",
)
INPUTS = {
    "respiratory_rate": RESPIRATORY_RATE.scored(3, ">8", 1, ">11", 0, ">20", 2, ">24", 3),
    "oxygen_saturation": OXYGEN_SATURATION.scored(3, ">91", 2, ">93", 1, ">95", 0),
    "supplemental_oxygen": yes_no("oxygen given", 2),
    "systolic_bp": SYSTOLIC_BP.scored(3, ">90", 2, ">100", 1, ">110", 0, ">219", 3),
    "heart_rate": HEART_RATE.scored(3, ">40", 1, ">50", 0, ">90", 1, ">110", 2, ">130", 3),
    "consciousness": choice(
        "level of consciousness", {"alert": 0, "new confusion": 3, "voice": 3, "pain": 3, "unresponsive": 3}
    ),
    "temperature": TEMPERATURE.scored(3, ">35.0", 1, ">36.0", 0, ">38.0", 1, ">39.0", 2),
    "scale_2": yes_no("oxygen scale 2 applies (hypercapnic failure, target 88 to 92 %)"),
}
SCALE_2 = OXYGEN_SATURATION.scored(3, ">83", 2, ">85", 1, ">87", 0)
SCALE_2_ON_OXYGEN = OXYGEN_SATURATION.scored(3, ">83", 2, ">85", 1, ">87", 0, ">92", 1, ">94", 2, ">96", 3)


def compute(
    *,
    respiratory_rate: ArrayLike,
    oxygen_saturation: ArrayLike,
    supplemental_oxygen: ArrayLike,
    systolic_bp: ArrayLike,
    heart_rate: ArrayLike,
    consciousness: ArrayLike,
    temperature: ArrayLike,
    scale_2: ArrayLike,
) -> Worked:
    """Return the sum of the seven items; the saturation's points depend on scale and oxygen."""
    second = np.where(
        np.equal(supplemental_oxygen, 1),
        points_of(SCALE_2_ON_OXYGEN, oxygen_saturation),
        points_of(SCALE_2, oxygen_saturation),
    )
    first = points_of(INPUTS["oxygen_saturation"], oxygen_saturation)
    parts = {
        "respiratory_rate_points": points_of(INPUTS["respiratory_rate"], respiratory_rate),
        "saturation_points": np.where(np.equal(scale_2, 1), second, first),
        "oxygen_points": points_of(INPUTS["supplemental_oxygen"], supplemental_oxygen),
        "systolic_points": points_of(INPUTS["systolic_bp"], systolic_bp),
        "heart_rate_points": points_of(INPUTS["heart_rate"], heart_rate),
        "consciousness_points": np.asarray(consciousness, dtype=float),
        "temperature_points": points_of(INPUTS["temperature"], temperature),
    }
    return Worked(value=sum(np.asarray(points) for points in parts.values()), parts=parts)


CALCULATOR = Calculator(
    title="National Early Warning Score 2",
    specialties=("emergency", "internal medicine", "intensive care", "surgery"),
    inputs=INPUTS,
    compute=compute,
    unit="1",
    returns="score",
    digits=0,
    population=Population(doc="people of 16 and over, not pregnant", ages=(16, 120), excludes=("pregnancy",)),
    bands=(
        Band(0, "low", "ward-based response; urgent review as from 5 on where one measurement alone has 3", RESPONSE),
        Band(5, "medium", "urgent review, observations at least hourly", RESPONSE),
        Band(7, "high", "emergency assessment by a critical-care team, continuous monitoring", RESPONSE),
    ),
    steps=(
        "Respiratory rate {respiratory_rate_points:g} + saturation {saturation_points:g} + oxygen {oxygen_points:g}"
        " + systolic pressure {systolic_points:g} + heart rate {heart_rate_points:g}"
        " + consciousness {consciousness_points:g} + temperature {temperature_points:g} = {value:g}.",
    ),
    references=(RCP, RESPONSE),
    examples=(
        Example(
            inputs={"respiratory_rate": 16, "oxygen_saturation": 97, "supplemental_oxygen": False, "systolic_bp": 120,
                    "heart_rate": 72, "consciousness": "alert", "temperature": 36.8, "scale_2": False},
            value=0, derived="every measurement in the column of 0",
        ),
        Example(
            inputs={"respiratory_rate": 25, "oxygen_saturation": 91, "supplemental_oxygen": True, "systolic_bp": 90,
                    "heart_rate": 131, "consciousness": "voice", "temperature": 35.0, "scale_2": False},
            value=20, derived="3 + 3 + 2 + 3 + 3 + 3 + 3, the maximum",
        ),
        Example(
            inputs={"respiratory_rate": 21, "oxygen_saturation": 97, "supplemental_oxygen": True, "systolic_bp": 111,
                    "heart_rate": 91, "consciousness": "alert", "temperature": 38.1, "scale_2": True},
            value=9, derived="2 + 3 (97 on oxygen, scale 2) + 2 + 0 + 1 + 0 + 1",
        ),
        Example(
            inputs={"respiratory_rate": 11, "oxygen_saturation": 97, "supplemental_oxygen": False, "systolic_bp": 220,
                    "heart_rate": 50, "consciousness": "new confusion", "temperature": 36.0, "scale_2": True},
            value=9, derived="1 + 0 (on air, scale 2) + 0 + 3 + 1 + 3 + 1",
        ),
    ),
)  # fmt: skip
