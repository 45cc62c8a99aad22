"""Chat-completions wire format: records to JSON and back, and the hash of a request."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from math import exp, isfinite, log1p
from typing import cast

import orjson

from preceptor.components import Tool
from preceptor.errors import ProviderError
from preceptor.records import Call, Finish, Json, Message, Reply, Usage

Object = dict[str, Json]
FINISH: dict[str, Finish] = {
    "stop": "stop",
    "length": "length",
    "content_filter": "filtered",
    "tool_calls": "tools",
    "function_call": "tools",
}


def message_object(message: Message) -> Object:
    """Return a message as the endpoint wants it; images become data URLs."""
    out: Object = {"role": message.role, "content": message.text}
    if message.images:
        parts: list[Json] = [{"type": "text", "text": message.text}] if message.text else []
        for image in message.images:
            url = f"data:{image.media_type};base64,{base64.b64encode(image.data).decode()}"
            parts.append({"type": "image_url", "image_url": {"url": url}})
        out["content"] = parts
    if message.calls:
        out["tool_calls"] = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": orjson.dumps(dict(call.arguments)).decode()},
            }
            for call in message.calls
        ]
    if message.call_id is not None:
        out["tool_call_id"] = message.call_id
    return out


def request_object(
    messages: Sequence[Message],
    *,
    temperature: float | None = None,
    max_tokens: int | None = None,
    schema: Mapping[str, Json] | None = None,
    tools: Sequence[Tool] = (),
    logprobs: Sequence[str] = (),
    seed: int | None = None,
) -> Object:
    """Return the body of a request, without the model's name; options left at None are left out."""
    body: Object = {"messages": [message_object(message) for message in messages]}
    if temperature is not None:
        body["temperature"] = temperature
    if max_tokens is not None:
        body["max_tokens"] = max_tokens
    if seed is not None:
        body["seed"] = seed
    if schema is not None:
        body["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": "answer", "schema": schema, "strict": True},
        }
    if tools:
        body["tools"] = [
            {
                "type": "function",
                "function": {
                    "name": tool.name,
                    "description": tool.description,
                    "parameters": tool.parameters,
                },
            }
            for tool in tools
        ]
    if logprobs:
        body["logprobs"] = True
        body["top_logprobs"] = 20
    return body


def request_hash(
    messages: Sequence[Message],
    *,
    temperature: float | None = None,
    max_tokens: int | None = None,
    schema: Mapping[str, Json] | None = None,
    tools: Sequence[Tool] = (),
    logprobs: Sequence[str] = (),
    seed: int | None = None,
) -> str:
    """Return 32 hexadecimal digits that name a request, whatever model it is sent to."""
    body = request_object(
        messages,
        temperature=temperature,
        max_tokens=max_tokens,
        schema=schema,
        tools=tools,
        logprobs=logprobs,
        seed=seed,
    )
    return body_hash(body, logprobs)


def body_hash(body: Object, logprobs: Sequence[str] = ()) -> str:
    """Return the hash of a request body; the options whose probability is wanted are part of it."""
    content = orjson.dumps([body, list(logprobs)], option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _calls(message: Mapping[str, Json]) -> tuple[Call, ...]:
    calls = []
    for number, entry in enumerate(cast("Sequence[Object]", message.get("tool_calls") or ())):
        function = cast(Object, entry.get("function") or {})
        name, raw = str(function.get("name", "")), function.get("arguments") or "{}"
        error, arguments = None, {}
        try:
            arguments = orjson.loads(raw) if isinstance(raw, str) else raw
            if not isinstance(arguments, dict):
                error, arguments = "the arguments are not a JSON object", {}
        except orjson.JSONDecodeError as fault:
            error = f"the arguments are not JSON: {fault}"
        calls.append(
            Call(id=str(entry.get("id") or number), name=name, arguments=cast(Object, arguments), error=error)
        )
    return tuple(calls)


def _option_logprobs(choice: Mapping[str, Json], options: Sequence[str]) -> dict[str, float] | None:
    """Log-probability of each option as first token; spellings with spaces or brackets are added up."""
    given = choice.get("logprobs")
    content = given.get("content") if isinstance(given, dict) else None
    if not isinstance(content, list) or not content or not isinstance(content[0], dict):
        return None
    entries = content[0].get("top_logprobs") or [content[0]]
    found: dict[str, float] = {}
    for entry in entries if isinstance(entries, list) else ():
        value = entry.get("logprob") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not isinstance(value, int | float):
            continue
        token = str(entry.get("token", "")).strip(" ().*\n")
        for option in options:
            if token == option:
                found[option] = _log_sum(found[option], value) if option in found else value
    return found


def _log_sum(one: float, other: float) -> float:
    high, low = max(one, other), min(one, other)
    return high + log1p(exp(low - high))


def split_reasoning(text: str) -> tuple[str, str]:
    """Split `<think>...</think>` off the front of a text; returns (answer, reasoning).

    Example:
        >>> split_reasoning("<think>liver?</think>B")
        ('B', 'liver?')
    """
    stripped = text.lstrip()
    if not stripped.startswith("<think>"):
        return text, ""
    inside, closed, after = stripped[len("<think>") :].partition("</think>")
    return (after.strip(), inside.strip()) if closed else ("", inside.strip())


def token_count(usage: Json, name: str) -> int:
    """Return a number of the service's usage, 0 where it is none."""
    value = usage.get(name) if isinstance(usage, dict) else None
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value)
    return max(int(value), 0) if isinstance(value, int | float) and isfinite(value) else 0


def reply_fault(body: Json) -> str:
    """Say what an endpoint's answer lacks to be a chat completion; "" if it is one."""
    choices = body.get("choices") if isinstance(body, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    if not isinstance(message, dict):
        return "no chat completion"
    calls = message.get("tool_calls") or []
    if not isinstance(calls, list) or not all(_is_call(call) for call in calls):
        return "tool calls of another form"
    return ""


def _is_call(entry: Json) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("function") or {}, dict)


def reply_record(body: Json, *, seconds: float, request: str, logprobs: Sequence[str] = ()) -> Reply:
    """Read the endpoint's answer.

    Raises:
        ProviderError: it is JSON but no chat completion.
    """
    if fault := reply_fault(body):
        raise ProviderError(f"the service answered {fault}", retryable=True)
    top = cast(Object, body)
    choice = cast(Object, cast("Sequence[Json]", top["choices"])[0])
    message = cast(Object, choice["message"])
    text = message.get("content")
    if isinstance(text, list):
        text = "".join(str(part.get("text", "")) for part in text if isinstance(part, dict))
    answer, thought = split_reasoning(str(text or ""))
    reasoning = str(message.get("reasoning_content") or message.get("reasoning") or thought)
    calls = _calls(message)
    return Reply(
        text=answer or str(message.get("refusal") or ""),
        reasoning=reasoning,
        calls=calls,
        finish="tools" if calls else FINISH.get(str(choice.get("finish_reason")), "stop"),
        logprobs=_option_logprobs(choice, logprobs) if logprobs else None,
        usage=_usage(top.get("usage"), seconds),
        model=str(top.get("model") or ""),
        fingerprint=str(top.get("system_fingerprint") or ""),
        request=request,
    )


def _usage(usage: Json, seconds: float) -> Usage:
    details = usage.get("completion_tokens_details") if isinstance(usage, dict) else None
    return Usage(
        requests=1,
        input_tokens=token_count(usage, "prompt_tokens"),
        output_tokens=token_count(usage, "completion_tokens"),
        reasoning_tokens=token_count(details, "reasoning_tokens"),
        seconds=seconds,
    )
