"""Chat-completions wire format: records to JSON and back, and the hash of a request."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from math import exp, log1p
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
    content = cast("Mapping[str, Json]", choice.get("logprobs") or {}).get("content")
    if not isinstance(content, list) or not content:
        return None
    first = cast(Object, content[0])
    entries = cast("Sequence[Object]", first.get("top_logprobs") or [first])
    found: dict[str, float] = {}
    for entry in entries:
        token, value = str(entry.get("token", "")).strip(" ().*\n"), float(cast(float, entry["logprob"]))
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


def reply_record(body: Json, *, seconds: float, request: str, logprobs: Sequence[str] = ()) -> Reply:
    """Read the endpoint's answer.

    Raises:
        ProviderError: it is JSON but no chat completion.
    """
    try:
        top = cast(Object, body)
        choice = cast(Object, cast("Sequence[Json]", top["choices"])[0])
        message = cast(Object, choice["message"])
    except (KeyError, IndexError, TypeError) as error:
        seen = orjson.dumps(body)[:120].decode(errors="replace")
        raise ProviderError(f"the reply is no chat completion: {seen}", retryable=True) from error
    text = message.get("content")
    if isinstance(text, list):
        text = "".join(str(part.get("text", "")) for part in text if isinstance(part, dict))
    answer, thought = split_reasoning(str(text or ""))
    reasoning = str(message.get("reasoning_content") or message.get("reasoning") or thought)
    refusal = message.get("refusal")
    usage = cast(Object, top.get("usage") or {})
    details = cast(Object, usage.get("completion_tokens_details") or {})
    calls = _calls(message)
    return Reply(
        text=answer or str(refusal or ""),
        reasoning=reasoning,
        calls=calls,
        finish="tools" if calls else FINISH.get(str(choice.get("finish_reason")), "stop"),
        logprobs=_option_logprobs(choice, logprobs) if logprobs else None,
        usage=Usage(
            requests=1,
            input_tokens=int(cast(int, usage.get("prompt_tokens") or 0)),
            output_tokens=int(cast(int, usage.get("completion_tokens") or 0)),
            reasoning_tokens=int(cast(int, details.get("reasoning_tokens") or 0)),
            seconds=seconds,
        ),
        model=str(top.get("model") or ""),
        fingerprint=str(top.get("system_fingerprint") or ""),
        request=request,
    )
