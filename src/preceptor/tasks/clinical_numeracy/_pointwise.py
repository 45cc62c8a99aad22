"""Questions about single readings: retrieval and arithmetic. Each returns its words and the right answer."""

from statistics import fmean

from preceptor.scoring.number_within import integer
from preceptor.tasks.clinical_numeracy._view import Asked, View, at_time, exact, single

# --- retrieval


def value_at(v: View) -> Asked:
    (i,) = v.places(1)
    return f"What was the {v.name} at {v.times[i]}?", exact(v, v.values[i])


def first_value(v: View) -> Asked:
    return f"What was the first recorded {v.name}?", exact(v, v.values[0])


def last_value(v: View) -> Asked:
    return f"What was the last recorded {v.name}?", exact(v, v.values[-1])


def nth_value(v: View) -> Asked:
    i = v.rng.randrange(1, len(v.times) - 1)
    return f"What was recorded as number {i + 1} in order of time for the {v.name}?", exact(v, v.values[i])


def value_before(v: View) -> Asked:
    i = v.rng.randrange(1, len(v.times))
    return f"What was the {v.name} at the reading just before {v.times[i]}?", exact(v, v.values[i - 1])


def value_after(v: View) -> Asked:
    i = v.rng.randrange(len(v.times) - 1)
    return f"What was the {v.name} at the reading just after {v.times[i]}?", exact(v, v.values[i + 1])


def time_of_value(v: View) -> Asked:
    (i,) = v.places(1)
    i = single([place for place, value in enumerate(v.values) if value == v.values[i]])
    return f"At what time was the {v.name} {v.values[i]:.{v.measure.digits}f}?", at_time(v, i)


def count_readings(v: View) -> Asked:
    return f"How many readings of the {v.name} are recorded?", integer(len(v.times))


def last_time(v: View) -> Asked:
    return f"At what time was the last {v.name} recorded?", at_time(v, len(v.times) - 1)


def second_to_last(v: View) -> Asked:
    return f"What was the last but one recorded {v.name}?", exact(v, v.values[-2])


# --- arithmetic


def difference(v: View) -> Asked:
    i, j = v.places(2)
    words = f"What is the {v.name} at {v.times[j]} minus the {v.name} at {v.times[i]}?"
    return words, exact(v, v.values[j] - v.values[i])


def total_change(v: View) -> Asked:
    return (
        f"By how much did the {v.name} change from the first to the last reading (last minus first)?",
        exact(v, v.values[-1] - v.values[0]),
    )


def percent_change(v: View) -> Asked:
    i, j = v.places(2)
    words = f"By what percentage did the {v.name} change from {v.times[i]} to {v.times[j]} (one decimal, minus for a fall)?"
    return words, exact(v, 100 * (v.values[j] - v.values[i]) / v.values[i], 1)


def sum_of_two(v: View) -> Asked:
    i, j = v.places(2)
    words = f"What is the sum of the {v.name} at {v.times[i]} and at {v.times[j]}?"
    return words, exact(v, v.values[i] + v.values[j])


def mean_of_two(v: View) -> Asked:
    i, j = v.places(2)
    words = f"What is the mean of the {v.name} at {v.times[i]} and at {v.times[j]} (two decimals)?"
    return words, exact(v, (v.values[i] + v.values[j]) / 2, 2)


def mean_of_three(v: View) -> Asked:
    i, j, k = v.places(3)
    words = f"What is the mean of the {v.name} at {v.times[i]}, {v.times[j]} and {v.times[k]} (two decimals)?"
    return words, exact(v, fmean(v.values[place] for place in (i, j, k)), 2)


def ratio(v: View) -> Asked:
    i, j = v.places(2)
    words = f"What is the {v.name} at {v.times[j]} divided by the {v.name} at {v.times[i]} (two decimals)?"
    return words, exact(v, v.values[j] / v.values[i], 2)


def minutes(time: str) -> int:
    """Return the minutes since midnight."""
    hours, rest = time.split(":")
    return 60 * int(hours) + int(rest)


def elapsed(v: View) -> Asked:
    i, j = v.places(2)
    words = f"How many minutes passed between the readings at {v.times[i]} and {v.times[j]}?"
    return words, integer(minutes(v.times[j]) - minutes(v.times[i]))


def hourly(v: View) -> Asked:
    i, j = v.places(2)
    hours = (minutes(v.times[j]) - minutes(v.times[i])) / 60
    words = f"By how much per hour did the {v.name} change from {v.times[i]} to {v.times[j]} (two decimals, minus for a fall)?"
    return words, exact(v, (v.values[j] - v.values[i]) / hours, 2)


def two_measures(v: View) -> Asked:
    (i,) = v.places(1)
    other = v.rng.choice([m.name for m in v.series.measures if m.name != v.name])
    given = v.series.column(other)[i]
    words = f"What is the {v.name} divided by the {other} at {v.times[i]} (two decimals)?"
    return words, exact(v, v.values[i] / given, 2)


def to_limit(v: View) -> Asked:
    i, limit = v.places(1)[0], round(max(v.values) + 3 * v.measure.step, v.measure.digits)
    words = f"How far is the {v.name} at {v.times[i]} below {limit:.{v.measure.digits}f}?"
    return words, exact(v, limit - v.values[i])
