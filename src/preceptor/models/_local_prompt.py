"""Conversations as token ids for a local model, and what it wrote back as text and tool calls."""

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

import orjson
from jinja2 import Environment, TemplateError, meta

from preceptor.components import Tool
from preceptor.errors import BadInput
from preceptor.records import Call, Json, Message

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

Object = dict[str, Json]
NEXT_TURN = "\nUser:"  # where a model without a chat template begins to invent the other side
THINK = "<think>"
TAIL = 12  # tokens that certainly cover NEXT_TURN or THINK


@dataclass(frozen=True, kw_only=True, slots=True)
class Prompt:
    """A conversation as token ids; `opening` is what the template wrote of the reply itself."""

    ids: tuple[int, ...]
    opening: str = ""


class Wording:
    """A tokenizer with its chat template, safe to use from several threads.

    Attributes:
        plain: there is no template; conversations become `User: ... Assistant:` paragraphs.
    """

    def __init__(self, tokenizer: "PreTrainedTokenizerBase", name: str) -> None:
        self._tokenizer, self._name = tokenizer, name
        self._lock = threading.Lock()  # a tokenizer's settings are shared state
        self.plain = not tokenizer.chat_template

    def prompt(
        self, messages: Sequence[Message], tools: Sequence[Tool], schema: Mapping[str, Json] | None
    ) -> Prompt:
        """Encode a conversation.

        Raises:
            BadInput: no message, an image, tools that the template cannot show, or a conversation that
                the template refuses.
        """
        if not messages:
            raise BadInput("no message was given; a local model needs at least one")
        if any(message.images for message in messages):
            raise BadInput(f"{self._name} reads no images; name a model with vision behind an endpoint")
        if schema is not None:
            messages = _with_schema(messages, schema)
        with self._lock:
            if self.plain:
                return self._plain(messages, tools)
            ids = self._templated(messages, [_tool_object(tool) for tool in tools])
            tail = str(self._tokenizer.decode(ids[-TAIL:])).rstrip()
        return Prompt(ids=tuple(ids), opening=THINK if tail.endswith(THINK) else "")

    def text(self, ids: Sequence[int], opening: str = "") -> str:
        """Decode a reply, without control tokens and the spaces around it."""
        with self._lock:
            text = opening + str(self._tokenizer.decode(list(ids), skip_special_tokens=True))
        return (text.partition(NEXT_TURN)[0] if self.plain else text).strip()

    def ended(self, ids: Sequence[int]) -> bool:
        """Whether a reply without a template goes on to the next turn."""
        with self._lock:
            return NEXT_TURN in str(self._tokenizer.decode(list(ids[-TAIL:])))

    def ids(self, text: str) -> tuple[int, ...]:
        """Encode a text as it stands, without start or end tokens."""
        with self._lock:
            return tuple(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def spellings(self, option: str) -> tuple[tuple[int, ...], ...]:
        """An option as token ids, as it stands and after a space: models begin a reply in both ways."""
        found = dict.fromkeys((self.ids(option), self.ids(" " + option)))
        if not option or () in found:
            raise BadInput(f"{option!r} is no option whose probability can be asked: it has no token")
        return tuple(found)

    def _plain(self, messages: Sequence[Message], tools: Sequence[Tool]) -> Prompt:
        if tools:
            raise BadInput(f"{self._name} has no chat template, so it cannot be shown tools")
        names = {"system": "", "user": "User: ", "assistant": "Assistant: ", "tool": "Tool: "}
        parts = [names[message.role] + message.text for message in messages]
        return Prompt(ids=tuple(self._tokenizer("\n\n".join([*parts, "Assistant:"]))["input_ids"]))

    def _templated(self, messages: Sequence[Message], tools: list[Object]) -> list[int]:
        template = self._tokenizer.get_chat_template(tools=tools or None)
        if tools and "tools" not in meta.find_undeclared_variables(_environment().parse(template)):
            raise BadInput(f"the chat template of {self._name} shows no tools; name a model that uses tools")
        turns = _turns(messages)
        try:
            return self._applied(turns, tools)
        except (TemplateError, ValueError) as error:
            if turns[0]["role"] != "system" or len(turns) == 1:
                raise BadInput(f"the chat template of {self._name} refuses it: {error}") from error
        first = {**turns[1], "content": f"{turns[0]['content']}\n\n{turns[1]['content']}"}
        try:  # some templates know no system message
            return self._applied([first, *turns[2:]], tools)
        except (TemplateError, ValueError) as error:
            raise BadInput(f"the chat template of {self._name} refuses it: {error}") from error

    def _applied(self, turns: list[Object], tools: list[Object]) -> list[int]:
        ids = self._tokenizer.apply_chat_template(
            cast("list[dict[str, str]]", turns),
            tools=cast("list[dict | Callable]", tools) or None,
            add_generation_prompt=True,
            return_dict=False,
            sanitize_control_tokens=True,  # a case that quotes `<|im_end|>` must not end the turn
        )
        return cast("list[int]", ids)


def _environment() -> Environment:
    return Environment(extensions=["jinja2.ext.loopcontrols"])


def _with_schema(messages: Sequence[Message], schema: Mapping[str, Json]) -> list[Message]:
    wish = (
        "Reply with one JSON object that fits this JSON schema, and with nothing else:\n"
        + orjson.dumps(schema).decode()
    )
    out = list(messages)
    for place in range(len(out) - 1, -1, -1):
        if out[place].role == "user":
            out[place] = replace(out[place], text=f"{out[place].text}\n\n{wish}")
            return out
    return [*out, Message(role="user", text=wish)]


def _tool_object(tool: Tool) -> Object:
    function: Object = {
        "name": tool.name, "description": tool.description, "parameters": dict(tool.parameters)
    }  # fmt: skip
    return {"type": "function", "function": function}


def _turns(messages: Sequence[Message]) -> list[Object]:
    names = {call.id: call.name for message in messages for call in message.calls}
    turns: list[Object] = []
    for message in messages:
        turn: Object = {"role": message.role, "content": message.text}
        if message.calls:
            turn["tool_calls"] = [
                {"id": call.id, "type": "function",
                 "function": {"name": call.name, "arguments": dict(call.arguments)}}
                for call in message.calls
            ]  # fmt: skip
        if message.call_id is not None:
            turn |= {"tool_call_id": message.call_id, "name": names.get(message.call_id, "")}
        turns.append(turn)
    return turns


def split_calls(text: str, tools: Sequence[Tool], *, before: int) -> tuple[str, tuple[Call, ...]]:
    """Read the tool calls in a reply: `<tool_call>` blocks, or a reply that is JSON and names a tool.

    Args:
        before: calls made earlier in the conversation, so that ids stay unique.

    Returns:
        The text without the calls, and the calls; one that cannot be read has its `error` set.
    """
    blocks = re.findall(r"<tool_call>(.*?)(?:</tool_call>|\Z)", text, re.DOTALL)
    if blocks:
        rest = re.sub(r"<tool_call>.*?(?:</tool_call>|\Z)", "", text, flags=re.DOTALL).strip()
        return rest, tuple(_call(block, before + number) for number, block in enumerate(blocks))
    body = re.sub(r"^\s*(\[TOOL_CALLS\]|<\|python_tag\|>)", "", text).strip()
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return text, ()
    entries = found if isinstance(found, list) else [found]
    known = {tool.name for tool in tools}
    if not entries or not all(isinstance(one, dict) and one.get("name") in known for one in entries):
        return text, ()
    return "", tuple(_call(orjson.dumps(one), before + number) for number, one in enumerate(entries))


def _call(block: str | bytes, number: int) -> Call:
    name, arguments, error = "", {}, None
    try:
        found = orjson.loads(block.strip())
        name = str(found["name"])
        arguments = found.get("arguments", found.get("parameters", {}))
        arguments = orjson.loads(arguments) if isinstance(arguments, str) else arguments
        if not isinstance(arguments, dict):
            arguments, error = {}, "the arguments are not a JSON object"
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as fault:
        arguments, error = {}, f"the call is not JSON with a name and arguments: {fault}"
    return Call(id=f"call{number:05d}", name=name, arguments=arguments, error=error)
