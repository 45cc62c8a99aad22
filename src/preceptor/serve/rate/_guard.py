"""What every request must pass and every answer carries: known host, own origin, small body, strict policy.

A page of another site cannot act here: it has no token (tokens travel in a header that browsers never add
by themselves), its origin is refused, and a name of its own that points to this machine is no known host.
"""

from collections.abc import Awaitable, Callable, Collection, MutableMapping

Scope = MutableMapping[str, object]
Message = MutableMapping[str, object]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Served = Callable[[Scope, Receive, Send], Awaitable[None]]
LARGEST_BODY = 1_000_000  # bytes
SAFE = ("GET", "HEAD")
HEADERS = (
    (b"content-security-policy",
     b"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
     b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cache-control", b"no-store"),
)  # fmt: skip


class Guard:
    """Wraps the application.

    Args:
        served: the application behind.
        hosts: allowed values of the Host header, `name:port` in lower case.
    """

    def __init__(self, served: Served, *, hosts: Collection[str]) -> None:
        self._served = served
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] != "http":
            await self._served(scope, receive, send)
            return
        headers = _headers(scope)
        if fault := self._fault(str(scope["method"]), headers):
            await _refuse(send, *fault)
            return
        await self._served(scope, _limited(receive), _with_headers(send))

    def _fault(self, method: str, headers: dict[str, str]) -> tuple[int, str] | None:
        if headers.get("host", "").lower() not in self._hosts:
            return 421, "this host name is not served here; use the link as it was printed, or give --name"
        origin = headers.get("origin")
        if origin is not None and origin.partition("//")[2].lower() not in self._hosts:
            return 403, "requests from other sites are refused"
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin") and method not in SAFE:
            return 403, "requests from other sites are refused"
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            return 413, f"larger than {LARGEST_BODY} bytes"
        if method not in SAFE and headers.get("content-type", "").partition(";")[0] != "application/json":
            return 415, "send application/json"
        return None


def _headers(scope: Scope) -> dict[str, str]:
    given: list[tuple[bytes, bytes]] = scope["headers"]  # type: ignore[assignment]
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in given}


def _limited(receive: Receive) -> Receive:
    """Cut a body short that grows beyond what is allowed without saying its length."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        body = message.get("body", b"")
        taken += len(body) if isinstance(body, bytes) else 0
        return message if taken <= LARGEST_BODY else {"type": "http.disconnect"}

    return limited


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            given: list[tuple[bytes, bytes]] = list(message.get("headers", ()))  # type: ignore[call-overload]
            named = {name for name, _ in given}
            message = {**message, "headers": [*given, *(one for one in HEADERS if one[0] not in named)]}
        await send(message)

    return sending


async def _refuse(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
