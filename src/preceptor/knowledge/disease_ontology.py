"""The Human Disease Ontology: diseases, is-a, cross-references, definitions and curated symptoms.

`disease_ontology()` reads the project's report tables (the ontology file itself is not needed): names, parents,
references to OMIM, ICD-10-CM, MeSH, NCI, Orphanet, UMLS and SNOMED, definitions, and the curated pairs of disease and
symptom. Prefixes are written as everywhere here (`MIM` is OMIM, `ORDO` ORPHA). Parents are given by name in the
tables and are resolved by name. Passages are the definitions; relations are is-a, exact references and symptoms.

Source: Baron JA et al. The DO-KB Knowledgebase: a 20-year journey developing the disease open science ecosystem.
    Nucleic Acids Res 2024;52:D1305. https://doi.org/10.1093/nar/gkad1051
License: CC0 1.0
Data: 12,296 diseases, 39,264 references, 2,222 disease-symptom pairs
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from preceptor import files
from preceptor.components import Source
from preceptor.errors import BadData, NotFound, near
from preceptor.graphs import Graph, graph
from preceptor.records import Data, Passage

_COMMIT = "9fbefd6651b79526165453395d06c8fd4bfe4247"
VERSION = _COMMIT[:7]
_FOLDER = f"https://raw.githubusercontent.com/DiseaseOntology/HumanDiseaseOntology/{_COMMIT}/DOreports"
NAMES, REFERENCES, SYMPTOMS = (
    Data(path=f"kb-disease-ontology/{name}.tsv.gz", url=f"{_FOLDER}/{name}.tsv")
    for name in ("HumanDO", "allXREFinDO", "disease-symptom")
)
DEFINITIONS = Data(path="kb-disease-ontology/facets.tsv.gz")
_PREFIXES = {"MIM": "OMIM", "ORDO": "ORPHA", "UMLS_CUI": "UMLS"}


@dataclass(frozen=True, eq=False, kw_only=True)
class DiseaseOntology:
    """Diseases by number; `by_code` leads from any code, `by_name` from a name in lower case, to the number."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    definitions: Mapping[str, str]
    codes: Mapping[int, tuple[str, ...]]
    by_code: Mapping[str, int]
    by_name: Mapping[str, int]
    graph: Graph
    symptoms: Mapping[int, tuple[str, ...]]

    def number(self, code: str) -> int:
        """Return the number of a DOID or of a code that refers to one disease.

        Raises:
            NotFound: no such code.
        """
        if code in self.by_code:
            return self.by_code[code]
        raise NotFound(f"the Disease Ontology has no code {code!r}{near(code, self.by_code)}")


def _rows(data: Data, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    path = files.locate(data)
    rows = csv.reader(files.read_bytes(path).decode("utf-8").splitlines(), delimiter="\t")
    header = tuple(name.lstrip("?") for name in next(rows, []))
    if missing := [name for name in columns if name not in header]:
        raise BadData(f"{path} has the columns {list(header)}; {missing} are missing")
    places = [header.index(name) for name in columns]
    for row in rows:
        if len(row) == len(header):
            yield tuple(row[place].strip() for place in places)


def _code(code: str) -> str:
    head, mark, rest = code.partition(":")
    return f"{_PREFIXES.get(head, head)}{mark}{rest}"


@lru_cache(maxsize=2)
def _read(folder: Path) -> DiseaseOntology:
    listed = list(_rows(NAMES, ("id", "label", "subClassOf")))
    names = {code: name for code, name, _ in listed}
    number = {code: place for place, code in enumerate(names)}
    by_name = {name.lower(): number[code] for code, name in names.items()}
    above = [(number[code], by_name[up.lower()]) for code, _, up in listed if up.lower() in by_name]
    codes: dict[int, list[str]] = {}
    by_code = dict(number)
    for code, reference in _rows(REFERENCES, ("id", "xref")):
        if code in number:
            codes.setdefault(number[code], []).append(_code(reference))
            by_code.setdefault(_code(reference), number[code])
    shown: dict[int, list[str]] = {}
    for code, symptom in _rows(SYMPTOMS, ("disease_id", "symptom_label")):
        if code in number:
            shown.setdefault(number[code], []).append(symptom)
    return DiseaseOntology(
        ids=tuple(names), names=tuple(names.values()), by_code=by_code, by_name=by_name,
        definitions={code: said for code, said in _rows(DEFINITIONS, ("id", "definition")) if said},
        codes={place: tuple(held) for place, held in codes.items()},
        graph=graph(len(names), [pair for pair in above if pair[0] != pair[1]]),
        symptoms={place: tuple(dict.fromkeys(held)) for place, held in shown.items()},
    )  # fmt: skip


def disease_ontology() -> DiseaseOntology:
    """Return the ontology that is at hand, read once a process in about a second.

    Raises:
        NotFound: it is nowhere; the message says where to put it.
    """
    return _read(files.locate(NAMES).parent)


def _passages() -> Iterator[Passage]:
    found = disease_ontology()
    for code, name in zip(found.ids, found.names, strict=True):
        if code in found.definitions:
            yield Passage(id=code, title=name, text=found.definitions[code], source="Disease Ontology")


def _relations() -> Iterator[tuple[str, str, str]]:
    found = disease_ontology()
    for place, code in enumerate(found.ids):
        yield from ((code, "is_a", found.ids[up]) for up in found.graph.parents[place])
        yield from ((code, "reference", other) for other in found.codes.get(place, ()))
        yield from ((code, "has_symptom", symptom) for symptom in found.symptoms.get(place, ()))


SOURCE = Source(
    passages=_passages,
    relations=_relations,
    url="https://disease-ontology.org",
    version=VERSION,
    data=(NAMES, REFERENCES, SYMPTOMS, DEFINITIONS),
)
