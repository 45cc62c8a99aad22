"""Models that are plain functions, for demonstrations and tests: no network, no weights, no surprise.

`scripted/first_option` gives the letter of the first option shown; `scripted/random_option` one drawn from
the words of the question and the seed; `scripted/echo` the last message; `scripted/refuses` a refusal;
`scripted/rubbish` text that answers nothing; `scripted/truncates` a reply cut at its length limit;
`scripted/error` fails like a service that is down. `model_from(function, name)` makes a model of any
function. Usage counts words as tokens, so that costs have a size; embeddings are hashed bags of words of
width 64 and length 1, so that texts with common words lie close. No option is more than a device for
proving the rest of the program: their scores say what chance or an empty head reaches.

Source: own work
License: Apache-2.0
"""

import random
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import log, sqrt
from typing import Protocol

from preceptor.components import Model, Provider, Settings, Tool
from preceptor.errors import BadInput, NotFound, ProviderError, near
from preceptor.models._schema import fitting_json
from preceptor.models._wire import request_hash
from preceptor.records import Json, Message, Reply, Usage

WIDTH = 64  # of an embedding
SURE = 0.7  # probability that an option model puts on its choice, the rest shared equally
NO_OPTION = "No option is shown."
RUBBISH = (
    "",
    "?!",
    "```json\n{\n```",
    "42 42 42 42",
    "Ω≈ç√ 乱码 \u202e\x00",
    "[[A] or (B)} and neither C",
    "NaN",
)


class ReplyFunction(Protocol):
    """What stands behind a scripted model: a text, or a whole reply where more than text matters."""

    def __call__(
        self,
        messages: Sequence[Message],
        *,
        temperature: float | None,
        max_tokens: int | None,
        schema: Mapping[str, Json] | None,
        tools: Sequence[Tool],
        logprobs: Sequence[str],
        seed: int | None,
    ) -> str | Reply: ...


class ScriptedModel:
    """A function as a model; implements `preceptor.components.Model`."""

    local = True

    def __init__(self, function: ReplyFunction, name: str) -> None:
        self._function, self.name = function, name

    def __call__(
        self,
        messages: Sequence[Message],
        *,
        temperature: float | None = None,
        max_tokens: int | None = None,
        schema: Mapping[str, Json] | None = None,
        tools: Sequence[Tool] = (),
        logprobs: Sequence[str] = (),
        seed: int | None = None,
    ) -> Reply:
        said = self._function(
            messages, temperature=temperature, max_tokens=max_tokens, schema=schema,
            tools=tools, logprobs=logprobs, seed=seed,
        )  # fmt: skip
        reply = Reply(text=said) if isinstance(said, str) else said
        request = request_hash(
            messages, temperature=temperature, max_tokens=max_tokens, schema=schema,
            tools=tools, logprobs=logprobs, seed=seed,
        )  # fmt: skip
        data = reply.data
        if data is None and schema is not None:
            data = fitting_json(reply.text, schema)
        usage = reply.usage if reply.usage.requests else _words(messages, reply)
        return replace(reply, request=request, data=data, usage=usage, model=reply.model or self.name)

    def many(
        self,
        conversations: Sequence[Sequence[Message]],
        *,
        temperature: float | None = None,
        max_tokens: int | None = None,
        schema: Mapping[str, Json] | None = None,
        tools: Sequence[Tool] = (),
        logprobs: Sequence[str] = (),
        seeds: Sequence[int] = (),
    ) -> list[Reply]:
        if seeds and len(seeds) != len(conversations):
            raise BadInput(f"{len(seeds)} seeds for {len(conversations)} conversations; give one each")
        return [
            self(
                messages, temperature=temperature, max_tokens=max_tokens, schema=schema,
                tools=tools, logprobs=logprobs, seed=seeds[number] if seeds else None,
            )
            for number, messages in enumerate(conversations)
        ]  # fmt: skip

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        return [_bag_of_words(text) for text in texts]


