"""Speed of calculators: overhead of one calculation above its formula, and cohorts of a million patients on one core (NumPy's
element-wise functions use one).

.venv/bin/python benchmarks/calculators.py            # prints the tables of docs/benchmarks_calculators.md
"""

import statistics
import timeit

import numpy as np

from preceptor import catalog
from preceptor.calculate import calculate, calculate_cohort, load
from preceptor.calculation import evaluate

PATIENTS = 1_000_000
CALLS, REPEATS = 20, 60  # short batches, so that one of them is undisturbed
SLOWEST_US, SLOWEST_S = 50.0, 2.0


def overhead_us(name: str) -> tuple[float, float]:
    """Return microseconds of one whole calculation and of its formula alone, each the best of the repeats."""
    inputs = load(name).examples[0].inputs
    found = calculate(name, inputs)
    calculator, given = found.calculator, found.given
    whole = min(timeit.repeat(lambda: calculate(name, inputs), number=CALLS, repeat=REPEATS))
    formula = min(timeit.repeat(lambda: evaluate(calculator, given), number=CALLS, repeat=REPEATS))
    return whole / CALLS * 1e6, formula / CALLS * 1e6


def cohorts() -> dict[str, dict[str, np.ndarray]]:
    """Columns of a million patients for three calculators; the sex as text, findings as numbers."""
    draw, n = np.random.default_rng(0), PATIENTS
    flag = lambda: draw.integers(0, 2, n)  # noqa: E731
    sex = draw.choice(np.array(["male", "female"], dtype=object), n)
    findings = ("heart_failure", "hypertension", "diabetes", "stroke", "vascular_disease")
    return {
        "ckd_epi_2021": {"age": draw.uniform(18, 95, n), "sex": sex, "creatinine": draw.uniform(0.3, 9, n)},
        "meld_na": {
            "creatinine": draw.uniform(0.5, 6, n), "bilirubin": draw.uniform(0.3, 30, n), "inr": draw.uniform(0.8, 6, n),
            "sodium": draw.uniform(118, 148, n), "dialysis": flag(),
        },
        "cha2ds2_vasc": {"age": draw.uniform(18, 99, n), "sex": sex, **{key: flag() for key in findings}},
    }  # fmt: skip


def main() -> None:
    """Print both tables."""
    names = catalog.names("calculators")
    timed = {name: overhead_us(name) for name in names if load(name).examples}
    over = {name: whole - formula for name, (whole, formula) in timed.items()}
    within = sum(value <= SLOWEST_US for value in over.values())
    worst = sorted(over, key=lambda name: -over[name])[:5]
    print(f"one calculation, {len(over)} calculators: overhead median {statistics.median(over.values()):.1f} us, "
          f"{within} of {len(over)} at or below {SLOWEST_US:g} us; largest: "
          + ", ".join(f"{name} {over[name]:.0f} us ({len(load(name).inputs)} inputs)" for name in worst))  # fmt: skip
    print("| cohort of 1,000,000 | seconds, best of 3 | target |\n|---|---|---|")
    for name, columns in cohorts().items():
        seconds = min(timeit.repeat(lambda: calculate_cohort(name, columns), number=1, repeat=3))  # noqa: B023
        print(f"| {name} | {seconds:.2f} | {SLOWEST_S:g} |")


if __name__ == "__main__":
    main()
