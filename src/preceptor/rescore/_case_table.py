"""A task's cases by id, with its scorer; each distinct reply is scored once."""

from collections.abc import Iterable
from typing import cast

from preceptor import catalog
from preceptor.components import Task
from preceptor.errors import BadInput
from preceptor.published_outputs import Output
from preceptor.records import Answer, Case
from preceptor.run import score_answer


class CaseTable:
    """The cases of a task's first split, in its order.

    Raises:
        NotFound: no such task, or its data are not here.
        BadInput: the task needs a judge.
    """

    def __init__(self, name: str) -> None:
        self.task = cast(Task, catalog.load("tasks", name))
        if self.task.needs_judge:
            raise BadInput(f"{name} is scored by a judge; rescoring asks no model")
        self.cases = {case.id: case for case in self.task.cases(self.task.splits[0])}
        self._scores: dict[tuple[str, str | None, str | None], tuple[float, str]] = {}

    def score(self, case: Case, output: Output) -> tuple[float, str]:
        """Return (value, flag) under our scorer; an absent reply is scored as an empty one."""
        key = (case.id, output.text, output.choice)
        if key not in self._scores:
            score = score_answer(self.task, case, Answer(text=output.text or "", choice=output.choice))
            flag = next((name for name in ("refused", "unparsed") if score.flags.get(name)), "")
            self._scores[key] = (score.value or 0.0, flag)
        return self._scores[key]

    def warm(self, outputs: Iterable[Output]) -> None:
        """Score many outputs, all of one case together: a scorer prepares a case's options once."""
        for output in sorted(outputs, key=lambda output: output.id):
            if output.id in self.cases:
                self.score(self.cases[output.id], output)
