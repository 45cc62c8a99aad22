"""Answers a case k times at a warm temperature and takes the answer given most often.

In: any case, and any other pipeline as `of`. Out: the winner's text and letter; `confidence` is its share
of the k samples; the tally stands in `data`. The k requests go out at once, each with its own seed. A tie
goes to the answer given first. Samples that were cut, refused or unreadable do not vote but stay in the
denominator of the confidence; if all were cut, so is the answer. Numbers vote to four significant digits,
JSON by equality, rankings are merged by reciprocal rank, spans are kept when most samples have them, free
text is the sample closest to the others. Actions cannot be voted on: where tools change a state, the case
is answered once.

Source: Wang et al. 2022, Self-consistency improves chain of thought reasoning in language models,
    arXiv:2203.11171.
License: Apache-2.0.
"""

from collections.abc import Sequence
from typing import cast

from preceptor import catalog
from preceptor.components import AnswerFunction, Model, Pipeline, Toolbox
from preceptor.errors import BadInput
from preceptor.pipelines._asking import needed
from preceptor.pipelines._samples import samples
from preceptor.pipelines._votes import elect
from preceptor.records import Answer, Case


def PIPELINE(*, of: str = "chain_of_thought", k: int = 5, temperature: float = 0.7) -> Pipeline:
    """Sample the pipeline `of` k times and vote."""
    if k < 1:
        raise BadInput(f"self_consistency: k={k}; give the number of samples, 1 or more")
    inner = cast(Pipeline, catalog.load("pipelines", of))

    def voting(answer: AnswerFunction) -> AnswerFunction:
        def voted(case: Case, tools: Toolbox, model: Model | None) -> Answer:
            if tools.state is not None or case.answer_kind == "action":
                return answer(case, tools, model)
            return elect(case, samples(answer, case, tools, needed(model), k=k, temperature=temperature))

        return voted

    def prepare(examples: Sequence[Case], model: Model | None) -> AnswerFunction:
        assert inner.prepare is not None
        return voting(inner.prepare(examples, model))

    return Pipeline(
        answer=voting(inner.answer) if inner.answer else None,
        prepare=prepare if inner.prepare else None,
        calls=k * inner.calls,
    )
