"""The loopback OpenAI-compatible server as a context manager, for tests and benchmarks.

    with serving(latency_ms=20, faults={"429": 0.1}) as server:
        ask(server.url)                       # http://127.0.0.1:PORT/v1
        assert server.stats()["requests"] == 10

It runs as a process of its own, `python benchmarks/server.py`, and ends with the one that started it.
Keywords are the fields of `benchmarks/_settings.Settings`.
"""

import json
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent.parent / "benchmarks" / "server.py"
CERTIFICATE = Path(__file__).resolve().with_suffix(".pem")  # the authority that a client must trust for https
Setting = str | int | float | bool | dict[str, float] | list[str]


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server.

    Attributes:
        root: `http://127.0.0.1:PORT`.
        pid: of the server's process.
    """

    root: str
    pid: int

    @property
    def url(self) -> str:
        """The base URL of the API, `root` with `/v1`."""
        return f"{self.root}/v1"

    @property
    def model(self) -> str:
        """The model string that points at it."""
        return f"{self.url}/loopback"

    def stats(self) -> dict:
        """Return the counters since the start or the last reset."""
        return self._ask("/stats")

    def requests(self) -> list[dict]:
        """Return the last requests as path, query, headers and body; needs `record=True`."""
        return self._ask("/requests")

    def reset(self) -> None:
        """Zero the counters."""
        self._ask("/reset", {})

    def configure(self, **settings: Setting) -> None:
        """Change settings while it runs."""
        self._ask("/configure", settings)

    def _ask(self, path: str, body: dict | None = None):
        data = None if body is None else json.dumps(body).encode()
        trusting = ssl._create_unverified_context() if self.root.startswith("https") else None
        openers = [urllib.request.ProxyHandler({})]
        openers += [urllib.request.HTTPSHandler(context=trusting)] if trusting else []
        with urllib.request.build_opener(*openers).open(self.root + path, data, timeout=60) as reply:
            return json.load(reply)


@contextmanager
def serving(*, https: bool = False, port: int = 0, **settings: Setting) -> Iterator[Server]:
    """Start the server, yield it, and end it.

    Args:
        https: serve with the certificate in `CERTIFICATE`, which no client trusts unless told.
        port: 0 takes a free one.
        settings: fields of `Settings`, such as `latency_ms`, `faults`, `script`, `key`.
    """
    command = [sys.executable, str(SCRIPT), "--until-stdin-closes", "--port", str(port)]
    command += ["--certificate", str(CERTIFICATE)] if https else []
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin
    assert process.stdout
    try:
        root = process.stdout.readline().strip()
        if not root:
            raise RuntimeError(f"the loopback server did not start: {' '.join(command)}")
        server = Server(root=root, pid=process.pid)
        if settings:
            server.configure(**settings)
        yield server
    finally:
        process.stdin.close()  # it ends when its input does
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
