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

import os
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

import orjson

from preceptor.components import Provider, Settings, Tool
from preceptor.errors import BadInput, ProviderError
from preceptor.models._cache import RequestCache
from preceptor.models._http import LOOPBACK, Service, post
from preceptor.models._loop import Gate, Ticket
from preceptor.models._schema import fitting_json
from preceptor.models._wire import body_hash, reply_record, request_object
from preceptor.prices import price_usd
from preceptor.records import Json, Message, Reply

OPENAI_URL, AZURE_VERSION = "https://api.openai.com/v1", "2024-10-21"
CHARACTERS_PER_TOKEN = 4  # a coarse rule for spacing by tokens per minute only; usage is the service's


class ChatModel:
    """A model behind a chat-completions endpoint; implements `preceptor.components.Model`."""

    def __init__(self, name: str, served: str, service: Service, settings: Settings) -> None:
        self.name, self._served, self._service, self._settings = name, served, service, settings
        self.local = service.host in LOOPBACK or service.host in settings.local_hosts
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
        url = self._embeddings.url
        body = orjson.dumps({"model": self._served, "input": list(texts)})
        answer, _ = self._gate.submit(partial(post, self._embeddings, body, tokens=0)).wait()
        try:
            rows = cast("list[dict[str, list[float]]]", cast(dict, answer)["data"])
            return [row["embedding"] for row in rows]
        except (KeyError, TypeError) as error:
            raise ProviderError(f"{url} gave no embeddings") from error

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
            return partial(read, orjson.loads(stored), 0.0, cached=True)
        tokens = len(content) // CHARACTERS_PER_TOKEN if self._settings.tokens_per_minute else 0
        work: Callable[[], Coroutine[None, None, tuple[Json, float]]]
        work = partial(post, self._service, content, tokens=tokens)
        return partial(self._answered, self._gate.submit(work), key, read)

    def _answered(
        self, ticket: Ticket[tuple[Json, float]], key: str, read: Callable[[Json, float], Reply]
    ) -> Reply:
        try:
            answer, seconds = ticket.wait()
            reply = read(answer, seconds)
        except ProviderError as error:
            if self._cache:
                self._cache.put(key, str(error).encode(), ok=False)
            raise
        if self._cache and reply.finish != "filtered":
            self._cache.put(key, orjson.dumps(answer), ok=True)
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


def _bearer(variable: str, *, needed: bool) -> tuple[dict[str, str], str]:
    key = os.environ.get(variable, "")
    if needed and not key:
        raise BadInput(f"no key: set the environment variable {variable}")
    hint = f"the key in {variable} was refused" if key else f"no key was sent; set {variable}"
    return ({"Authorization": f"Bearer {key}"} if key else {}), hint


def _azure(deployment: str, options: Mapping[str, str]) -> tuple[str, dict[str, str], str]:
    variable = options.get("key_env", "AZURE_OPENAI_API_KEY")
    endpoint, key = os.environ.get("AZURE_OPENAI_ENDPOINT", ""), os.environ.get(variable, "")
    if not endpoint or not key:
        raise BadInput(f"azure/{deployment} needs AZURE_OPENAI_ENDPOINT and {variable} in the environment")
    version = options.get("api_version") or os.environ.get("OPENAI_API_VERSION") or AZURE_VERSION
    url = f"{endpoint.rstrip('/')}/openai/deployments/{deployment}/chat/completions?api-version={version}"
    return url, {"api-key": key}, f"the key in {variable} was refused"


def _split_url(text: str) -> tuple[str, str]:
    """`http://host/v1/org/name` -> (`http://host/v1`, `org/name`)."""
    head, found, served = text.partition("/v1/")
    if found:
        return head + "/v1", served
    head, _, served = text.rpartition("/")
    return head, served


def opened(name: str, settings: Settings) -> ChatModel:
    """Make the model that a full name stands for.

    Raises:
        BadInput: the name has no model part, or a key is missing.
    """
    options = settings.options
    if name.startswith("azure/"):
        served = name.removeprefix("azure/")
        url, headers, hint = _azure(served, options)
    elif name.startswith(("http://", "https://")):
        base, served = _split_url(name)
        headers, hint = _bearer(options.get("key_env", "PRECEPTOR_API_KEY"), needed=False)
        url = f"{base}/chat/completions"
    else:
        served = name.removeprefix("openai/")
        headers, hint = _bearer(options.get("key_env", "OPENAI_API_KEY"), needed=True)
        url = f"{os.environ.get('OPENAI_BASE_URL', OPENAI_URL).rstrip('/')}/chat/completions"
    if not served or not url.split("://", 1)[-1].split("/", 1)[0]:
        raise BadInput(f"{name!r} names no model; write http://host:8000/v1/MODEL or openai/MODEL")
    extra = {
        key.removeprefix("header_"): value for key, value in options.items() if key.startswith("header_")
    }
    headers = {"Content-Type": "application/json", **headers, **extra}
    service = Service(url=url, settings=settings, headers=headers, key_hint=hint)
    return ChatModel(name, served, service, settings)


MODEL = Provider(open=opened)
