"""The rating pages served on loopback, and people who ask as a browser would."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from preceptor.serve.rate import Address, Desk, links, listening, root_url, server_of

Body = dict[str, object] | None


@dataclass
class Study:
    """A study being served: how each person asks, and what the disk holds."""

    path: Path
    tokens: dict[str, str]
    port: int
    desk: Desk

    @property
    def links(self) -> dict[str, str]:
        return links(root_url(Address(), self.port), self.tokens)

    def raw(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None = None
    ) -> tuple[int, str, dict]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            return reply.status, reply.read().decode(), {k.lower(): v for k, v in reply.getheaders()}
        finally:
            connection.close()

    def ask(self, who: str, path: str, body: Body = None) -> tuple[int, dict]:
        headers = {"Authorization": f"Bearer {self.tokens.get(who, who)}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        sent = None if body is None else json.dumps(body).encode()
        status, text, found = self.raw("GET" if body is None else "PUT", path, headers, sent)
        return status, json.loads(text) if "json" in found.get("content-type", "") else {"text": text}

    def rate(self, who: str, finding: Callable[[dict, dict], object], *, limit: int = 999) -> int:
        """Rate what is open as a rater would, item after item; returns how many."""
        for number in range(limit):
            _, desk = self.ask(who, "/api/desk")
            if desk["current"] is None:
                return number
            _, item = self.ask(who, f"/api/items/{desk['current']}")
            findings = {one["id"]: finding(item, one) for one in item["criteria"]}
            status, told = self.ask(who, f"/api/items/{item['id']}", state(item, findings))
            assert status == 200, told
        return limit


def state(item: dict, findings: dict, *, done: bool = True, **changes: object) -> dict[str, object]:
    """Return what a page sends to save an item."""
    found = {"revision": item["revision"], "done": done, "findings": findings, "words": {}, "seconds": 2.0}
    return {**found, **changes}


@contextmanager
def serving(path: Path, tokens: dict[str, str]) -> Iterator[Study]:
    """Serve a study in a thread."""
    desk = Desk(path, writing=True)
    opened = listening(Address(port=0))
    port = opened.getsockname()[1]
    server = server_of(desk, Address(port=port), port)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [opened]}, daemon=True)
    thread.start()
    try:
        yield Study(path=path, tokens=tokens, port=port, desk=desk)
    finally:
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive()
        opened.close()
        desk.close()


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def wait_for(condition: Callable[[], object], limit_s: float = 60.0) -> None:
    end = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < end, condition
        time.sleep(0.02)


def tokens_in(text: str) -> dict[str, str]:
    return dict(re.findall(r"^  (\S+)\s+\S+#(\S+)$", text, re.MULTILINE))
