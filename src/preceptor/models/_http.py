"""One POST to a model service: retries with back-off, rate limits, and clear faults.

A request is tried again after 408, 409, 429, 5xx, a timeout, a broken connection or an unreadable body,
waiting `Retry-After` where the service gives it, else exponentially longer with jitter. A service that
has never answered gets two more tries only, so that a wrong address is told within seconds.
"""

import asyncio
import os
import random
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import aiohttp
import orjson

from preceptor.components import Settings
from preceptor.errors import BadInput, ProviderError
from preceptor.models._limits import RateLimit
from preceptor.models._loop import at_stop
from preceptor.records import Json

RETRIED = {408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529}
FIRST_WAIT_S, LONGEST_WAIT_S, TRIES_BEFORE_FIRST_ANSWER = 0.5, 60.0, 2
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(kw_only=True)
class Service:
    """An endpoint, its headers and the state of talking to it."""

    url: str
    settings: Settings
    headers: Mapping[str, str] = field(repr=False)
    key_hint: str = "no key was sent"
    answered: bool = False
    session: aiohttp.ClientSession | None = None
    requests: RateLimit = field(init=False)
    tokens: RateLimit = field(init=False)

    def __post_init__(self) -> None:
        self.requests = RateLimit(self.settings.requests_per_minute)
        self.tokens = RateLimit(self.settings.tokens_per_minute, burst_s=60.0)

    @property
    def host(self) -> str:
        """Return the host name of the endpoint."""
        return urlsplit(self.url).hostname or ""

    def opened(self) -> aiohttp.ClientSession:
        """Return the connection pool; made on the loop at first use."""
        if self.session is None:
            connector = aiohttp.TCPConnector(
                limit=self.settings.concurrency, ssl=tls_context(self.settings), ttl_dns_cache=300
            )
            self.session = aiohttp.ClientSession(
                connector=connector,
                headers=dict(self.headers),
                timeout=aiohttp.ClientTimeout(total=self.settings.timeout_s),
                trust_env=self.host not in LOOPBACK,
            )
            at_stop(self.session.close)
        return self.session


def tls_context(settings: Settings) -> ssl.SSLContext | bool:
    """Return the certificates to trust: option `ca_file`, else the system's (SSL_CERT_FILE counts).

    Raises:
        BadInput: the file is no certificate bundle.
    """
    path = settings.options.get("ca_file") or os.environ.get("REQUESTS_CA_BUNDLE")
    if not path:
        return True
    try:
        return ssl.create_default_context(cafile=str(Path(path)))
    except (OSError, ssl.SSLError) as error:
        raise BadInput(f"ca_file {path} is no readable certificate bundle: {error}") from error


async def post(service: Service, body: bytes, *, tokens: int) -> tuple[Json, float]:
    """Send a request until it is answered; returns (JSON, seconds of the answered attempt).

    Raises:
        ProviderError: the last fault, once no further attempt is due.
    """
    attempt = 0
    while True:
        await service.requests.take()
        await service.tokens.take(tokens)
        started = time.perf_counter()
        try:
            answer = await _attempt(service, body)
            service.answered = True
            service.tokens.settle(_tokens_used(answer) - tokens)
            return answer, time.perf_counter() - started
        except _Again as fault:
            error, wait = fault.error, fault.wait_s
        limit = service.settings.retries
        if not service.answered:
            limit = min(limit, TRIES_BEFORE_FIRST_ANSWER)
        if attempt >= limit:
            raise error
        if wait is None:
            wait = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**attempt) * random.uniform(0.5, 1.0)
        await asyncio.sleep(min(wait, LONGEST_WAIT_S))
        attempt += 1


class _Again(Exception):
    """A fault after which the request may be sent again."""

    def __init__(self, error: ProviderError, wait_s: float | None = None) -> None:
        self.error, self.wait_s = error, wait_s


async def _attempt(service: Service, body: bytes) -> Json:
    try:
        async with service.opened().post(service.url, data=body, allow_redirects=False) as response:
            content = await response.read()
            status, headers = response.status, response.headers
    except TimeoutError as error:
        raise _Again(_fault(f"{service.url} sent no reply in {service.settings.timeout_s:g} s")) from error
    except (aiohttp.ClientSSLError, aiohttp.InvalidURL) as error:
        raise ProviderError(f"{service.url}: {error}; for a private authority give ca_file=...") from error
    except (aiohttp.ClientError, OSError) as error:
        raise _Again(_fault(f"no connection to {service.url}: {error or type(error).__name__}")) from error
    if status in RETRIED:
        shown = f"{service.url} answered {status}: {_excerpt(content)}"
        raise _Again(_fault(shown, status), retry_after_s(headers))
    if status == 400 and b"content_filter" in content:
        return {"choices": [{"message": {"content": ""}, "finish_reason": "content_filter"}]}
    if status != 200:
        raise ProviderError(
            f"{service.url} answered {status}: {_why(service, status, content)}", status=status
        )
    try:
        return cast(Json, orjson.loads(content))
    except orjson.JSONDecodeError as error:
        kind = "a web page" if content.lstrip()[:1] == b"<" else "no JSON"
        advice = "; is the base URL right (usually it ends in /v1)?" if kind == "a web page" else ""
        raise _Again(_fault(f"{service.url} answered {kind}: {_excerpt(content)}{advice}", 200)) from error


def _tokens_used(answer: Json) -> int:
    usage = answer.get("usage") if isinstance(answer, dict) else None
    return int(cast(int, usage.get("total_tokens") or 0)) if isinstance(usage, dict) else 0


def _fault(message: str, status: int = 0) -> ProviderError:
    return ProviderError(message, status=status, retryable=True)


def _excerpt(content: bytes) -> str:
    try:
        parsed = orjson.loads(content)
        content = str(parsed["error"]["message"]).encode()
    except (orjson.JSONDecodeError, KeyError, TypeError):
        pass
    return " ".join(content[:200].decode(errors="replace").split())


def _why(service: Service, status: int, content: bytes) -> str:
    advice = ""
    if status in (401, 403):
        advice = f" ({service.key_hint})"
    elif status == 404:
        advice = " (is the model's name right, and does the base URL end in /v1?)"
    elif 300 <= status < 400:
        advice = " (redirects are not followed; give the final URL)"
    return _excerpt(content) + advice


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Read `Retry-After`, seconds or a date; None where there is none."""
    value = headers.get("Retry-After")
    if value is None:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        try:
            return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
        except (TypeError, ValueError):
            return None
