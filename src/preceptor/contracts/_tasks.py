"""Promises of a task, kept without any model."""

import math
from dataclasses import replace
from itertools import islice
from typing import cast

from preceptor import catalog
from preceptor.components import Model, Task
from preceptor.contracts._doubles import ODD_STRINGS, oracle, require
from preceptor.prompts import question_text
from preceptor.records import Answer, Case, Score

LOOKED_AT = 50


def _task(name: str) -> Task:
    return cast(Task, catalog.load("tasks", name))


def _first(task: Task, split: str = "", limit: int = LOOKED_AT) -> list[Case]:
    return list(islice(task.cases(split or task.splits[0]), limit))


def _scored(task: Task, case: Case, answer: Answer) -> Score:
    judge: Model | None = oracle(task.gold(case).text) if task.needs_judge else None
    return task.score(case, answer, judge)


def gold_scores_one(name: str) -> None:
    """The gold answer scores 1."""
    task = _task(name)
    cases = _first(task)
    require(bool(cases), f"{name} has no cases")
    for case in cases:
        score = _scored(task, case, task.gold(case))
        require(score.value == 1.0, f"case {case.id}: gold scores {score.value} ({score.why})")


def empty_scores_zero(name: str) -> None:
    """An empty answer scores 0, whatever the case."""
    task = _task(name)
    for case in _first(task):
        score = _scored(task, case, Answer())
        require(score.value == 0.0, f"case {case.id}: an empty answer scores {score.value}")


def ids_unique_and_ordered(name: str) -> None:
    """Ids are unique, and the order of cases is fixed."""
    task = _task(name)
    for split in task.splits:
        ids = [case.id for case in task.cases(split)]
        require(len(ids) == len(set(ids)), f"split {split}: {len(ids) - len(set(ids))} ids appear twice")
        require(
            ids == [case.id for case in task.cases(split)], f"split {split}: two readings differ in order"
        )


def odd_answers_score_in_range(name: str) -> None:
    """Scores of odd answers are in [0, 1], or None with bounds."""
    task = _task(name)
    case = _first(task, limit=1)[0]
    for text in ODD_STRINGS:
        score = _scored(task, case, Answer(text=text))
        shown = text[:20]
        bounds = 0.0 <= score.low <= score.high <= 1.0
        require(bounds, f"{shown!r} has bounds {score.low}..{score.high}")
        value = score.value
        within = value is None or (math.isfinite(value) and score.low <= value <= score.high)
        require(within, f"{shown!r} scores {value}, bounds {score.low}..{score.high}")


def splits_disjoint(name: str) -> None:
    """Examples and tests share no case id and no prompt."""
    task = _task(name)
    if task.train is None:
        return
    require(task.train in task.splits, f"train split {task.train!r} is not among {task.splits}")
    tested = [case for split in task.splits if split != task.train for case in task.cases(split)]
    seen = {_asked(case) for case in tested}
    ids = {case.id for case in tested}
    for case in task.cases(task.train):
        require(case.id not in ids, f"id {case.id} is in the train split and under test")
        require(_asked(case) not in seen, f"the text of {case.id} is in the train split and under test")


def _asked(case: Case) -> tuple[str, tuple[str, ...]]:
    return case.prompt, tuple(sorted(case.choices.values()))


def facts_stay_hidden(name: str) -> None:
    """Hidden facts change nothing in what is shown."""
    for case in _first(_task(name), limit=5):
        bare = question_text(replace(case, facts={}, target=None))
        require(question_text(case) == bare, f"case {case.id}: a fact or the target is rendered")


TASKS = (
    gold_scores_one,
    empty_scores_zero,
    ids_unique_and_ordered,
    odd_answers_score_in_range,
    splits_disjoint,
    facts_stay_hidden,
)
