"""What the settled ratings say about the systems behind the answers; told only when all are settled."""

import math
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from preceptor.labels import Label, settled
from preceptor.records import Json, Verdict
from preceptor.report import short_model, visible
from preceptor.scoring.rubric import rubric_score
from preceptor.serve.rate._desk import Desk
from preceptor.serve.rate._exchange import answer_key, labels_of
from preceptor.serve.rate._items import Given, Item
from preceptor.stats import mean_interval

Settled = dict[tuple[str, str, str, str], Label]  # task, case, answer, criterion


def outcome(desk: Desk) -> Json:
    """Return each system's score by people, or each axis's preferences; None until every item is settled."""
    if not is_complete(desk):
        return None
    from_people = settled_labels(desk)
    if desk.pairwise:
        return {"preferences": _preferences(desk, from_people)}
    return {"systems": _systems(desk, from_people)}


def settled_labels(desk: Desk) -> Settled:
    """Return the finding that stands on each criterion of each answer: the arbiter's, else the majority's."""
    found: Settled = {}
    labels = labels_of(desk)
    for task in dict.fromkeys(label.task for label in labels):
        done, _ = settled(label for label in labels if label.task == task)
        found |= {(task, *unit): label for unit, label in done.items()}
    return found


def is_complete(desk: Desk) -> bool:
    """Say whether all raters have finished and everything in doubt is settled."""
    for item in desk.items:
        if not all(desk.ratings.of(name, item).done for name in desk.raters()):
            return False
        if desk.disputed(item) and desk.arbiter() and not desk.ratings.of(desk.arbiter(), item).done:
            return False
    return True


def system_name(given: Given, *, several: bool) -> str:
    """Name the system behind an answer, with its run where there are several."""
    origin = given.origin
    parts = [origin.get("pipeline", ""), short_model(origin.get("model", "")), origin.get("perturbation", "")]
    parts += [Path(origin.get("run", "")).name] if several else []
    return visible(" · ".join(part for part in parts if part) or "answers")


def people_verdicts(desk: Desk, item: Item, from_people: Settled) -> list[Verdict]:
    """Return the settled findings on an item as verdicts; what is not settled is missing."""
    key = answer_key(item)
    return [
        Verdict(criterion=unit.id, finding=label.finding, weight=unit.weight, value=label.value)  # type: ignore[arg-type]
        for unit in desk.rubric_of(item.id).units()
        if (label := from_people.get((item.task, item.case, key, unit.id))) is not None
    ]


def _systems(desk: Desk, from_people: Settled) -> list[Json]:
    gathered: dict[str, list[tuple[float | None, str]]] = defaultdict(list)
    for item in desk.items.values():
        score = rubric_score(desk.rubric_of(item.id), people_verdicts(desk, item, from_people))
        name = system_name(item.answers[0], several=len(desk.setup.sources) > 1)
        gathered[name].append((score.value, item.group))
    return [_mean_line(name, rows) for name, rows in sorted(gathered.items())]


def _mean_line(name: str, rows: Sequence[tuple[float | None, str]]) -> Json:
    scored = [(value, group) for value, group in rows if value is not None]
    found = mean_interval(np.array([value for value, _ in scored]), [group for _, group in scored])
    numbers = [number if math.isfinite(number) else None for number in (found.value, found.low, found.high)]
    return {"system": name, "n": len(scored), "without_score": len(rows) - len(scored), "score": numbers}


def _preferences(desk: Desk, from_people: Settled) -> list[Json]:
    several = len(desk.setup.sources) > 1
    gathered: dict[tuple[str, str, str], list[tuple[int, str]]] = defaultdict(list)
    for item in desk.items.values():
        names = [system_name(answer, several=several) for answer in item.answers]
        turned = names[0] > names[1]
        for unit in desk.rubric_of(item.id).units():
            label = from_people.get((item.task, item.case, answer_key(item), unit.id))
            if label is None or label.finding not in ("a", "tie", "b"):
                continue
            choice = {"a": 0, "tie": 1, "b": 2}[label.finding]
            gathered[unit.id, min(names), max(names)].append((2 - choice if turned else choice, item.group))
    texts = {unit.id: visible(unit.text) for item in desk.items for unit in desk.rubric_of(item).units()}
    return [
        {"criterion": criterion, "text": texts[criterion], "systems": [one, other], **_shares(rows)}
        for (criterion, one, other), rows in gathered.items()
    ]


def _shares(rows: Sequence[tuple[int, str]]) -> dict[str, Json]:
    groups = [group for _, group in rows]
    line: dict[str, Json] = {"n": len(rows)}
    for place, name in enumerate(("first", "tie", "second")):
        found = mean_interval(np.array([float(choice == place) for choice, _ in rows]), groups)
        line[name] = [
            number if math.isfinite(number) else None for number in (found.value, found.low, found.high)
        ]
    return line
