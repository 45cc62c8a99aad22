"""What the learnt combination sees of a patient and a candidate disease, and the candidates themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from preceptor.differential._closeness import (
    OVERLAP,
    SOURCES,
    STANDING_AMONG,
    among_relatives,
    overlap,
    row_sources,
)
from preceptor.differential._evidence import (
    LeftOut,
    left_out,
    log_evidence,
    own_ratios,
    shares,
    with_relatives,
)
from preceptor.differential._latent import likeness
from preceptor.differential._profiles import Diseases, Floats, Ints

CANDIDATES = 300  # diseases that are looked at closely
FEATURES = (
    "evidence", "evidence_little_noise", "own_evidence", "capped_evidence", "best_finding", "evidence_by_root_n",
    "matched_information", "log_share", "unexplained", "subtypes", "patients", "papers", "terms", "omim",
    "other_catalogues", "log_findings", "one_by_root_n", "evidence_behind_best",
    "latent_likeness", "likeness", "latent_behind_best", *OVERLAP, "findings_shown", "second_finding",
    "middle_finding", "worst_finding", *STANDING_AMONG, *SOURCES, "findings_for",
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


def _standing(diseases: Diseases, left: LeftOut, candidates: Ints, references: Sequence[str]) -> Floats:
    """Return what is known of the candidates, without the rows left out."""
    known = diseases.standing
    touched = np.flatnonzero(np.isin(candidates, left.diseases))
    if not len(touched):
        return known[candidates]
    table = known[candidates].copy()
    gone = {diseases.references[name] for name in references if name in diseases.references}
    disease, reference, patients = diseases.reports
    for row in touched:
        number = candidates[row]
        part = slice(*np.searchsorted(disease, [number, number + 1]))
        kept = ~np.isin(reference[part], list(gone))
        spot = int(np.searchsorted(left.diseases, number))
        table[row, :3] = np.log1p([patients[part][kept].sum(), kept.sum(), left.size[spot]])
    return table


def _chosen(evidence: Floats, diseases: Diseases, left: LeftOut) -> Ints:
    """Return the candidates: most evidence, and reported often."""
    total = evidence.sum(0) + 0.5 * diseases.standing[:, 0]
    total[left.diseases[left.empty]] = -np.inf
    count = min(CANDIDATES, len(diseases) - int(left.empty.sum()))
    return np.sort(np.argpartition(-total, count - 1)[:count])


def look(
    diseases: Diseases, observed: Sequence[int], excluded: Sequence[int], leave_out: Sequence[str]
) -> Seen:
    """Weigh the findings of a patient (at least one) for every disease, and the best candidates closely."""
    left = left_out(diseases, leave_out)
    own_all = own_ratios(diseases, observed, left)
    mixed_all = with_relatives(diseases, own_all)
    candidates = _chosen(log_evidence(mixed_all), diseases, left)
    own, mixed = log_evidence(own_all[:, candidates]), mixed_all[:, candidates]
    evidence = log_evidence(mixed)
    shown = shares(diseases, observed, left)[:, candidates]
    n, ones = len(observed), np.ones(len(candidates))
    total = evidence.sum(0)
    information = diseases.information[np.asarray(observed)][:, None]
    axes, plain = likeness(diseases, observed, candidates, left)
    standing, ordered = _standing(diseases, left, candidates, leave_out), np.sort(evidence, axis=0)
    columns = [
        total, log_evidence(mixed, 0.01).sum(0), own.sum(0), np.minimum(evidence, 3.0).sum(0), evidence.max(0),
        total / n**0.5, (information * (shown > 0)).sum(0), np.log(0.05 + shown).sum(0), (mixed < 0.5).sum(0),
        diseases.group[candidates], *standing.T, np.log(n) * ones,
        ones / n**0.5, total - total.max(), axes, plain, axes - axes.max(),
        *overlap(diseases, observed, candidates, left).T, (shown > 0).sum(0) / n, ordered[max(n - 2, 0)],
        np.median(evidence, axis=0), ordered[0],
        *among_relatives(diseases, candidates, total, own.sum(0), standing[:, 0]).T,
        *row_sources(diseases, candidates, left).T, (evidence > 0).mean(0),
    ]  # fmt: skip
    return Seen(
        candidates, np.stack(columns, axis=1), evidence, shown,
        shares(diseases, excluded, left)[:, candidates], left,
    )  # fmt: skip
