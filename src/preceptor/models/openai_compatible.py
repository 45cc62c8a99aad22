"""Any service that speaks the OpenAI chat-completions format, for engineers with an endpoint of their own.

`openai/NAME` asks OPENAI_BASE_URL (api.openai.com when unset) with the key in OPENAI_API_KEY;
`http://host:8000/v1/NAME` asks that server, with PRECEPTOR_API_KEY when it is set;
`azure/DEPLOYMENT` asks AZURE_OPENAI_ENDPOINT with AZURE_OPENAI_API_KEY in the `api-key` header.
Tools, JSON schemas, images, log-probabilities of options, and reasoning text kept apart are supported;
streaming is off. Options (`--model-option key=value`): `key_env` (the variable that holds the key),
`api_version` (Azure), `ca_file` (private authority), `max_tokens_field`, `seed_field` ("" leaves it out),
`header_NAME` (a further header). Proxies come from HTTPS_PROXY and NO_PROXY. Keys are read from the
environment only and never written. A request that failed is retried; a failure is never a reply.

Source: OpenAI API reference, chat completions, https://platform.openai.com/docs/api-reference/chat
License: Apache-2.0
"""

import contextlib
import os
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

import orjson

from preceptor.components import Provider, Settings, Tool
from preceptor.errors import BadInput, ProviderError
from preceptor.models._address import checked_url, split_url
from preceptor.models._cache import RequestCache
from preceptor.models._http import Service, post
from preceptor.models._loop import Gate, Ticket
from preceptor.models._options import HEADER, check_options
from preceptor.models._schema import fitting_json
from preceptor.models._wire import body_hash, reply_fault, reply_record, request_object
from preceptor.prices import price_usd
from preceptor.records import Json, Message, Reply

OPENAI_URL, AZURE_VERSION = "https://api.openai.com/v1", "2024-10-21"
SHORTEST_SECRET = 4  # a header's value of a letter or two would be struck out of every word
CHARACTERS_PER_TOKEN = 4  # a coarse rule for spacing by tokens per minute only; usage is the service's


class ChatModel:
    """A model behind a chat-completions endpoint; implements `preceptor.components.Model`."""

    def __init__(self, name: str, served: str, service: Service, settings: Settings) -> None:
        self.name, self._served, self._service, self._settings = name, served, service, settings
        self.local = service.local
        url = service.url.replace("/chat/completions", "/embeddings")
        self._embeddings = replace(service, url=url)
        self._gate = Gate(settings.concurrency)
        self._cache = RequestCache(Path(settings.cache)) if settings.cache else None
        options = settings.options
        field = "max_completion_tokens" if "api.openai.com" in service.url else "max_tokens"
        self._max_tokens_field = options.get("max_tokens_field", field)
        self._seed_field = options.get("seed_field", "seed")

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
        body = request_object(
            messages, temperature=temperature, max_tokens=max_tokens, schema=schema,
            tools=tools, logprobs=logprobs, seed=seed,
        )  # fmt: skip
        return self._asked(body, schema, logprobs)()

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
        waiting = []
        for number, messages in enumerate(conversations):
            body = request_object(
                messages, temperature=temperature, max_tokens=max_tokens, schema=schema,
                tools=tools, logprobs=logprobs, seed=seeds[number] if seeds else None,
            )  # fmt: skip
            waiting.append(self._asked(body, schema, logprobs))
        return _all_of(waiting)

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        body = orjson.dumps({"model": self._served, "input": list(texts)})
        asking = partial(
            post, self._embeddings, body, tokens=0, fault_of=partial(_vectors_fault, count=len(texts))
        )
        answer, _ = self._gate.submit(asking).wait()
        rows = cast("list[dict[str, list[float]]]", cast(dict, answer)["data"])
        return [row["embedding"] for row in rows]

    def _asked(
        self, body: dict[str, Json], schema: Mapping[str, Json] | None, logprobs: Sequence[str]
    ) -> Callable[[], Reply]:
        """Send a request, or find it in the cache; the returned function waits for the reply."""
        request = body_hash(body, logprobs)
        content = self._content(body)
        key = f"{self._served}|{self._service.url}|{request}"
        stored = self._cache.get(key) if self._cache else None
        read = partial(self._reply, request=request, schema=schema, logprobs=logprobs)
        if stored is not None:
            with contextlib.suppress(orjson.JSONDecodeError, ProviderError):  # damaged: asked anew
                reply = read(orjson.loads(stored), 0.0, cached=True)
                return lambda: reply
        tokens = len(content) // CHARACTERS_PER_TOKEN if self._settings.tokens_per_minute else 0
        work: Callable[[], Coroutine[None, None, tuple[Json, float]]]
        work = partial(post, self._service, content, tokens=tokens, fault_of=reply_fault)
        return partial(self._answered, self._gate.submit(work), key, read, schema is not None)

    def _answered(
        self, ticket: Ticket[tuple[Json, float]], key: str, read: Callable[[Json, float], Reply], strict: bool
    ) -> Reply:
        try:
            answer, seconds = ticket.wait()
            reply = read(answer, seconds)
        except ProviderError as error:
            if self._cache:
                self._cache.put(key, str(error).encode(), ok=False)
            raise
        if self._cache and reply.finish != "filtered":
            self._cache.put(key, orjson.dumps(answer), ok=reply.data is not None or not strict)
        return reply

    def _content(self, body: dict[str, Json]) -> bytes:
        sent = {"model": self._served, **body, "stream": False}
        if "max_tokens" in sent and self._max_tokens_field != "max_tokens":
            sent[self._max_tokens_field] = sent.pop("max_tokens")
        if "seed" in sent and self._seed_field != "seed":
            seed = sent.pop("seed")
            sent |= {self._seed_field: seed} if self._seed_field else {}
        return orjson.dumps(sent)

    def _reply(
        self,
        answer: Json,
        seconds: float,
        *,
        request: str,
        schema: Mapping[str, Json] | None,
        logprobs: Sequence[str],
        cached: bool = False,
    ) -> Reply:
        reply = reply_record(answer, seconds=seconds, request=request, logprobs=logprobs)
        names = tuple(filter(None, (reply.model, self._served, self.name)))
        price = 0.0 if cached else price_usd(reply.usage, names, self._settings.prices)
        usage = replace(reply.usage, price_usd=price, cached=int(cached))
        data = fitting_json(reply.text, schema) if schema is not None else None
        return replace(reply, usage=usage, data=data)


