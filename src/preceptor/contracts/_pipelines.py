"""Promises of a pipeline, kept with scripted models."""

import copy
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from preceptor import catalog
from preceptor.components import AnswerFunction, Model, Pipeline, Tool, Toolbox
from preceptor.contracts._doubles import CHOICE, OPEN_CASES, ScriptedModel, fails, require, says
from preceptor.errors import BadInput, ComponentError, NotFound, PreceptorError, ProviderError
from preceptor.records import Answer, Call, Case, Message, Reply

MOST_CALLS = 200
EXAMPLES: tuple[Case, ...] = tuple(
    replace(CHOICE, id=f"example-{number}", prompt=f"Which gland makes hormone {number}?")
    for number in range(6)
)
CLOCK = Tool(
    name="pulse_rate",
    description="Return the pulse rate.",
    parameters={"type": "object", "properties": {}},
    function=lambda: 72,
)


def _answering(name: str, model: Model | None) -> AnswerFunction:
    pipeline = cast(Pipeline, catalog.load("pipelines", name))
    if pipeline.prepare:
        return pipeline.prepare(EXAMPLES, model)
    require(pipeline.answer is not None, f"{name} declares neither answer nor prepare")
    return cast(AnswerFunction, pipeline.answer)


def _try(name: str, case: Case, model: Model, tools: Toolbox | None = None) -> Answer | PreceptorError:
    """Return the answer, or the refusal of a case that the pipeline says it cannot answer."""
    try:
        return _answering(name, model)(case, tools or Toolbox(), model)
    except (BadInput, NotFound, ComponentError) as refusal:
        return refusal


def answers_every_kind(name: str) -> None:
    """One case of each kind is answered, or refused in plain words; a choice is always answered."""
    for case in OPEN_CASES:
        answer = _try(name, case, says("A"))
        if case.id == "choice":
            require(isinstance(answer, Answer), f"a choice question was refused: {answer}")
        require(isinstance(answer, Answer) or len(str(answer)) > 20, f"{case.id}: {answer!r}")


def case_unchanged(name: str) -> None:
    """The case is never changed."""
    for case in OPEN_CASES:
        before = copy.deepcopy(case)
        _try(name, case, says("A"))
        require(case == before, f"case {case.id} was changed")


def turns_limited(name: str) -> None:
    """A model that uses tools for ever is stopped."""

    def insists(messages: Sequence[Message], tools: Sequence[Tool]) -> Reply:
        call = Call(id=str(len(messages)), name="pulse_rate")
        return Reply(calls=(call,), finish="tools") if tools else Reply(text="A")

    model = ScriptedModel(insists, "insists")
    _try(name, CHOICE, model, Toolbox(tools=(CLOCK,)))
    require(model.calls <= MOST_CALLS, f"{model.calls} calls for one case")


def rubbish_survived(name: str) -> None:
    """Rubbish, a refusal and silence become an answer that the scorer can flag."""
    for text in ("", "%%%§§§", "I'm sorry, I can't help with that.", "{" * 500, "A or B or C or D"):
        answer = _try(name, CHOICE, says(text))
        require(isinstance(answer, Answer), f"{text[:12]!r} raised {answer!r}")


def faults_pass_through(name: str) -> None:
    """A fault of the service is raised as such, never turned into an answer."""
    pipeline = cast(Pipeline, catalog.load("pipelines", name))
    if not pipeline.needs_model:
        return
    try:
        answer = _answering(name, fails())(CHOICE, Toolbox(), fails())
    except ProviderError:
        return
    require(False, f"the service was down and the answer was {answer.text[:40]!r}")


PIPELINES = (answers_every_kind, case_unchanged, turns_limited, rubbish_survived, faults_pass_through)
