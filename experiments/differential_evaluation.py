"""Rank the phenopackets by every method, as a new patient and as shipped; print the tables of docs/differential.md.

    PRECEPTOR_DATA=... python experiments/differential_evaluation.py --every 4

Cohort folders are split by a checksum of their name: settings were chosen on one half ("tuning"), the other half
("held-out") is what to read. A disease that loses all annotations with its paper counts as wrong. Exact credit: the
merged disease itself; family credit: also its Mondo parent, subtype or sibling below a parent with up to 12 annotated
diseases.
"""

import argparse
import json
import time
import zlib
from pathlib import Path

import numpy as np
from differential_methods import METHODS, marginal_information, score_by

from preceptor import files
from preceptor.differential import _features, ranked, rare_diseases
from preceptor.differential._evidence import left_out
from preceptor.errors import PreceptorError
from preceptor.knowledge.hpo import hpo
from preceptor.knowledge.mondo import mondo
from preceptor.pipelines.phenotype_ranker import age_in_years
from preceptor.records import Data
from preceptor.stats import calibration_error, mean_interval, reliability

CASES = Data(path="kb-phenopackets/phenopackets.jsonl.gz")


def onset_years(packet):
    """Return the age at onset in years, None where the packet gives none."""
    for disease in packet.get("diseases", ()):
        onset = disease.get("onset", {})
        text = onset.get("age", {}).get("iso8601duration") or onset.get("ontologyClass", {}).get("id", "")
        if text:
            return age_in_years(text)
    return None


def read_cases(diseases):
    """Return the cases with at least one known term and an annotated diagnosis."""
    release, names, found = hpo(), mondo(), []
    for row in files.read_jsonl(files.locate(CASES)):
        packet = row["phenopacket"]
        terms = {True: [], False: []}
        for feature in packet.get("phenotypicFeatures", ()):
            try:
                terms[bool(feature.get("excluded"))].append(release.resolve(feature["type"]["id"]).term)
            except PreceptorError:
                continue
        code = packet["interpretations"][0]["diagnosis"]["disease"]["id"]
        merged = names.ids[names.by_code[code][0]] if code in names.by_code else code
        if merged in diseases.by_id and terms[False]:
            cohort = row["path"].split("/")[1]
            found.append({
                "observed": terms[False], "excluded": terms[True], "gold": diseases.by_id[merged],
                "age": onset_years(packet), "sex": packet.get("subject", {}).get("sex", "").lower(),
                "own": [entry["id"] for entry in packet["metaData"].get("externalReferences", ())],
                "code": code, "tuning": zlib.crc32(cohort.encode()) % 2 == 0, "cohort": cohort,
            })  # fmt: skip
    return found


def rank_simple(diseases, case, own, method, weight):
    """Return the rank of the right disease by a plain method, ties counted half."""
    observed = diseases.graph.most_specific([t for t in case["observed"] if diseases.is_finding[t]])
    score = score_by(method, diseases, observed, left_out(diseases, own), weight)
    mine = score[case["gold"]]
    return 1e6 if mine == -np.inf else 1 + (score > mine).sum() + ((score == mine).sum() - 1) / 2


def rank_full(diseases, case, own, memory, relatives, store):
    """Return the rank of the shipped ranking, and note calibration, set and family credit."""
    known = {"age_years": case["age"], "sex": case["sex"] if case["sex"] in ("male", "female") else "unknown"}
    found = ranked(
        diseases, case["observed"], case["excluded"], leave_out=own, weights=memory, explained=0, **known
    )
    ids = [one.id for one in found.diseases]
    right = diseases.ids[case["gold"]]
    store["p"].append(found.diseases[0].probability)
    store["right"].append(ids[0] == right)
    inside = [one.id for one in found.diseases if one.in_set]
    store["covered"].append(right in inside or (right not in ids and found.none_in_set))
    store["size"].append(len(inside))
    family = {right} | {diseases.ids[other] for other in relatives[case["gold"]].indices}
    store["family"].append(next((place for place, code in enumerate(ids, 1) if code in family), 1e6))
    return ids.index(right) + 1 if right in ids else 1e6


def line(name, ranks, groups, seconds):
    """Print one row of the table; whole diseases are drawn again for the intervals."""
    r = np.array(ranks, float)
    shares = []
    for top in (1, 3, 10):
        found = mean_interval((r <= top).astype(float), groups, draws=2000)
        shares.append(f"{100 * found.value:.1f} ({100 * found.low:.1f} to {100 * found.high:.1f})")
    print(
        f"| {name} | {len(r)} ({len(set(groups))}) | {' | '.join(shares)} | {np.mean(1 / r):.3f} | "
        f"{1e3 * np.median(seconds):.1f} |",
        flush=True,
    )


def main():
    """Evaluate every method on every part."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--every", type=int, default=1, help="take each n-th case of each part")
    parser.add_argument("--methods", nargs="*", default=[*METHODS, "shipped"])
    parser.add_argument("--dump", type=Path, help="write the held-out cases for the peers, and stop")
    given = parser.parse_args()
    diseases = rare_diseases()
    cases = read_cases(diseases)
    _features.look(diseases, cases[0]["observed"], (), ())
    if given.dump:
        held = [case for case in cases if not case["tuning"] and case["code"].startswith("OMIM")][
            :: given.every
        ]
        codes = [{"observed": [diseases.term_ids[t] for t in case["observed"]], "omim": int(case["code"][5:])}
                 for case in held]  # fmt: skip
        given.dump.write_text(json.dumps(codes))
        return
    print(f"{len(cases)} cases with an annotated diagnosis; {diseases.release}; candidates {len(diseases)}")
    print(
        "| method | n (diseases) | top-1 % (95 %) | top-3 % | top-10 % | MRR | ms CPU |\n|---|---|---|---|---|---|---|"
    )
    weight = marginal_information(diseases)
    for memory in ("new", "published"):
        for part in (False, True):
            chosen = [case for case in cases if case["tuning"] == part][:: given.every]
            groups = [str(case["gold"]) for case in chosen]
            for method in given.methods:
                ranks, seconds = [], []
                store = {key: [] for key in ("p", "right", "covered", "size", "family")}
                for case in chosen:
                    own = case["own"] if memory == "new" else ()
                    start = time.process_time()
                    if method == "shipped":
                        ranks.append(rank_full(diseases, case, own, memory, diseases.relatives, store))
                    else:
                        ranks.append(rank_simple(diseases, case, own, method, weight))
                    seconds.append(time.process_time() - start)
                where = f"{'paper left out' if memory == 'new' else 'as shipped'}, {'tuning' if part else 'held-out'}"
                line(f"{method}; {where}", ranks, groups, seconds)
                if method == "shipped":
                    line(f"  family credit; {where}", store["family"], groups, seconds)
                    p, right = np.array(store["p"]), np.array(store["right"], float)
                    print(f"  calibration error {calibration_error(p, right):.3f}; coverage of the 90 % set "
                          f"{np.mean(store['covered']):.1%}, median size {np.median(store['size']):.0f}; p99 "
                          f"{1e3 * np.quantile(seconds, 0.99):.1f} ms CPU; "
                          + ", ".join(f"{b.confidence:.2f}->{b.accuracy:.2f} (n {b.n})" for b in reliability(p, right, bins=5)),
                          flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
