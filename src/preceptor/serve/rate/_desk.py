"""Who rates what next, what may be saved, and what the arbiter must settle."""

import os
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from preceptor.errors import BadInput, NotFound, Refused
from preceptor.records import Json
from preceptor.scoring.rubric import Rubric
from preceptor.serve.rate._forms import EXCHANGED, Finding, check_findings, rubric_from
from preceptor.serve.rate._items import names_its_system
from preceptor.serve.rate._ratings import Rating, Ratings
from preceptor.serve.rate._study import SETUP, Person, lock, read_items, read_setup

LONGEST_NOTE = 4000


class Conflict(Refused):
    """The rating changed since this page was loaded, in another tab or by the arbiter."""


class Desk:
    """An open study.

    Args:
        path: the study's folder.
        writing: take its lock and save ratings; else only read.

    Raises:
        NotFound, BadData: no study there, or a damaged one.
        Refused: another process serves it.
    """

    def __init__(self, path: Path, *, writing: bool = False) -> None:
        self.path = path
        self.setup = read_setup(path)
        self._setup_read = (path / SETUP).stat().st_mtime_ns
        self._lock = lock(path) if writing else -1
        self.items = read_items(path)
        self.rubric = _rubric(self.setup.form) if self.setup.form else None
        self._own = {item.id: _rubric(item.form) for item in self.items.values() if item.form}
        self.ratings = Ratings(path, writing=writing)
        self._orders = {person.name: self._shuffled(person.name) for person in self.setup.people}
        self._seen: dict[tuple[str, str], float] = {}
        self._doubts: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {}
        self._opened = time.monotonic()

    def close(self) -> None:
        """Close the files and give the lock back."""
        self.ratings.close()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def _shuffled(self, name: str) -> list[str]:
        ids = list(self.items)
        random.Random(f"{self.setup.seed}/order/{name}").shuffle(ids)
        return ids

    @property
    def pairwise(self) -> bool:
        """Say whether two answers are compared."""
        return self.rubric is not None and self.rubric.form == "pairwise"

    @property
    def title(self) -> str:
        """Name the study for people."""
        return (self.rubric.title if self.rubric else "") or "Ratings"

    def rubric_of(self, item: str) -> Rubric:
        """Return the rubric that an item is rated by: the case's own, or the study's."""
        return self._own.get(item) or cast(Rubric, self.rubric)

    def people(self) -> tuple[Person, ...]:
        """Return who has a link now: `study.json` is read again where it changed, so that new links work at once."""
        changed = (self.path / SETUP).stat().st_mtime_ns
        if changed != self._setup_read:
            self.setup, self._setup_read = read_setup(self.path), changed
        return self.setup.people

    def self_naming(self) -> int:
        """Count the items in whose answers a model says its own name."""
        return sum(map(names_its_system, self.items.values()))

    def raters(self) -> list[str]:
        """Name the raters, in the order in which they were set up."""
        return [person.name for person in self.setup.people if person.role == "rater"]

    def arbiter(self) -> str:
        """Name the arbiter; "" where there is none."""
        return next((person.name for person in self.setup.people if person.role == "arbiter"), "")

    def exchanged(self, name: str, item: str) -> bool:
        """Say whether this person sees the two answers in the other order."""
        return self.pairwise and random.Random(f"{self.setup.seed}/sides/{name}/{item}").random() < 0.5

    def disputed(self, item: str) -> tuple[str, ...]:
        """Name the criteria on which the raters' findings leave a doubt; () until all have finished it."""
        ratings = [self.ratings.of(name, item) for name in self.raters()]
        if not all(rating.done for rating in ratings):
            return ()
        state = tuple(rating.revision for rating in ratings)
        if self._doubts.get(item, ((), ()))[0] != state:
            found = (
                unit.id
                for unit in self.rubric_of(item).units()
                if not _settled([rating.findings.get(unit.id) for rating in ratings])
            )
            self._doubts[item] = (state, tuple(found))
        return self._doubts[item][1]

    def asked(self, person: Person, item: str) -> frozenset[str]:
        """Name the criteria that this person is asked about on an item."""
        if person.role == "arbiter":
            return frozenset(self.disputed(item))
        return frozenset(unit.id for unit in self.rubric_of(item).units())

    def order(self, person: Person) -> list[str]:
        """Return the items of one person, in their own order; the arbiter's grow as raters finish."""
        own = self._orders[person.name]
        return [item for item in own if self.disputed(item)] if person.role == "arbiter" else own

    def current(self, person: Person) -> str | None:
        """Return the first item that is not finished; None where all are."""
        return next(
            (item for item in self.order(person) if not self.ratings.of(person.name, item).done), None
        )

    def see(self, person: Person, item: str) -> Rating:
        """Note that a person is shown an item, and return their rating so far.

        Raises:
            NotFound: it is none of theirs.
        """
        if item not in self.order(person):
            raise NotFound(f"item {item!r:.40} is not yours to rate")
        self._seen[person.name, item] = time.monotonic()
        return self.ratings.of(person.name, item)

    def save(self, person: Person, given: Rating) -> Rating:
        """Keep one state of a rating.

        Args:
            given: as the person saw the sides; `revision` of the state it was made from, `seconds` since then.

        Raises:
            NotFound: none of their items.
            Conflict: it was changed elsewhere, or the arbiter has taken it up.
            BadInput: a finding that the form does not offer, or finished with criteria left open.
        """
        before = self.ratings.of(person.name, given.item)
        since = self._seen.get((person.name, given.item), self._opened)
        self.see(person, given.item)
        if given.revision != before.revision:
            raise Conflict("this item was changed in another window; its present state is shown")
        if person.role == "rater" and self.ratings.of(self.arbiter(), given.item).revision:
            raise Conflict("the arbiter has taken this item up; it can no longer be changed")
        asked = self.asked(person, given.item)
        check_findings(self.rubric_of(given.item), given.findings, asked=asked)
        check_words(given.words, asked)
        if given.done and (left := asked - set(given.findings)):
            raise BadInput(f"{len(left)} of {len(asked)} criteria are still open")
        rating = replace(
            given,
            rater=person.name,
            revision=before.revision + 1,
            findings=self.turned(person.name, given.item, given.findings),
            seconds=round(before.seconds + min(max(given.seconds, 0.0), time.monotonic() - since + 1), 3),
            at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        self.ratings.append(rating)
        return rating

    def turned(self, name: str, item: str, findings: Mapping[str, Finding]) -> dict[str, Finding]:
        """Turn findings from the sides as a person sees them to the study's, or back."""
        if not self.exchanged(name, item):
            return dict(findings)
        return {criterion: EXCHANGED.get(finding, finding) for criterion, finding in findings.items()}

    def last_finished(self, person: Person) -> str | None:
        """Return the item that a person finished last; None where there is none."""
        mine = [one for one in self.ratings.by(person.name) if one.done and one.item in self.order(person)]
        places = {item: place for place, item in enumerate(self.order(person))}
        return max(mine, key=lambda one: (one.at, places[one.item])).item if mine else None


def _rubric(form: Mapping[str, Json]) -> Rubric:
    return rubric_from(cast("Mapping[str, Json]", form["content"]), str(form["name"]))


def check_words(words: Mapping[str, str], asked: frozenset[str]) -> None:
    """Refuse notes on what is not asked, or without measure.

    Raises:
        BadInput: the message names the criterion.
    """
    for name, text in words.items():
        if name not in asked:
            raise BadInput(f"a note on {name!r:.40}, which is not asked here")
        if len(text) > LONGEST_NOTE:
            raise BadInput(f"the note on {name!r} has {len(text)} characters; allowed are {LONGEST_NOTE}")


def _settled(findings: Sequence[Finding | None]) -> bool:
    """Say whether findings settle a criterion: all alike, a strict majority, or an odd number of points."""
    often = Counter(findings).most_common(1)[0][1]
    points = [finding for finding in findings if isinstance(finding, float)]
    return 2 * often > len(findings) or (len(points) == len(findings) and len(points) % 2 == 1)
