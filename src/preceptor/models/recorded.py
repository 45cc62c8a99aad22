"""A finished run as a model: its stored replies, found by the hash of the request, for replay offline.

`recorded/FOLDER` answers what that run folder holds, word for word, and nothing else: a request that was
not recorded is an error, never a guess. So a change of scorer, report or tool is tried without a call, and
the same figures come out on any machine. `recorded/FOLDER?model=openai/gpt-5` chooses one model of a run
that has several; `recorded/FOLDER?role=judge` replays another role than the model under test. The choice
stands in the name because the name is stored with every row.

A request hash covers messages and options and not the model, so another model's run replays only under
its own requests. Where a run recorded a request more than once (samples without a seed, epochs), the
replies come in the order of the file and then from the start again: taking one of them for all would make
a model look more consistent than it was. Rows that a later line replaced do not count. Tokens and price
are those of the record, seconds are 0. Memory is one small entry per exchange; the texts stay on disk.

Source: own work
License: Apache-2.0
"""

import os
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import cast

import orjson

from preceptor.components import Provider, Settings, Tool
from preceptor.errors import BadData, BadInput, NotFound, ProviderError, near
from preceptor.files import read_json
from preceptor.models._options import check_options
from preceptor.models._wire import request_hash
from preceptor.records import Call, Finish, Json, Message, Reply, Usage

Object = Mapping[str, Json]
FORMAT = 1  # of the run folders that are read here
KEY = ("task", "version", "pipeline", "model", "perturbation", "epoch", "id")
READ_BYTES = 1 << 16
NUMBER_BITS = 20  # of a place in the file: offset of the line, then number of the exchange in it
UNDER_TEST = "model"  # the role whose exchanges are stored without a role


class RecordedModel:
    """The replies of one role in a run folder; implements `preceptor.components.Model`."""

    local = True

    def __init__(self, name: str, path: Path, places: dict[bytes, int | list[int]]) -> None:
        self.name, self._path, self._places = name, path, places
        self._file = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)
        self._lock = threading.Lock()

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
        request = request_hash(
            messages, temperature=temperature, max_tokens=max_tokens, schema=schema,
            tools=tools, logprobs=logprobs, seed=seed,
        )  # fmt: skip
        place = self._place(bytes.fromhex(request))
        if place is None:
            last = messages[-1].text[:60] if messages else ""
            raise ProviderError(
                f"request {request} ({last!r}...) is not recorded in {self._path.parent}; a replay needs the "
                f"run's own pipeline, seed, temperature and max_tokens, or ask a live model"
            )
        exchange = self._exchange(place)
        return replace(_reply(cast(Object, exchange.get("reply") or {})), request=request)

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
        return [
            self(
                messages, temperature=temperature, max_tokens=max_tokens, schema=schema,
                tools=tools, logprobs=logprobs, seed=seeds[number] if seeds else None,
            )
            for number, messages in enumerate(conversations)
        ]  # fmt: skip

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        raise BadInput(f"{self.name} cannot embed: runs store no embeddings; name a model that can")

    def _place(self, request: bytes) -> int | None:
        found = self._places.get(request)
        if isinstance(found, list):
            with self._lock:
                found.append(found.pop(0))
                return found[-1]
        return found

    def _exchange(self, place: int) -> Object:
        offset, number = place >> NUMBER_BITS, place & ((1 << NUMBER_BITS) - 1)
        line = b""
        while not line.endswith(b"\n"):
            part = os.pread(self._file, READ_BYTES, offset + len(line))
            end = part.find(b"\n") + 1
            line += part[: end or None]
            if not part:
                break
        try:
            return cast(Object, orjson.loads(line)["exchanges"][number])
        except (orjson.JSONDecodeError, LookupError, TypeError) as error:
            raise BadData(f"{self._path} has changed since it was opened; open the run again") from error


def _reply(stored: Object) -> Reply:
    usage = cast("dict[str, int]", stored.get("usage") or {})
    calls = cast("Sequence[Object]", stored.get("calls") or ())
    return Reply(
        text=str(stored.get("text", "")),
        reasoning=str(stored.get("reasoning", "")),
        calls=tuple(_call(call) for call in calls),
        data=stored.get("data"),
        finish=cast(Finish, stored.get("finish", "stop")),
        logprobs=cast("Mapping[str, float] | None", stored.get("logprobs")),
        usage=Usage(
            requests=usage.get("requests", 0),
            input_tokens=usage.get("input_tokens", 0),
            output_tokens=usage.get("output_tokens", 0),
            reasoning_tokens=usage.get("reasoning_tokens", 0),
            price_usd=usage.get("price_usd"),
            cached=usage.get("cached", 0),
        ),
        model=str(stored.get("model", "")),
        fingerprint=str(stored.get("fingerprint", "")),
    )


