"""Asks once, like `direct`, and computes for 2 ms before: a pipeline that costs processor time.

Source: own, for the benchmarks only.
License: Apache-2.0
"""

import time

from preceptor.components import Model, Pipeline, Toolbox
from preceptor.prompts import conversation
from preceptor.records import Answer, Case

COST_S = 0.002


def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
    """Compute for 2 ms of this thread's processor time, then ask."""
    end = time.thread_time() + COST_S
    while time.thread_time() < end:
        pass
    assert model is not None
    reply = model(conversation(case))
    return Answer(text=reply.text, finish="stop" if reply.finish == "tools" else reply.finish)


PIPELINE = Pipeline(answer=answer)