def model_from(function: ReplyFunction, name: str = "scripted/function") -> Model:
    """Make a model of a function.

    Args:
        function: called as `function(messages, temperature=..., max_tokens=..., schema=..., tools=...,
            logprobs=..., seed=...)`; what it raises, the model raises.

    Example:
        >>> model = model_from(lambda messages, **options: messages[-1].text.upper(), "scripted/loud")
        >>> model([Message(role="user", text="b")]).text
        'B'
    """
    return ScriptedModel(function, name)


def _words(messages: Sequence[Message], reply: Reply) -> Usage:
    asked = sum(len(message.text.split()) for message in messages)
    return Usage(requests=1, input_tokens=asked, output_tokens=len(reply.text.split()), price_usd=0.0)


def _bag_of_words(text: str) -> list[float]:
    counts = [0.0] * WIDTH
    for word in re.findall(r"\w+", text.lower()):
        counts[zlib.crc32(word.encode()) % WIDTH] += 1.0
    length = sqrt(sum(count * count for count in counts)) or 1.0
    return [count / length for count in counts]


def _question(messages: Sequence[Message]) -> str:
    return next((message.text for message in reversed(messages) if message.role == "user"), "")


def _options(messages: Sequence[Message]) -> list[str]:
    """Letters of the options in the last question: lines that begin with `A.` or `A)`."""
    return re.findall(r"^\(?([A-Z])[.)] ", _question(messages), re.MULTILINE)


def _chosen(letter: str, options: Sequence[str]) -> Reply:
    if letter not in options:
        return Reply(text=letter)
    others = log((1 - SURE) / (len(options) - 1)) if len(options) > 1 else 0.0
    sure = log(SURE) if len(options) > 1 else 0.0
    return Reply(text=letter, logprobs={option: sure if option == letter else others for option in options})


def _first_option(messages: Sequence[Message], logprobs: Sequence[str], seed: int | None) -> Reply:
    letters = _options(messages) or [NO_OPTION]
    return _chosen(letters[0], logprobs)


def _random_option(messages: Sequence[Message], logprobs: Sequence[str], seed: int | None) -> Reply:
    letters = _options(messages) or [NO_OPTION]
    return _chosen(random.Random(f"{seed} {_question(messages)}").choice(letters), logprobs)


def _echo(messages: Sequence[Message], logprobs: Sequence[str], seed: int | None) -> Reply:
    return Reply(text=messages[-1].text if messages else "")


def _rubbish(messages: Sequence[Message], logprobs: Sequence[str], seed: int | None) -> Reply:
    return Reply(text=random.Random(f"{seed} {_question(messages)}").choice(RUBBISH))


def _refuses(messages: Sequence[Message], logprobs: Sequence[str], seed: int | None) -> Reply:
    return Reply(text="I'm sorry, but I can't help with that. Please ask a physician.")


def _truncates(messages: Sequence[Message], logprobs: Sequence[str], seed: int | None) -> Reply:
    return Reply(text="Let me go through the options one by one. First,", finish="length")


def _error(messages: Sequence[Message], logprobs: Sequence[str], seed: int | None) -> Reply:
    raise ProviderError("scripted/error always fails, as a service that is down does", status=503)


def _named(script: Callable[[Sequence[Message], Sequence[str], int | None], Reply]) -> ReplyFunction:
    def reply(
        messages: Sequence[Message],
        *,
        temperature: float | None,
        max_tokens: int | None,
        schema: Mapping[str, Json] | None,
        tools: Sequence[Tool],
        logprobs: Sequence[str],
        seed: int | None,
    ) -> Reply:
        return script(messages, logprobs, seed)

    return reply


SCRIPTS: dict[str, ReplyFunction] = {
    "first_option": _named(_first_option),
    "random_option": _named(_random_option),
    "echo": _named(_echo),
    "rubbish": _named(_rubbish),
    "refuses": _named(_refuses),
    "truncates": _named(_truncates),
    "error": _named(_error),
}


def opened(rest: str, settings: Settings) -> Model:
    """Make the scripted model of that name.

    Raises:
        NotFound: no such script.
    """
    if rest not in SCRIPTS:
        raise NotFound(f"no model 'scripted/{rest}'; scripts: {', '.join(SCRIPTS)}{near(rest, SCRIPTS)}")
    return ScriptedModel(SCRIPTS[rest], f"scripted/{rest}")


MODEL = Provider(open=opened)
