"""What similar solved cases are worth: the nearest case's diagnosis beside the ranker's, and how often it is the same.

    PRECEPTOR_DATA=... python experiments/similar_cases.py --task rarebench
    PRECEPTOR_DATA=... python experiments/similar_cases.py --task phenopackets --every 4

Every case is answered with all others of its task as the pool, without itself, cases of its own papers, and cases with
exactly its findings. Intervals resample whole diseases (seed 0, 2,000 draws); comparisons are paired by case. No
language model is asked. "retrieved" is the share of cases with the right disease among the k nearest cases, "by
chance" the same for k cases drawn at random from what is not left out.
"""

import argparse
import time
from collections.abc import Sequence
from functools import cache
from math import comb
from typing import cast

import numpy as np

from preceptor import catalog, stats
from preceptor.components import Pipeline, Task, Toolbox
from preceptor.pipelines._similar import neighbours_in
from preceptor.pipelines._solved import Solved, pool_named
from preceptor.records import Candidate, Case, Score
from preceptor.scoring.diagnosis_match import related
from preceptor.scoring.ranking import Truth, truth_of

SHOWN = ("top1", "top3", "top10")
READER = "phenotype_reader"


def pipelines(task: str) -> dict[str, str]:
    """Return what is compared, by name; the first is the neighbours."""
    return {
        "nearest case": f"nearest_case(pool={task})",
        "ranker, own paper out"
        if task != "rarebench"
        else "ranker, as for a new patient": "phenotype_ranker",
        "ranker, as shipped": "phenotype_ranker(leave_out=nothing)",
    }


def scores(task: Task, cases: Sequence[Case], name: str) -> tuple[list[Score], float]:
    """Answer and score the cases; return the scores and the median processor time in ms."""
    answer = cast(Pipeline, catalog.load("pipelines", name)).answer
    assert answer is not None
    answer(cases[0], Toolbox(), None)
    found, spent = [], []
    for case in cases:
        start = time.process_time()
        given = answer(case, Toolbox(), None)
        spent.append(1e3 * (time.process_time() - start))
        found.append(task.score(case, given, None))
    return found, float(np.median(spent))


def column(found: Sequence[Score], part: str) -> np.ndarray:
    """Return one figure of each case."""
    return np.array([one.value if part == "mrr" else one.parts[part] for one in found], float)


def shown(values: np.ndarray, groups: Sequence[str]) -> str:
    """Write a mean in per cent with its interval over diseases."""
    one = stats.mean_interval(values, groups, draws=2000)
    return f"{100 * one.value:.1f} ({100 * one.low:.1f} to {100 * one.high:.1f})"


@cache
def _same(code: str, name: str, truth: Truth) -> bool:
    return related(Candidate(id=code, name=name), truth) == "same"


def same(one: Solved, case: Case) -> bool:
    """Say whether a solved case has a case's disease."""
    return _same(one.codes[0] if one.codes else "", one.diagnosis, truth_of(case.target))


def retrieval(task: str, cases: Sequence[Case], ks: Sequence[int]) -> None:
    """Print how often the right disease is among the nearest cases, and by chance."""
    find, pool = neighbours_in(task, READER), pool_named(task, READER)
    hit, chance = {k: [] for k in ks}, {k: [] for k in ks}
    for case in cases:
        near = find(case, len(pool))
        kept = {one.case.id for one in near}
        right = sum(same(one, case) for one in pool if one.id in kept)
        for k in ks:
            hit[k].append(float(any(same(one.case, case) for one in near[:k])))
            n = len(pool) - 1
            chance[k].append(1 - comb(n - right, k) / comb(n, k))
    groups = [case.group or case.id for case in cases]
    print("\n| k | retrieved % (95 %) | by chance % |\n|---|---|---|")
    for k in ks:
        print(f"| {k} | {shown(np.array(hit[k]), groups)} | {100 * np.mean(chance[k]):.1f} |", flush=True)


def main() -> None:
    """Print the tables of a task."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--task", choices=("rarebench", "phenopackets"), default="rarebench")
    parser.add_argument("--every", type=int, default=1, help="take each n-th case; the pool is whole")
    given = parser.parse_args()
    task = cast(Task, catalog.load("tasks", given.task))
    whole = list(task.cases("test"))
    cases = [case for case in whole[:: given.every] if case.tags.get("annotated") == "yes"]
    groups = [case.group or case.id for case in cases]
    found = {name: scores(task, cases, pipeline) for name, pipeline in pipelines(given.task).items()}
    print(f"{len(cases)} annotated cases of {len(set(groups))} diseases; pool {len(whole)}")
    print(
        "\n| method | top-1 % (95 %) | top-3 % | top-10 % | MRR | median rank | ms CPU |\n|---|---|---|---|---|---|---|"
    )
    for name, (one, spent) in found.items():
        cells = " | ".join(shown(column(one, part), groups) for part in SHOWN)
        rank = np.median(column(one, "rank"))
        print(f"| {name} | {cells} | {column(one, 'mrr').mean():.3f} | {rank:.0f} | {spent:.1f} |")
    nearest = next(iter(found.values()))[0]
    print(
        "\n| nearest case against | figure | difference (95 %) | nearest only, ranker only |\n|---|---|---|---|"
    )
    for name, (one, _) in list(found.items())[1:]:
        for part in ("top1", "top10"):
            gap = stats.paired_difference(column(one, part), column(nearest, part), groups, draws=2000)
            print(
                f"| {name} | {part} | {100 * gap.value:+.1f} ({100 * gap.low:+.1f} to {100 * gap.high:+.1f}) | {gap.won}, {gap.lost} |"
            )
    counts = {group: groups.count(group) for group in set(groups)}
    several = np.array([counts[group] > 1 for group in groups])
    print(f"\ncases whose disease has another case here: {several.sum()} of {len(cases)}")
    if given.every == 1:
        inside = [group for group, more in zip(groups, several, strict=True) if more]
        for name, (one, _) in found.items():
            print(
                f"  of these, {name}: top-1 {shown(column(one, 'top1')[several], inside)}, "
                f"top-10 {shown(column(one, 'top10')[several], inside)}"
            )
    retrieval(given.task, cases, (1, 3))


if __name__ == "__main__":
    main()
