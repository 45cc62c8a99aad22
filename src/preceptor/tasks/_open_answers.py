"""What tasks share whose answers are free text, held against a rubric by a judge.

A case's target holds all that is scored: `{"rubric": name, "criteria": [...], "reference": ..., "ideal": ...}`, the
criteria as a rubric's file spells them, so that a run folder can be rated, calibrated and scored again from its rows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from preceptor.components import Columns, Model
from preceptor.errors import BadInput
from preceptor.judges import Asking, Rule, graded
from preceptor.records import Answer, Case, Json, Message, Role, Score
from preceptor.scoring.rubric import Rubric, criterion_object, rubric_of
from preceptor.tasks._exam import allowed, by_split, rows

Object = Mapping[str, Json]


@dataclass(frozen=True, kw_only=True, slots=True)
class Judging:
    """How a task asks its judge."""

    at_once: int = 1
    attempts: int = 3
    rule: Rule = "majority"

    def asking(self) -> Asking:
        """Return it as the judge takes it."""
        return Asking(at_once=self.at_once, attempts=self.attempts, rule=self.rule)


def target_of(rubric: Rubric, *, reference: str = "", ideal: str = "") -> Object:
    """Return the target of a case that is held against a rubric."""
    found: dict[str, Json] = {
        "rubric": rubric.name,
        "criteria": [criterion_object(criterion) for criterion in rubric.criteria],
    }
    return found | {name: text for name, text in (("reference", reference), ("ideal", ideal)) if text}


def rubric_in(case: Case) -> Rubric:
    """Return the rubric of a case's target."""
    target = cast(Object, case.target)
    return rubric_of({"criteria": target["criteria"]}, name=str(target["rubric"]), place=f"case {case.id}")


def gold(case: Case) -> Answer:
    """Return the ideal answer, or where none is given the text of everything that earns points."""
    target = cast(Object, case.target)
    wanted = [unit.text for unit in rubric_in(case).units() if not unit.undesired]
    return Answer(text=str(target.get("ideal") or "") or "\n".join(wanted))


def scorer(judging: Judging) -> Callable[[Case, Answer, Model | None], Score]:
    """Return the `score` of a task."""
    asking = judging.asking()

    def score(case: Case, answer: Answer, judge: Model | None) -> Score:
        reference = str(cast(Object, case.target).get("reference") or "")
        return graded(rubric_in(case), case, answer, judge, reference=reference, asking=asking)

    return score


def clipped_mean(columns: Columns) -> dict[str, float]:
    """Return HealthBench's own figure: the mean of the signed points, held to 0 to 1 only as a whole."""
    raw = columns.get("raw")
    known = None if raw is None else raw[raw == raw]  # a missing part is NaN, which equals nothing
    if known is None or not len(known):
        return {}
    return {"signed mean": min(1.0, max(0.0, float(known.mean())))}


def messages_of(place: str, given: Json) -> tuple[Message, ...]:
    """Read a conversation of `{"role", "content"}` objects.

    Raises:
        BadInput: another form, or a role that is none.
    """
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        raise BadInput(f"{place}: expected a list of role and content, got {str(given)[:40]!r}")
    found = []
    for entry in given:
        role = entry.get("role") if isinstance(entry, Mapping) else None
        content = entry.get("content") if isinstance(entry, Mapping) else None
        if role not in ("system", "user", "assistant") or not isinstance(content, str):
            raise BadInput(f"{place}: a message needs a role (system, user, assistant) and a content text")
        found.append(Message(role=cast(Role, role), text=content))
    return tuple(found)


__all__ = [
    "Judging",
    "allowed",
    "by_split",
    "clipped_mean",
    "gold",
    "messages_of",
    "rows",
    "rubric_in",
    "scorer",
    "target_of",
]
