"""MedAgentsBench's published runs against each other: which printed differences are more than chance?

    PRECEPTOR_DATA=... python experiments/compare_medagents.py

The authors' predictions on the hard questions (one question = one case; repeated ids: the first counts; an
unreadable letter is wrong). Every pair of runs is compared case by case on the questions both answered, with
McNemar's mid-p; Holm's correction over all pairs. Then the paper's own claim, a method against the same model's
zero-shot answers. Source: Tang X et al., 2025, doi:10.48550/arXiv.2503.07459.
"""

from collections import Counter
from itertools import combinations

import numpy as np
from _rescored import data_file

from preceptor import stats
from preceptor.published_outputs import read_outputs
from preceptor.report import p_value, percent, signed, table

Run = tuple[str, str]
LEAST = 300  # questions in common


def answers() -> dict[Run, dict[str, float]]:
    """Return model and method -> question -> right or wrong."""
    found: dict[Run, dict[str, float]] = {}
    for output in read_outputs(data_file("medagents_benchmark/outputs")):
        if output.run.split == "test_hard":
            cases = found.setdefault((output.run.model, output.run.method), {})
            cases.setdefault(
                f"{output.run.set}/{output.id}", float(bool(output.choice) and output.choice == output.key)
            )
    return found


def pairs(
    found: dict[Run, dict[str, float]], least: int = LEAST, of_set: str = ""
) -> list[tuple[Run, Run, stats.Difference]]:
    """Compare every two runs that share enough questions, of one set or of all."""
    done = []
    for one, other in combinations(sorted(found), 2):
        shared = [case for case in found[one] if case in found[other] and case.startswith(of_set)]
        if len(shared) >= least:
            a, b = (np.array([found[run][case] for case in shared]) for run in (one, other))
            done.append((one, other, stats.paired_difference(a, b)))
    return done


def by_size(done: list[tuple[Run, Run, stats.Difference]], p: list[float]) -> list[list[str]]:
    """Count what survives, by how large the printed difference is."""
    total: Counter[int] = Counter()
    plain: Counter[int] = Counter()
    left: Counter[int] = Counter()
    for (_, _, difference), raised in zip(done, p, strict=True):
        points = abs(100 * difference.value)
        step = 0 if points < 2 else 1 if points < 5 else 2 if points < 10 else 3
        total[step] += 1
        plain[step] += difference.p < 0.05
        left[step] += raised < 0.05
    names = ("below 2", "2 to 5", "5 to 10", "10 and more")
    rows = [[name, str(total[i]), str(plain[i]), str(left[i])] for i, name in enumerate(names)]
    return [*rows, ["all", str(total.total()), str(plain.total()), str(left.total())]]


def by_set(found: dict[Run, dict[str, float]]) -> list[list[str]]:
    """Count, for each printed column of the table, the pairs that are told apart after Holm over all columns."""
    sets = sorted({case.partition("/")[0] for cases in found.values() for case in cases})
    done = {name: pairs(found, 20, f"{name}/") for name in sets}
    raised = iter(stats.holm([difference.p for name in sets for _, _, difference in done[name]]))
    rows = []
    for name in sets:
        p = [next(raised) for _ in done[name]]
        apart = sum(abs(difference.value) > 0 for _, _, difference in done[name])
        alone = sum(difference.p < 0.05 for _, _, difference in done[name])
        largest = max((d.n for _, _, d in done[name]), default=0)
        rows.append(
            [name, str(largest), str(len(p)), str(apart), str(alone), str(sum(one < 0.05 for one in p))]
        )
    return rows


def claims(done: list[tuple[Run, Run, stats.Difference]]) -> list[list[str]]:
    """Compare each method with the same model's zero-shot answers; Holm over these."""
    rows = []
    for one, other, found in done:
        if one[0] == other[0] and "zero_shot" in (one[1], other[1]):
            method, sign = (other[1], 1) if one[1] == "zero_shot" else (one[1], -1)
            ends = sorted((sign * found.low, sign * found.high))
            rows.append((one[0], method, sign * found.value, ends, found.p, found.n))
    raised = stats.holm([row[4] for row in rows])
    ordered = sorted(zip(rows, raised, strict=True), key=lambda entry: -entry[0][2])
    return [
        [
            model,
            method,
            signed(value),
            f"{signed(ends[0])} to {signed(ends[1])}",
            p_value(p),
            p_value(corrected),
            str(n),
        ]
        for (model, method, value, ends, p, n), corrected in ordered
    ]


def main() -> None:
    """Print what survives."""
    found = answers()
    done = pairs(found)
    p = stats.holm([difference.p for _, _, difference in done])
    print(f"{len(found)} runs, {len(done)} pairs with {LEAST} questions or more in common\n")
    print(
        table(["difference, points", "pairs", "p < 0.05 alone", "p < 0.05 after Holm"], by_size(done, p), 1)
    )
    print("\nColumn by column, as the table is printed; Holm over all columns\n")
    print(
        table(
            ["set", "n", "pairs", "differ as printed", "p < 0.05 alone", "p < 0.05 after Holm"],
            by_set(found),
            1,
        )
    )
    best = max(found, key=lambda run: np.mean(list(found[run].values())) if len(found[run]) >= LEAST else 0)
    close = [
        other if one == best else one
        for (one, other, _), raised in zip(done, p, strict=True)
        if best in (one, other) and raised >= 0.05
    ]
    print(
        f"\nBest run: {' '.join(best)}, {percent(float(np.mean(list(found[best].values()))))} %; not told apart from it after Holm: {len(close)}"
    )
    for run in close:
        print(f"  {' '.join(run)}: {percent(float(np.mean(list(found[run].values()))))} %")
    print("\nMethods against zero-shot answers of the same model\n")
    print(table(["model", "method", "difference", "95 % interval", "p", "p, Holm", "n"], claims(done), 2))


if __name__ == "__main__":
    main()
