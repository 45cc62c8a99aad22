"""Lets the model write Python, runs it in the sandbox, and gives back what it printed, until the model answers.

In: any case; its own tools are not offered. Out: as `direct`, with each run in `calls` (tool `python`: the code,
what it printed or why it was stopped). The code can compute and print and nothing else: no file, network, process
or thread; limits on time, memory and output (docs/code_interpreter.md says what holds it and what does not). An
error goes back to the model, which may mend its code. When the rounds are used up it is asked for its answer.

Options: `rounds` of code; `time_s` and `memory_mb` for each run.

Source: Chen et al. 2023, Program of thoughts prompting, arXiv:2211.12588; Khandekar et al. 2024, MedCalc-Bench
    (code-augmented setting), arXiv:2406.12036.
License: Apache-2.0 (own prompt)
"""

import re
from dataclasses import replace

from preceptor.components import Model, Pipeline, Toolbox
from preceptor.errors import BadInput
from preceptor.pipelines._asking import messages_of, needed
from preceptor.pipelines._reading import finish, read
from preceptor.records import Answer, Call, Case, Message
from preceptor.sandbox import Limits, run_python

ADVICE = (
    "You may write Python to calculate: one block that begins with ```python and ends with ```. It is run, and what it "
    "prints comes back to you. Standard mathematics and NumPy are there; files and network are not."
)
WRAP_UP = "No more code is run now. Give your final answer."
LONGEST_SHOWN = 4000  # characters of output that go back to the model
_CODE = re.compile(r"```(?:python|py)?[ \t]*\r?\n(.*?)```", re.DOTALL | re.IGNORECASE)


def _code(text: str) -> str | None:
    """Return the code of a reply; several blocks are one program."""
    blocks = [block for block in _CODE.findall(text) if block.strip()]
    return "\n".join(blocks) if blocks else None


def _run(number: int, code: str, limits: Limits) -> Call:
    try:
        outcome = run_python(code, limits=limits)
    except BadInput as error:
        return Call(id=f"run-{number}", name="python", arguments={"code": code[:1000]}, error=str(error))
    output = outcome.output[:LONGEST_SHOWN]
    return Call(
        id=f"run-{number}",
        name="python",
        arguments={"code": code},
        result=output,
        error=outcome.error or None,
    )


def _told(call: Call) -> str:
    printed = f"Output:\n{call.result}" if call.result else "Nothing was printed."
    return f"{printed}\nError: {call.error}" if call.error else printed


def PIPELINE(*, rounds: int = 4, time_s: float = 5.0, memory_mb: int = 512) -> Pipeline:
    """Answer with at most `rounds` runs of code."""
    if rounds < 1 or time_s <= 0 or memory_mb < 128:
        raise BadInput(
            f"code_interpreter: rounds={rounds}, time_s={time_s:g}, memory_mb={memory_mb}; "
            f"give at least 1 round, more than 0 s, and 128 MB or more"
        )
    limits = Limits(time_s=time_s, memory_mb=memory_mb)

    def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
        asked = needed(model)
        messages = list(messages_of(case, instruction=f"{ADVICE}\n\n{case.instruction}".strip()))
        calls: list[Call] = []
        for number in range(rounds):
            reply = asked(messages, schema=None)
            code = _code(reply.text) if finish(reply) == "stop" else None
            if code is None:
                return replace(read(case, reply), calls=tuple(calls))
            calls.append(_run(number, code, limits))
            messages += [
                Message(role="assistant", text=reply.text),
                Message(role="user", text=_told(calls[-1])),
            ]
        messages.append(Message(role="user", text=WRAP_UP))
        return replace(read(case, asked(messages, schema=case.schema)), calls=tuple(calls))

    return Pipeline(answer=answer, calls=rounds + 1)
