"""Every case of a report, packed so that the page opens at once and unpacks only what is looked at.

A small index (what the list shows and the filters need) and chunks of whole rows, each deflated and in
base64. Where all of it would make the page too large, long texts are cut; where that is not enough,
cases are left out. Both are counted, so that the page can say so.
"""

import base64
import zlib
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import orjson

from preceptor.records import Json
from preceptor.report._results import ArmKey
from preceptor.report._text import short_model
from preceptor.rows import Row

BUDGET = 23_000_000  # characters of base64; page 25 MB
CHUNK = 160_000  # bytes before packing: a few milliseconds to unpack
HEAD = 110  # characters of the question in the list
LATE = 8  # chunks that may be in work before their size is asked for
GUESS = 3  # bytes that become one character, until a chunk's size is known
MOST_VALUES = 40
STATUS = {"scored": 0, "unscored": 1, "failed": 2, "inapplicable": 3}
KEY_FIELDS = ("task", "version", "pipeline", "model", "perturbation")


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """How much of the texts is kept: longest text, and longest text of the exchanges; 0 is no limit."""

    text: int = 0
    exchange: int = 0

    def note(self) -> str:
        """Say what is cut."""
        return (
            f"This page cuts texts after {self.text:,} characters and those of the exchanges after "
            f"{self.exchange:,}, to stay under 25 MB; cases.jsonl has them whole."
            if self.text
            else ""
        )


LEVELS = (
    Level(),
    Level(text=4000, exchange=1000),
    Level(text=1500, exchange=300),
    Level(text=500, exchange=100),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Packed:
    """What goes into the page."""

    index: str
    chunks: tuple[str, ...]
    shown: int
    omitted: int
    note: str


@dataclass(slots=True)
class _Entry:
    """One line of the list of cases."""

    key: ArmKey
    i: int
    epoch: int
    id: str
    status: int
    value: float | None
    flags: tuple[str, ...]
    head: str
    tags: dict[str, str]
    chunk: int
    place: int


def _cut(value: Json, limit: int) -> Json:
    if isinstance(value, str):
        left = len(value) - limit
        return value if left <= 0 else f"{value[:limit]} … [{left:,} more characters in cases.jsonl]"
    if isinstance(value, dict):
        return {key: _cut(content, limit) for key, content in value.items()}
    if isinstance(value, list):
        return [_cut(content, limit) for content in value]
    return value


def _head(prompt: str) -> str:
    start = " ".join(prompt[: 2 * HEAD].split())
    return start if len(start) <= HEAD else f"{start[:HEAD].rstrip()} …"


def _pack(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content, 6)).decode()


@dataclass
class Archive:
    """Takes rows one by one and packs them, on two threads beside the caller's."""

    level: Level = LEVELS[0]
    budget: int = BUDGET
    omitted: int = 0
    _entries: list[_Entry] = field(default_factory=list)
    _lines: list[bytes] = field(default_factory=list)
    _filled: int = 0
    _size: int = 0
    _guesses: list[int] = field(default_factory=list)
    _work: "list[Future[str]]" = field(default_factory=list)
    _pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2))

    def add(self, key: ArmKey, row: Row) -> None:
        """Add a row; one that no longer fits is counted."""
        if self._size > self.budget:
            self.omitted += 1
            return
        line = self._line(row)
        self._entries.append(self._entry(key, row))
        self._lines.append(line)
        self._filled += len(line)
        if self._filled >= CHUNK:
            self._flush()

    def _line(self, row: Row) -> bytes:
        kept: dict[str, Json] = {name: content for name, content in row.items() if name not in KEY_FIELDS}  # type: ignore[misc]
        if self.level.text:
            exchanges = _cut(kept.pop("exchanges", []), self.level.exchange)
            kept = {name: _cut(content, self.level.text) for name, content in kept.items()}
            kept["exchanges"] = exchanges
        return orjson.dumps(kept)

    def _entry(self, key: ArmKey, row: Row) -> _Entry:
        score = row.get("score", {})
        return _Entry(
            key=key,
            i=row.get("i", 0),
            epoch=row.get("epoch", 0),
            id=row.get("id", ""),
            status=STATUS.get(row.get("status", "failed"), 2),
            value=score.get("value"),
            flags=tuple(sorted(flag for flag, on in score.get("flags", {}).items() if on)),
            head=_head(row.get("prompt", "")),
            tags=row.get("tags", {}),
            chunk=len(self._work),
            place=len(self._lines),
        )

    def _flush(self) -> None:
        guess = self._filled // GUESS
        self._work.append(self._pool.submit(_pack, b"\n".join(self._lines)))
        self._guesses.append(guess)
        self._size += guess
        self._lines, self._filled = [], 0
        if len(self._work) >= LATE:
            self._size += len(self._work[-LATE].result()) - self._guesses[-LATE]

    def close(self) -> None:
        """Give up what was packed."""
        self._pool.shutdown(cancel_futures=True)

    def pack(self, order: Sequence[ArmKey]) -> Packed:
        """Finish: cases in the order of the arms, then as the task gives them."""
        if self._lines:
            self._flush()
        places = {key: number for number, key in enumerate(order)}
        entries = sorted(self._entries, key=lambda one: (places[one.key], one.i, one.epoch, one.id))
        index = _pack(orjson.dumps(_index(entries, order)))
        chunks = tuple(work.result() for work in self._work)
        self._pool.shutdown()
        return Packed(
            index=index, chunks=chunks, shown=len(entries), omitted=self.omitted, note=self.level.note()
        )


def _kept_tags(entries: Sequence[_Entry]) -> dict[str, set[str]]:
    """Return the tags that sort cases into few kinds."""
    values: defaultdict[str, set[str]] = defaultdict(set)
    for one in entries:
        for tag, value in one.tags.items():
            if len(values[tag]) <= MOST_VALUES:
                values[tag].add(str(value))
    return {tag: found for tag, found in sorted(values.items()) if len(found) <= MOST_VALUES}


def _index(entries: Sequence[_Entry], order: Sequence[ArmKey]) -> dict[str, Json]:
    """Write the list by columns; texts that repeat (questions, sets of flags and tags) are written once."""
    places = {key: number for number, key in enumerate(order)}
    kept = _kept_tags(entries)
    heads: dict[str, int] = {}
    flags: dict[tuple[str, ...], int] = {}
    tags: dict[tuple[str, ...], int] = {}
    return {
        "arms": [
            [key.run, key.task, key.pipeline, key.model, key.perturbation, short_model(key.model)]
            for key in order
        ],
        "arm": [places[one.key] for one in entries],
        "id": [one.id for one in entries],
        "epoch": [one.epoch for one in entries],
        "status": [one.status for one in entries],
        "value": [None if one.value is None else round(one.value, 4) for one in entries],
        "flag": [flags.setdefault(one.flags, len(flags)) for one in entries],
        "head": [heads.setdefault(one.head, len(heads)) for one in entries],
        "tag": [
            tags.setdefault(tuple(f"{tag}={one.tags[tag]}" for tag in kept if tag in one.tags), len(tags))
            for one in entries
        ],
        "chunk": [one.chunk for one in entries],
        "place": [one.place for one in entries],
        "heads": list(heads),
        "flags": [list(found) for found in flags],
        "tags": [list(found) for found in tags],
    }
