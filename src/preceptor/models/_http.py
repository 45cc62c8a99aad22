"""One POST to a model service: retries with back-off, rate limits, and clear faults.

A request is tried again after 408, 409, 429, 5xx, a timeout, a broken connection or a body that is not what
was asked for, waiting `Retry-After` where the service gives it, else exponentially longer with jitter. A service that
has never answered gets two more tries only, so that a wrong address is told within seconds.
"""

import asyncio
import contextlib
import os
import random
import ssl
import time
from collections.abc import Callable, Mapping
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
from preceptor.models._wire import token_count
from preceptor.records import Json

RETRIED = {408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529}
FIRST_WAIT_S, LONGEST_WAIT_S, TRIES_BEFORE_FIRST_ANSWER = 0.5, 60.0, 2
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(kw_only=True)
class Service:
    """An endpoint, its headers and the state of talking to it; `secrets` never stand in a message."""

    url: str
    settings: Settings = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False, default=())
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

    @property
    def local(self) -> bool:
        """Whether data may go there as to this machine: a loopback address or a host listed as local."""
        listed = {host.strip("[]").lower() for host in self.settings.local_hosts}
        return self.host in LOOPBACK or self.host in listed

    def redacted(self, text: str) -> str:
        """Return a text without the keys that are sent."""
        for secret in sorted(self.secrets, key=len, reverse=True):
            text = text.replace(secret, "(key)")
        return text

    def fault(self, message: str, status: int = 0, *, retryable: bool = True) -> ProviderError:
        """Make an error about this service."""
        return ProviderError(self.redacted(message), status=status, retryable=retryable)

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
                trust_env=not self.local,  # no proxy sees what goes to a local model
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


async def post(
    service: Service, body: bytes, *, tokens: int, fault_of: Callable[[Json], str]
) -> tuple[Json, float]:
    """Send a request until it is answered; returns (JSON, seconds of the answered attempt).

    Args:
        fault_of: says what is wrong with an answer that is JSON; "" if nothing.

    Raises:
        ProviderError: the last fault, once no further attempt is due.
    """
    attempt = 0
    while True:
        await service.requests.take()
        await service.tokens.take(tokens)
        started = time.perf_counter()
        try:
            answer = await _attempt(service, body, fault_of)
            service.answered = True
            used = answer.get("usage") if isinstance(answer, dict) else None
            service.tokens.settle(token_count(used, "total_tokens") - tokens)
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


async def _attempt(service: Service, body: bytes, fault_of: Callable[[Json], str]) -> Json:
    try:
        async with service.opened().post(service.url, data=body, allow_redirects=False) as response:
            content = await response.read()
            status, headers = response.status, response.headers
    except TimeoutError as error:
        raise _Again(
            service.fault(f"{service.url} sent no reply in {service.settings.timeout_s:g} s")
        ) from error
    except (aiohttp.ClientSSLError, aiohttp.InvalidURL) as error:
        advice = f"{service.url}: {error}; for a private authority give ca_file=..."
        raise service.fault(advice, retryable=False) from error
    except (aiohttp.ClientError, OSError) as error:
        raise _Again(
            service.fault(f"no connection to {service.url}: {error or type(error).__name__}")
        ) from error
    if status in RETRIED:
        shown = f"{service.url} answered {status}: {_excerpt(service, content)}"
        raise _Again(service.fault(shown, status), retry_after_s(headers))
    if status == 400 and b"content_filter" in content:
        return {"choices": [{"message": {"content": ""}, "finish_reason": "content_filter"}]}
    if status != 200:
        shown = f"{service.url} answered {status}: {_why(service, status, content)}"
        raise service.fault(shown, status, retryable=False)
    return _checked(service, content, fault_of)


def _checked(service: Service, content: bytes, fault_of: Callable[[Json], str]) -> Json:
    """Read a body; one that is not what was asked for is asked for again."""
    advice = ""
    try:
        answer = cast(Json, orjson.loads(content))
        wrong = fault_of(answer)
        if not wrong:
            return answer
    except orjson.JSONDecodeError:
        wrong = "no JSON"
        if content.lstrip()[:1] == b"<":
            wrong, advice = "a web page", "; is the base URL right (usually it ends in /v1)?"
    raise _Again(service.fault(f"{service.url} answered {wrong}: {_excerpt(service, content)}{advice}", 200))


def _excerpt(service: Service, content: bytes) -> str:
    text = content.decode(errors="replace")
    with contextlib.suppress(orjson.JSONDecodeError, KeyError, TypeError):
        text = str(orjson.loads(content)["error"]["message"])
    return " ".join(service.redacted(text)[:200].split())  # redacted first: a cut key is not found


def _why(service: Service, status: int, content: bytes) -> str:
    advice = ""
    if status in (401, 403):
        advice = f" ({service.key_hint})"
    elif status == 404:
        advice = " (is the model's name right, and does the base URL end in /v1?)"
    elif 300 <= status < 400:
        advice = " (redirects are not followed; give the final URL)"
    return _excerpt(service, content) + advice


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