def _all_of(waiting: Sequence[Callable[[], Reply]]) -> list[Reply]:
    """Wait for every reply before the first failure is raised, so that none runs on unseen."""
    replies: list[Reply] = []
    fault: ProviderError | None = None
    for wait in waiting:
        try:
            replies.append(wait())
        except ProviderError as error:
            fault = fault or error
    if fault:
        raise fault
    return replies


def _vectors_fault(answer: Json, *, count: int) -> str:
    rows = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(rows, list) or len(rows) != count:
        return f"no {count} embeddings"
    return (
        ""
        if all(isinstance(row, dict) and _is_vector(row.get("embedding")) for row in rows)
        else "no embeddings"
    )


def _is_vector(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(number, int | float) for number in value)


def _bearer(variable: str, *, needed: bool) -> tuple[dict[str, str], str]:
    key = os.environ.get(variable, "").strip()
    if needed and not key:
        raise BadInput(f"no key: set the environment variable {variable}")
    hint = f"the key in {variable} was refused" if key else f"no key was sent; set {variable}"
    return ({"Authorization": f"Bearer {key}"} if key else {}), hint


def _azure(deployment: str, options: Mapping[str, str]) -> tuple[str, dict[str, str], str]:
    variable = options.get("key_env", "AZURE_OPENAI_API_KEY")
    endpoint, key = os.environ.get("AZURE_OPENAI_ENDPOINT", ""), os.environ.get(variable, "").strip()
    if not endpoint or not key:
        raise BadInput(f"azure/{deployment} needs AZURE_OPENAI_ENDPOINT and {variable} in the environment")
    base = checked_url(endpoint, "AZURE_OPENAI_ENDPOINT")
    version = options.get("api_version") or os.environ.get("OPENAI_API_VERSION") or AZURE_VERSION
    url = f"{base}/openai/deployments/{deployment}/chat/completions?api-version={version}"
    return url, {"api-key": key}, f"the key in {variable} was refused"


def _served(name: str, home: str) -> str:
    served = "" if name == home else name.removeprefix(f"{home}/")
    if not served or served.endswith("/"):
        raise BadInput(f"{name!r} names no model; write {home}/MODEL, with no slash behind it")
    return served


def opened(name: str, settings: Settings) -> ChatModel:
    """Make the model that a full name stands for.

    Raises:
        BadInput: the name has no host or model part, an option is unknown, or a key is missing.
    """
    options = settings.options
    check_options(options)
    if name.partition("/")[0] == "azure":
        served = _served(name, "azure")
        url, headers, hint = _azure(served, options)
    elif name.startswith(("http:", "https:")):
        base, served = split_url(name)
        headers, hint = _bearer(options.get("key_env", "PRECEPTOR_API_KEY"), needed=False)
        url = f"{base}/chat/completions"
    else:
        served = _served(name, "openai")
        headers, hint = _bearer(options.get("key_env", "OPENAI_API_KEY"), needed=True)
        base = checked_url(os.environ.get("OPENAI_BASE_URL") or OPENAI_URL, "OPENAI_BASE_URL")
        url = f"{base}/chat/completions"
    extra = {key.removeprefix(HEADER): value for key, value in options.items() if key.startswith(HEADER)}
    sent = {**headers, **extra}
    secrets = {word for value in sent.values() for word in (value.strip(), value.rpartition(" ")[2])}
    service = Service(
        url=url,
        settings=settings,
        headers={"Content-Type": "application/json", **sent},
        secrets=tuple(word for word in secrets if len(word) >= SHORTEST_SECRET),
        key_hint=hint,
    )
    return ChatModel(name, served, service, settings)


MODEL = Provider(open=opened)
