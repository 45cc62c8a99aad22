"""Asks the model once, in the task's own words: the baseline that every other way must beat.

In: any case. Out: the model's text as it came; a number, a list, quotes or JSON are also read into the
answer's field where the task scores one. A letter is left in the text, because reading it is the scorer's
work and must be the same for every pipeline. Where the case has tools the model may use them, for at most
10 turns. In a dialogue a reply with a line that begins `ASK:` is a question to the partner.

Source: Brown et al. 2020, Language models are few-shot learners (the zero-shot setting), arXiv:2005.14165.
License: Apache-2.0 (own prompt).
"""

from preceptor.components import Model, Pipeline, Toolbox
from preceptor.pipelines._asking import ask, messages_of
from preceptor.records import Answer, Case


def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
    """Put the case before the model and read its reply."""
    return ask(case, tools, model, messages_of(case))


PIPELINE = Pipeline(answer=answer)
