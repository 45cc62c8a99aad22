"""What each disease shows: annotations pooled over the twins of several catalogues, and their is-a closure.

Built in about a second from flat arrays; read by any thread afterwards.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from preceptor.differential._counts import Floats, Ints, Singles, onset_shares, row_sources
from preceptor.graphs import Graph, Lists, starts

CLASS_PATIENTS = 5.0  # weight of "frequent", in patients; set by hand
UNKNOWN_SHARE, UNKNOWN_PATIENTS = 0.5, 1.0
PRIOR_SHARE, PRIOR_PATIENTS = 0.5, 1.0
LENGTH = 0.7  # exponent of a profile's length: 1 shares one patient's findings out, 0 adds them up
CLIMB = 1.0  # how fast the chance falls that a finding was written as an ancestor, per nat of information
SMALL = 20.0  # weight of the flat part of the background, in diseases
MEMORY = 64e6  # bytes of findings' weights over all diseases that are kept
FLOOR = 0.3  # nats; ancestors that say less are left out
KNOWN = (
    "patients", "papers", "terms", "omim", "other_catalogues", "subtypes", "other_names", "vocabularies", "omim_number",
    "rows", "rows_of_papers", "rows_counted", "largest_count",
)  # fmt: skip
FAMILY = 0.35  # weight of relatives (Mondo siblings and parents) where a disease has some


@dataclass(frozen=True, eq=False, kw_only=True)
class Rows:
    """Annotations, sorted by disease, all `(rows,)`; share is NaN and patients 0 where not stated."""

    disease: Ints
    term: Ints
    share: Floats
    patients: Ints
    cited: Lists


@dataclass(frozen=True, eq=False, kw_only=True)
class Diseases:
    """A set of diseases that can be ranked.

    Attributes:
        ids: Mondo id where there is one, else the catalogue's; members: the catalogue ids merged into it.
        group: log(1 + number of annotated subtypes), `(diseases,)`.
        relatives: row-normalised weights of related diseases, `(diseases, diseases)`.
        stated: (row, disease, age bracket or X_LINKED, reference, patients), one entry a row and reference.
        renown: how well known a disease is beside its annotations, `(diseases, 3)`: ln(1 + other names), vocabularies
            that have it, OMIM number / 100,000 (the higher, the newer; 0 for none).
        x_linked: whether the only inheritance stated is X-linked recessive, `(diseases,)`.
        release: where the annotations are from, in words.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    members: tuple[tuple[str, ...], ...]
    graph: Graph
    term_ids: tuple[str, ...]
    term_names: tuple[str, ...]
    is_finding: NDArray[np.bool_]
    rows: Rows
    references: Mapping[str, int]
    group: Floats
    relatives: sparse.csr_matrix
    stated: Floats
    renown: Floats
    x_linked: NDArray[np.bool_]
    release: str

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def cards(self) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
        """(id, name, members) of each disease."""
        return tuple(zip(self.ids, self.names, self.members, strict=True))

    @cached_property
    def row_start(self) -> Ints:
        """Where each disease's rows begin, `(diseases + 1,)`."""
        return starts(np.bincount(self.rows.disease, minlength=len(self)))

    @cached_property
    def citing(self) -> Lists:
        """Reference -> the rows that cite it."""
        return self.rows.cited.turned(len(self.references))

    @cached_property
    def onset(self) -> Floats:
        """Disease x age bracket: share of patients, NaN where not stated."""
        return onset_shares(self.stated, len(self))

    @cached_property
    def of_papers(self) -> NDArray[np.bool_]:
        """Whether a row cites a publication, not only a catalogue, `(rows,)`."""
        paper = np.zeros(len(self.references), bool)
        paper[[number for name, number in self.references.items() if name.startswith("PMID")]] = True
        cited = self.rows.cited
        return np.bincount(cited.rows, paper[cited.values], len(self.rows.disease)) > 0

    @cached_property
    def by_id(self) -> Mapping[str, int]:
        """Id of a disease or of one of its members -> number."""
        found = {code: place for place, codes in enumerate(self.members) for code in codes}
        return found | {code: place for place, code in enumerate(self.ids)}

    @cached_property
    def profile(self) -> tuple[Ints, Ints, Floats]:
        """(where each disease begins, its terms, their share of patients), pooled."""
        return pooled(self, np.arange(len(self.rows.disease)), len(self))

    @cached_property
    def reports(self) -> tuple[Ints, Ints, Ints]:
        """(disease, reference, patients counted), one entry a disease and first reference that counts patients."""
        rows = self.rows
        counting = np.flatnonzero((rows.patients > 0) & (np.diff(rows.cited.start) > 0))
        first = rows.cited.values[rows.cited.start[counting]].astype(np.int64)
        width = len(self.references)
        key, place = np.unique(rows.disease[counting] * width + first, return_inverse=True)
        patients = np.zeros(len(key), np.int64)
        np.maximum.at(patients, place, rows.patients[counting])
        return key // width, key % width, patients

    @cached_property
    def standing(self) -> Floats:
        """What is known of each disease beside its findings, `(diseases, 5)`.

        Columns: ln(1 + patients reported), ln(1 + papers that count patients), ln(1 + terms), has OMIM rows, has
        rows of other catalogues.
        """
        n = len(self)
        disease, _, patients = self.reports
        omim = np.array([any(code.startswith("OMIM") for code in codes) for codes in self.members])
        other = np.array([any(not code.startswith("OMIM") for code in codes) for codes in self.members])
        return np.stack(
            [
                np.log1p(np.bincount(disease, patients, n)),
                np.log1p(np.bincount(disease, minlength=n)),
                np.log1p(np.diff(self.profile[0])),
                omim,
                other,
            ],
            axis=1,
        )

    @cached_property
    def known(self) -> Floats:
        """What is known of each disease beside its findings, `(diseases, 13)`, as `KNOWN` names it."""
        rows = self.rows
        rest = row_sources(rows.disease, rows.patients, self.of_papers, len(self))
        return np.column_stack([self.standing, self.group, self.renown, rest])

    @cached_property
    def named(self) -> Lists:
        """Disease -> the findings that its names and definition state, which cite nothing, and all above them."""
        rows, width = self.rows, len(self.term_ids)
        own = np.flatnonzero(np.diff(rows.cited.start) == 0)
        closure = self.graph.closure
        lengths = (closure.start[1:] - closure.start[:-1])[rows.term[own]]
        begin = np.repeat(closure.start[rows.term[own]] - np.cumsum(lengths) + lengths, lengths)
        above = closure.values[np.arange(lengths.sum()) + begin]
        key = np.unique(np.repeat(rows.disease[own], lengths) * width + above)
        key = key[self.is_finding[key % width]]
        return Lists(starts(np.bincount(key // width, minlength=len(self))), (key % width).astype(np.int32))

    @cached_property
    def mixing(self) -> sparse.csr_matrix:
        """What a disease shows as a mix of its own and its relatives' findings, `(diseases, diseases)`."""
        has = np.diff(self.relatives.indptr) > 0
        own = sparse.diags_array(1.0 - FAMILY * has, format="csr")
        return sparse.csr_matrix(own + sparse.diags_array(FAMILY * has) @ self.relatives)

    @cached_property
    def mixing_by_lender(self) -> sparse.csc_array:
        """`mixing`, by the disease that lends."""
        return sparse.csc_array(self.mixing)

    @cached_property
    def stated_by(self) -> Lists:
        """Reference -> the entries of `stated` that it is cited for."""
        return Lists(
            np.arange(len(self.stated) + 1, dtype=np.int64), self.stated[:, 3].astype(np.int32)
        ).turned(len(self.references))

    @cached_property
    def stated_rows(self) -> Floats:
        """The row of each entry of `stated`, in order."""
        return np.ascontiguousarray(self.stated[:, 0])

    @cached_property
    def _memory(self) -> "OrderedDict[int, Singles]":
        return OrderedDict()

    def remembered(self, work_out: Callable[["Diseases", int], Singles], terms: Sequence[int]) -> Singles:
        """Return what `work_out` gives for each term, stacked; the last used are kept, up to MEMORY bytes."""
        found: list[Singles] = []
        for term in terms:
            held = self._memory.pop(term, None)
            held = work_out(self, term) if held is None else held
            self._memory[term] = held
            found.append(held)
        while len(self._memory) * 8 * len(self) > MEMORY:
            try:
                self._memory.popitem(last=False)
            except KeyError:
                break
        return np.stack(found)

    @cached_property
    def background(self) -> Floats:
        """How often a finding is a term or something below it, over all diseases, `(terms,)`."""
        start, term, share = self.profile
        disease = np.repeat(np.arange(len(self)), np.diff(start))
        total = np.bincount(disease, share, len(self))
        mass = np.bincount(term, share / total[disease], len(self.term_ids))
        mass += SMALL * self.is_finding / max(int(self.is_finding.sum()), 1)
        mass /= mass.sum()
        closure = self.graph.closure
        return np.bincount(closure.values, mass[closure.rows], len(self.term_ids)).astype(float)

    @cached_property
    def information(self) -> Floats:
        """-ln of the background, `(terms,)`."""
        return -np.log(np.clip(self.background, 1e-12, 1.0))

    @cached_property
    def spread_out(self) -> tuple[Ints, Ints, Floats, Floats]:
        """(disease, term, ratio, share) of the profiles with everything above them, by disease."""
        start, term, share = self.profile
        return closed_up(self, np.repeat(np.arange(len(self)), np.diff(start)), term, share)

    @cached_property
    def closed(self) -> "Closed":
        """The profiles with everything above them, by term."""
        owner, above, ratio, most = self.spread_out
        order = np.argsort(above, kind="stable")
        counts = np.bincount(above, minlength=len(self.term_ids))
        return Closed(
            starts(counts), owner[order], ratio[order].astype(np.float32), most[order].astype(np.float32)
        )


@dataclass(frozen=True, eq=False)
class Closed:
    """By term: the diseases that show it or something below, how much likelier than all, and how often."""

    start: Ints
    disease: Ints
    ratio: NDArray[np.float32]
    share: NDArray[np.float32]


def pooled(diseases: Diseases, rows: Ints, n: int, owner: Ints | None = None) -> tuple[Ints, Ints, Floats]:
    """Pool rows into one share of patients a disease and term: counts add up, estimates weigh a few patients."""
    held = diseases.rows
    share, counted = held.share[rows], held.patients[rows].astype(float)
    unknown = np.isnan(share)
    weight = np.where(counted > 0, counted, np.where(unknown, UNKNOWN_PATIENTS, CLASS_PATIENTS))
    shown = np.where(unknown, UNKNOWN_SHARE, share) * weight
    width = len(diseases.term_ids)
    owners = held.disease[rows] if owner is None else owner
    key, place = np.unique(owners.astype(np.int64) * width + held.term[rows], return_inverse=True)
    total = np.bincount(place, weight, len(key)) + PRIOR_PATIENTS
    pooled_share = (np.bincount(place, shown, len(key)) + PRIOR_PATIENTS * PRIOR_SHARE) / total
    return starts(np.bincount(key // width, minlength=n)), key % width, pooled_share


def closed_up(
    diseases: Diseases, owner: Ints, term: Ints, share: Floats
) -> tuple[Ints, Ints, Floats, Floats]:
    """Spread each finding over its ancestors.

    Returns:
        (owner, ancestor, ratio to the background, highest share below), one entry an owner and ancestor.
    """
    n = int(owner.max()) + 1 if len(owner) else 0
    closure, info = diseases.graph.closure, diseases.information
    lengths = (closure.start[1:] - closure.start[:-1])[term]
    entry = np.repeat(np.arange(len(term)), lengths)
    offset = np.arange(len(entry)) - np.repeat(starts(lengths)[:-1], lengths)
    above = closure.values[closure.start[term][entry] + offset].astype(np.int64)
    kept = diseases.is_finding[above]
    entry, above = entry[kept], above[kept]
    steps = np.exp(-CLIMB * np.maximum(info[term[entry]] - info[above], 0.0))
    total = np.bincount(owner, share, n)
    weight = share / total[owner] ** LENGTH * 20 ** (LENGTH - 1)
    mass = weight[entry] * steps / np.bincount(entry, steps, len(term))[entry]
    width = len(diseases.term_ids)
    key, place = np.unique(owner[entry] * width + above, return_inverse=True)
    most = np.zeros(len(key))
    np.maximum.at(most, place, share[entry])
    above = key % width
    return key // width, above, np.bincount(place, mass, len(key)) / diseases.background[above], most
