"""A case answered wherever it was sent: in this process, another one, or a Ray worker.

Each process opens the models and prepares the pipelines once, from the plan alone.
"""

import sys
import threading
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import cast

from preceptor import catalog
from preceptor.components import AnswerFunction, Model, Task
from preceptor.errors import BadInput, ComponentError, PreceptorError
from preceptor.overlap import drop_overlapping
from preceptor.prices import price_table
from preceptor.records import Case
from preceptor.roles import check_access, open_model
from preceptor.run._again import graded_again
from preceptor.run._case import Emit, Item, Roles, Row, account, answered_row, recorders, where
from preceptor.run._plan import Arm, Plan, arms, examples_source, task_name


def ignore(_: Row) -> None:
    """Take a row and do nothing: turns are written only where the run folder is at hand."""


_models: dict[tuple[str, str], Model] = {}
_models_lock = threading.Lock()


def opened(name: str, plan: Plan) -> Model:
    """Open a model once per process: all arms and threads share its connections and limits."""
    settings = plan.settings()
    with _models_lock:
        return _models.get((name, repr(settings))) or _models.setdefault(
            (name, repr(settings)), open_model(name, settings)
        )


def roles(arm: Arm, plan: Plan) -> Roles:
    """Open the models of an arm, once per process, and check that they may see its data.

    Raises:
        Refused: credentialed data and a model that is not local.
    """
    names = {"model": arm.model_name, "judge": plan.judge, "patient": plan.patient}
    found = {role: opened(name, plan) for role, name in names.items() if name}
    for model in found.values():
        check_access(
            model, access=arm.access, task=arm.task_name, allowed=plan.allow_remote_credentialed
        )  # fmt: skip
    return Roles(**found)


def examples(arm: Arm, plan: Plan) -> list[Case]:
    """Return the cases that a pipeline may learn from, none of which overlaps a test case of the run.

    Raises:
        BadInput: none is left, or the split for examples is the one under test.
    """
    source, split = examples_source(plan) if plan.examples else (arm.task_name, "")
    task = cast(Task, catalog.load("tasks", task_name(source)))
    split = split or task.train or ""
    if not split or split not in task.splits:
        raise BadInput(f"{source} has no split {split or 'for examples'!r}; splits: {', '.join(task.splits)}")
    tested = chain.from_iterable(
        cast(Task, catalog.load("tasks", name)).cases(arm_split)
        for name, arm_split in {(other.task_name, other.split) for other in arms(plan)}
    )
    kept = drop_overlapping(list(task.cases(split)), tested)
    if not kept:
        raise BadInput(f"every example of {source}:{split} overlaps a case under test; give other --examples")
    return kept


def answer_function(
    arm: Arm, plan: Plan, models: Roles, emit: Emit, learnt: Sequence[Case]
) -> AnswerFunction:
    """Return how the arm answers; a pipeline that learns from examples is prepared here.

    What it asks while it prepares is emitted as a row of its own, with its cost.
    """
    if arm.pipeline.prepare:
        name, version, pipeline, model, change = arm.key
        row: Row = {
            "task": name, "version": version, "pipeline": pipeline, "model": model, "perturbation": change,
            "epoch": 0, "id": "(preparation)", "i": -1, "status": "preparation",
        }  # fmt: skip
        recording = recorders(arm, models, plan, 0)
        answer = arm.pipeline.prepare(learnt, recording.get("model"))
        account(row, recording)
        if "exchanges" in row:
            emit(row)
        return answer
    if arm.pipeline.answer is None:
        raise BadInput(f"pipeline {arm.pipeline_name} declares neither answer nor prepare")
    return arm.pipeline.answer


class ArmWork:
    """Answers the cases of one arm; sent to another process, it opens its own models there."""

    def __init__(self, plan: Plan, number: int, emit: Emit = ignore) -> None:
        self.plan, self.number, self._emit = plan, number, emit
        self._lock = threading.Lock()
        self._ready: tuple[Arm, AnswerFunction, Roles] | None = None
        self.learnt: list[Case] = []

    def __getstate__(self) -> tuple[Plan, int]:
        return self.plan, self.number

    def __setstate__(self, state: tuple[Plan, int]) -> None:
        self.__init__(*state)

    def ready(self) -> tuple[Arm, AnswerFunction, Roles]:
        """Open the models and prepare the pipeline, once in each process."""
        with self._lock:
            if self._ready is None:
                arm = arms(self.plan)[self.number]
                models = roles(arm, self.plan)
                self.learnt = examples(arm, self.plan) if arm.pipeline.prepare else []
                answer = answer_function(arm, self.plan, models, self._emit, self.learnt)
                self._ready = arm, answer, models
            return self._ready

    def __call__(self, item: Item) -> Row:
        arm, answer, models = self._ready or self.ready()
        if item.before is not None:
            return graded_again(arm, models, self.plan, item)
        return answered_row(arm, answer, models, self.plan, item, self._emit)


def ready_arms(plan: Plan) -> list[Arm]:
    """Resolve a plan, open its models and look at each task's first case, before a folder is made.

    Raises:
        BadInput: a task has no cases; or anything that `arms` and `roles` refuse.
        NotFound: a data file is not here.
    """
    price_table(plan.prices or None)
    found = arms(plan)
    for arm in {arm.task_name: arm for arm in found}.values():
        if next(cases(arm, plan), None) is None:
            raise BadInput(f"{arm.task_name} has no cases in split {arm.split!r}")
    for arm in found:
        roles(arm, plan)
    return found


def cases(arm: Arm, plan: Plan) -> Iterator[tuple[int, Case]]:
    """Yield the arm's cases with their place in the split, up to the limit.

    Raises:
        ComponentError: the task's reader broke.
    """
    source = iter(arm.task.cases(arm.split))
    for index in range(plan.limit or sys.maxsize):
        try:
            case = next(source, None)
        except PreceptorError:
            raise
        except Exception as error:
            raise ComponentError(f"{arm.task_name} broke at case {index + 1}: {where(error)}") from error
        if case is None:
            return
        yield index, case


def items(arm: Arm, plan: Plan) -> Iterator[Item]:
    """Yield every case of an arm, epoch by epoch."""
    for epoch in range(plan.epochs):
        for index, case in cases(arm, plan):
            yield Item(case=case, index=index, epoch=epoch)


def count(arm: Arm, plan: Plan) -> int:
    """Return how many items an arm has."""
    return plan.epochs * sum(1 for _ in cases(arm, plan))
