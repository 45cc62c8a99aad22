"""A pipeline that costs processor time: asks the model once, then computes for a set while.

Source: Preceptor.
License: Apache-2.0
"""

import time

from preceptor.components import Model, Pipeline, Toolbox
from preceptor.errors import BadInput
from preceptor.prompts import conversation
from preceptor.records import Answer, Case


def PIPELINE(*, ms: float = 2.0, ask: bool = True) -> Pipeline:
    """Return the pipeline that burns `ms` milliseconds of processor time per case."""

    def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
        if ask and model is None:
            raise BadInput("busy(ask=true) needs a model")
        text = model(conversation(case)).text if ask and model else "A"
        until = time.thread_time() + ms / 1000
        while time.thread_time() < until:
            pass
        return Answer(text=text)

    return Pipeline(answer=answer, needs_model=ask)
