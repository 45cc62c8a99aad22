"""What a question is drawn from: one measure of a series, with draws of times and thresholds."""

import random
from dataclasses import dataclass

from preceptor.records import Json
from preceptor.scoring.number_within import decimal
from preceptor.tasks._synthetic_patients import Measure, Series

Asked = tuple[str, Json]


@dataclass(frozen=True, slots=True)
class View:
    """One measure of a series, with draws of times and thresholds."""

    series: Series
    measure: Measure
    rng: random.Random

    @property
    def name(self) -> str:
        """Name the measure."""
        return self.measure.name

    @property
    def values(self) -> list[float]:
        """Return its values in order of time."""
        return self.series.column(self.measure.name)

    @property
    def times(self) -> list[str]:
        """Return the times in order."""
        return [reading.time for reading in self.series.readings]

    def places(self, count: int) -> list[int]:
        """Draw places in the series, in order of time."""
        return sorted(self.rng.sample(range(len(self.times)), count))

    def threshold(self) -> float:
        """Draw a value within the range, between two values that occur: never equal to one."""
        apart = sorted(set(self.values))
        if len(apart) < 2:
            raise LookupError("one value only")
        place = self.rng.randrange(len(apart) - 1)
        return round((apart[place] + apart[place + 1]) / 2, self.measure.digits + 1)

    def two_thresholds(self) -> tuple[float, float]:
        """Draw a lower and an upper threshold that differ."""
        low, high = sorted((self.threshold(), self.threshold()))
        if low == high:
            raise LookupError("one threshold only")
        return low, high


def exact(view: View, value: float, digits: int | None = None) -> Json:
    """Return the target of a number that is rounded to the given decimals, the measure's own by default."""
    places = view.measure.digits if digits is None else digits
    half = 0.5 * 10.0**-places * 1.02
    return decimal(round(value, places), low=value - half, high=value + half)


def yes_no(truth: bool) -> Json:
    """Return the target of a question that is answered by yes or no."""
    return {"kind": "words", "value": "yes" if truth else "no", "others": ["no" if truth else "yes"]}


def at_time(view: View, place: int) -> Json:
    """Return the target of a question for a time of the series."""
    return {
        "kind": "words",
        "value": view.times[place],
        "others": [t for t in view.times if t != view.times[place]],
    }


def single(found: list[int]) -> int:
    """Return the only place; a tie is drawn again."""
    if len(found) != 1:
        raise LookupError("no single place")
    return found[0]
