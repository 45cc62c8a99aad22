"""Lets the model find, fill and run calculators and convert units through tool calls, then answer.

In: any case; the case's own tools stay, and win where a name is the same. Out: as `tool_loop`; the calls show which
calculator was run on which inputs, so that a task can score choice, inputs and arithmetic apart. Units go into the
call as the note has them and the library converts; an input may be the result of another calculation. A calculator
that refuses (missing value, wrong dimension, impossible value) says so and the model may mend its call.

Options: `max_turns` of tool use.

Source: Zhu et al. 2025, MeNTi: bridging medical calculator and LLM agent with nested tool calling,
    arXiv:2410.13610; Jin et al. 2025, AgentMD, arXiv:2402.13225.
License: Apache-2.0 (own prompt)
"""

from preceptor.components import Model, Pipeline, Toolbox
from preceptor.errors import BadInput
from preceptor.pipelines._asking import MAX_TURNS, ask, messages_of
from preceptor.records import Answer, Case
from preceptor.tools import calculator_tools

ADVICE = (
    "Use the calculator tools for every calculation: search, describe, then calculate with values and units as they "
    "stand in the text. Do no arithmetic of your own. Leave out what is not known."
)


def PIPELINE(*, max_turns: int = MAX_TURNS) -> Pipeline:
    """Answer with calculators, at most `max_turns` turns of tools."""
    if max_turns < 1:
        raise BadInput(f"calculator_tools: max_turns={max_turns}; give 1 or more")

    def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
        own = tuple(tool.name for tool in tools.tools)
        every = Toolbox(tools=(*tools.tools, *calculator_tools(own)), state=tools.state)
        messages = messages_of(case, instruction=f"{ADVICE}\n\n{case.instruction}".strip())
        return ask(case, every, model, messages, max_turns=max_turns)

    return Pipeline(answer=answer, calls=max_turns + 1)
