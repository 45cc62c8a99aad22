"""How a patient and the candidates compare as sets of findings, and each candidate with its relatives."""

from collections.abc import Sequence

import numpy as np

from preceptor.differential._counts import Floats, Ints
from preceptor.differential._latent import Meeting, latent
from preceptor.differential._profiles import Diseases
from preceptor.graphs import starts

OVERLAP = ("resnik", "information_shared", "patient_covered", "disease_covered", "disease_information")
STANDING_AMONG = (
    "relatives_evidence",
    "ahead_of_relatives",
    "ahead_by_own",
    "relatives_ahead",
    "ahead_by_patients",
)


def spread(start: Ints, chosen: Ints) -> tuple[Ints, Ints]:
    """Return (place in chosen, entry) of every entry of the chosen lists."""
    lengths = start[chosen + 1] - start[chosen]
    owner = np.repeat(np.arange(len(chosen)), lengths)
    return owner, start[chosen][owner] + np.arange(len(owner)) - starts(lengths)[owner]


def _best_shared(diseases: Diseases, observed: Sequence[int], met: Meeting, both: Floats) -> Floats:
    """Return the information of each finding's most telling ancestor in `both`, as a part of the findings' own."""
    best = np.maximum.reduceat(both[met.steps], met.begin, axis=0).sum(0)
    return best / max(float(diseases.information[np.asarray(observed)].sum()), 1e-9)


def named_overlap(diseases: Diseases, observed: Sequence[int], met: Meeting) -> Floats:
    """Return how much of the patient's findings the candidates' names and definitions state, `(candidates,)`."""
    owner, entry = spread(diseases.named.start, met.candidates)
    term = diseases.named.values[entry]
    place = met.spot[term]
    inside = np.flatnonzero(place >= 0)
    both = np.zeros((len(met.above), len(met.candidates)))
    both[place[inside], owner[inside]] = diseases.information[term[inside]]
    return _best_shared(diseases, observed, met, both)


def overlap(diseases: Diseases, observed: Sequence[int], met: Meeting) -> Floats:
    """Return the columns of OVERLAP: information of what patient and candidate share, and of what each has.

    Resnik's is of each finding's most telling ancestor that the disease shows, as a part of the findings' own.
    """
    information, k = diseases.information, len(met.candidates)
    told, size = information[met.above], latent(diseases).size[met.candidates]
    both = np.zeros((len(met.above), k))
    both[met.place, met.owner] = told[met.place]
    for row, share in met.touched:
        both[:, row] = told * (share[met.above] > 0)
        size[row] = information[share > 0].sum()
    shared, whole = both.sum(0), max(float(told.sum()), 1e-9)
    return np.stack(
        [
            _best_shared(diseases, observed, met, both),
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

    first = np.flatnonzero(np.diff(one, prepend=-1))  # `one` is in order

    def ahead(value: Floats) -> Floats:
        found = np.zeros(k)
        if len(first):
            found[one[first]] = value[one[first]] - np.maximum.reduceat(value[other], first)
        return found

    better = np.bincount(one, own[other] > own[one], k).astype(float)
    return np.stack(
        [np.where(has, mean, total.min()), ahead(total), ahead(own), better, ahead(patients)], axis=1
    )
