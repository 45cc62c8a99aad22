"""How often the candidate model names the right disease: held-out simulated patients, and published cases.

    PRECEPTOR_DATA=../shared/data python experiments/candidate_ranker.py --patients 200000

Published cases are the phenopackets at hand whose disease is annotated; the model learns HPO's annotations as
shipped, which cite half of the same papers, so that figure is as shipped, not leave-publication-out.
"""

import argparse
import gzip
import time
from collections.abc import Iterator
from itertools import islice

import numpy as np
import orjson

from preceptor.errors import BadInput, NotFound
from preceptor.files import locate
from preceptor.knowledge.hpo import hpo
from preceptor.records import Data
from preceptor.simulators.rare_patient import patients
from preceptor.stats import wilson
from preceptor.train.candidate_ranker import TEST_SEED_OFFSET, recall, train

CASES = Data(path="kb-phenopackets/phenopackets.jsonl.gz")
Said = tuple[tuple[str, ...], tuple[str, ...]]


def mapped(codes: Iterator[str]) -> tuple[str, ...]:
    found = []
    known = hpo()
    for code in codes:
        if not (code in known.by_id or code in known.other_ids or code in known.retired):
            continue  # newer than the release; asking for it would look for near names
        try:
            found.append(hpo().resolve(code).id)
        except (BadInput, NotFound):
            continue
    return tuple(found)


def published() -> Iterator[tuple[Said, str]]:
    with gzip.open(locate(CASES)) as rows:
        for row in rows:
            packet = orjson.loads(row)["phenopacket"]
            features = packet.get("phenotypicFeatures", [])
            there = mapped(one["type"]["id"] for one in features if not one.get("excluded"))
            absent = mapped(one["type"]["id"] for one in features if one.get("excluded"))
            disease = packet["interpretations"][0]["diagnosis"]["disease"]["id"]
            if there:
                yield (there, absent), disease


def told(name: str, hits: np.ndarray) -> None:
    low, high = wilson(int(hits.sum()), len(hits))
    print(f"{name}: {hits.mean():.3f} (95 % interval {low:.3f} to {high:.3f}), n {len(hits)}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--patients", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    start = time.process_time()
    ranker = train(number=given.patients, seed=given.seed)
    print(
        f"trained on {given.patients} patients, seed {given.seed}, in {time.process_time() - start:.0f} s of one core"
    )
    print(f"{len(ranker.diseases)} diseases, HPO {ranker.release}, weights sha256 {ranker.checksum()[:16]}")
    drawn = list(islice(patients(seed=given.seed + TEST_SEED_OFFSET), 2000))
    said: list[Said] = [(one.said("present"), one.said("absent")) for one in drawn]
    diseases = [one.disease for one in drawn]
    cases = list(published())
    annotated = set(hpo().disease_ids)
    known = [(one, disease) for one, disease in cases if disease in annotated]
    for k in (1, 5, 10):
        told(f"top-{k}, held-out simulated patients", recall(ranker, said, diseases, k))
        told(
            f"top-{k}, phenopackets, annotated diseases, as shipped",
            recall(ranker, [c for c, _ in known], [d for _, d in known], k),
        )


if __name__ == "__main__":
    main()
