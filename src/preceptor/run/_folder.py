"""The run folder: one writer at a time, rows appended as they finish, resumable after any kill.

`run.json` holds the arguments, versions and checksums; `cases.jsonl` one row per finished case, the last
row of a key counting. A torn last line is dropped on opening. When a run is complete, the rows are put in
the order of the plan and superseded ones are dropped, so that it equals an uninterrupted run.
"""

import fcntl
import os
import threading
from array import array
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import cast

import orjson

from preceptor.errors import BadData, BadInput, ComponentError, Refused
from preceptor.files import PRIVATE_FILE, private_folder, write_private
from preceptor.records import Json
from preceptor.run._lost import open_again
from preceptor.run._order import at_two_places, in_order, order_number
from preceptor.run._row import key_hash, line

FORMAT = 1
FINISHED = ("scored", "unscored", "inapplicable")
ROWS, RUN, LOCK = "cases.jsonl", "run.json", ".lock"
ArmKey = tuple[str, str, str, str, str]


class RunFolder:
    """An open run folder; close it, or use it in a `with` statement.

    Args:
        path: made with mode 0700 where it does not exist.

    Raises:
        Refused: another process works on it.
        BadInput: it cannot be made or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = private_folder(path)
        self._write_lock = threading.Lock()
        self._places = {"order": array("q"), "offset": array("q"), "length": array("q"), "key": array("q")}
        self._numbers: dict[ArmKey, int] = {}
        self._wanted: frozenset[ArmKey] = frozenset()
        self.done: set[bytes] = set()
        self.turns: dict[bytes, Mapping[str, Json]] = {}
        self._open: dict[bytes, tuple[int, int]] = {}
        try:
            self._lock = os.open(path / LOCK, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
        except OSError as error:
            raise BadInput(f"cannot write in {path}: {error.strerror}; choose another --out") from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            owner = (path / LOCK).read_text().strip() or "unknown"
            os.close(self._lock)
            raise Refused(
                f"process {owner} is working on {path}; wait for it or choose another --out"
            ) from error
        os.ftruncate(self._lock, 0)
        os.write(self._lock, f"{os.getpid()}\n".encode())
        self._rows = -1
        self._size = 0

    def __enter__(self) -> "RunFolder":
        return self

    def __exit__(self, *_: object) -> None:
        if self._rows >= 0:
            os.close(self._rows)
        os.close(self._lock)

    def read_run(self) -> dict[str, Json] | None:
        """Return `run.json`, None in a new folder.

        Raises:
            BadData: it is damaged, or was written in another format.
        """
        path = self.path / RUN
        if not path.exists():
            if (self.path / ROWS).exists():
                raise BadData(f"{self.path} has {ROWS} but no {RUN}; move it away or choose another --out")
            return None
        try:
            stored = orjson.loads(path.read_bytes())
            found = stored["format"]
        except (orjson.JSONDecodeError, KeyError, TypeError) as error:
            raise BadData(f"{path} is no run description: {error}") from error
        if found != FORMAT:
            raise BadData(f"{path} has format {found}, this version reads {FORMAT}; choose another --out")
        if lacking := [name for name in ("arguments", "data", "started") if name not in stored]:
            raise BadData(f"{path} is damaged: it has no {lacking[0]!r}; choose another --out")
        return stored

    def write_run(self, run: Mapping[str, Json]) -> None:
        """Replace `run.json` as a whole."""
        write_private(self.path / RUN, orjson.dumps(run, option=orjson.OPT_INDENT_2))

    def open_rows(self, arms: Sequence[ArmKey], seen: Callable[[Mapping[str, Json]], object]) -> None:
        """Read which cases are finished, drop a torn last line, and open for appending.

        Args:
            arms: the plan's arms, in the order in which their rows are to stand.
            seen: told of every row of these arms, superseded and failed ones too.
        """
        self._numbers = {key: number for number, key in enumerate(arms)}
        self._wanted = frozenset(arms)
        path = self.path / ROWS
        try:
            self._rows = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
            self._size = self._scan(path, seen)
            os.ftruncate(self._rows, self._size)
        except OSError as error:
            raise BadInput(f"cannot write {path}: {error.strerror}; choose another --out") from error

    def _scan(self, path: Path, seen: Callable[[Mapping[str, Json]], object]) -> int:
        size = 0
        with path.open("rb") as handle:
            for number, content in enumerate(handle, 1):
                if not content.endswith(b"\n"):
                    break
                try:
                    self._remember(orjson.loads(content), size, len(content), seen)
                except (orjson.JSONDecodeError, LookupError, TypeError, AttributeError) as error:
                    raise BadData(f"{path}, line {number} is damaged: {error}; mend or remove it") from error
                size += len(content)
        return size

    def _remember(
        self, row: Mapping[str, Json], offset: int, length: int, seen: Callable[[Mapping[str, Json]], object]
    ) -> None:
        parts = [row.get(name, "") for name in ("task", "version", "pipeline", "model", "perturbation")]
        arm = cast(ArmKey, tuple(parts))
        key = row_key(arm, cast(int, row.get("epoch", 0)), str(row["id"]))
        if row["status"] == "turn":
            self.turns[key] = row
            return
        if arm in self._wanted:
            seen(row)
        if open_again(row):
            self.done.discard(key)
            self._open[key] = offset, length
        elif row["status"] in FINISHED:
            self.done.add(key)
        self._place(arm, row, offset, length)

    def answered(self, key: bytes) -> Mapping[str, Json] | None:
        """Return the row of a case that was answered and whose grading failed in whole or in part."""
        if key in self.done or key not in self._open:
            return None
        offset, length = self._open[key]
        return orjson.loads(os.pread(self._rows, length, offset))

    @property
    def begun(self) -> bool:
        """Say whether the folder holds anything that a plan's cases must be held against."""
        return bool(self.done or self.turns or self._open)

    def _place(self, arm: ArmKey, row: Mapping[str, Json], offset: int, length: int) -> None:
        number = self._numbers.setdefault(arm, len(self._numbers))
        order = order_number(number, cast(int, row.get("epoch", 0)), cast(int, row.get("i", 0)))
        key = row_key(arm, cast(int, row.get("epoch", 0)), str(row["id"]))
        number_of_key = int.from_bytes(key, "big", signed=True)
        for name, value in (("order", order), ("offset", offset), ("length", length), ("key", number_of_key)):
            self._places[name].append(value)

    def append(self, row: Mapping[str, Json]) -> None:
        """Write one row at the end; it is in the file when this returns.

        Raises:
            BadInput: the disk is full or the folder went away; the rows before are kept.
        """
        content = line(row)
        with self._write_lock:
            try:
                written = os.write(self._rows, content)
                while written < len(content):
                    written += os.write(self._rows, content[written:])
            except OSError as error:
                os.ftruncate(self._rows, self._size)
                place = self.path / ROWS
                raise BadInput(
                    f"cannot write {place}: {error.strerror}; all earlier rows are kept, "
                    f"make room and give the same command again"
                ) from error
            if row["status"] != "turn":
                arm = cast(
                    ArmKey, tuple(row[k] for k in ("task", "version", "pipeline", "model", "perturbation"))
                )
                self._place(arm, row, self._size, len(content))
            self._size += len(content)

    def settle(self) -> None:
        """Put the rows in the plan's order and drop superseded ones; the old file stays until it is done.

        Raises:
            ComponentError: a task gave two cases the same id, so that the later row would hide the other.
        """
        orders, offsets, lengths, keys = (self._places[name] for name in ("order", "offset", "length", "key"))
        if (position := at_two_places(keys, orders)) is not None:
            raise ComponentError(self._twice(position))
        ordered = all(orders[n] < orders[n + 1] for n in range(len(orders) - 1))
        if ordered and sum(lengths) == self._size:
            return
        path, part = self.path / ROWS, self.path / (ROWS + ".part")
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
            with os.fdopen(handle, "wb", buffering=1 << 20) as out:
                for position in in_order(orders):
                    out.write(os.pread(self._rows, lengths[position], offsets[position]))
            part.replace(path)
        except OSError:  # no room for a second copy: the rows are complete, only not in order
            part.unlink(missing_ok=True)

    def _twice(self, number: int) -> str:
        place, length = self._places["offset"][number], self._places["length"][number]
        row = orjson.loads(os.pread(self._rows, length, place))
        return (
            f"{row['task']} has two cases with id {row['id']!r}, and a report would show one of them only; "
            f"make the ids unique and choose another --out"
        )


def row_key(arm: ArmKey, epoch: int, case_id: str) -> bytes:
    """Return the hash of a row's key."""
    return key_hash(*arm, epoch, case_id)
