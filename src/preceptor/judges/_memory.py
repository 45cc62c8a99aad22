"""A judge that was heard before: what it settled is not asked again, what it lost is."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

import orjson

from preceptor.components import Model, Tool
from preceptor.judges._wording import first_wording
from preceptor.panel import MemberReply, member_replies
from preceptor.records import Json, Message, Reply

Heard = tuple[Sequence[Message], Reply]


class Remembering:
    """Implements `preceptor.components.Model` over a judge, with what it said before.

    A request that ended in a usable reply, at whatever attempt, is answered as it was then, attempt by attempt. One
    that ended without goes to the judge anew. Of a panel the whole is asked, and members who were heard keep
    what they said.

    Args:
        heard: every earlier exchange with the judge, in order.
    """

    def __init__(self, model: Model, heard: Sequence[Heard]) -> None:
        self.name, self.local = model.name, model.local
        self._model = model
        self._known: dict[bytes, Reply] = {}
        self._members: dict[bytes, list[Json]] = {}
        chains: dict[bytes, list[Heard]] = {}
        for messages, reply in heard:
            chains.setdefault(_mark(first_wording(messages)), []).append((messages, reply))
        for opening, chain in chains.items():
            if model.name.startswith("panel/"):
                self._remember_members(opening, [reply for _, reply in chain])
            elif _usable(chain[-1][1].data, chain[-1][1].finish):
                self._known |= {_mark(messages): reply for messages, reply in chain}

    def _remember_members(self, opening: bytes, replies: Sequence[Reply]) -> None:
        said: dict[str, MemberReply] = {}
        for reply in replies:
            for one in member_replies(reply, self.name):
                before = said.get(one.model)
                if before is None or not _usable(before.data, before.finish):
                    said[one.model] = one
        usable = {name: one for name, one in said.items() if _usable(one.data, one.finish) and not one.error}
        members: list[Json] = [
            {"model": name, "text": one.text, "data": one.data, "finish": one.finish, "error": ""}
            for name, one in usable.items()
        ]
        if len(usable) == len(said):
            self._known[opening] = _panel_reply(self.name, members)
        elif members:
            self._members[opening] = members

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
        marks = [_mark(messages) for messages in conversations]
        places = [place for place, mark in enumerate(marks) if mark not in self._known]
        asked = self._model.many(
            [conversations[place] for place in places], temperature=temperature, max_tokens=max_tokens,
            schema=schema, tools=tools, logprobs=logprobs, seeds=[seeds[place] for place in places] if seeds else [],
        ) if places else []  # fmt: skip
        new = dict(zip(places, asked, strict=True))
        return [
            self._joined(mark, new[place]) if place in new else self._known[mark]
            for place, mark in enumerate(marks)
        ]

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        return self._model.embed(texts)

    def _joined(self, mark: bytes, reply: Reply) -> Reply:
        """Put what members of a panel said before in the place of what they say now."""
        kept = self._members.get(mark)
        if kept is None or not isinstance(reply.data, Mapping):
            return reply
        names = {str(cast("Mapping[str, Json]", one)["model"]) for one in kept}
        said = cast("Sequence[Mapping[str, Json]]", reply.data.get("members") or ())
        members: list[Json] = [*kept, *(one for one in said if one["model"] not in names)]
        return replace(_panel_reply(self.name, members), usage=reply.usage)


def _panel_reply(name: str, members: list[Json]) -> Reply:
    data: Json = {"members": members}
    return Reply(text=orjson.dumps(data).decode(), data=data, model=name)


def _usable(data: Json, finish: str) -> bool:
    """Say whether a reply was of the form asked for: its model keeps `data` only then."""
    return data is not None and finish == "stop"


def _mark(messages: Sequence[Message]) -> bytes:
    content = orjson.dumps([[message.role, message.text] for message in messages])
    return hashlib.blake2b(content, digest_size=16).digest()
