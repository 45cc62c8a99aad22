"""Does the corrected interval cover the truth? Simulated judges of known error, 2,000 repeats for each cell.

python experiments/judge_coverage.py [--repeats 2000] [--share 0.3] [--design slice|elsewhere|rubric]

slice: 300 answers judged, 100 of them labelled at random (double sampling). elsewhere: 300 judged, 100 others
labelled (Rogan-Gladen). rubric: 150 cases in 75 groups of two, 8 signed criteria in two classes whose judge errs
differently, truth alike within a case, a third of the cases labelled; with --lost 0.04 that share of the findings
is lost at random, and the interval must cover whatever they were.
Prints one line for each cell, with the naive interval's coverage and the simulation error (two standard errors).
No data needed. Seed 20261126.
"""

import argparse
import itertools
import sys
import time

import numpy as np

from preceptor.stats import Corrected, Findings, corrected_score

LEVELS = (0.75, 0.80, 0.85, 0.90, 0.95)
ANSWERS, LABELS, DRAWS, SEED = 300, 100, 2000, 20261126
NAN = float("nan")


def judged(draw: np.random.Generator, truth: np.ndarray, se: float, sp: float) -> np.ndarray:
    """Return a judge's findings on the truth."""
    chance = draw.random(len(truth))
    return np.where(truth == 1, chance < se, chance >= sp).astype(float)


def alone(judge: np.ndarray, people: np.ndarray) -> Findings:
    """Return findings of one unit for each answer."""
    n = len(judge)
    return Findings(
        weight=np.ones(n), judge=judge, people=people, category=np.zeros(n, int), case=np.arange(n)
    )  # fmt: skip


def in_slice(draw: np.random.Generator, share: float, se: float, sp: float, seed: int) -> Corrected:
    """Simulate labels on a random part of what was judged."""
    truth = (draw.random(ANSWERS) < share).astype(float)
    people = np.full(ANSWERS, NAN)
    chosen = draw.choice(ANSWERS, LABELS, replace=False)
    people[chosen] = truth[chosen]
    return corrected_score(alone(judged(draw, truth, se, sp), people), draws=DRAWS, seed=seed)


def elsewhere(draw: np.random.Generator, share: float, se: float, sp: float, seed: int) -> Corrected:
    """Simulate labels on other answers."""
    truth = (draw.random(ANSWERS) < share).astype(float)
    other = (draw.random(LABELS) < share).astype(float)
    labelled = alone(judged(draw, other, se, sp), other)
    return corrected_score(
        alone(judged(draw, truth, se, sp), np.full(ANSWERS, NAN)), labelled=labelled, draws=DRAWS, seed=seed
    )


def covered(simulate, truth: float, repeats: int) -> tuple[float, float, float]:
    """Return coverage of the corrected and the naive interval, and the mean width of the first."""
    hits = naive = 0
    width = 0.0
    for seed in range(repeats):
        found = simulate(seed)
        hits += found.low <= truth <= found.high
        half = 1.96 * (found.naive * (1 - found.naive) / ANSWERS) ** 0.5
        naive += abs(found.naive - truth) <= half
        width += found.high - found.low
    return hits / repeats, naive / repeats, width / repeats


WEIGHTS = np.array([5.0, 3.0, 2.0, 2.0, 4.0, -4.0, -6.0, -2.0]) / 16.0
CLASSES = np.array([0, 0, 0, 1, 1, 1, 1, 1])
CASES, SIZE, SHARE_MET = 150, 2, np.array([0.7, 0.6, 0.5, 0.4, 0.6, 0.15, 0.08, 0.3])


def of_rubrics(draw: np.random.Generator, se: float, sp: float, seed: int, lost: float) -> Corrected:
    """Simulate signed rubrics on grouped cases with lost findings."""
    level = np.repeat(draw.normal(0, 0.5, CASES // SIZE), SIZE) + draw.normal(0, 0.5, CASES)
    logit = np.log(SHARE_MET / (1 - SHARE_MET)) + np.outer(level, np.sign(WEIGHTS))
    truth = (draw.random((CASES, 8)) < 1 / (1 + np.exp(-logit))).astype(float).ravel()
    first = np.tile(CLASSES == 0, CASES)
    judge = np.where(first, judged(draw, truth, se, sp), judged(draw, truth, 0.9, 0.95))
    judge[draw.random(len(judge)) < lost] = NAN
    chosen = np.isin(np.repeat(np.arange(CASES), 8), draw.choice(CASES, CASES // 3, replace=False))
    found = Findings(
        weight=np.tile(WEIGHTS, CASES), judge=judge, people=np.where(chosen, truth, NAN),
        category=np.tile(CLASSES, CASES), case=np.repeat(np.arange(CASES), 8),
        group=np.repeat(np.arange(CASES // SIZE), SIZE),
    )  # fmt: skip
    return corrected_score(found, draws=DRAWS, seed=seed)


def rubric_truth() -> float:
    """Return the true mean score of the simulated rubrics, from two million draws."""
    draw = np.random.default_rng(1)
    level = draw.normal(0, 0.5**0.5, 2_000_000)
    means = [
        (1 / (1 + np.exp(-(np.log(p / (1 - p)) + level * np.sign(w))))).mean()
        for p, w in zip(SHARE_MET, WEIGHTS, strict=True)
    ]
    return float(np.dot(means, WEIGHTS))


def main() -> int:
    """Simulate every cell and say whether all lie within 93 to 97 %."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=2000)
    parser.add_argument("--share", type=float, default=0.3, help="true share of met findings")
    parser.add_argument("--design", choices=["slice", "elsewhere", "rubric"], default="slice")
    parser.add_argument("--lost", type=float, default=0.0, help="share of findings lost, design rubric")
    given = parser.parse_args()
    started, cells = time.perf_counter(), []
    truth = rubric_truth() if given.design == "rubric" else given.share
    for number, (se, sp) in enumerate(itertools.product(LEVELS, LEVELS)):
        draw = np.random.default_rng([SEED, number])
        run = {
            "slice": lambda seed, se=se, sp=sp, draw=draw: in_slice(draw, truth, se, sp, seed),
            "elsewhere": lambda seed, se=se, sp=sp, draw=draw: elsewhere(draw, truth, se, sp, seed),
            "rubric": lambda seed, se=se, sp=sp, draw=draw: of_rubrics(draw, se, sp, seed, given.lost),
        }[given.design]
        hit, naive, width = covered(run, truth, given.repeats)
        cells.append(hit)
        error = 2 * (hit * (1 - hit) / given.repeats) ** 0.5
        print(
            f"se {se:.2f} sp {sp:.2f}: {100 * hit:.1f} ± {100 * error:.1f} %, naive {100 * naive:.1f} %, width {width:.3f}"
        )
    low, high = min(cells), max(cells)
    print(
        f"{given.design}, truth {truth:.3f}, {given.repeats} repeats: {100 * low:.1f} to {100 * high:.1f} % over "
        f"{len(cells)} cells; {sum(0.93 <= cell <= 0.97 for cell in cells)} of {len(cells)} within 93 to 97 % "
        f"({time.perf_counter() - started:.0f} s)"
    )
    return int(not 0.93 <= low <= high <= 0.97)


if __name__ == "__main__":
    sys.exit(main())
