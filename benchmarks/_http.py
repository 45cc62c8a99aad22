"""A small HTTP/1.1 server side on asyncio's protocols: one request, one reply, connections kept open.

A framework's request object costs more than all else that the loopback server does; two cores carry the
server and the client that is measured, so the server must stay far below the client.
"""

import asyncio
from collections.abc import Callable

REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 429: "Too Many Requests"}


class Connection(asyncio.Protocol):
    """One client connection; `serve` gets (connection, method, path, headers, body) of each request."""

    def __init__(self, serve: Callable[["Connection", str, str, dict[str, str], bytes], None]) -> None:
        """Remember who answers; the transport comes with `connection_made`."""
        self.serve = serve
        self.waiting = b""
        self.head: tuple[str, str, dict[str, str], int] | None = None
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self.transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        """Collect bytes and serve every request that is complete."""
        self.waiting = self.waiting + data if self.waiting else data
        while True:
            if self.head is None:
                end = self.waiting.find(b"\r\n\r\n")
                if end < 0:
                    return
                self.head = parsed(self.waiting[:end])
                self.waiting = self.waiting[end + 4 :]
                if self.head[2].get("expect"):
                    self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            method, path, headers, length = self.head
            if len(self.waiting) < length:
                return
            body, self.waiting = self.waiting[:length], self.waiting[length:]
            self.head = None
            self.serve(self, method, path, headers, body)

    def reply(
        self,
        body: bytes,
        status: int = 200,
        kind: str = "application/json",
        headers: str = "",
        cut: bool = False,
    ) -> None:
        """Send one reply; `cut` ends the connection after half of the body."""
        if self.transport.is_closing():
            return
        if status == 200 and not headers:
            first = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        else:
            reason = REASONS.get(status, "Error")
            first = f"HTTP/1.1 {status} {reason}\r\nContent-Type: {kind}\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
        if cut:
            self.transport.write(first.encode() + body[: len(body) // 2])
            self.transport.close()
        else:
            self.transport.write(first.encode() + body)

    def drop(self) -> None:
        """Close the connection without a byte."""
        self.transport.abort()


def parsed(head: bytes) -> tuple[str, str, dict[str, str], int]:
    """Return method, path, headers in lower case, and the length of the body."""
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    return method, path, headers, int(headers.get("content-length", 0))
