"""Ratings as labels and back: CSV or JSON lines of `preceptor.labels`, and a rater's own copy."""

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from preceptor.errors import BadInput, near
from preceptor.labels import Finding as LabelFinding
from preceptor.labels import Label, LabelRole, read_labels
from preceptor.report import csv_text
from preceptor.serve.rate._desk import Desk
from preceptor.serve.rate._forms import NOT_APPLICABLE, Finding, check_findings
from preceptor.serve.rate._items import Item
from preceptor.serve.rate._ratings import Rating, findings_of
from preceptor.serve.rate._study import Person

NOT_APPLICABLE_WORDS = "not applicable"
TURNED = "this rater saw the answers exchanged: A in these words is b"


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """What an import brought."""

    labels: int
    items: int
    people: tuple[str, ...]


def answer_key(item: Item) -> str:
    """Name what was rated as labels do: the answer's hash, or both of a pair, side a first."""
    return ":".join(answer.digest for answer in item.answers)


def labels_of(desk: Desk) -> list[Label]:
    """Return every finding of every finished rating; the seconds of an item are shared among its findings."""
    return [
        _label(desk, person, rating, criterion, finding)
        for person in desk.setup.people
        if person.role != "coordinator"
        for rating in sorted(desk.ratings.by(person.name), key=lambda one: one.item)
        for criterion, finding in findings_of(rating).items()
    ]


def _label(desk: Desk, person: Person, rating: Rating, criterion: str, finding: Finding) -> Label:
    item = desk.items[rating.item]
    words = rating.words.get(criterion, "")
    if words and desk.exchanged(person.name, item.id):
        words = f"{words} [{TURNED}]"
    value = finding if isinstance(finding, float) else None
    if finding == NOT_APPLICABLE:
        finding, words = "cannot_judge", f"{NOT_APPLICABLE_WORDS}; {words}".rstrip("; ")
    return Label(
        task=item.task,
        case=item.case,
        answer=answer_key(item),
        criterion=criterion,
        rater=person.name,
        finding=cast(LabelFinding, "met" if value is not None else finding),
        value=value,
        words=words,
        seconds=round(rating.seconds / max(len(rating.findings), 1), 1),
        time=rating.at,
        role=cast(LabelRole, person.role),
    )


def import_labels(desk: Desk, path: Path) -> Imported:
    """Take ratings from a file of labels into the study, all of them or none.

    Raises:
        NotFound: no such file.
        BadInput: a label of another case, answer, criterion or person, off its scale, or rated here already.
    """
    answers: dict[str, list[str]] = defaultdict(list)
    for item in desk.items.values():
        answers[item.case].append(answer_key(item))
    scales = {name: ends for item in desk.items for name, ends in desk.rubric_of(item).scales().items()}
    labels = read_labels(path, answers=answers, criteria=scales)
    ratings = _ratings_of(desk, path, labels)
    for rating in ratings:
        rubric = desk.rubric_of(rating.item)
        try:
            check_findings(rubric, rating.findings, asked=frozenset(unit.id for unit in rubric.units()))
        except BadInput as fault:
            raise BadInput(f"{path}, {rating.rater}: {fault}; nothing was imported") from fault
    for rating in sorted(ratings, key=lambda one: one.rater == desk.arbiter()):
        asked = desk.asked(_people(desk)[rating.rater], rating.item)
        desk.ratings.append(replace(rating, done=asked <= set(rating.findings)))
    return Imported(labels=len(labels), items=len({one.item for one in ratings}),
                    people=tuple(dict.fromkeys(one.rater for one in ratings)))  # fmt: skip


def _people(desk: Desk) -> dict[str, Person]:
    return {person.name: person for person in desk.setup.people if person.role != "coordinator"}


def _ratings_of(desk: Desk, path: Path, labels: Sequence[Label]) -> list[Rating]:
    places = {(item.task, item.case, answer_key(item)): item.id for item in desk.items.values()}
    people = _people(desk)
    gathered: dict[tuple[str, str], list[Label]] = defaultdict(list)
    for label in labels:
        if (person := people.get(label.rater)) is None or person.role != label.role:
            raise BadInput(
                f"{path}: no {label.role} {label.rater!r} in this study; there are "
                f"{', '.join(f'{one.name} ({one.role})' for one in people.values())}{near(label.rater, people)}; "
                f"nothing was imported"
            )
        item = places.get((label.task, label.case, label.answer))
        if item is None:
            raise BadInput(
                f"{path}: case {label.case!r} is not of task {label.task!r} here; nothing was imported"
            )
        if desk.ratings.of(label.rater, item).revision:
            raise BadInput(
                f"{path}: {label.rater} has rated case {label.case!r} here already; remove those lines; "
                f"nothing was imported"
            )
        gathered[label.rater, item].append(label)
    return [_rating(name, item, mine) for (name, item), mine in gathered.items()]


def _rating(name: str, item: str, labels: Sequence[Label]) -> Rating:
    return Rating(
        rater=name,
        item=item,
        revision=1,
        findings={label.criterion: _finding(label) for label in labels},
        words={label.criterion: label.words for label in labels if label.words},
        seconds=sum(label.seconds or 0.0 for label in labels),
        at=max(label.time for label in labels),
    )


def _finding(label: Label) -> Finding:
    if label.value is not None:
        return label.value
    absent = label.finding == "cannot_judge" and label.words.startswith(NOT_APPLICABLE_WORDS)
    return NOT_APPLICABLE if absent else label.finding


def own_ratings_csv(desk: Desk, person: Person) -> str:
    """Write a rater's own findings, by the numbers that they saw and with nothing of an answer's origin."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["number", "criterion", "finding", "words", "seconds", "finished"])
    for number, item in enumerate(desk.order(person), 1):
        rating = desk.ratings.of(person.name, item)
        for criterion, finding in desk.turned(person.name, item, rating.findings).items():
            words = csv_text(rating.words.get(criterion, ""))
            writer.writerow(
                [number, criterion, finding, words, rating.seconds, "yes" if rating.done else "no"]
            )
    return out.getvalue()
