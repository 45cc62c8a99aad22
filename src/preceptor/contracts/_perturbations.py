"""Promises of a perturbation."""

import random
from dataclasses import replace
from typing import cast

from preceptor import catalog
from preceptor.components import Perturbation
from preceptor.contracts._doubles import OPEN_CASES, require
from preceptor.records import Case


def _cases() -> list[Case]:
    """Return twenty cases: every kind, in several wordings."""
    return [
        replace(case, id=f"{case.id}-{number}", prompt=f"{case.prompt} Patient {number}.")
        for number in range(3)
        for case in OPEN_CASES
    ][:20]


def _load(name: str) -> Perturbation:
    return cast(Perturbation, catalog.load("perturbations", name))


def same_seed_same_result(name: str) -> None:
    """The same random numbers give the same result."""
    apply = _load(name).apply
    for case in _cases():
        require(
            apply(case, random.Random(7)) == apply(case, random.Random(7)), f"{case.id} differs on repeat"
        )


def identity_kept(name: str) -> None:
    """Id and group stay, and the target where it is said to stay."""
    perturbation = _load(name)
    for case in _cases():
        changed = perturbation.apply(case, random.Random(7))
        if changed is None:
            continue
        require((changed.id, changed.group) == (case.id, case.group), f"{case.id}: id or group changed")
        if perturbation.keeps_target:
            require(_content(changed) == _content(case), f"{case.id}: the target changed")


def _content(case: Case) -> object:
    """The right answer itself: the option's text where letters may move."""
    return case.choices.get(str(case.target), case.target)


def changes_something(name: str) -> None:
    """At least one of twenty cases is changed."""
    apply = _load(name).apply
    results = [(case, apply(case, random.Random(str(case.id)))) for case in _cases()]
    require(any(after not in (None, before) for before, after in results), "none of 20 cases was changed")


PERTURBATIONS = (same_seed_same_result, identity_kept, changes_something)
