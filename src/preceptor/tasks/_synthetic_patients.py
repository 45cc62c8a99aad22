"""Made-up patients from a seed: who they are and a day of vital signs and laboratory values that hang together.

Values drift around a level of the patient's own, within what is seen on a ward; they are drawn, not copied, and
stand for nobody. The same seed gives the same patients on every machine (`random.Random`).
"""

import random
from dataclasses import dataclass

DAY = "2031-03-04"


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """A quantity that is followed: its unit, decimals, the range of levels, how far it moves between readings."""

    name: str
    unit: str
    digits: int
    low: float
    high: float
    step: float


VITALS = (
    Measure(name="heart rate", unit="/min", digits=0, low=58, high=118, step=8),
    Measure(name="systolic blood pressure", unit="mmHg", digits=0, low=92, high=162, step=9),
    Measure(name="diastolic blood pressure", unit="mmHg", digits=0, low=52, high=86, step=5),
    Measure(name="respiratory rate", unit="/min", digits=0, low=12, high=26, step=2.5),
    Measure(name="temperature", unit="°C", digits=1, low=36.2, high=39.0, step=0.4),
    Measure(name="oxygen saturation", unit="%", digits=0, low=89, high=98, step=1.5),
)
LABS = (
    Measure(name="sodium", unit="mmol/L", digits=0, low=126, high=146, step=2.5),
    Measure(name="potassium", unit="mmol/L", digits=1, low=3.1, high=5.4, step=0.3),
    Measure(name="creatinine", unit="mg/dL", digits=2, low=0.6, high=2.8, step=0.18),
    Measure(name="glucose", unit="mg/dL", digits=0, low=82, high=280, step=28),
    Measure(name="lactate", unit="mmol/L", digits=1, low=0.8, high=5.0, step=0.5),
    Measure(name="haemoglobin", unit="g/dL", digits=1, low=7.4, high=14.6, step=0.4),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """All values of one time, in the order of the series' measures."""

    time: str
    values: tuple[float, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """A patient's day: measures, and their values at each time (HH:MM, in order)."""

    patient: str
    age_years: int
    sex: str
    measures: tuple[Measure, ...]
    readings: tuple[Reading, ...]

    def column(self, name: str) -> list[float]:
        """Return the values of a measure in order of time."""
        place = [measure.name for measure in self.measures].index(name)
        return [reading.values[place] for reading in self.readings]


def _times(rng: random.Random, count: int) -> list[str]:
    quarters = sorted(rng.sample(range(4, 92), count))
    return [f"{quarter // 4:02d}:{15 * (quarter % 4):02d}" for quarter in quarters]


def _walk(rng: random.Random, measure: Measure, count: int) -> list[float]:
    level = rng.uniform(measure.low, measure.high)
    found = []
    for _ in range(count):
        level += rng.gauss(0, measure.step) + 0.15 * ((measure.low + measure.high) / 2 - level)
        level = min(max(level, measure.low), measure.high)
        found.append(round(level, measure.digits))
    return found


def series(seed: int, number: int) -> Series:
    """Return the day of one patient; vital signs for even numbers, laboratory values for odd ones."""
    rng = random.Random(f"series/{seed}/{number}")
    measures = LABS if number % 2 else VITALS
    count = rng.randint(7, 11)
    columns = [_walk(rng, measure, count) for measure in measures]
    times = _times(rng, count)
    return Series(
        patient=f"P{number + 1:03d}",
        age_years=rng.randint(19, 91),
        sex=rng.choice(("woman", "man")),
        measures=measures,
        readings=tuple(
            Reading(time=time, values=tuple(column[place] for column in columns))
            for place, time in enumerate(times)
        ),
    )
