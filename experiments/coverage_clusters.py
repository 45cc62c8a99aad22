"""Do intervals and tests keep what they promise, where cases come in clusters and where they are paired?

    python experiments/coverage_clusters.py [REPEATS]

Prints: coverage of 95 % intervals for 60 cases x 10 variants (and other designs), with the naive interval that
takes every variant for a case of its own; simulation error is that of REPEATS (2,000) repeats, 1 point.
"""

import sys

import numpy as np

from preceptor import stats
from preceptor.report import table

DESIGNS = ((60, 10, 0.7), (60, 10, 0.95), (20, 10, 0.7), (15, 40, 0.6), (300, 1, 0.7))
UNEVEN = (60, "1 to 40", 0.7)
HARM = (
    (60, 10, 0.01, 2.0), (60, 10, 0.02, 2.0), (60, 10, 0.05, 2.0), (60, 10, 0.05, 10.0), (20, 10, 0.05, 2.0),
    (200, 5, 0.01, 2.0), (200, 3, 0.02, 4.0), (300, 1, 0.02, 2.0),
)  # fmt: skip  # clusters, cases in each, share of harm, and how alike a cluster's cases are: less is more


def drawn(
    rng: np.random.Generator, cases: int, sizes: np.ndarray, mean: float
) -> tuple[np.ndarray, np.ndarray]:
    """Draw right or wrong answers: every case has a chance of its own, its variants share it."""
    chance = rng.beta(2 * mean, 2 * (1 - mean), cases)
    groups = np.repeat(np.arange(cases), sizes)
    return (rng.random(len(groups)) < chance[groups]).astype(float), groups


def covered(cases: int, variants: int | str, mean: float, repeats: int) -> list[str]:
    """Return the share of intervals that hold the true mean, for each method."""
    rng = np.random.default_rng(1)
    hits = dict.fromkeys(("BCa over groups", "cluster t (CR2)", "Wilson, effective n", "naive Wilson"), 0)
    for number in range(repeats):
        sizes = np.full(cases, variants) if isinstance(variants, int) else rng.integers(1, 41, cases)
        values, groups = drawn(rng, cases, sizes, mean)
        low, high = stats.wilson(values.sum(), len(values))
        found = (
            stats.mean_interval(values, groups, draws=1000, seed=number), stats.cluster_t(values, groups),
            stats.cluster_wilson(values, groups),
        )  # fmt: skip
        for name, one in zip(hits, found, strict=False):
            hits[name] += one.low <= mean <= one.high
        hits["naive Wilson"] += low <= mean <= high
    return [f"{cases} x {variants}, rate {mean}", *(f"{100 * hit / repeats:.1f}" for hit in hits.values())]


def above(cases: int, variants: int, rate: float, alike: float, repeats: int) -> list[str]:
    """Return how often the upper end of a harm rate lies at or above the true rate, and where it lies on average."""
    rng = np.random.default_rng(2)
    groups = np.repeat(np.arange(cases), variants)
    ends = np.empty((repeats, 2))
    for number in range(repeats):
        chance = rng.beta(alike * rate, alike * (1 - rate), cases)
        harmed = (rng.random(len(groups)) < chance[groups]).astype(float)
        ends[number] = stats.cluster_wilson(harmed, groups).high, stats.wilson(harmed.sum(), len(harmed))[1]
    told = [f"{100 * share:.1f}" for share in (*(ends >= rate).mean(axis=0), *ends.mean(axis=0))]
    return [f"{cases} x {variants}, {100 * rate:g} % harm, within {1 / (1 + alike):.2f}", *told]


def main() -> None:
    """Print the tables."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    rows = [covered(*design, repeats) for design in (*DESIGNS, UNEVEN)]
    error = 100 * (0.95 * 0.05 / repeats) ** 0.5
    print(f"Coverage of 95 % intervals, % of {repeats:,} repeats (simulation error {error:.1f} points)\n")
    print(table(["design", "BCa over groups", "cluster t", "Wilson, effective n", "naive Wilson"], rows, 1))
    print(
        "\nUpper end of a harm rate: at or above the truth in %, promised 97.5; and the mean of the end, %\n"
    )
    harm = [above(*design, repeats) for design in HARM]
    print(table(["design", "effective n, cautious", "naive Wilson", "mean end", "mean end, naive"], harm, 1))


if __name__ == "__main__":
    main()
