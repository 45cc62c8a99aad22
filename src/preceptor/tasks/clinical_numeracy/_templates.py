"""The 42 questions by operation: ten retrieve a value, eleven calculate, ten compare, eleven aggregate.

A template returns its question and the target of the numeric scorer; where a draw would have two right answers (a
tie), it draws again.
"""

import random
from collections.abc import Callable

from preceptor.tasks._synthetic_patients import Series
from preceptor.tasks.clinical_numeracy import _overall as overall
from preceptor.tasks.clinical_numeracy import _pointwise as point
from preceptor.tasks.clinical_numeracy._view import Asked, View

TRIES = 200
Template = Callable[[View], Asked]
TEMPLATES: dict[str, tuple[Template, ...]] = {
    "retrieval": (
        point.value_at, point.first_value, point.last_value, point.nth_value, point.value_before, point.value_after, point.time_of_value, point.count_readings,
        point.last_time, point.second_to_last,
    ),
    "arithmetic": (
        point.difference, point.total_change, point.percent_change, point.sum_of_two, point.mean_of_two, point.mean_of_three, point.ratio, point.elapsed, point.hourly,
        point.two_measures, point.to_limit,
    ),
    "comparison": (
        overall.above, overall.inside, overall.higher_of_two, overall.lower_of_two, overall.highest_of_three, overall.fell, overall.moved_more_than, overall.larger_step, overall.all_below,
        overall.first_above,
    ),
    "aggregation": (
        overall.highest, overall.lowest, overall.mean, overall.middle, overall.spread, overall.deviation, overall.count_above, overall.count_inside, overall.time_of_highest, overall.rises,
        overall.longest_run,
    ),
}  # fmt: skip


def asked(template: Template, series: Series, seed: int) -> Asked:
    """Draw a question of a template for a series, until it has one right answer."""
    rng = random.Random(f"question/{seed}/{series.patient}/{template.__name__}")
    for _ in range(TRIES):
        try:
            return template(View(series, rng.choice(series.measures), rng))
        except (LookupError, StopIteration):
            continue
    raise LookupError(f"{template.__name__} finds nothing to ask about {series.patient}")
