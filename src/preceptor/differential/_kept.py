"""A set of diseases as worked out from its sources, kept in the user's cache: the next process has it at once.

The file's name holds the checksum of the sources and of the code that worked it out, so neither another release nor a
changed rule ever meets old tables. Files are only read with `allow_pickle=False`.
"""

import hashlib
import os
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from scipy import sparse

from preceptor import files
from preceptor.differential._latent import Latent, latent
from preceptor.differential._profiles import Closed, Diseases, Rows
from preceptor.graphs import Lists
from preceptor.knowledge.hpo import Hpo

Tables = dict[str, np.ndarray]
_END, _PART = "\x1e", "\x1f"
_ROWS = ("disease", "term", "share", "patients")
_WORKED_OUT = ("row_start", "standing", "known", "background", "information")
_LATENT = ("start", "term", "weight", "size", "basis", "axes")
_CLOSED = ("start", "disease", "ratio", "share")


def _packed(texts: Sequence[str]) -> np.ndarray:
    return np.frombuffer(_END.join(texts).encode(), dtype=np.uint8)


def _unpacked(table: np.ndarray) -> tuple[str, ...]:
    return tuple(table.tobytes().decode().split(_END))


def tables_of(diseases: Diseases) -> Tables:
    """Return everything that the ontology does not hold, the vectors and closures among it, as flat arrays."""
    vectors, relatives, closed = latent(diseases), diseases.relatives, diseases.closed
    found: Tables = {
        "ids": _packed(diseases.ids), "names": _packed(diseases.names), "release": _packed([diseases.release]),
        "members": _packed([_PART.join(codes) for codes in diseases.members]),
        "group": diseases.group, "stated": diseases.stated, "renown": diseases.renown, "x_linked": diseases.x_linked,
        "related": relatives.data, "related_to": relatives.indices, "related_start": relatives.indptr,
        "cited_start": diseases.rows.cited.start, "cited": diseases.rows.cited.values,
        "citing_start": diseases.citing.start, "citing": diseases.citing.values,
        "named_start": diseases.named.start, "named": diseases.named.values,
    }  # fmt: skip
    found |= {f"rows_{name}": getattr(diseases.rows, name) for name in _ROWS}
    found |= {f"profile_{place}": one for place, one in enumerate(diseases.profile)}
    found |= {name: getattr(diseases, name) for name in _WORKED_OUT}
    found |= {f"closed_{name}": getattr(closed, name) for name in _CLOSED}
    return found | {f"latent_{name}": getattr(vectors, name) for name in _LATENT}


def from_tables(held: Tables, found: Hpo) -> Diseases:
    """Put a set of diseases together again, with what was worked out from it."""
    ids = _unpacked(held["ids"])
    diseases = Diseases(
        ids=ids,
        names=_unpacked(held["names"]),
        members=tuple(tuple(codes.split(_PART)) for codes in _unpacked(held["members"])),
        graph=found.graph, term_ids=found.ids, term_names=found.names, is_finding=found.is_phenotype,
        rows=Rows(**{name: held[f"rows_{name}"] for name in _ROWS}, cited=Lists(held["cited_start"], held["cited"])),
        references={name: spot for spot, name in enumerate(found.references)},
        group=held["group"],
        relatives=sparse.csr_matrix((held["related"], held["related_to"], held["related_start"]), shape=(len(ids),) * 2),
        stated=held["stated"], renown=held["renown"], x_linked=held["x_linked"], release=_unpacked(held["release"])[0],
    )  # fmt: skip
    vars(diseases).update(
        {name: held[name] for name in _WORKED_OUT},
        citing=Lists(held["citing_start"], held["citing"]),
        named=Lists(held["named_start"], held["named"]),
        profile=tuple(held[f"profile_{place}"] for place in range(3)),
        closed=Closed(*(held[f"closed_{name}"] for name in _CLOSED)),
        latent=Latent(*(held[f"latent_{name}"] for name in _LATENT)),
    )
    return diseases


def _path(sources: Sequence[Path]) -> Path:
    code = sorted(Path(__file__).parent.glob("*.py"))
    digests = "".join(files.sha256(path) for path in (*sources, *code))
    key = hashlib.sha256(digests.encode()).hexdigest()[:20]
    return files.cache_folder() / "differential" / f"diseases-{key}.npz"


def kept(sources: Sequence[Path], found: Hpo, build: Callable[[], Diseases]) -> Diseases:
    """Return the set of diseases from the cache, else built, and kept where the cache can be written."""
    path = _path(sources)
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            return from_tables({name: stored[name] for name in stored.files}, found)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        print(f"differential: working out {path.name} once, some seconds", file=sys.stderr)
        made = build()
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=files.PRIVATE_FOLDER)
        with part.open("wb") as out:
            np.savez(out, allow_pickle=False, **tables_of(made))
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
    return made
