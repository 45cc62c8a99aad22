"""What pairing is worth: type-I error of the paired tests, and their power beside the unpaired z-test.

    python experiments/paired_power.py [REPEATS]

Two systems answer the same 300 questions; their scores correlate over questions (0.5), as those of two models of
one exam do. Null: both at 70 %. Alternative: 70 and 76 %. Grouped: 60 documents x 5 questions.
"""

import sys

import numpy as np
from scipy.special import ndtr, ndtri

from preceptor import stats
from preceptor.report import table

Pair = tuple[np.ndarray, np.ndarray, np.ndarray | None]


def answers(rng: np.random.Generator, rates: tuple[float, float], grouped: bool) -> Pair:
    """Draw both systems' answers from correlated normals, with the document's share where grouped."""
    groups = np.repeat(np.arange(60), 5) if grouped else None
    shared = rng.normal(0, 0.707, 300)
    if groups is not None:
        shared = rng.normal(0, 0.5, 60)[groups] + rng.normal(0, 0.5, 300)
    own = rng.normal(0, 1, (2, 300)) * (1 - 0.5) ** 0.5
    if groups is not None:  # a part of what is one system's own is the document's
        own = rng.normal(0, 0.4, (2, 60))[:, groups] + rng.normal(0, (0.5 - 0.16) ** 0.5, (2, 300))
    latent = shared + own
    bars = ndtri(np.array(rates))[:, None]
    a, b = (latent < bars).astype(float)
    return a, b, groups


def unpaired_p(a: np.ndarray, b: np.ndarray) -> float:
    """Return p of the pooled z-test of two rates that takes the cases for different ones."""
    n, pooled = len(a), (a.mean() + b.mean()) / 2
    error = (2 * pooled * (1 - pooled) / n) ** 0.5
    return float(2 * ndtr(-abs(b.mean() - a.mean()) / error))


def rejected(rates: tuple[float, float], grouped: bool, repeats: int) -> dict[str, float]:
    """Return the share of repeats in which each test finds a difference at 5 %."""
    rng = np.random.default_rng(2)
    found: dict[str, int] = {}
    for number in range(repeats):
        a, b, groups = answers(rng, rates, grouped)
        p = {
            "paired (McNemar mid-p / sign flip over groups)": stats.paired_difference(
                a, b, groups, draws=1000, seed=number
            ).p,
            "cluster t": stats.cluster_t(b - a, groups).p,
            "unpaired z": unpaired_p(a, b),
        }
        for name, one in p.items():
            found[name] = found.get(name, 0) + (one < 0.05)
    return {name: number / repeats for name, number in found.items()}


def main() -> None:
    """Print error and power of each test."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    rows = []
    for grouped in (False, True):
        null, other = (rejected(rates, grouped, repeats) for rates in ((0.7, 0.7), (0.7, 0.76)))
        for name in null:
            gain = other[name] / other["unpaired z"]
            design = "60 x 5, grouped" if grouped else "300 questions"
            rows.append([design, name, f"{100 * null[name]:.1f}", f"{100 * other[name]:.1f}", f"{gain:.2f}"])
    print(
        f"{repeats:,} repeats; simulation error of 5 %: {100 * (0.05 * 0.95 / repeats) ** 0.5:.1f} points\n"
    )
    print(table(["design", "test", "type-I error %", "power %", "power / unpaired z"], rows, 2))


if __name__ == "__main__":
    main()
