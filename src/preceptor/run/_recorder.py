"""A role's model for one case: the run's defaults, the data-use rule, and a record of every exchange."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from preceptor.components import Access, Model, Tool
from preceptor.records import Json, Message, Reply, Usage
from preceptor.roles import check_access
from preceptor.run._row import plain

EPOCH_STRIDE = 1_000_003  # keeps the seeds of one epoch's samples apart from the next epoch's


class Recorder:
    """Implements `preceptor.components.Model` over another model.

    Args:
        model: the role's model.
        access: of the task's data; a remote model is refused credentialed data.
        temperature: used where the pipeline names none; so is `max_tokens`.
        seed: added to every seed; 0 with no seed from the pipeline sends none.
    """

    def __init__(
        self,
        model: Model,
        *,
        role: str,
        task: str,
        access: Access,
        allowed: bool,
        temperature: float | None,
        max_tokens: int | None,
        seed: int,
    ) -> None:
        if access == "credentialed":
            check_access(model, access=access, task=task, allowed=allowed)
        self.name, self.local = model.name, model.local
        self._model, self._role = model, role
        self._temperature, self._max_tokens, self._seed = temperature, max_tokens, seed
        self.exchanges: list[dict[str, Json]] = []
        self.usage = Usage()
        self._last: Json = None

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
        temperature = self._temperature if temperature is None else temperature
        seed = self._seeded(seed)
        reply = self._model(
            messages,
            temperature=temperature,
            max_tokens=self._max_tokens if max_tokens is None else max_tokens,
            schema=schema,
            tools=tools,
            logprobs=logprobs,
            seed=seed,
        )
        self._note(messages, reply, temperature, seed)
        return reply

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
        temperature = self._temperature if temperature is None else temperature
        sent = [self._seeded(seed) or 0 for seed in seeds]
        if not sent and self._seed:
            sent = [self._seed] * len(conversations)
        replies = self._model.many(
            conversations,
            temperature=temperature,
            max_tokens=self._max_tokens if max_tokens is None else max_tokens,
            schema=schema,
            tools=tools,
            logprobs=logprobs,
            seeds=sent,
        )
        for number, (messages, reply) in enumerate(zip(conversations, replies, strict=True)):
            self._note(messages, reply, temperature, sent[number] if sent else None)
        return replies

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        return self._model.embed(texts)

    def _seeded(self, seed: int | None) -> int | None:
        return self._seed + seed if seed is not None else (self._seed or None)

    def _note(
        self, messages: Sequence[Message], reply: Reply, temperature: float | None, seed: int | None
    ) -> None:
        shown = [plain(message) for message in messages]
        exchange: dict[str, Json] = {"request": reply.request}
        if self._role != "model":
            exchange["role"] = self._role
        if shown != self._last:
            exchange["messages"] = shown
            self._last = shown
        options = {"temperature": temperature, "seed": seed}
        if used := {name: value for name, value in options.items() if value is not None}:
            exchange["options"] = used
        exchange["reply"] = plain(replace(reply, request=""))
        self.exchanges.append(exchange)
        self.usage = added(self.usage, reply.usage)


def added(one: Usage, other: Usage) -> Usage:
    """Add two usages; the price is unknown as soon as one of the parts is."""
    known = one.price_usd is not None or one.requests == 0
    price = (one.price_usd or 0.0) + other.price_usd if known and other.price_usd is not None else None
    return Usage(
        requests=one.requests + other.requests,
        input_tokens=one.input_tokens + other.input_tokens,
        output_tokens=one.output_tokens + other.output_tokens,
        reasoning_tokens=one.reasoning_tokens + other.reasoning_tokens,
        seconds=one.seconds + other.seconds,
        price_usd=price,
        cached=one.cached + other.cached,
    )
