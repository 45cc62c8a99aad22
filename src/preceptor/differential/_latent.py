"""How alike a patient and a disease are as a whole: the angle between their findings, plain and in latent axes.

Latent axes come from a truncated singular value decomposition of diseases x terms: findings that go together in many
diseases lie together, so that a finding which a disease's annotations do not name still counts where its like do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import svds

from preceptor.differential._counts import Floats, Ints
from preceptor.differential._evidence import LeftOut
from preceptor.differential._profiles import Diseases
from preceptor.graphs import starts

AXES = 80


@dataclass(frozen=True, eq=False)
class Latent:
    """Unit vectors of the diseases.

    Attributes:
        start, term, weight: disease -> its terms, closed upwards, and their part of its unit vector.
        size: information of all its terms together, `(diseases,)`.
        basis: `(terms, axes)`; axes: unit vectors of the diseases in them, `(diseases, axes)`.
    """

    start: Ints
    term: NDArray[np.int32]
    weight: Floats
    size: Floats
    basis: Floats
    axes: Floats


def _units(vectors: Floats) -> Floats:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)


def latent(diseases: Diseases) -> Latent:
    """Return the vectors of a set of diseases, worked out once; the decomposition takes about a second."""
    if "latent" not in vars(diseases):
        vars(diseases)["latent"] = _decomposed(diseases)
    return vars(diseases)["latent"]


def _decomposed(diseases: Diseases) -> Latent:
    owner, term, _, share = diseases.spread_out
    weight = np.sqrt(share) * diseases.information[term]
    length = np.sqrt(np.bincount(owner, weight**2, len(diseases)))
    weight = weight / np.maximum(length, 1e-9)[owner]
    shape = (len(diseases), len(diseases.term_ids))
    table = sparse.csr_matrix((weight, (owner, term)), shape=shape)
    left, size, right = svds(table, k=min(AXES, min(shape) - 1), v0=np.ones(min(shape)))
    assert left is not None
    assert right is not None
    counts = np.bincount(owner, minlength=len(diseases))
    whole = np.bincount(owner, diseases.information[term], len(diseases)).astype(float)
    return Latent(starts(counts), term.astype(np.int32), weight, whole, right.T.copy(), _units(left * size))


@dataclass(frozen=True, eq=False)
class Meeting:
    """Where the findings of a patient, closed upwards, meet those of the candidates.

    Attributes:
        above: the patient's terms; owner, place, weight: candidate, place in `above` and part of the candidate's unit
            vector of each term that both have, without the diseases that lose rows.
        spot: term -> place in `above`, -1 for the others.
        steps, begin: places in `above` of what each finding is or is a kind of, one finding after the other, and where
            each begins.
        touched: (place in candidates, shares by term) of the candidates that lose rows.
    """

    candidates: Ints
    above: Ints
    owner: Ints
    place: Ints
    weight: Floats
    spot: NDArray[np.int32]
    steps: NDArray[np.int32]
    begin: Ints
    touched: Sequence[tuple[int, Floats]]


def meeting(diseases: Diseases, observed: Sequence[int], candidates: Ints, left: LeftOut) -> Meeting:
    """Look once through the candidates' terms for those that the patient has too."""
    held, above = latent(diseases), diseases.graph.ancestors(observed).astype(np.int64)
    above = above[diseases.is_finding[above]]
    spot = np.full(len(diseases.term_ids), -1, np.int32)
    spot[above] = np.arange(len(above))
    lost, here = left.among(candidates)
    begin, end = held.start[candidates], held.start[candidates + 1]
    end[lost] = begin[lost]
    parts = [held.term[one:other] for one, other in zip(begin.tolist(), end.tolist(), strict=True)]
    place, ends = spot[np.concatenate(parts)], np.cumsum(end - begin)
    met = np.flatnonzero(place >= 0)
    owner = np.searchsorted(ends, met, side="right")
    entry = met + (end - ends)[owner]
    kinds = [spot[diseases.graph.closure[finding]] for finding in observed]
    kinds = [one[one >= 0] for one in kinds]
    steps, lengths = np.concatenate(kinds), np.array([len(one) for one in kinds])
    shares = [(row, left.share[place]) for row, place in zip(lost.tolist(), here.tolist(), strict=True)]
    return Meeting(
        candidates,
        above,
        owner,
        place[met].astype(np.int64),
        held.weight[entry],
        spot,
        steps,
        starts(lengths)[:-1],
        shares,
    )


def likeness(diseases: Diseases, met: Meeting) -> tuple[Floats, Floats]:
    """Return the cosine of patient and candidates in the latent axes, and over the terms themselves."""
    held, information = latent(diseases), diseases.information
    patient = information[met.above] / max(float(np.linalg.norm(information[met.above])), 1e-9)
    direction = _units(patient @ held.basis[met.above])
    plain = np.bincount(met.owner, met.weight * patient[met.place], len(met.candidates)).astype(float)
    axes = held.axes[met.candidates] @ direction
    for row, share in met.touched:
        shown = np.flatnonzero(share)
        own = np.sqrt(share[shown]) * information[shown]
        own /= max(float(np.linalg.norm(own)), 1e-9)
        axes[row] = _units(own @ held.basis[shown]) @ direction
        plain[row] = own @ np.where(np.isin(shown, met.above), information[shown], 0.0)
    plain[[row for row, _ in met.touched]] /= max(float(np.linalg.norm(information[met.above])), 1e-9)
    return axes, plain
