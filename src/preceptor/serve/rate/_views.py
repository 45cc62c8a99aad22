"""What the pages are told: never where an answer came from, nor who else rated it.

Everything that a rater's page receives is made here, field by field.
"""

import random
from collections.abc import Sequence

from preceptor.records import Json
from preceptor.report import visible
from preceptor.scoring.rubric import Criterion
from preceptor.serve.rate._desk import Desk
from preceptor.serve.rate._forms import EXCHANGED, options
from preceptor.serve.rate._items import Given, Item
from preceptor.serve.rate._ratings import Rating
from preceptor.serve.rate._study import Person

ROLES = {"user": "User", "assistant": "Reply", "system": "Setting", "tool": "Record"}


def desk_view(desk: Desk, person: Person) -> dict[str, Json]:
    """Say who is here and how far they are."""
    order = desk.order(person)
    finished = [item for item in order if desk.ratings.of(person.name, item).done]
    found: dict[str, Json] = {
        "name": person.name,
        "role": person.role,
        "title": visible(desk.title),
        "pairwise": desk.pairwise,
        "total": len(order),
        "finished": len(finished),
        "current": desk.current(person),
        "places": [
            {"id": item, "number": number, "state": _state(desk.ratings.of(person.name, item))}
            for number, item in enumerate(order, 1)
        ],
    }
    if person.role == "arbiter":
        found["waiting"] = sum(
            not all(desk.ratings.of(name, item).done for name in desk.raters()) for item in desk.items
        )
    return found


def _state(rating: Rating) -> str:
    return "finished" if rating.done else "begun" if rating.findings or rating.words else "open"


def item_view(desk: Desk, person: Person, item_id: str) -> dict[str, Json]:
    """Show one item to a rater or the arbiter, with what they have found so far.

    Raises:
        NotFound: it is none of theirs.
    """
    rating = desk.see(person, item_id)
    item, order = desk.items[item_id], desk.order(person)
    answers = list(item.answers)
    if desk.exchanged(person.name, item_id):
        answers.reverse()
    asked = desk.asked(person, item_id)
    return {
        "id": item_id,
        "number": order.index(item_id) + 1,
        "total": len(order),
        "question": visible(item.question),
        "choices": [[visible(letter), visible(text)] for letter, text in item.choices.items()],
        "reference": visible(item.reference),
        "answers": [_answer_view(answer, item) for answer in answers],
        "criteria": [
            _criterion_view(desk, person, item_id, unit)
            for unit in desk.rubric_of(item_id).units()
            if unit.id in asked
        ],
        "revision": rating.revision,
        "done": rating.done,
        "findings": desk.turned(person.name, item_id, rating.findings),
        "words": dict(rating.words),
    }


def _answer_view(answer: Given, item: Item) -> dict[str, Json]:
    turns = answer.turns
    if turns and turns[-1] == ("assistant", answer.text):
        turns = turns[:-1]
    if turns and turns[0][0] == "user" and turns[0][1].strip() == item.question.strip():
        turns = turns[1:]
    shown: list[Json] = [[ROLES.get(role, "Note"), visible(text)] for role, text in turns if text]
    return {"turns": shown, "text": visible(answer.text)}


def _criterion_view(desk: Desk, person: Person, item: str, unit: Criterion) -> dict[str, Json]:
    offered = options(unit, pairwise=desk.pairwise)
    found: dict[str, Json] = {
        "id": unit.id,
        "text": visible(unit.text),
        "axis": visible(unit.axis or unit.theme),
        "must_have": unit.must_have,
        "never_event": unit.never_event,
        "scale": unit.scale is not None and not desk.pairwise,
        "options": [{"value": one.value, "key": one.key, "label": visible(one.label)} for one in offered],
    }
    if person.role == "arbiter":
        labels = {one.value: one.label for one in offered}
        found["given"] = _given_views(desk, person, item, unit.id, labels)
    return found


def _given_views(
    desk: Desk, person: Person, item: str, criterion: str, labels: dict[str | float, str]
) -> Sequence[Json]:
    """Show what the raters found on a disputed criterion, in an order that says nothing about who did."""
    names = desk.raters()
    random.Random(f"{desk.setup.seed}/given/{item}").shuffle(names)
    turned = desk.exchanged(person.name, item)
    shown: list[Json] = []
    for name in names:
        rating = desk.ratings.of(name, item)
        finding = rating.findings.get(criterion, "")
        finding = EXCHANGED.get(finding, finding) if turned else finding
        words = visible(rating.words.get(criterion, ""))
        other = bool(words) and desk.exchanged(name, item) != turned
        shown.append({"finding": labels.get(finding, "–"), "words": words, "exchanged": other})
    return shown
