"""How alike a patient and a disease are as a whole: the angle between their findings, plain and in latent axes.

Latent axes come from a truncated singular value decomposition of diseases x terms: findings that go together in many
diseases lie together, so that a finding which a disease's annotations do not name still counts where its like do.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import svds

from preceptor.differential._evidence import LeftOut
from preceptor.differential._profiles import Diseases, Floats, Ints
from preceptor.graphs import starts

AXES = 80


@dataclass(frozen=True, eq=False)
class Latent:
    """Unit vectors of the diseases.

    Attributes:
        start, term, weight: disease -> its terms, closed upwards, and their part of its unit vector.
        basis: `(terms, axes)`; axes: unit vectors of the diseases in them, `(diseases, axes)`.
    """

    start: Ints
    term: Ints
    weight: Floats
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
    return Latent(starts(counts), term, weight, right.T.copy(), _units(left * size))


def likeness(
    diseases: Diseases, observed: Sequence[int], candidates: Ints, left: LeftOut
) -> tuple[Floats, Floats]:
    """Return the cosine of patient and candidates in the latent axes, and over the terms themselves."""
    held, information = latent(diseases), diseases.information
    above = diseases.graph.ancestors(observed)
    above = above[diseases.is_finding[above]]
    patient = np.zeros(len(diseases.term_ids))
    patient[above] = information[above]
    patient /= max(float(np.linalg.norm(patient)), 1e-9)
    direction = _units(patient[above] @ held.basis[above])
    lengths = held.start[candidates + 1] - held.start[candidates]
    owner = np.repeat(np.arange(len(candidates)), lengths)
    entry = held.start[candidates][owner] + np.arange(len(owner)) - starts(lengths)[owner]
    plain = np.bincount(owner, held.weight[entry] * patient[held.term[entry]], len(candidates)).astype(float)
    axes = held.axes[candidates].copy()
    for place in np.flatnonzero(np.isin(candidates, left.diseases)):
        share = left.share[np.searchsorted(left.diseases, candidates[place])]
        own = _units(np.sqrt(share) * information)
        plain[place] = own @ patient
        shown = np.flatnonzero(share)
        axes[place] = _units(own[shown] @ held.basis[shown])
    return axes @ direction, plain
