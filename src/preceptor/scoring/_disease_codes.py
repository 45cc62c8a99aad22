"""How two diseases given by codes stand to one another: Mondo joins the catalogues and holds what is a subtype of what."""

import os
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from preceptor.knowledge.mondo import Mondo, mondo, normal_code

Relation = Literal["same", "narrower", "broader", "different"]
WIDEST_PARENT = 200  # children; a parent with more is a class ("hereditary disease"), no diagnosis


@lru_cache(maxsize=4)
def _at(folders: str, cache: str) -> Mondo:
    return mondo()


def mondo_here() -> Mondo:
    """Return the release of the data folders at hand without looking for its files again: 50,000 times a second matters."""
    return _at(os.environ.get("PRECEPTOR_DATA", ""), os.environ.get("PRECEPTOR_CACHE", ""))


def numbers_of(code: str) -> frozenset[int]:
    """Return the Mondo diseases that a code of any catalogue stands for; empty where Mondo has none."""
    return _numbers(mondo_here(), normal_code(code))


@lru_cache(maxsize=100_000)
def _numbers(release: Mondo, code: str) -> frozenset[int]:
    if (number := release.by_id.get(code)) is not None:
        return frozenset((number,))
    return frozenset(release.by_code.get(code, ()))


def relation_of_codes(candidate: str, truth: Sequence[str]) -> Relation:
    """Say how a candidate stands to the true disease, all of whose codes are given.

    Returns:
        `same` (the code, or a twin in another catalogue), `narrower` (a subtype, however far below),
        `broader` (a direct parent with at most 200 children), else `different`.
    """
    return _relation(mondo_here(), normal_code(candidate), tuple(normal_code(code) for code in truth))


@lru_cache(maxsize=100_000)
def _relation(release: Mondo, candidate: str, truth: tuple[str, ...]) -> Relation:
    if candidate in truth:
        return "same"
    given = _numbers(release, candidate)
    true = frozenset[int]().union(*(_numbers(release, code) for code in truth))
    if given & true:
        return "same"
    return _related(release, given, true)


def related_numbers(given: frozenset[int], true: frozenset[int]) -> Relation:
    """Say how Mondo diseases stand to the true ones; see `relation_of_codes`."""
    return "same" if given & true else _related(mondo_here(), given, true)


def _related(release: Mondo, given: frozenset[int], true: frozenset[int]) -> Relation:
    graph = release.graph
    if any(graph.is_a(one, other) for one in given for other in true):
        return "narrower"
    parents = {int(up) for other in true for up in graph.parents[other]}
    near = {up for up in parents if len(graph.children[up]) <= WIDEST_PARENT}
    return "broader" if given & near else "different"
