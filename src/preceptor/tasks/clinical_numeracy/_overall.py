"""Questions that set readings against each other or take them together: comparison and aggregation."""

from statistics import fmean, median, stdev

from preceptor.scoring.number_within import integer
from preceptor.tasks.clinical_numeracy._view import Asked, View, at_time, exact, single, yes_no

# --- comparison


def above(v: View) -> Asked:
    i, limit = v.places(1)[0], v.threshold()
    return f"Was the {v.name} at {v.times[i]} above {limit:g} (yes or no)?", yes_no(v.values[i] > limit)


def inside(v: View) -> Asked:
    i = v.places(1)[0]
    low, high = v.two_thresholds()
    words = f"Was the {v.name} at {v.times[i]} between {low:g} and {high:g} (yes or no)?"
    return words, yes_no(low <= v.values[i] <= high)


def higher_of_two(v: View) -> Asked:
    i, j = v.places(2)
    best = single([place for place in (i, j) if v.values[place] == max(v.values[i], v.values[j])])
    return f"At which time was the {v.name} higher, {v.times[i]} or {v.times[j]}?", at_time(v, best)


def lower_of_two(v: View) -> Asked:
    i, j = v.places(2)
    best = single([place for place in (i, j) if v.values[place] == min(v.values[i], v.values[j])])
    return f"At which time was the {v.name} lower, {v.times[i]} or {v.times[j]}?", at_time(v, best)


def highest_of_three(v: View) -> Asked:
    places = v.places(3)
    best = single([p for p in places if v.values[p] == max(v.values[q] for q in places)])
    words = f"At which of {v.times[places[0]]}, {v.times[places[1]]} and {v.times[places[2]]} was the {v.name} highest?"
    return words, at_time(v, best)


def fell(v: View) -> Asked:
    words = f"Was the last {v.name} lower than the first (yes or no)?"
    return words, yes_no(v.values[-1] < v.values[0])


def moved_more_than(v: View) -> Asked:
    i, j = v.places(2)
    limit = round(v.measure.step * v.rng.uniform(0.4, 1.6), v.measure.digits) + 0.5 * 10.0**-v.measure.digits
    words = f"Did the {v.name} differ by more than {limit:.{v.measure.digits + 1}f} between {v.times[i]} and {v.times[j]} (yes or no)?"
    return words, yes_no(abs(v.values[j] - v.values[i]) > limit)


def larger_step(v: View) -> Asked:
    i, j, k = v.places(3)
    first, second = abs(v.values[j] - v.values[i]), abs(v.values[k] - v.values[j])
    if abs(first - second) < 1e-9:
        raise LookupError("equal")
    words = f"Was the change of the {v.name} from {v.times[i]} to {v.times[j]} larger in size than from {v.times[j]} to {v.times[k]} (yes or no)?"
    return words, yes_no(first > second)


def all_below(v: View) -> Asked:
    limit = (
        v.threshold() if v.rng.random() < 0.5 else round(max(v.values) + v.measure.step, v.measure.digits + 1)
    )
    words = f"Were all readings of the {v.name} below {limit:g} (yes or no)?"
    return words, yes_no(max(v.values) < limit)


def first_above(v: View) -> Asked:
    limit = v.threshold()
    place = next(place for place, value in enumerate(v.values) if value > limit)
    return f"At what time was the {v.name} first above {limit:g}?", at_time(v, place)


# --- aggregation


def highest(v: View) -> Asked:
    return f"What was the highest {v.name}?", exact(v, max(v.values))


def lowest(v: View) -> Asked:
    return f"What was the lowest {v.name}?", exact(v, min(v.values))


def mean(v: View) -> Asked:
    return f"What was the mean of all readings of the {v.name} (two decimals)?", exact(v, fmean(v.values), 2)


def middle(v: View) -> Asked:
    return f"What was the median of all readings of the {v.name} (two decimals)?", exact(
        v, median(v.values), 2
    )


def spread(v: View) -> Asked:
    return f"What was the highest minus the lowest {v.name}?", exact(v, max(v.values) - min(v.values))


def deviation(v: View) -> Asked:
    words = f"What was the sample standard deviation (n - 1) of all readings of the {v.name} (two decimals)?"
    return words, exact(v, stdev(v.values), 2)


def count_above(v: View) -> Asked:
    limit = v.threshold()
    return f"How many readings of the {v.name} were above {limit:g}?", integer(
        sum(x > limit for x in v.values)
    )


def count_inside(v: View) -> Asked:
    low, high = v.two_thresholds()
    words = f"How many readings of the {v.name} were between {low:g} and {high:g}?"
    return words, integer(sum(low <= x <= high for x in v.values))


def time_of_highest(v: View) -> Asked:
    place = single([p for p, value in enumerate(v.values) if value == max(v.values)])
    return f"At what time was the {v.name} highest?", at_time(v, place)


def rises(v: View) -> Asked:
    count = sum(after > before for before, after in zip(v.values, v.values[1:], strict=False))
    return f"How many times was the {v.name} higher than at the reading before?", integer(count)


def longest_run(v: View) -> Asked:
    limit, best, run = v.threshold(), 0, 0
    for value in v.values:
        run = run + 1 if value > limit else 0
        best = max(best, run)
    words = f"What was the largest number of readings in a row with the {v.name} above {limit:g}?"
    return words, integer(best)
