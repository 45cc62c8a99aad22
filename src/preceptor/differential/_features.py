"""What the learnt combination sees of a patient and a candidate disease, and the candidates themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

import numpy as np

from preceptor import files
from preceptor.differential._closeness import (
    OVERLAP,
    STANDING_AMONG,
    among_relatives,
    named_overlap,
    overlap,
)
from preceptor.differential._counts import Floats, Ints
from preceptor.differential._evidence import (
    LeftOut,
    left_out,
    log_evidence,
    ratios,
    shares,
    summed_evidence,
)
from preceptor.differential._latent import likeness, meeting
from preceptor.differential._profiles import KNOWN, Diseases

FOREMOST, CANDIDATES = 200, 400  # diseases with most evidence; all that are looked at closely
FEATURES = (
    "evidence", "evidence_little_noise", "own_evidence", "capped_evidence", "best_finding", "evidence_by_root_n",
    "matched_information", "log_share", "unexplained", *KNOWN, "log_findings", "one_by_root_n", "evidence_behind_best",
    "latent_likeness", "likeness", "latent_behind_best", *OVERLAP, "findings_shown", "second_finding",
    "middle_finding", "worst_finding", *STANDING_AMONG, "findings_for", "named",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Seen:
    """A patient against the candidates.

    Attributes:
        candidates: numbers of diseases, `(k,)`; table: `(k, features)`.
        evidence: ln likelihood ratio of each observed finding, `(findings, k)`.
        shown, excluded: share of each candidate's patients with each observed or excluded finding.
    """

    candidates: Ints
    table: Floats
    evidence: Floats
    shown: Floats
    excluded: Floats
    left: LeftOut


@lru_cache(maxsize=1)
def _first_guess() -> Floats:
    """Weights of KNOWN beside the evidence in a linear first guess, trained like the network."""
    stored = cast(
        "dict[str, dict[str, float]]", files.read_json(Path(__file__).parent / "weights" / "first.json")
    )
    return np.array([stored["weights"][name] for name in KNOWN])


def _chosen(total: Floats, diseases: Diseases, left: LeftOut) -> Ints:
    """Return the candidates: most evidence and reported often, then those that a linear guess puts first."""
    count = min(CANDIDATES, len(diseases) - int(left.empty.sum()))
    patients, guess = diseases.known[:, 0].copy(), diseases.known @ _first_guess()
    patients[left.diseases], guess[left.diseases] = left.known[:, 0], left.known @ _first_guess()
    score, guess = total + 0.5 * patients, total + guess
    score[left.diseases[left.empty]] = guess[left.diseases[left.empty]] = -np.inf
    first = np.argpartition(-score, min(FOREMOST, count) - 1)[:FOREMOST]
    guess[first] = np.inf
    return np.sort(np.argpartition(-guess, count - 1)[:count])


def look(
    diseases: Diseases, observed: Sequence[int], excluded: Sequence[int], leave_out: Sequence[str]
) -> Seen:
    """Weigh the findings of a patient (at least one) for every disease, and the best candidates closely."""
    left = left_out(diseases, leave_out)
    own_all, mixed_all = ratios(diseases, observed, left)
    candidates = _chosen(summed_evidence(mixed_all), diseases, left)
    own, mixed = log_evidence(own_all[:, candidates]), mixed_all[:, candidates].astype(float)
    evidence = log_evidence(mixed)
    shown = shares(diseases, observed, left, candidates)
    n, ones = len(observed), np.ones(len(candidates))
    total = evidence.sum(0)
    information = diseases.information[np.asarray(observed)][:, None]
    met = meeting(diseases, observed, candidates, left)
    axes, plain = likeness(diseases, met)
    shared, own_total = overlap(diseases, observed, met), own.sum(0)
    known, ordered = diseases.known[candidates], np.sort(evidence, axis=0)
    lost, here = left.among(candidates)
    known[lost] = left.known[here]
    columns = [
        total, summed_evidence(mixed, 0.01), own_total, np.minimum(evidence, 3.0).sum(0), evidence.max(0),
        total / n**0.5, (information * (shown > 0)).sum(0), np.log(0.05 + shown).sum(0), (mixed < 0.5).sum(0),
        *known.T, np.log(n) * ones, ones / n**0.5, total - total.max(), axes, plain, axes - axes.max(),
        *shared.T, (shown > 0).sum(0) / n, ordered[max(n - 2, 0)],
        (ordered[(n - 1) // 2] + ordered[n // 2]) / 2, ordered[0],
        *among_relatives(diseases, candidates, total, own_total, known[:, 0]).T,
        (evidence > 0).mean(0), named_overlap(diseases, observed, met),
    ]  # fmt: skip
    return Seen(
        candidates, np.stack(columns, axis=1), evidence, shown,
        shares(diseases, excluded, left, candidates), left,
    )  # fmt: skip
