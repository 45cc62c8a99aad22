"""Asks the model to reason step by step and to give its answer on a last line that begins `Answer:`.

In: any case. Out: reasoning and answer as one text; what stands behind `Answer:` decides. The task's own
instruction is kept as the description of that last line, because an exam that says "answer with the letter
only" would otherwise forbid the reasoning. A case that wants JSON is asked twice: once to reason freely,
once for the JSON, because output held to a schema leaves no room to reason.

Source: Wei et al. 2022, Chain-of-thought prompting elicits reasoning in large language models,
    arXiv:2201.11903; without examples: Kojima et al. 2022, arXiv:2205.11916.
License: Apache-2.0 (own prompt).
"""

from dataclasses import replace

from preceptor.components import Model, Pipeline, Toolbox
from preceptor.pipelines._asking import REASON, ask, messages_of, reasoning
from preceptor.records import Answer, Case, Message

AS_DATA = "Now give the answer itself, in the format asked for."


def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
    """Ask for reasoning and an answer in one reply; for JSON, in two."""
    if case.schema is None:
        return ask(case, tools, model, messages_of(case, instruction=reasoning(case)))
    messages = messages_of(case, instruction=f"{REASON} {case.instruction}".strip())
    thought = ask(replace(case, schema=None, answer_kind="text"), tools, model, messages)
    if thought.question or thought.finish != "stop":
        return thought
    told = (Message(role="assistant", text=thought.text), Message(role="user", text=AS_DATA))
    given = ask(case, Toolbox(), model, (*messages, *told))
    return replace(given, calls=thought.calls)


PIPELINE = Pipeline(answer=answer)
