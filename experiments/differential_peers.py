"""Rank phenopackets by the similarity of an installed peer (pyhpo or hpo3), as shipped, in its own environment.

    python experiments/differential_evaluation.py --dump cases.json        # this package's environment
    .benchmarks/hpo-peers/bin/python experiments/differential_peers.py cases.json --cases 40

The peer ranks its own OMIM diseases by its set similarity (Resnik, best-match average). It has no way to leave a paper
out, so its figures stand beside ours as shipped.
"""

import argparse
import json
import time
from pathlib import Path
from statistics import mean, median

from pyhpo import HPOSet, Ontology


def main():
    """Rank the cases and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--cases", type=int, default=40)
    given = parser.parse_args()
    start = time.perf_counter()
    Ontology()
    loaded = time.perf_counter() - start
    diseases = list(Ontology.omim_diseases)
    sets = [disease.hpo_set() for disease in diseases]
    sets = [one if isinstance(one, HPOSet) else HPOSet(one) for one in sets]
    ids = [int(disease.id) for disease in diseases]
    ranks, seconds = [], []
    for case in json.loads(given.file.read_text())[: given.cases]:
        patient = HPOSet.from_queries(case["observed"])
        start = time.perf_counter()
        score = [patient.similarity(one, kind="omim", method="resnik", combine="BMA") for one in sets]
        seconds.append(time.perf_counter() - start)
        mine = score[ids.index(case["omim"])] if case["omim"] in ids else -1
        ranks.append(1 + sum(s > mine for s in score) + (score.count(mine) - 1) / 2 if mine >= 0 else 1e6)
    print(f"loaded in {loaded:.1f} s; {len(ids)} diseases; n {len(ranks)}; top-1 {mean(r <= 1 for r in ranks):.1%}, "
          f"top-10 {mean(r <= 10 for r in ranks):.1%}; median {median(seconds) * 1e3:.0f} ms a case")  # fmt: skip


if __name__ == "__main__":
    main()
