"""A loopback OpenAI-compatible server: a made-up model with set latency, faults and counters.

    python benchmarks/server.py --latency-ms 200 --faults 429=0.02,cut=0.01

prints its URL and serves on 127.0.0.1:

- `POST /v1/chat/completions`, also without `/v1`, and in Azure's form
  `/openai/deployments/<name>/chat/completions?api-version=...` with the header `api-key`
- `POST /v1/embeddings`, `GET /v1/models`
- `GET /stats` (counters), `GET /requests` (the last ones, with `--record`), `POST /reset` (zeroes them),
  `POST /configure` (a JSON object of settings to change)

The answer follows from the prompt's hash: one of the option letters that begin its lines, or a short
text. The header `x-answer` or `--script` sets it instead. A prompt with "use the tool" gets a tool call,
a `json_schema` an object that fits. Requests in absolute form are served too, so it can stand as a proxy.
Counted are requests as they arrive, by the hash of their messages' text, whatever is answered.
"""

import asyncio
import os
import signal
import ssl
import time
from collections import Counter, deque
from urllib.parse import parse_qs, urlsplit

import orjson
from _http import Connection
from _replies import completion, digest, embedding, prompt_of
from _settings import Settings, changed, from_arguments, parser

HTML = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Gateway</h1></body></html>"
GARBAGE = b'\x00\xff{"id": "chatcmpl", "choices": [{"mess'
MISFIT = '{"unexpected": [1, 2]}'


