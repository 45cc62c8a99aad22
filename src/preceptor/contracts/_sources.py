"""Promises of a source of knowledge."""

from itertools import islice
from typing import cast

from preceptor import catalog
from preceptor.components import Source
from preceptor.contracts._doubles import require
from preceptor.errors import NotFound
from preceptor.files import locate, sha256


def _load(name: str) -> Source:
    return cast(Source, catalog.load("knowledge", name))


def ids_unique_and_stable(name: str) -> None:
    """Ids of passages are unique and the same at every reading."""
    source = _load(name)
    require(bool(source.passages or source.relations), f"{name} has neither passages nor relations")
    if source.passages:
        ids = [passage.id for passage in source.passages()]
        require(len(ids) == len(set(ids)), f"{len(ids) - len(set(ids))} ids appear twice")
        require(ids == [passage.id for passage in source.passages()], "two readings differ")
        require(
            all(passage.text.strip() for passage in islice(source.passages(), 1000)), "a passage is empty"
        )


def versioned(name: str) -> None:
    """It has a version."""
    require(bool(_load(name).version), f"{name} has no version")


def checksum_matches(name: str) -> None:
    """Its files are those that were declared, where a checksum is known and the file is here."""
    for data in _load(name).data:
        try:
            path = locate(data)
        except NotFound:
            continue
        if data.sha256:
            require(sha256(path) == data.sha256, f"{data.path} has another checksum than declared")


SOURCES = (ids_unique_and_stable, versioned, checksum_matches)
