"""Several models asked the same: a panel of judges, used like one model.

`panel/openai/a+http://host/v1/b` asks each member every conversation. The reply holds the members' replies
in its data, `{"members": [{"model", "text", "data", "finish", "error"}]}`; whoever asked a panel reads them
with `member_replies`. A member that fails leaves an error in its place and silences nobody else.

Source: Preceptor.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from functools import partial
from typing import cast

import orjson

from preceptor.components import Model, Tool
from preceptor.errors import BadInput, ProviderError
from preceptor.records import Finish, Json, Message, Reply, Usage

GIVE_UP_AFTER = 5  # faults in a row: the service is down, and asking on would only wait


@dataclass(frozen=True, kw_only=True, slots=True)
class MemberReply:
    """What one model said; `error` where its service failed."""

    model: str
    text: str = ""
    data: Json = None
    finish: Finish = "stop"
    error: str = ""


def ask_each(
    model: Model,
    conversations: Sequence[Sequence[Message]],
    *,
    schema: Mapping[str, Json] | None = None,
    temperature: float | None = None,
    max_tokens: int | None = None,
) -> list[Reply | ProviderError]:
    """Ask all conversations at once; where one fails, ask one by one, so that each has its own outcome."""
    ask = {"schema": schema, "temperature": temperature, "max_tokens": max_tokens}
    try:
        return list(model.many(conversations, **ask))
    except ProviderError as error:
        if len(conversations) == 1:
            return [error]
    found: list[Reply | ProviderError] = []
    faults = 0
    for messages in conversations:
        if faults >= GIVE_UP_AFTER:
            found.append(cast(ProviderError, found[-1]))
            continue
        try:
            found.append(model(messages, **ask))
            faults = 0
        except ProviderError as error:
            found.append(error)
            faults += 1
    return found


def member_replies(reply: Reply, model: str) -> list[MemberReply]:
    """Return the replies of a panel's members, or the one reply of a single model."""
    data = reply.data
    if isinstance(data, Mapping) and isinstance(members := data.get("members"), Sequence):
        return [MemberReply(**cast("dict[str, str]", one)) for one in members]  # type: ignore[arg-type]
    return [MemberReply(model=model, text=reply.text, data=data, finish=reply.finish)]


class Panel:
    """Implements `preceptor.components.Model` over several models."""

    def __init__(self, members: Sequence[Model]) -> None:
        if len(members) < 2 or len({member.name for member in members}) < len(members):
            given = "+".join(member.name for member in members)
            raise BadInput(f"panel/{given}: a panel needs at least two different models")
        self._members = tuple(members)
        self.name = "panel/" + "+".join(member.name for member in members)
        self.local = all(member.local for member in members)

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
        return self.many(
            [messages], temperature=temperature, max_tokens=max_tokens, schema=schema, tools=tools,
            logprobs=logprobs, seeds=[] if seed is None else [seed],
        )[0]  # fmt: skip

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
        if tools or logprobs:
            raise BadInput(f"{self.name} is a panel: it takes neither tools nor log-probabilities")
        ask = partial(
            ask_each,
            conversations=conversations,
            schema=schema,
            temperature=temperature,
            max_tokens=max_tokens,
        )
        with ThreadPoolExecutor(len(self._members)) as pool:
            said = list(pool.map(lambda member: ask(member), self._members))
        return [self._joined([column[row] for column in said]) for row in range(len(conversations))]

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        raise BadInput(f"{self.name} is a panel and embeds nothing")

    def _joined(self, replies: Sequence[Reply | ProviderError]) -> Reply:
        members = [
            {"model": member.name, "error": str(reply)}
            if isinstance(reply, ProviderError)
            else {
                "model": member.name, "text": reply.text, "data": reply.data, "finish": reply.finish, "error": "",
            }
            for member, reply in zip(self._members, replies, strict=True)
        ]  # fmt: skip
        given = [reply for reply in replies if isinstance(reply, Reply)]
        if not given:
            raise cast(ProviderError, replies[0])
        data = cast(Json, {"members": members})
        return Reply(
            text=orjson.dumps(data).decode(),
            data=data,
            usage=_total([one.usage for one in given]),
            model=self.name,
        )


def _total(usages: Sequence[Usage]) -> Usage:
    """Add usages up; the price is unknown as soon as one is."""
    prices = [usage.price_usd for usage in usages]
    known = [price for price in prices if price is not None]
    sums = {
        entry.name: sum(getattr(usage, entry.name) for usage in usages)
        for entry in fields(Usage)
        if entry.name != "price_usd"
    }
    return Usage(**sums, price_usd=sum(known) if len(known) == len(prices) else None)
