"""A finished case as one line of `cases.jsonl`, and back."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import TypeVar, cast, get_args, get_type_hints

import orjson

from preceptor.records import (
    Answer,
    Call,
    Candidate,
    Image,
    Json,
    Message,
    Passage,
    Score,
    Span,
    Usage,
    Verdict,
)  # fmt: skip

T = TypeVar("T")
RECORDS = (Answer, Call, Candidate, Image, Message, Passage, Score, Span, Usage, Verdict)


@cache
def _defaults(kind: type) -> tuple[tuple[str, object], ...]:
    out = []
    for entry in fields(kind):
        default = entry.default
        if entry.default_factory is not MISSING:
            default = entry.default_factory()
        out.append((entry.name, default))
    return tuple(out)


def plain(value: object) -> Json:
    """Turn a record into JSON objects, without the fields that are at their default.

    An image is stored as its SHA-256 and size, never as its content.
    """
    if isinstance(value, (str, int, float, type(None))):
        return value
    if isinstance(value, Image):
        digest = hashlib.sha256(value.data).hexdigest()
        return {"media_type": value.media_type, "sha256": digest, "bytes": len(value.data)}
    if is_dataclass(value):
        out: dict[str, Json] = {}
        for name, default in _defaults(type(value)):
            content = getattr(value, name)
            if content is not default and content != default:
                out[name] = plain(content)
        return out
    if isinstance(value, Mapping):
        return {str(key): plain(content) for key, content in value.items()}
    if isinstance(value, Sequence):
        return [plain(content) for content in value]
    return str(value)


@cache
def _hints(kind: type) -> dict[str, object]:
    return get_type_hints(kind)


def _read(hint: object, value: Json) -> object:
    for inner in get_args(hint) or (hint,):
        if inner in RECORDS:
            kind = cast(type, inner)
            if isinstance(value, list):
                return tuple(record(kind, cast("dict[str, Json]", entry)) for entry in value)
            return record(kind, cast("dict[str, Json]", value)) if value is not None else None
    return tuple(value) if isinstance(value, list) and "tuple" in str(hint) else value


def record(kind: type[T], stored: Mapping[str, Json]) -> T:
    """Make a record of a stored object; unknown fields are ignored, images come back empty."""
    hints = _hints(kind)
    if kind is Image:
        return cast(T, Image(data=b"", media_type=str(stored.get("media_type", ""))))
    return kind(**{key: _read(hints[key], value) for key, value in stored.items() if key in hints})


def decode_answer(row: Mapping[str, Json]) -> Answer:
    """Return the answer of a stored row, as the scorer saw it."""
    return record(Answer, cast("Mapping[str, Json]", row.get("answer") or {}))


def line(row: Mapping[str, Json]) -> bytes:
    """Return a row as one line; NaN and infinity become null, half characters a replacement mark."""
    try:
        return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE, default=str)
    except TypeError:
        return orjson.dumps(_valid(row), option=orjson.OPT_APPEND_NEWLINE, default=str)


def _valid(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {_valid(str(key)): _valid(content) for key, content in value.items()}
    if isinstance(value, (list, tuple)):
        return [_valid(content) for content in value]
    return value


def key_hash(*parts: str | int) -> bytes:
    """Return 8 bytes that stand for a row's key."""
    return hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=8).digest()
