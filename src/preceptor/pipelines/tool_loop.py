"""Lets the model use the case's tools for a set number of turns, then asks for its final answer.

In: any case; its tools are record look-ups, calculators or searches. Out: as `direct`, with every call and
what came back in `calls`. It differs from `direct` only in `max_turns`, which is what an examination of
agents varies. A call that the tool refuses (unknown name, wrong arguments) is told to the model, which may
mend it; a tool that breaks by itself fails the case. When the turns are used up the model is told so and
asked once more without tools.

Source: Yao et al. 2023, ReAct: synergizing reasoning and acting in language models, arXiv:2210.03629;
    here through the endpoint's own tool calls instead of a text format.
License: Apache-2.0 (own prompt).
"""

from preceptor.components import Model, Pipeline, Toolbox
from preceptor.errors import BadInput
from preceptor.pipelines._asking import MAX_TURNS, ask, messages_of
from preceptor.records import Answer, Case


def PIPELINE(*, max_turns: int = MAX_TURNS) -> Pipeline:
    """Answer with tools, at most `max_turns` turns of them."""
    if max_turns < 1:
        raise BadInput(f"tool_loop: max_turns={max_turns}; give 1 or more")

    def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
        return ask(case, tools, model, messages_of(case), max_turns=max_turns)

    return Pipeline(answer=answer, calls=max_turns + 1)
