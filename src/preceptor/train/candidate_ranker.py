"""A small model that names candidate rare diseases from findings, trained on simulated patients on a CPU.

What it learns: for every disease how often its simulated patients are said to show, or not to show, a finding or
anything below it (naive Bayes over the ancestors of what is said, smoothed towards all patients). Scoring is one
sparse product: `(cases, features) @ (features, diseases)`. Training streams patients, so memory is that of the
counts. The same arguments give the same weights; their checksum is in the record beside them. No weights are
shipped: the recipe makes them again in minutes.

    python -m preceptor.train.candidate_ranker --patients 200000 --seed 1 --out weights.npz

It is meant to propose candidates (RareScale), not to diagnose: `differential` is the ranker. Figures on simulated
patients say how well the model learnt its simulator, and are called so.

Source: Schumacher E et al. RareScale: rare disease differential diagnosis with large language models at scale.
    2025. https://arxiv.org/abs/2502.15069. The model is naive Bayes, smoothed towards all patients.
License: Apache-2.0 (as the package)
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from preceptor.errors import BadData, BadInput, NotFound, PreceptorError
from preceptor.knowledge.hpo import Hpo, hpo
from preceptor.simulators.rare_patient import RarePatient, patients
from preceptor.stats import wilson

TEST_SEED_OFFSET = 1_000_003  # held-out patients come from another seed
BATCH = 2000


@dataclass(frozen=True, eq=False, kw_only=True)
class CandidateRanker:
    """A trained model.

    Attributes:
        diseases: ids, in the order of the columns.
        weights: `(2 * terms, diseases)`, sparse: how much a feature that a disease's patients were seen with speaks
            for it; rows of terms said to be there, then rows of terms said to be absent.
        unseen: `(diseases,)`, what every feature of a case costs before its weight, the log share of smoothing.
        release: of HPO that it was trained on.
    """

    diseases: tuple[str, ...]
    weights: sparse.csr_array
    unseen: NDArray[np.float32]
    release: str

    def checksum(self) -> str:
        """Return the SHA-256 of the weights, 64 hexadecimal digits."""
        parts = (self.weights.indptr, self.weights.indices, self.weights.data, self.unseen)
        return hashlib.sha256(b"".join(np.ascontiguousarray(part).tobytes() for part in parts)).hexdigest()

    def scores(
        self, release: Hpo, said: Sequence[tuple[Sequence[str], Sequence[str]]]
    ) -> NDArray[np.float32]:
        """Return `(cases, diseases)` scores of cases given as (observed codes, excluded codes)."""
        features = _features(release, said)
        named = np.diff(features.indptr).astype(np.float32)
        spoken = cast(NDArray[np.float32], sparse.csr_array(features @ self.weights).toarray())
        return np.asarray(spoken + named[:, None] * self.unseen[None, :], np.float32)

    def candidates(
        self, release: Hpo, observed: Sequence[str], excluded: Sequence[str] = (), k: int = 5
    ) -> list[str]:
        """Return the `k` best disease ids, best first.

        Raises:
            BadInput: k below 1, or no observed finding that the release knows.
        """
        if k < 1:
            raise BadInput(f"k={k}: ask for at least one candidate")
        there, absent = _in_use(release, observed), _in_use(release, excluded)
        if not there:
            raise BadInput(
                f"none of {list(observed)[:5]} is a term of HPO {release.release}; give observed findings"
            )
        order = np.argsort(-self.scores(release, [(there, absent)])[0], kind="stable")
        return [self.diseases[place] for place in order[:k]]


def _in_use(release: Hpo, codes: Sequence[str]) -> list[str]:
    """Map alternative and obsolete ids; what the release does not know is left out."""
    found = []
    for code in codes:
        try:
            found.append(release.resolve(code).id)
        except (NotFound, BadInput):
            continue
    return found


def _features(release: Hpo, said: Sequence[tuple[Sequence[str], Sequence[str]]]) -> sparse.csr_array:
    """`(cases, 2 * terms)`: 1 for every said term and, if it is there, its ancestors; absent terms by themselves."""
    terms, rows, columns = len(release.ids), list[int](), list[int]()
    for row, (observed, excluded) in enumerate(said):
        there = {
            up
            for code in observed
            if code in release.by_id
            for up in release.graph.closure[release.by_id[code]].tolist()
        }
        absent = {terms + release.by_id[code] for code in excluded if code in release.by_id}
        columns += [*there, *absent]
        rows += [row] * (len(there) + len(absent))
    ones = np.ones(len(rows), np.float32)
    return sparse.csr_array((ones, (rows, columns)), shape=(len(said), 2 * terms))


def _said(drawn: Iterable[RarePatient]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(patient.said("present"), patient.said("absent")) for patient in drawn]


def train(*, number: int, seed: int = 0, smoothing: float = 2.0) -> CandidateRanker:
    """Train on `number` simulated patients.

    Args:
        smoothing: patients of average kind that are added to each disease's own.

    Raises:
        BadInput: fewer than one patient, or smoothing not above 0.
    """
    if number < 1 or smoothing <= 0:
        raise BadInput(f"number={number}, smoothing={smoothing}: at least one patient, and smoothing above 0")
    release, stream = hpo(), patients(seed=seed)
    places: dict[str, int] = {}
    counts, seen, done = (
        sparse.csr_array((len(release.disease_ids), 2 * len(release.ids)), dtype=np.float32),
        [],
        0,
    )
    while done < number:
        drawn = list(islice(stream, min(BATCH, number - done)))
        owners = [places.setdefault(patient.disease, len(places)) for patient in drawn]
        seen += owners
        shape = (len(release.disease_ids), len(drawn))
        owned = sparse.csr_array((np.ones(len(drawn), np.float32), (owners, range(len(drawn)))), shape=shape)
        counts = counts + owned @ _features(release, _said(drawn))
        done += len(drawn)
    weights, unseen = _weights(counts[: len(places)], np.bincount(seen), smoothing)
    return CandidateRanker(diseases=tuple(places), weights=weights, unseen=unseen, release=release.release)


def _weights(
    counts: sparse.csr_array, held: NDArray[np.int64], smoothing: float
) -> tuple[sparse.csr_array, NDArray[np.float32]]:
    """Log ratio of a disease's smoothed share to that of all patients, parted so that unseen features take no room.

    log((c / o + s) / (n + s)) is log(s / (n + s)) where c is 0, and log(1 + c / (s o)) more where it is not.
    """
    overall = (np.asarray(counts.sum(axis=0)).ravel() + 0.5) / (held.sum() + 1.0)
    sums = counts.tocsr(copy=True)
    sums.sort_indices()
    sums.data = np.log1p(sums.data / (smoothing * overall[sums.indices])).astype(np.float32)
    turned = sparse.csr_array(sums.T)
    turned.sort_indices()
    return turned, np.log(smoothing / (held + smoothing)).astype(np.float32)


def recall(
    ranker: CandidateRanker,
    said: Sequence[tuple[Sequence[str], Sequence[str]]],
    right: Sequence[str],
    k: int = 5,
) -> NDArray[np.bool_]:
    """Return whether the right disease is among the best `k`, `(cases,)`; a disease that is not known is a miss."""
    release, known = hpo(), {code: place for place, code in enumerate(ranker.diseases)}
    hits = []
    for start in range(0, len(said), BATCH):
        scores = ranker.scores(release, said[start : start + BATCH])
        for row, code in zip(scores, right[start : start + BATCH], strict=True):
            place = known.get(code)
            hits.append(place is not None and int((row > row[place]).sum()) < k)
    return np.array(hits, bool)


def held_out(ranker: CandidateRanker, *, number: int, seed: int = 0, k: int = 5) -> float:
    """Return the share of held-out simulated patients whose disease is among the best `k`."""
    drawn = list(islice(patients(seed=seed + TEST_SEED_OFFSET), number))
    return float(recall(ranker, _said(drawn), [patient.disease for patient in drawn], k).mean())


def checked_out(path: Path) -> Path:
    """Refuse a place that weights cannot be written to, before anything is trained.

    Raises:
        BadInput: another ending than .npz, or no such folder.
    """
    if path.suffix != ".npz":
        raise BadInput(
            f"--out {path}: weights are a file that ends in .npz; the record beside it ends in .json"
        )
    if not path.parent.is_dir():
        raise BadInput(f"--out {path}: no folder {path.parent}; make it first")
    return path


def save(ranker: CandidateRanker, path: Path) -> None:
    """Write the weights (`.npz`) and beside them a record with release, shape and checksum.

    Raises:
        BadInput: see `checked_out`.
    """
    checked_out(path)
    held = ranker.weights
    np.savez_compressed(
        path, data=held.data, indices=held.indices, indptr=held.indptr, shape=np.array(held.shape), unseen=ranker.unseen,
        diseases=np.array(ranker.diseases), release=np.array(ranker.release),
    )  # fmt: skip
    record = {"release": ranker.release, "diseases": len(ranker.diseases), "sha256": ranker.checksum()}
    path.with_suffix(".json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> CandidateRanker:
    """Read what `save` wrote.

    Raises:
        BadData: the file is damaged or holds something else.
    """
    try:
        with np.load(path, allow_pickle=False) as held:
            parts = (held["data"], held["indices"], held["indptr"])
            return CandidateRanker(
                diseases=tuple(held["diseases"].tolist()), weights=sparse.csr_array(parts, shape=tuple(held["shape"])),
                unseen=held["unseen"], release=str(held["release"]),
            )  # fmt: skip
    except (OSError, ValueError, KeyError) as error:
        raise BadData(f"{path} holds no candidate ranker: {error}; train it again") from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, measure on held-out simulated patients, and save."""
    parser = argparse.ArgumentParser(
        prog="python -m preceptor.train.candidate_ranker", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--patients", type=int, default=200_000, help="simulated patients to train on")
    parser.add_argument("--held-out", type=int, default=2000, help="simulated patients to measure on")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="where to write the weights (.npz)")
    given = parser.parse_args(arguments)
    try:
        return _made(given)
    except PreceptorError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def _made(given: argparse.Namespace) -> int:
    if given.out:
        checked_out(given.out)
    if given.held_out < 1:
        raise BadInput(f"--held-out {given.held_out}: measure on at least one patient")
    ranker = train(number=given.patients, seed=given.seed)
    print(f"{len(ranker.diseases)} diseases, HPO {ranker.release}, weights sha256 {ranker.checksum()}")
    n, top5 = given.held_out, held_out(ranker, number=given.held_out, seed=given.seed)
    low, high = wilson(round(top5 * n), n)
    print(
        f"top-5 recall on {n} held-out simulated patients: {top5:.3f} (95 % interval {low:.3f} to {high:.3f})"
    )
    if given.out:
        save(ranker, given.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