def _call(stored: Object) -> Call:
    return Call(
        id=str(stored.get("id", "")),
        name=str(stored.get("name", "")),
        arguments=cast(Object, stored.get("arguments") or {}),
        result=stored.get("result"),
        error=cast("str | None", stored.get("error")),
    )


def _lines(path: Path) -> Iterator[tuple[int, Object]]:
    """Read finished rows with the offset of their lines; a torn last line is left out."""
    offset = 0
    with path.open("rb") as handle:
        for number, line in enumerate(handle, 1):
            try:
                row = orjson.loads(line) if line.strip() else {}
            except orjson.JSONDecodeError as error:
                if not line.endswith(b"\n"):
                    return
                raise BadData(f"{path}, line {number}: not JSON ({error}); remove that line") from error
            if isinstance(row, dict) and "id" in row and row.get("status") != "turn":
                yield offset, row
            offset += len(line)


def _index(path: Path, *, model: str, role: str) -> dict[bytes, int | list[int]]:
    """Map each recorded request to its place, or to its places in the order of the file."""
    last: dict[bytes, int] = {}
    models: set[str] = set()
    for offset, row in _lines(path):
        key = repr([row.get(part) or "" for part in KEY])
        last[blake2b(key.encode(), digest_size=16).digest()] = offset
        models |= {str(row.get("model") or "")}
    _check_model(model, models - {""}, path, needed=role == UNDER_TEST)
    counted = set(last.values())
    places: dict[bytes, int | list[int]] = {}
    for offset, row in _lines(path):
        if offset not in counted or (model and row.get("model") != model):
            continue
        for number, exchange in enumerate(cast("list[Object]", row.get("exchanges") or ())):
            if exchange.get("role", UNDER_TEST) != role or not exchange.get("request"):
                continue
            request, place = bytes.fromhex(str(exchange["request"])), offset << NUMBER_BITS | number
            before = places.get(request)
            if before is None:
                places[request] = place
            elif isinstance(before, list):
                before.append(place)
            else:
                places[request] = [before, place]
    return places


def _check_model(model: str, models: set[str], path: Path, *, needed: bool) -> None:
    if model and model not in models:
        raise NotFound(
            f"{path.parent} has no model {model!r}; it has: {_listed(models)}{near(model, models)}"
        )
    if not model and needed and len(models) > 1:
        raise BadInput(
            f"{path.parent} has {len(models)} models: {_listed(models)}; "
            f"choose one: recorded/{path.parent}?model={min(models)}"
        )


def _listed(models: set[str]) -> str:
    return ", ".join(sorted(models)) or "none"


def _cases(folder: Path) -> Path:
    """Return the file of a run's rows, after a look at whether this is a run that can be read."""
    if not (folder / "run.json").exists():
        raise NotFound(f"{folder} is no run folder: it has no run.json; `preceptor examine --out` makes one")
    run = read_json(folder / "run.json")
    if not isinstance(run, Mapping) or run.get("format") != FORMAT:
        raise BadInput(f"{folder} was written in another format than {FORMAT}; read it with its own version")
    if not (folder / "cases.jsonl").exists():
        raise NotFound(f"{folder} has no finished case: it has no cases.jsonl; run it first")
    return folder / "cases.jsonl"


def opened(rest: str, settings: Settings) -> RecordedModel:
    """Open a run folder as a model.

    Args:
        rest: `FOLDER`, `FOLDER?model=NAME` or `FOLDER?role=ROLE`.

    Raises:
        NotFound: no such folder or model, or nothing recorded for the role.
        BadInput: several models and none chosen, or an unknown choice.
        BadData: the record is damaged.
    """
    check_options(settings.options)
    folder, asked, choice = rest.partition("?")
    key, _, value = choice.partition("=")
    if asked and (key not in ("model", "role") or not value):
        raise BadInput(f"cannot read {choice!r} in recorded/{rest}; write ?model=NAME or ?role=judge")
    path = _cases(Path(folder).expanduser())
    role = value if key == "role" else UNDER_TEST
    places = _index(path, model=value if key == "model" else "", role=role)
    if not places:
        raise NotFound(f"{folder} holds no exchange of role {role!r}: its pipelines asked no such model")
    return RecordedModel(f"recorded/{rest}", path, places)


MODEL = Provider(open=opened)
