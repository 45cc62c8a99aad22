"""How every pipeline puts a case before a model: one call, or turns with tools where the case has some.

Dialogue: a reply with a line that begins `ASK:` is a question to the partner. The run puts question and
response into `case.turns` and calls the pipeline again, which keeps nothing in between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import orjson

from preceptor.components import Model, Tool, Toolbox
from preceptor.errors import BadInput, ComponentError, PreceptorError
from preceptor.pipelines._reading import finish, read
from preceptor.prompts import conversation
from preceptor.records import Answer, Call, Case, Message

MAX_TURNS = 10
REASON = "Reason step by step first."
LAST_LINE = 'Then write a last line that begins with "Answer:" and holds only the answer.'
WRAP_UP = "No more tools can be used now. Give your final answer."
# What a tool raises over arguments it does not like; anything else is a bug in the tool.
_OVER_ARGUMENTS = (PreceptorError, TypeError, ValueError, LookupError, ArithmeticError)


def needed(model: Model | None) -> Model:
    """Return the model, or say that there is none."""
    if model is None:
        raise BadInput("this pipeline asks a language model and none was given; name one with --model")
    return model


def reasoning(case: Case) -> str:
    """Return the case's instruction, led by the wish for reasoning."""
    return " ".join(filter(None, (REASON, LAST_LINE, case.instruction)))


def messages_of(case: Case, *, instruction: str | None = None) -> tuple[Message, ...]:
    """Render a case; what the model asked its partner stands behind `ASK:` again, as it was said."""
    if case.turns:
        case = replace(case, turns=tuple(map(_as_said, case.turns)))
    return conversation(case, instruction=instruction)


def _as_said(turn: Message) -> Message:
    return replace(turn, text=f"ASK: {turn.text}") if turn.role == "assistant" else turn


def ask(
    case: Case,
    tools: Toolbox,
    model: Model | None,
    messages: Sequence[Message],
    *,
    max_turns: int = MAX_TURNS,
) -> Answer:
    """Ask once and read the reply; with tools, let the model use them for at most `max_turns` turns."""
    asked = needed(model)
    if tools.tools:
        return _with_tools(case, tools.tools, asked, list(messages), max_turns)
    return read(case, asked(messages, schema=case.schema))


def _with_tools(
    case: Case, tools: tuple[Tool, ...], model: Model, messages: list[Message], max_turns: int
) -> Answer:
    by_name = {tool.name: tool for tool in tools}
    done: list[Call] = []
    for _ in range(max_turns):
        reply = model(messages, tools=tools, schema=case.schema)
        if not reply.calls or finish(reply) != "stop":
            return replace(read(case, reply), calls=tuple(done))
        results = tuple(use(by_name, call) for call in reply.calls)
        done.extend(results)
        messages += [Message(role="assistant", text=reply.text, calls=reply.calls), *map(_told, results)]
    messages.append(Message(role="user", text=WRAP_UP))
    return replace(read(case, model(messages, schema=case.schema)), calls=tuple(done))


def use(tools: Mapping[str, Tool], call: Call) -> Call:
    """Run one call; what the tool refuses is noted in the call, for the model to read and mend.

    Raises:
        ComponentError: the tool itself broke.
    """
    if call.error:
        return call
    tool = tools.get(call.name)
    if tool is None:
        return replace(call, error=f"no tool {call.name!r}; tools: {', '.join(tools)}")
    try:
        return replace(call, result=tool.function(**call.arguments))
    except _OVER_ARGUMENTS as error:
        return replace(call, error=f"{type(error).__name__}: {error}")
    except Exception as error:
        raise ComponentError(f"tool {call.name} raised {type(error).__name__}: {error}") from error


def _told(call: Call) -> Message:
    text = f"error: {call.error}" if call.error else _as_text(call)
    return Message(role="tool", text=text, call_id=call.id)


def _as_text(call: Call) -> str:
    if isinstance(call.result, str):
        return call.result
    try:
        return orjson.dumps(call.result).decode()
    except TypeError as error:
        raise ComponentError(f"tool {call.name} gave what is not JSON: {error}") from error
