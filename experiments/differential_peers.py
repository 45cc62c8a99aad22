"""Rank phenopackets by the similarity of an installed peer (pyhpo or hpo3), as shipped, each in its own environment.

    python -m venv .benchmarks/pyhpo && .benchmarks/pyhpo/bin/pip install pyhpo==4.0.0
    python -m venv .benchmarks/hpo3 && .benchmarks/hpo3/bin/pip install hpo3==1.5.1
    PRECEPTOR_DATA=... python experiments/differential_evaluation.py --dump cases.json   # this package's environment
    .benchmarks/pyhpo/bin/python experiments/differential_peers.py cases.json --cases 12
    .benchmarks/hpo3/bin/python experiments/differential_peers.py cases.json --cases 100 --data FOLDER/kb-hpo
    PRECEPTOR_DATA=... python experiments/differential_peers.py cases.json --cases 100 --ours

The cases are held-out ones whose diagnosis is an OMIM disease, drawn evenly over the file. A peer ranks its own OMIM
diseases by its set similarity (`--method`, `--combine`); it cannot leave a paper out, so its figures stand beside ours
as shipped, over OMIM diseases only and with the same release of the annotations. `--data` is a folder with hp.obo,
phenotype.hpoa and phenotype_to_genes.txt for hpo3, which brings a newer release of its own. Processor time, one core;
hpo3 uses all cores unless RAYON_NUM_THREADS=1.
"""

import argparse
import json
import time
from pathlib import Path
from statistics import mean, median


def chosen(path, count):
    """Return `count` cases drawn evenly over the file."""
    cases = json.loads(path.read_text())
    return cases[:: max(1, len(cases) // count)][:count]


def rank_of(score, ids, omim):
    """Return the rank of a disease, ties counted half; a million where the peer does not hold it."""
    if omim not in ids:
        return 1e6
    mine = score[ids.index(omim)]
    return 1 + sum(s > mine for s in score) + (score.count(mine) - 1) / 2


def peer(given, method, combine):
    """Return (rank, seconds) of each case by the installed peer."""
    from pyhpo import HPOSet, Ontology

    start = time.perf_counter()
    if given.data and hasattr(HPOSet, "from_omim_disease"):  # hpo3
        Ontology(data_folder=str(given.data))
    else:
        Ontology()
    print(f"loaded in {time.perf_counter() - start:.1f} s")
    sets, ids = [], []
    for disease in Ontology.omim_diseases:
        terms = list(disease.hpo)
        if terms:
            sets.append(HPOSet.from_queries([int(term) for term in terms]))
            ids.append(int(disease.id))
    found = []
    for case in chosen(given.file, given.cases):
        known = [code for code in case["observed"] if held(Ontology, code)]
        patient = HPOSet.from_queries(known)
        start = time.process_time()
        if hasattr(patient, "similarity_scores"):
            score = list(patient.similarity_scores(sets, kind="omim", method=method, combine=combine))
        else:
            score = [patient.similarity(one, kind="omim", method=method, combine=combine) for one in sets]
        seconds = time.process_time() - start
        found.append((rank_of(score, ids, case["omim"]), seconds))
        print(f"{found[-1][0]:.0f}", end=" ", flush=True)
    print(f"\n{len(ids)} diseases")
    return found


def held(ontology, code):
    """Whether the peer's release has a term."""
    try:
        ontology.get_hpo_object(code)
    except (RuntimeError, KeyError, ValueError, NameError):
        return False
    return True


def ours(given):
    """Return (rank, seconds) of each case by the shipped ranking, counted over OMIM diseases only."""
    from preceptor.differential import rank, rare_diseases

    diseases = rare_diseases()
    rank(["HP:0001250"])
    found = []
    for case in chosen(given.file, given.cases):
        start = time.process_time()
        ranking = rank(case["observed"], weights="published", explained=0)
        seconds = time.process_time() - start
        omim = [one for one in ranking.diseases if any(code.startswith("OMIM") for code in one.members)]
        codes = [one.members for one in omim]
        right = diseases.members[diseases.by_id[f"OMIM:{case['omim']}"]]
        found.append((codes.index(right) + 1 if right in codes else 1e6, seconds))
    return found


def main():
    """Rank the cases and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--cases", type=int, default=40)
    parser.add_argument("--method", default="resnik")
    parser.add_argument("--combine", default="BMA")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--ours", action="store_true")
    given = parser.parse_args()
    found = ours(given) if given.ours else peer(given, given.method, given.combine)
    ranks, seconds = [rank for rank, _ in found], [spent for _, spent in found]
    tops = ", ".join(f"top-{top} {mean(rank <= top for rank in ranks):.1%}" for top in (1, 3, 10))
    print(
        f"n {len(ranks)}; {tops}; MRR {mean(1 / rank for rank in ranks):.3f}; "
        f"median {median(seconds) * 1e3:.1f} ms of processor time a case"
    )


if __name__ == "__main__":
    main()
