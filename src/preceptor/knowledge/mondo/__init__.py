"""Mondo: one number for each disease of OMIM, Orphanet, DOID, ICD-10-CM, MeSH, NCIT and GARD, and is-a.

`mondo()` gives names, the names that the mapped catalogues use (they stand in for synonyms: mondo.obo itself is not
read), exact cross-references by any code (`OMIM:301310`, `ORPHA:2802`, `DOID:...`), and the hierarchy of rare
diseases, for merging the twins of several catalogues and for credit to a parent or a subtype. Diseases outside the
rare subset have names and codes but no parents. Passages are names with their codes; relations are is-a and exact
matches. Of the codes GARD's are cross-references, all others exact matches. A code that is matched to several Mondo diseases goes to the first that is not obsolete.

Source: Vasilevsky NA et al. Mondo: unifying diseases for the world, by the world. medRxiv 2022.
    https://doi.org/10.1101/2022.04.13.22273750
License: CC BY 4.0
Data: release 2026-08-04 in tests and figures; about 30,000 diseases, 28,842 is-a edges
"""

import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from threading import Lock

from preceptor import files
from preceptor.components import Source
from preceptor.errors import NotFound
from preceptor.knowledge._tables import located, tables
from preceptor.knowledge.mondo._build import SHAPE, read_release, release_from
from preceptor.knowledge.mondo._shapes import Mondo, normal_code
from preceptor.records import Data, Passage

__all__ = ["SOURCE", "Mondo", "mondo", "normal_code", "release_files"]

_COMMIT = "fad2512b4845f483fc1268cdf0bf7a8ef43697cb"
_FOLDER = f"https://raw.githubusercontent.com/monarch-initiative/mondo/{_COMMIT}/src/ontology/mappings"
CATALOGUES = ("exactmatch_omim", "exactmatch_orphanet", "exactmatch_doid", "exactmatch_icd10cm", "exactmatch_mesh",
    "exactmatch_ncit", "hasdbxref_gard")  # fmt: skip
MAPPINGS = tuple(
    Data(
        path=f"kb-mondo/mondo_{name}.sssom.tsv.gz",
        url=f"{_FOLDER}/mondo_{name}.sssom.tsv",
    )
    for name in CATALOGUES
)
_ONE_AT_A_TIME = Lock()
EDGES = Data(path="kb-mondo/mondo-rare_edges.tsv.gz")


@lru_cache(maxsize=2)
def _release(sources: tuple[Path, ...]) -> Mondo:
    mappings, edges = list(sources[: len(MAPPINGS)]), sources[len(MAPPINGS) :]
    if not edges:
        print(f"mondo: {EDGES.path} is not at hand, so no disease has parents or relatives", file=sys.stderr)
    return release_from(tables("mondo", sources, SHAPE, lambda: read_release(mappings, *edges)))


def release_files() -> tuple[Path, ...]:
    """Return the files of the release that is at hand: mappings, and the edges at the end where they are at hand.

    The edges have no direct download; without them every disease stands alone, which is said once.

    Raises:
        NotFound: a mapping is nowhere; the message says where to put it.
    """
    mappings = tuple(located(data) for data in MAPPINGS)
    try:
        return *mappings, located(EDGES)
    except NotFound:
        return mappings


@lru_cache(maxsize=4)
def _at(place: str) -> Mondo:
    return _release(release_files())


def mondo() -> Mondo:
    """Return the release that is at hand: looked for once for each setting of the data folders, read once a process.

    Raises:
        NotFound: it is nowhere; the message says where to put it.
        BadData: a file is damaged or no mapping.
    """
    with _ONE_AT_A_TIME:  # threads that begin together read it once
        return _at(files.setting())


def _passages() -> Iterator[Passage]:
    found = mondo()
    for number, code in enumerate(found.ids):
        if found.names[number]:
            also = "; ".join((*found.other_names[number], *found.codes[number]))
            text = f"{found.names[number]} ({also})" if also else found.names[number]
            yield Passage(id=code, title=found.names[number], text=text, source=f"Mondo {found.release}")


def _relations() -> Iterator[tuple[str, str, str]]:
    found = mondo()
    for number, code in enumerate(found.ids):
        yield from ((code, "is_a", found.ids[up]) for up in found.graph.parents[number])
        yield from ((code, "exact_match", other) for other in found.codes[number])


SOURCE = Source(
    passages=_passages,
    relations=_relations,
    url="https://mondo.monarchinitiative.org",
    version="2026-08-04",
    data=(*MAPPINGS, EDGES),
)
