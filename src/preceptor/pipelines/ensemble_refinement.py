"""Lets the model read its own k attempts at a case before it answers, many times, and takes the vote.

In: any case. Out: the winner's text and letter, `confidence` its share of the refinements, the tally in
`data`. Stage 1 samples `of` k times at a warm temperature; attempts that were cut or withheld are left
out. Stage 2 shows the attempts with the question and samples `refinements` answers, which are voted on as
in `self_consistency`. The defaults are the published 11 and 33, which cost 44 calls a case; set both
lower to try it. Where tools change a state, the case is answered once.

Source: Singhal et al. 2025, Toward expert-level medical question answering with large language models
    (Med-PaLM 2), doi:10.1038/s41591-024-03423-7.
License: Apache-2.0 (own prompt).
"""

from collections.abc import Sequence
from typing import cast

from preceptor import catalog
from preceptor.components import AnswerFunction, Model, Pipeline, Toolbox
from preceptor.errors import BadInput
from preceptor.pipelines._asking import messages_of, needed, reasoning
from preceptor.pipelines._reading import read
from preceptor.pipelines._samples import samples
from preceptor.pipelines._votes import elect
from preceptor.records import Answer, Case

ATTEMPTS = (
    "Earlier attempts at this question follow. Any of them may be wrong: weigh them against each other."
)


def PIPELINE(
    *, of: str = "chain_of_thought", k: int = 11, refinements: int = 33, temperature: float = 0.7
) -> Pipeline:
    """Sample `of` k times, then `refinements` answers given those samples, and vote."""
    if k < 1 or refinements < 1:
        raise BadInput(f"ensemble_refinement: k={k}, refinements={refinements}; give 1 or more of each")
    inner = cast(Pipeline, catalog.load("pipelines", of))

    def refining(answer: AnswerFunction) -> AnswerFunction:
        def refined(case: Case, tools: Toolbox, model: Model | None) -> Answer:
            if tools.state is not None or case.answer_kind == "action":
                return answer(case, tools, model)
            attempts = samples(answer, case, tools, needed(model), k=k, temperature=temperature)
            whole = [attempt for attempt in attempts if attempt.finish == "stop" and attempt.text.strip()]
            if not whole:
                return elect(case, attempts)
            return refine(case, whole, needed(model), refinements, temperature)

        return refined

    def prepare(examples: Sequence[Case], model: Model | None) -> AnswerFunction:
        assert inner.prepare is not None
        return refining(inner.prepare(examples, model))

    return Pipeline(
        answer=refining(inner.answer) if inner.answer else None,
        prepare=prepare if inner.prepare else None,
        calls=k * inner.calls + refinements,
    )


def refine(case: Case, attempts: Sequence[Answer], model: Model, times: int, temperature: float) -> Answer:
    """Ask again with the attempts in view, and vote."""
    listed = (f"Attempt {place}:\n{attempt.text}" for place, attempt in enumerate(attempts, 1))
    closing = reasoning(case) if case.schema is None else case.instruction
    instruction = "\n\n".join((ATTEMPTS, *listed, closing))
    replies = model.many(
        [messages_of(case, instruction=instruction)] * times,
        temperature=temperature,
        schema=case.schema,
        seeds=range(times),
    )
    return elect(case, [read(case, reply) for reply in replies])
