"""What the Human Phenotype Ontology is in memory: flat arrays and tuples, read by any thread, changed by none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from preceptor.errors import BadInput, NotFound, near
from preceptor.graphs import Graph, Lists, information_content, starts

PHENOTYPE = "HP:0000118"  # Phenotypic abnormality: what lies below can be a finding
ONSET = "HP:0003674"  # Onset
INHERITANCE = "HP:0000005"  # Mode of inheritance
Column = NDArray[np.int32]


class Synonym(NamedTuple):
    """Another name of a term; scope EXACT, BROAD, NARROW or RELATED; kind layperson, abbreviation, ... or ""."""

    term: int
    text: str
    scope: str
    kind: str


class Resolved(NamedTuple):
    """A term found by its id; `note` says in words where the id was another term's or is obsolete."""

    term: int
    id: str
    note: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class Annotations:
    """Rows of phenotype.hpoa as columns, all `(rows,)`.

    Attributes:
        disease: number into `Hpo.disease_ids`.
        term: number into `Hpo.ids`.
        negated: 1 where the disease is said not to show the term.
        share: of patients that show it, NaN where not stated; a class counts as the middle of its range.
        patients: counted for that share; 0 where it is an estimate or not stated.
        onset: the term of its onset, -1 where not stated.
        sex: 0 either, 1 female only, 2 male only.
        aspect: ord of P phenotype, I inheritance, C course, M modifier, H past history.
        evidence: ord of P published study, T traceable statement, I inferred electronically.
        curated: day of the first curation as yyyymmdd, 0 where not dated.
        cited: row -> numbers into `Hpo.references`.
    """

    disease: Column
    term: Column
    negated: Column
    share: NDArray[np.float32]
    patients: Column
    onset: Column
    sex: Column
    aspect: Column
    evidence: Column
    curated: Column
    cited: Lists

    def __len__(self) -> int:
        return len(self.disease)


@dataclass(frozen=True, eq=False, kw_only=True)
class Hpo:
    """One release: terms and disease annotations.

    Attributes:
        release: its date, yyyy-mm-dd.
        ids: of the terms that are not obsolete, by number; so are names and definitions ("" where none).
        graph: is-a over the numbers.
        other_ids: alternative id -> number.
        retired: obsolete id -> the ids that it was replaced by, or that should be considered, or none.
        references: "PMID:123", "OMIM:123" ..., what annotations cite.
    """

    release: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    definitions: tuple[str, ...]
    synonyms: tuple[Synonym, ...]
    graph: Graph
    other_ids: Mapping[str, int]
    retired: Mapping[str, tuple[str, ...]]
    cross_references: Mapping[str, tuple[int, ...]]
    disease_ids: tuple[str, ...]
    disease_names: tuple[str, ...]
    references: tuple[str, ...]
    annotations: Annotations
    by_id: Mapping[str, int] = field(repr=False)

    @cached_property
    def by_name(self) -> Mapping[str, int]:
        """Name or exact synonym in lower case -> number; a name goes before a synonym."""
        found = {name.lower(): number for number, name in enumerate(self.names)}
        for synonym in self.synonyms:
            if synonym.scope == "EXACT":
                found.setdefault(synonym.text.lower(), synonym.term)
        return found

    @cached_property
    def is_phenotype(self) -> NDArray[np.bool_]:
        """Whether a term is a phenotypic abnormality, `(terms,)`."""
        return self._below(PHENOTYPE)

    @cached_property
    def is_onset(self) -> NDArray[np.bool_]:
        """Whether a term is an age of onset, `(terms,)`."""
        return self._below(ONSET)

    def _below(self, root: str) -> NDArray[np.bool_]:
        inside = np.zeros(len(self.ids), bool)
        if root in self.by_id:
            inside[self.graph.descendants(self.by_id[root])] = True
        return inside

    @cached_property
    def shown(self) -> Lists:
        """Disease -> the phenotypes that it is said to show and all their ancestors, ascending."""
        rows, above = self.annotations, self.graph.closure
        kept = (
            (rows.aspect == ord("P")) & (rows.negated == 0) & (rows.share != 0) & self.is_phenotype[rows.term]
        )
        lengths = np.diff(above.start)[rows.term[kept]]
        entry = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        term = above.values[np.repeat(above.start[rows.term[kept]], lengths) + entry]
        pair = np.repeat(rows.disease[kept].astype(np.int64), lengths) * len(self.ids) + term
        pair = np.unique(pair[self.is_phenotype[term]])
        counts = np.bincount(pair // len(self.ids), minlength=len(self.disease_ids))
        return Lists(starts(counts), (pair % len(self.ids)).astype(np.int32))

    @cached_property
    def information(self) -> NDArray[np.float64]:
        """Information content of each term over the annotated diseases, in nats; 0 for what is no phenotype."""
        counts = np.bincount(self.shown.values, minlength=len(self.ids))
        shares = counts / max(int((np.diff(self.shown.start) > 0).sum()), 1)
        return np.where(self.is_phenotype, information_content(shares), 0.0)

    def resolve(self, code: str) -> Resolved:
        """Find a term by its id; alternative and replaced ids are mapped, and the note says so.

        Raises:
            BadInput: obsolete with nothing or several terms in its place.
            NotFound: no such term in this release.
        """
        asked = code.strip().upper().replace("_", ":")
        if (number := self.by_id.get(asked)) is not None:
            return Resolved(number, asked)
        if (number := self.other_ids.get(asked)) is not None:
            return Resolved(
                number, self.ids[number], f"{asked} is now {self.ids[number]} {self.names[number]}"
            )
        if asked in self.retired:
            return self._replaced(asked)
        raise NotFound(
            f"no term {code!r} in the HPO release of {self.release}; check the number (an id looks like HP:0001250), "
            f"or put a newer release into a folder of PRECEPTOR_DATA"
        )

    def _replaced(self, asked: str) -> Resolved:
        instead = [new for new in self.retired[asked] if new in self.by_id]
        if len(instead) == 1:
            number = self.by_id[instead[0]]
            return Resolved(
                number, instead[0], f"{asked} is obsolete, read as {instead[0]} {self.names[number]}"
            )
        named = ", ".join(f"{new} {self.names[self.by_id[new]]}" for new in instead)
        raise BadInput(
            f"{asked} is obsolete; use {f'one of {named}' if named else 'another term, none is named'}"
        )

    def named(self, text: str) -> Resolved:
        """Find a term by its name or an exact synonym, whatever the case.

        Raises:
            NotFound: no such name; the message has near ones.
        """
        number = self.by_name.get(" ".join(text.lower().split()))
        if number is None:
            raise NotFound(f"no HPO term is called {text!r}{near(text, self.by_name)}")
        return Resolved(number, self.ids[number])

    def synonyms_of(self, term: int) -> Iterator[Synonym]:
        """List the synonyms of a term."""
        yield from self._synonyms_by_term.get(term, ())

    @cached_property
    def _synonyms_by_term(self) -> Mapping[int, tuple[Synonym, ...]]:
        found: dict[int, list[Synonym]] = {}
        for synonym in self.synonyms:
            found.setdefault(synonym.term, []).append(synonym)
        return {term: tuple(rows) for term, rows in found.items()}
