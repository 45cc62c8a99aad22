"""How well each disease explains the findings, with the patient's own publications left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from preceptor.differential._counts import Floats, Ints, Singles, row_sources
from preceptor.differential._profiles import FLOOR, Diseases, closed_up, pooled

AT_ONCE = 8  # findings multiplied before a logarithm is taken; more overflow single precision
NOISE = 0.1  # chance that a finding has nothing to do with the disease


@dataclass(frozen=True, eq=False)
class LeftOut:
    """Diseases whose profile loses rows.

    Attributes:
        diseases: their numbers; place i of the lists below is diseases[i].
        empty: of those, whether no annotation is left.
        rows: all rows that are taken out, sorted; stated: which entries of `Diseases.stated`, `(entries,)`.
        ratio: diseases x terms as (place, term) -> likelihood ratio mass; share: the same for the share.
        known: their rows of `Diseases.known`.
    """

    diseases: Ints
    empty: NDArray[np.bool_]
    rows: Ints
    stated: NDArray[np.bool_]
    ratio: Floats
    share: Floats
    known: Floats

    def among(self, candidates: Ints) -> tuple[Ints, Ints]:
        """Return (places in `candidates`, which are in order, places here) of the diseases that are in both."""
        spot = np.minimum(np.searchsorted(candidates, self.diseases), len(candidates) - 1)
        here = np.flatnonzero(candidates[spot] == self.diseases)
        return spot[here], here


def left_out(diseases: Diseases, references: Sequence[str]) -> LeftOut:
    """Recompute the diseases that cite any of the references, without the rows that do."""
    known = [diseases.references[name] for name in references if name in diseases.references]
    gone = np.unique(
        np.concatenate([np.empty(0, np.int64), *(diseases.citing[ref] for ref in known)])
    ).astype(int)
    touched = np.unique(diseases.rows.disease[gone])
    first, last = diseases.row_start[touched].tolist(), diseases.row_start[touched + 1].tolist()
    kept = [
        np.setdiff1d(np.arange(begin, end), gone, assume_unique=True)
        for begin, end in zip(first, last, strict=True)
    ]
    owner = np.repeat(np.arange(len(touched)), [len(rows) for rows in kept])
    rows = np.concatenate([np.empty(0, np.int64), *kept]).astype(np.int64)
    begin, term, share = pooled(diseases, rows, len(touched), owner)
    place = np.repeat(np.arange(len(touched)), np.diff(begin))
    ratio = np.zeros((len(touched), len(diseases.term_ids)))
    most = np.zeros_like(ratio)
    who, above, value, highest = closed_up(diseases, place, term, share)
    ratio[who, above], most[who, above] = value, highest
    cited = diseases.rows.cited.start
    stating = cited[rows + 1] > cited[rows]  # a name alone makes no annotated disease
    empty = np.bincount(owner, stating, len(touched)) == 0
    ratio[empty], most[empty] = 0.0, 0.0
    stated = np.zeros(len(diseases.stated), bool)
    for reference in known:
        for entry in diseases.stated_by[reference].tolist():
            row = diseases.stated_rows[entry]
            stated[slice(*np.searchsorted(diseases.stated_rows, [row, row + 1]))] = True
    told = _known_without(diseases, touched, owner, rows, np.diff(begin))
    return LeftOut(touched, empty, gone, stated, ratio, most, told)


def _known_without(diseases: Diseases, touched: Ints, owner: Ints, rows: Ints, terms: Ints) -> Floats:
    """Return `Diseases.known` of the touched diseases, from the rows that stay."""
    known = diseases.known[touched].copy()
    held, n = diseases.rows, len(touched)
    start = held.cited.start
    counting = (held.patients[rows] > 0) & (start[rows + 1] > start[rows])
    first = held.cited.values[start[rows[counting]]].astype(np.int64)
    key, place = np.unique(owner[counting] * len(diseases.references) + first, return_inverse=True)
    patients = np.zeros(len(key))
    np.maximum.at(patients, place, held.patients[rows[counting]])
    paper = key // len(diseases.references)
    known[:, 0] = np.log1p(np.bincount(paper, patients, n))
    known[:, 1] = np.log1p(np.bincount(paper, minlength=n))
    known[:, 2] = np.log1p(terms)
    known[:, -4:] = row_sources(owner, held.patients[rows], diseases.of_papers[rows], n)
    return known


def _telling(diseases: Diseases, term: int) -> Ints:
    above = diseases.graph.closure[term].astype(np.int64)
    return above[diseases.information[above] > FLOOR]


def _ratios_of(diseases: Diseases, term: int) -> Singles:
    """Return how much likelier a finding is in each disease than in all, and the same with relatives, `(2, n)`."""
    closed, found = diseases.closed, np.zeros((2, len(diseases)), np.float32)
    parts = [slice(closed.start[node], closed.start[node + 1]) for node in _telling(diseases, term)]
    if parts:
        owners = np.concatenate([closed.disease[part] for part in parts])
        values = np.concatenate([closed.ratio[part] for part in parts])
        own = np.bincount(owners, values, len(diseases))
        found[0], found[1] = own, diseases.mixing @ own
    return found


def ratios(diseases: Diseases, terms: Sequence[int], left: LeftOut) -> tuple[Singles, Singles]:
    """Return how much likelier each finding is in each disease than in all, `(findings, diseases)`, twice.

    By its own rows alone, and with what its relatives show mixed in. What is often asked is kept (`remembered`).
    """
    both = diseases.remembered(_ratios_of, terms)
    own, mixed = both[:, 0], both[:, 1]
    if len(left.diseases):
        without = np.array([left.ratio[:, _telling(diseases, term)].sum(1) for term in terms])
        lent = diseases.mixing_by_lender[:, left.diseases]
        mixed += (lent @ (without - own[:, left.diseases]).T).T.astype(np.float32)
        own[:, left.diseases] = without
    return own, mixed


def shares(diseases: Diseases, terms: Sequence[int], left: LeftOut, chosen: Ints) -> Floats:
    """Share of the chosen diseases' patients that show each term or something below it, `(terms, chosen)`."""
    closed, found = diseases.closed, np.zeros((len(terms), len(chosen)))
    if not len(terms):
        return found
    place = np.full(len(diseases), -1)
    place[chosen] = np.arange(len(chosen))
    asked = np.asarray(terms)
    begin, end = closed.start[asked], closed.start[asked + 1]
    parts = [slice(*both) for both in zip(begin.tolist(), end.tolist(), strict=True)]
    spot = place[np.concatenate([closed.disease[part] for part in parts])]
    inside = np.flatnonzero(spot >= 0)
    row = np.repeat(np.arange(len(asked)), end - begin)[inside]
    found[row, spot[inside]] = np.concatenate([closed.share[part] for part in parts])[inside]
    if len(left.diseases):
        own = place[left.diseases]
        here = np.flatnonzero(own >= 0)
        found[:, own[here]] = left.share[here][:, asked].T
    return found


def log_evidence(ratios: Floats | Singles, noise: float = NOISE) -> Floats:
    """Ln of the likelihood ratio of each finding, when some findings are noise."""
    return np.log((1 - noise) * ratios.astype(float) + noise)


def summed_evidence(ratios: Floats | Singles, noise: float = NOISE) -> Floats:
    """Ln of the likelihood ratio of all findings together, `(diseases,)`; one logarithm for eight findings."""
    mixed = (1 - noise) * ratios + noise
    parts = [np.log(mixed[start : start + AT_ONCE].prod(0)) for start in range(0, len(mixed), AT_ONCE)]
    return np.sum(parts, axis=0, dtype=float)
