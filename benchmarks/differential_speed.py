"""Processor time of one ranking over all annotated diseases, and over 2, 5 and 10 times as many.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 PRECEPTOR_DATA=... python benchmarks/differential_speed.py

Patients are simulated: 3 to 20 findings of a disease, 10 absent ones, one of its papers left out. The larger sets are
copies of the real one in which each finding has been moved to a random child, parent or sibling.
"""

import argparse
import resource
import time
from dataclasses import replace

import numpy as np
from scipy import sparse

from preceptor.differential import ranked, rare_diseases
from preceptor.graphs import Lists, starts


def enlarged(diseases, times, rng):
    """Return a set of `times` as many diseases."""
    rows, n = diseases.rows, len(diseases)
    terms = [rows.term]
    for _ in range(times - 1):
        moved = rows.term.copy()
        for place in np.flatnonzero(rng.random(len(moved)) < 0.3):
            near = diseases.graph.children[diseases.graph.parents[moved[place]][0]]
            moved[place] = near[rng.integers(len(near))]
        terms.append(moved)
    lengths = np.tile(np.diff(rows.cited.start), times)
    held = replace(
        rows, disease=np.concatenate([rows.disease + n * copy for copy in range(times)]), term=np.concatenate(terms),
        share=np.tile(rows.share, times), patients=np.tile(rows.patients, times),
        cited=Lists(starts(lengths), np.tile(rows.cited.values, times)),
    )  # fmt: skip
    return replace(
        diseases, rows=held, ids=tuple(f"{code}/{copy}" for copy in range(times) for code in diseases.ids),
        names=diseases.names * times, members=diseases.members * times, group=np.tile(diseases.group, times),
        relatives=sparse.csr_matrix(sparse.block_diag([diseases.relatives] * times, format="csr")),
        stated=np.concatenate([diseases.stated + n * copy * (np.arange(5) == 1) for copy in range(times)]),
        renown=np.tile(diseases.renown, (times, 1)), x_linked=np.tile(diseases.x_linked, times),
    )  # fmt: skip


def patients(diseases, count, rng):
    """Return (observed, excluded, papers) of simulated patients."""
    start, term, _ = diseases.profile
    papers, made = list(diseases.references), []
    while len(made) < count:
        number = int(rng.integers(len(diseases)))
        own = term[start[number] : start[number + 1]]
        if len(own) >= 3:
            row = int(rng.integers(diseases.row_start[number], diseases.row_start[number + 1]))
            shown = rng.permutation(own)[: int(rng.integers(3, 21))].tolist()
            absent = rng.permutation(term)[:10].tolist()
            made.append((shown, absent, [papers[reference] for reference in diseases.rows.cited[row]]))
    return made


def main():
    """Print the curve."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--patients", type=int, default=200)
    parser.add_argument("--times", type=int, nargs="*", default=[1, 2, 5, 10])
    given = parser.parse_args()
    rng = np.random.default_rng(5)
    real = rare_diseases()
    print("| diseases | median ms | 99th percentile ms | set-up s | resident MB |\n|---|---|---|---|---|")
    for times in given.times:
        diseases = enlarged(real, times, rng) if times > 1 else real
        drawn = patients(diseases, given.patients, rng)
        start = time.process_time()
        ranked(diseases, *drawn[0][:2], leave_out=drawn[0][2])
        ready, spent = time.process_time() - start, []
        for shown, absent, papers in drawn:
            start = time.process_time()
            ranked(diseases, shown, absent, leave_out=papers, explained=0)  # no reasons
            spent.append(time.process_time() - start)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        print(f"| {len(diseases):,} | {1e3 * np.median(spent):.1f} | {1e3 * np.quantile(spent, 0.99):.1f} | "
              f"{ready:.1f} | {memory:.0f} |", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
