"""From the release's files to flat tables, and from the tables to the ontology in memory."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from preceptor.graphs import Graph, Lists, graph
from preceptor.knowledge._tables import Tables, packed, unpacked
from preceptor.knowledge.hpo._hpoa import read_annotations, version_of
from preceptor.knowledge.hpo._obo import Stanza, read_obo
from preceptor.knowledge.hpo._shapes import Annotations, Hpo, Synonym

SHAPE = "1"  # of the tables; raise it when they change
_COLUMNS = (
    "disease",
    "term",
    "negated",
    "share",
    "patients",
    "onset",
    "sex",
    "aspect",
    "evidence",
    "curated",
)


def read_release(obo: Path, hpoa: Path) -> Tables:
    """Read ontology and annotations into tables."""
    release, stanzas = read_obo(obo)
    if (dated := version_of(hpoa)) and dated != release:
        print(
            f"hpo: the ontology is of {release}, the annotations are of {dated}; give both of one release, "
            f"what only one of them knows is left out",
            file=sys.stderr,
        )
    terms = [term for term in stanzas if not term.obsolete]
    numbers = {term.id: number for number, term in enumerate(terms)}
    edges = [(numbers[t.id], numbers[up]) for t in terms for up in t.parents if up in numbers]
    known = numbers | _other_ids(terms, numbers) | _single_replacements(stanzas, numbers)
    return (
        {"release": packed([release])}
        | _term_tables(terms, stanzas, numbers)
        | _graph_tables(graph(len(terms), edges))
        | read_annotations(hpoa, known)
    )


def _other_ids(terms: Sequence[Stanza], numbers: Mapping[str, int]) -> dict[str, int]:
    return {other: numbers[term.id] for term in terms for other in term.alternatives if other not in numbers}


def _single_replacements(stanzas: Sequence[Stanza], numbers: Mapping[str, int]) -> dict[str, int]:
    return {
        term.id: numbers[term.replaced_by[0]]
        for term in stanzas
        if term.obsolete and len(term.replaced_by) == 1 and term.replaced_by[0] in numbers
    }


def _term_tables(terms: Sequence[Stanza], stanzas: Sequence[Stanza], numbers: Mapping[str, int]) -> Tables:
    other = _other_ids(terms, numbers)
    obsolete = [term for term in stanzas if term.obsolete]
    synonyms = [(number, *synonym) for number, term in enumerate(terms) for synonym in term.synonyms]
    crossed = [(number, code) for number, term in enumerate(terms) for code in term.references]
    return {
        "ids": packed(term.id for term in terms),
        "names": packed(term.name for term in terms),
        "definitions": packed(term.definition for term in terms),
        "other_ids": packed(other),
        "other_terms": np.array(list(other.values()), np.int32),
        "retired": packed(term.id for term in obsolete),
        "retired_for": packed(" ".join(term.replaced_by or term.consider) for term in obsolete),
        "synonym_term": np.array([row[0] for row in synonyms], np.int32),
        "synonym_text": packed(row[1] for row in synonyms),
        "synonym_scope": packed(row[2] for row in synonyms),
        "synonym_kind": packed(row[3] for row in synonyms),
        "crossed_term": np.array([row[0] for row in crossed], np.int32),
        "crossed_code": packed(row[1] for row in crossed),
    }


def _graph_tables(built: Graph) -> Tables:
    return {
        "parents_start": built.parents.start, "parents": built.parents.values,
        "closure_start": built.closure.start, "closure": built.closure.values,
    }  # fmt: skip


def _graph(tables: Tables) -> Graph:
    return Graph(
        Lists(tables["parents_start"], tables["parents"]), Lists(tables["closure_start"], tables["closure"])
    )


def _crossed(tables: Tables) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for code, term in zip(unpacked(tables["crossed_code"]), tables["crossed_term"].tolist(), strict=True):
        found[code] = (*found.get(code, ()), term)
    return found


def release_from(tables: Tables) -> Hpo:
    """Put the ontology together from its tables."""
    ids = unpacked(tables["ids"])
    retired_for = [tuple(text.split()) for text in unpacked(tables["retired_for"])]
    synonyms = zip(
        tables["synonym_term"].tolist(), unpacked(tables["synonym_text"]), unpacked(tables["synonym_scope"]),
        unpacked(tables["synonym_kind"]), strict=True,
    )  # fmt: skip
    columns = {name: tables[f"annotation_{name}"] for name in _COLUMNS}
    return Hpo(
        release=unpacked(tables["release"])[0],
        ids=ids,
        names=unpacked(tables["names"]),
        definitions=unpacked(tables["definitions"]),
        synonyms=tuple(Synonym(*row) for row in synonyms),
        graph=_graph(tables),
        other_ids=dict(zip(unpacked(tables["other_ids"]), tables["other_terms"].tolist(), strict=True)),
        retired=dict(zip(unpacked(tables["retired"]), retired_for, strict=True)),
        cross_references=_crossed(tables),
        disease_ids=unpacked(tables["disease_ids"]),
        disease_names=unpacked(tables["disease_names"]),
        references=unpacked(tables["references"]),
        annotations=Annotations(**columns, cited=Lists(tables["cited_start"], tables["cited"])),
        by_id={code: number for number, code in enumerate(ids)},
    )
