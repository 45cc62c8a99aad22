"""How a patient and the candidates compare as sets of findings, and each candidate with its relatives."""

from collections.abc import Sequence

import numpy as np

from preceptor.differential._evidence import LeftOut
from preceptor.differential._latent import latent
from preceptor.differential._profiles import Diseases, Floats, Ints
from preceptor.graphs import starts

OVERLAP = ("resnik", "information_shared", "patient_covered", "disease_covered", "disease_information")
STANDING_AMONG = (
    "relatives_evidence",
    "ahead_of_relatives",
    "ahead_by_own",
    "relatives_ahead",
    "ahead_by_patients",
)
SOURCES = ("rows", "rows_of_papers", "rows_counted", "largest_count")


def spread(start: Ints, chosen: Ints) -> tuple[Ints, Ints]:
    """Return (place in chosen, entry) of every entry of the chosen lists."""
    lengths = start[chosen + 1] - start[chosen]
    owner = np.repeat(np.arange(len(chosen)), lengths)
    return owner, start[chosen][owner] + np.arange(len(owner)) - starts(lengths)[owner]


def overlap(diseases: Diseases, observed: Sequence[int], candidates: Ints, left: LeftOut) -> Floats:
    """Return the columns of OVERLAP: information of what patient and candidate share, and of what each has.

    Resnik's is of each finding's most telling ancestor that the disease shows, as a part of the findings' own.
    """
    information, held, graph = diseases.information, latent(diseases), diseases.graph
    above = graph.ancestors(observed)
    above = above[diseases.is_finding[above] & (information[above] > 0)]
    spot = np.full(len(information), -1)
    spot[above] = np.arange(len(above))
    owner, entry = spread(held.start, candidates)
    term = held.term[entry]
    size = np.bincount(owner, information[term], len(candidates)).astype(float)
    both = np.zeros((len(candidates), len(above)))
    within = spot[term] >= 0
    both[owner[within], spot[term[within]]] = 1.0
    for place in np.flatnonzero(np.isin(candidates, left.diseases)):
        shown = left.share[np.searchsorted(left.diseases, candidates[place])] > 0
        both[place], size[place] = shown[above], information[shown].sum()
    told = information[above]
    resnik = np.zeros(len(candidates))
    for finding in observed:
        inside = spot[graph.closure[finding]]
        resnik += (both[:, inside[inside >= 0]] * told[inside[inside >= 0]]).max(1, initial=0.0)
    shared, whole = both @ told, max(float(told.sum()), 1e-9)
    return np.stack(
        [
            resnik / max(float(information[np.asarray(observed)].sum()), 1e-9),
            shared / np.maximum(whole + size - shared, 1e-9),
            shared / whole,
            shared / np.maximum(size, 1e-9),
            np.log1p(size),
        ],
        axis=1,
    )


def among_relatives(
    diseases: Diseases, candidates: Ints, total: Floats, own: Floats, patients: Floats
) -> Floats:
    """Return the columns of STANDING_AMONG: a candidate beside those of its relatives that are candidates too."""
    k, related = len(candidates), diseases.relatives
    spot = np.full(len(diseases), -1)
    spot[candidates] = np.arange(k)
    one, entry = spread(related.indptr.astype(np.int64), candidates)
    other = spot[related.indices[entry]]
    one, other, weight = one[other >= 0], other[other >= 0], related.data[entry][other >= 0]
    has = np.bincount(one, minlength=k) > 0
    mean = np.bincount(one, weight * total[other], k) / np.maximum(np.bincount(one, weight, k), 1e-9)

    def ahead(value: Floats) -> Floats:
        best = np.full(k, -np.inf)
        np.maximum.at(best, one, value[other])
        return np.where(has, value - np.where(has, best, 0.0), 0.0)

    better = np.bincount(one, own[other] > own[one], k).astype(float)
    return np.stack(
        [np.where(has, mean, total.min()), ahead(total), ahead(own), better, ahead(patients)], axis=1
    )


def row_sources(diseases: Diseases, candidates: Ints, left: LeftOut) -> Floats:
    """Return the columns of SOURCES, without the rows left out: what the candidates' rows rest on."""
    rows, (start, papers) = diseases.rows, (diseases.row_start, diseases.of_papers)
    owner, entry = spread(start, candidates)
    if len(left.rows):
        kept = ~np.isin(entry, left.rows)
        owner, entry = owner[kept], entry[kept]
    n, k = np.bincount(owner, minlength=len(candidates)), len(candidates)
    most = np.zeros(k)
    np.maximum.at(most, owner, rows.patients[entry])
    several = np.maximum(n, 1)
    counted = np.bincount(owner, rows.patients[entry] > 0, k)
    return np.stack(
        [np.log1p(n), np.bincount(owner, papers[entry], k) / several, counted / several, np.log1p(most)],
        axis=1,
    )