class Loopback:
    """The server's state: settings, counters, and what is answered to each path."""

    def __init__(self, settings: Settings) -> None:
        """Start with zeroed counters."""
        self.settings = settings
        self.loop = asyncio.get_running_loop()
        self.in_flight = 0
        self.reset()

    def reset(self) -> None:
        """Zero the counters; scripted answers start from the first again."""
        self.prompts: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.paths: Counter[str] = Counter()
        self.kept: deque[dict] = deque(maxlen=1000)
        self.most = self.in_flight
        self.requests = self.replies = self.images = self.scripted = self.connections = 0
        self.proxied = self.unauthorized = 0
        self.started = time.time()

    def connect(self) -> Connection:
        """Make the protocol of one new connection."""
        self.connections += 1
        return Connection(self.serve)

    def serve(self, link: Connection, method: str, path: str, headers: dict[str, str], body: bytes) -> None:
        """Route one request."""
        if not path.startswith("/"):
            self.proxied += 1
            parts = urlsplit(path)
            path = f"{parts.path}?{parts.query}"
        place, _, query = path.partition("?")
        try:
            if method == "POST" and place.endswith(("/chat/completions", "/embeddings")):
                self.model_request(link, place, query, headers, body)
            else:
                link.reply(self.control(method, place, body))
        except NotImplementedError as error:
            self.refuse(link, 404, str(error))
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            self.refuse(link, 400, f"bad request: {error!r}")

    def control(self, method: str, place: str, body: bytes) -> bytes:
        """Answer what is no model request: counters and settings."""
        if (method, place) == ("GET", "/stats"):
            return orjson.dumps(self.stats())
        if (method, place) == ("GET", "/requests"):
            return orjson.dumps(list(self.kept))
        if (method, place) == ("POST", "/reset"):
            self.reset()
            return b"{}"
        if (method, place) == ("POST", "/configure"):
            wanted = orjson.loads(body)
            self.settings = changed(self.settings, wanted)
            self.scripted = 0 if "script" in wanted else self.scripted
            return b"{}"
        if method == "GET" and place.endswith("/models"):
            return b'{"object":"list","data":[{"id":"loopback","object":"model"}]}'
        raise NotImplementedError(f"no {method} {place} here")

    def stats(self) -> dict:
        """Return the counters since the start or the last reset."""
        return {
            "requests": self.requests,
            "replies": self.replies,
            "in_flight": self.in_flight,
            "max_concurrent": self.most,
            "connections": self.connections,
            "distinct_prompts": len(self.prompts),
            "max_per_prompt": max(self.prompts.values(), default=0),
            "faults": dict(self.faults),
            "paths": dict(self.paths),
            "images": self.images,
            "proxied": self.proxied,
            "unauthorized": self.unauthorized,
            "seconds": time.time() - self.started,
            "prompts": dict(self.prompts),
        }

    def model_request(
        self, link: Connection, place: str, query: str, headers: dict[str, str], body: bytes
    ) -> None:
        """Count a request and reply to it, or fail, after the latency."""
        if self.settings.record:
            self.kept.append({"path": place, "query": query, "headers": headers, "body": body.decode()})
        if (refusal := self.unlocked(place, query, headers)) is not None:
            return self.refuse(link, *refusal)
        request = orjson.loads(body)
        if request.get("stream"):
            return self.refuse(link, 400, "this server does not stream; leave `stream` out")
        if place.endswith("/embeddings"):
            texts = request["input"] if isinstance(request["input"], list) else [request["input"]]
            prompt, images = "\n".join(texts), 0
        else:
            prompt, images = prompt_of(request["messages"])
        name = digest(prompt)
        self.requests += 1
        self.images += images
        self.paths[place] += 1
        attempt = self.prompts[name]
        self.prompts[name] = attempt + 1
        self.in_flight += 1
        self.most = max(self.most, self.in_flight)
        fault = self.fault(name, attempt)
        given = headers.get("x-answer")
        if self.settings.latency_ms:
            delay = self.settings.latency_ms / 1000
            self.loop.call_later(delay, self.finish, link, place, request, prompt, fault, given)
        else:
            self.finish(link, place, request, prompt, fault, given)
        return None

    def unlocked(self, place: str, query: str, headers: dict[str, str]) -> tuple[int, str] | None:
        """Return the refusal of a request without its key or Azure's api-version, None if all is well."""
        key = self.settings.key
        if "/deployments/" in place:
            if not parse_qs(query).get("api-version"):
                return 404, "Resource not found: api-version is missing"
            given = headers.get("api-key", "")
            right = given == key if key else bool(given)
        else:
            right = not key or headers.get("authorization") == f"Bearer {key}"
        if right:
            return None
        self.unauthorized += 1
        return 401, "Incorrect API key provided"

    def fault(self, name: str, attempt: int) -> str:
        """Return the fault of this attempt of a prompt, "" for none: the same in every run of a seed."""
        settings = self.settings
        if not settings.faults or (settings.fault_attempts and attempt >= settings.fault_attempts):
            return ""
        drawn = int(digest(f"{settings.seed}|{name}|{attempt}"), 16) / 2**64
        for fault, share in settings.faults.items():
            if drawn < share:
                self.faults[fault] += 1
                return fault
            drawn -= share
        return ""

    def finish(
        self, link: Connection, place: str, request: dict, prompt: str, fault: str, given: str | None
    ) -> None:
        """Send the reply that the fault leaves."""
        self.in_flight -= 1
        if fault == "hang":
            self.loop.call_later(self.settings.hang_s, link.drop)
        elif fault == "drop":
            link.drop()
        elif fault == "garbage":
            link.reply(GARBAGE)
        elif fault == "html":
            link.reply(HTML, kind="text/html")
        elif fault.isdigit():
            self.refuse(link, int(fault), f"made-up fault {fault}")
        else:
            found = self.embeddings(request) if place.endswith("/embeddings") else None
            found = found or self.chat(request, prompt, fault, given)
            self.replies += not fault
            link.reply(orjson.dumps(found), cut=fault == "cut")

    def chat(self, request: dict, prompt: str, fault: str, given: str | None) -> dict:
        """Return a chat completion, spoilt as the fault says."""
        if given is None and self.scripted < len(self.settings.script):
            given = self.settings.script[self.scripted]
            self.scripted += 1
        if fault == "misfit":
            given = MISFIT
        found = completion(request, prompt, self.settings, given, self.replies)
        choice = found["choices"][0]
        if fault == "empty":
            choice["message"]["content"] = ""
        elif fault == "filtered":
            choice["finish_reason"], choice["message"]["content"] = "content_filter", ""
        elif fault == "length":
            choice["finish_reason"] = "length"
            choice["message"]["content"] = "Let us first consider"
        return found

    def embeddings(self, request: dict) -> dict:
        """Return the vectors of one or several texts."""
        texts = request["input"] if isinstance(request["input"], list) else [request["input"]]
        rows = [
            {"object": "embedding", "index": place, "embedding": embedding(text)}
            for place, text in enumerate(texts)
        ]
        spent = sum(len(text) // 4 + 1 for text in texts)
        usage = {"prompt_tokens": spent, "total_tokens": spent}
        return {"object": "list", "data": rows, "model": request.get("model", ""), "usage": usage}

    def refuse(self, link: Connection, status: int, message: str) -> None:
        """Send an error in the service's form."""
        wait = self.settings.retry_after if status in (429, 503) else ""
        body = {"error": {"message": message, "type": "made_up", "code": str(status)}}
        link.reply(orjson.dumps(body), status, headers=f"Retry-After: {wait}\r\n" if wait else "")


async def main() -> None:
    """Serve until a signal comes or the starting process ends."""
    given = parser().parse_args()
    loop = asyncio.get_running_loop()
    secure = None
    if given.certificate:
        secure = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        secure.load_cert_chain(given.certificate)
    state = Loopback(from_arguments(given))
    server = await loop.create_server(state.connect, "127.0.0.1", given.port, ssl=secure, backlog=2048)
    port = server.sockets[0].getsockname()[1]
    print(f"{'https' if secure else 'http'}://127.0.0.1:{port}", flush=True)
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    if given.until_stdin_closes:
        loop.add_reader(0, lambda: os.read(0, 1) or ended.set())
    await ended.wait()


if __name__ == "__main__":
    asyncio.run(main())
