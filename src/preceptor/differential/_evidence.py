"""How well each disease explains the findings, with the patient's own publications left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from preceptor.differential._profiles import FLOOR, Diseases, Floats, Ints, closed_up, pooled

FAMILY = 0.35  # weight of relatives (Mondo siblings and parents) where a disease has some
NOISE = 0.1  # chance that a finding has nothing to do with the disease


@dataclass(frozen=True, eq=False)
class LeftOut:
    """Diseases whose profile loses rows.

    Attributes:
        diseases: their numbers; place i of the lists below is diseases[i].
        empty: of those, whether no annotation is left.
        rows: all rows that are taken out, sorted; stated: which entries of `Diseases.stated`, `(entries,)`.
        ratio: diseases x terms as (place, term) -> likelihood ratio mass; share: the same for the share.
    """

    diseases: Ints
    empty: NDArray[np.bool_]
    rows: Ints
    stated: NDArray[np.bool_]
    ratio: Floats
    share: Floats
    size: Ints


def left_out(diseases: Diseases, references: Sequence[str]) -> LeftOut:
    """Recompute the diseases that cite any of the references, without the rows that do."""
    known = [diseases.references[name] for name in references if name in diseases.references]
    gone = np.unique(
        np.concatenate([np.empty(0, np.int64), *(diseases.citing[ref] for ref in known)])
    ).astype(int)
    touched = np.unique(diseases.rows.disease[gone])
    start = diseases.row_start.tolist()
    kept = [
        np.setdiff1d(np.arange(start[d], start[d + 1]), gone, assume_unique=True) for d in touched.tolist()
    ]
    owner = np.repeat(np.arange(len(touched)), [len(rows) for rows in kept])
    rows = np.concatenate([np.empty(0, np.int64), *kept]).astype(np.int64)
    begin, term, share = pooled(diseases, rows, len(touched), owner)
    place = np.repeat(np.arange(len(touched)), np.diff(begin))
    ratio = np.zeros((len(touched), len(diseases.term_ids)))
    most = np.zeros_like(ratio)
    who, above, value, highest = closed_up(diseases, place, term, share)
    ratio[who, above], most[who, above] = value, highest
    stating = np.diff(diseases.rows.cited.start)[rows] > 0  # a name alone makes no annotated disease
    empty = np.bincount(owner, stating, len(touched)) == 0
    ratio[empty], most[empty] = 0.0, 0.0
    row = diseases.stated[:, 0]
    stated = np.isin(row, row[np.isin(diseases.stated[:, 3], known)])
    return LeftOut(touched, empty, gone, stated, ratio, most, np.diff(begin))


def _telling(diseases: Diseases, term: int) -> Ints:
    above = diseases.graph.closure[term].astype(np.int64)
    return above[diseases.information[above] > FLOOR]


def own_ratios(diseases: Diseases, terms: Sequence[int], left: LeftOut) -> Floats:
    """How much likelier each finding is in each disease than in all, `(findings, diseases)`, by its own rows."""
    closed = diseases.closed
    found = np.zeros((len(terms), len(diseases)))
    for row, term in enumerate(terms):
        above = _telling(diseases, term)
        parts = [slice(closed.start[node], closed.start[node + 1]) for node in above]
        if parts:
            owners = np.concatenate([closed.disease[part] for part in parts])
            values = np.concatenate([closed.ratio[part] for part in parts])
            found[row] = np.bincount(owners, values, len(diseases))
            found[row, left.diseases] = left.ratio[:, above].sum(1)
    return found


def with_relatives(diseases: Diseases, own: Floats) -> Floats:
    """Mix in what a disease's relatives show, `(findings, diseases)`."""
    related = (diseases.relatives @ own.T).T
    has = np.diff(diseases.relatives.indptr) > 0
    return own + FAMILY * has * (related - own)


def shares(diseases: Diseases, terms: Sequence[int], left: LeftOut) -> Floats:
    """Share of each disease's patients that show each term or something below it, `(terms, diseases)`."""
    closed = diseases.closed
    found = np.zeros((len(terms), len(diseases)))
    for row, term in enumerate(terms):
        part = slice(closed.start[term], closed.start[term + 1])
        found[row, closed.disease[part]] = closed.share[part]
        found[row, left.diseases] = left.share[:, term]
    return found


def log_evidence(ratios: Floats, noise: float = NOISE) -> Floats:
    """Ln of the likelihood ratio of each finding, when some findings are noise."""
    return np.log((1 - noise) * ratios + noise)
