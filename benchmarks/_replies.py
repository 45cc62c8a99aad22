"""What a made-up model answers: everything follows from the prompt's hash, so a run can be repeated."""

import hashlib
import math
import re
from collections.abc import Mapping, Sequence

import orjson
from _settings import Settings

OPTION = re.compile(r"^[ \t]*\(?([A-J])[.):][ \t]", re.MULTILINE)
USE_TOOL = "use the tool"
WIDTH = 64  # of an embedding


def prompt_of(messages: Sequence[Mapping]) -> tuple[str, int]:
    """Return all text of a conversation, a line per part, and the number of pictures in it."""
    texts, images = [], 0
    for message in messages:
        content = message.get("content")
        if isinstance(content, str):
            texts.append(content)
            continue
        for part in content or ():
            if part.get("type") == "text":
                texts.append(part["text"])
            else:
                images += 1
    return "\n".join(texts), images


def digest(text: str) -> str:
    """Return the hash under which a prompt is counted: 16 hexadecimal digits."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def letters_in(prompt: str) -> list[str]:
    """Return the option letters that begin a line, the last block of options counting."""
    found = OPTION.findall(prompt)
    start = len(found) - 1 - found[::-1].index("A") if "A" in found else 0
    return list(dict.fromkeys(found[start:]))


def fitting(schema: Mapping, number: int, letter: str, root: Mapping | None = None) -> object:
    """Make the smallest value that fits a JSON schema; `number` chooses among the allowed."""
    root = root or schema
    if "$ref" in schema:
        found: Mapping = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return fitting(found, number, letter, root)
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return fitting(schema[several][number % len(schema[several])], number, letter, root)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return letter if letter in schema["enum"] else schema["enum"][number % len(schema["enum"])]
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        inner = schema.get("properties", {})
        return {name: fitting(part, number, letter, root) for name, part in inner.items()}
    if kind == "array":
        count = max(1, schema.get("minItems", 1))
        return [fitting(schema.get("items", {"type": "string"}), number, letter, root)] * count
    low, high = schema.get("minimum", 0), schema.get("maximum", schema.get("minimum", 0) + 1)
    values = {"integer": low, "number": (low + high) / 2, "boolean": number % 2 == 0, "null": None}
    return values.get(kind, letter or "text")


def tool_call(request: Mapping, prompt: str, number: int) -> dict | None:
    """Return a call of the named (else the first) tool, when the prompt asks for it and none was made."""
    tools = [tool["function"] for tool in request.get("tools") or ()]
    used = any(message.get("role") == "tool" for message in request["messages"])
    if not tools or used or USE_TOOL not in prompt.lower():
        return None
    tool = next((item for item in tools if item["name"] in prompt), tools[0])
    arguments = orjson.dumps(fitting(tool.get("parameters", {}), number, "")).decode()
    call = {"name": tool["name"], "arguments": arguments}
    return {"id": f"call_{number % 10**6}", "type": "function", "function": call}


def token_logprobs(text: str, letters: Sequence[str], letter: str, number: int, top: int) -> dict:
    """Return log-probabilities in the wire format: of the options at the first token, else of the text."""
    weights = {item: 1 + (number >> (3 * place)) % 8 for place, item in enumerate(letters)}
    if letter in weights:
        weights[letter] = 12
    total = sum(weights.values()) or 1
    options = {item: math.log(weight / total) for item, weight in weights.items()}
    content = []
    for place, token in enumerate(re.findall(r"\s*\S+", text) or [text]):
        chances = options if place == 0 and token in options else {token: -0.01}
        best = sorted(chances.items(), key=lambda pair: -pair[1])[: max(top, 0)]
        entries = [{"token": name, "logprob": value, "bytes": list(name.encode())} for name, value in best]
        value = chances[token]
        content.append(
            {"token": token, "logprob": value, "bytes": list(token.encode()), "top_logprobs": entries}
        )
    return {"content": content}


def answer_text(request: Mapping, prompt: str, settings: Settings, number: int) -> tuple[str, list[str], str]:
    """Return the text of the reply, the options found in the prompt and the letter chosen."""
    letters = letters_in(prompt)
    letter = letters[number % len(letters)] if letters else ""
    wanted = request.get("response_format") or {}
    if wanted.get("type") == "json_schema":
        fit = fitting(wanted["json_schema"].get("schema", {}), number, letter)
        return orjson.dumps(fit).decode(), letters, letter
    if wanted.get("type") == "json_object":
        return f'{{"answer":"{letter or number % 100}"}}', letters, letter
    if not letters and settings.answer == "{letter}":
        return f"This is answer {number % 100}.", letters, letter
    return settings.answer.format(letter=letter, number=number % 100), letters, letter


def completion(request: Mapping, prompt: str, settings: Settings, given: str | None, served: int) -> dict:
    """Return one chat completion.

    Args:
        given: a scripted text that replaces the answer by hash.
        served: replies before this one, on which the fingerprint depends.
    """
    asked = f"{prompt}|{request.get('seed')}" if request.get("seed") is not None else prompt
    number = int(digest(asked), 16)
    text, letters, letter = answer_text(request, prompt, settings, number)
    text = text if given is None else given
    call = tool_call(request, prompt, number) if given is None else None
    message: dict = {"role": "assistant", "content": None if call else text}
    if call:
        message["tool_calls"] = [call]
    if settings.reasoning:
        message["reasoning_content"] = settings.reasoning
    choice: dict = {"index": 0, "message": message, "finish_reason": "tool_calls" if call else "stop"}
    if request.get("logprobs"):
        top = request.get("top_logprobs") or 0
        choice["logprobs"] = token_logprobs(text, letters, letter, number, top)
    thought = len(settings.reasoning) // 4
    spent = {"prompt_tokens": len(prompt) // 4 + 1, "completion_tokens": len(text) // 4 + 1 + thought}
    changed = settings.fingerprint_after and served >= settings.fingerprint_after
    return {
        "id": f"chatcmpl-{served}",
        "object": "chat.completion",
        "created": 0,
        "model": settings.served_model or request.get("model", ""),
        "system_fingerprint": "fp_2" if changed else "fp_1",
        "choices": [choice],
        "usage": spent
        | {"total_tokens": sum(spent.values()), "completion_tokens_details": {"reasoning_tokens": thought}},
    }


def embedding(text: str) -> list[float]:
    """Embed a text by hashing its words: texts that share words lie near; `(64,)`, length 1."""
    vector = [0.0] * WIDTH
    for word in re.findall(r"\w+", text.lower()):
        vector[int(digest(word), 16) % WIDTH] += 1.0
    length = math.sqrt(sum(value * value for value in vector)) or 1.0
    return [value / length for value in vector]
