"""The request cache: one SQLite file, keyed by the whole request, readable by its owner only.

A failure is stored as a failure and never served: whoever asks again really asks. Writes are gathered
and committed a few times a second by one thread, so that the asking threads never wait for the disk.
A fault of the file never fails a case: what cannot be read is asked again, and a warning is given once.
"""

import atexit
import contextlib
import logging
import os
import queue
import sqlite3
import threading
from pathlib import Path

from preceptor.errors import BadInput

COMMIT_EVERY_S = 0.2
TABLE = (
    "CREATE TABLE IF NOT EXISTS requests "
    "(key TEXT PRIMARY KEY, body BLOB NOT NULL, ok INTEGER NOT NULL, at REAL DEFAULT (unixepoch('subsec')))"
)
Row = tuple[str, bytes, int]
log = logging.getLogger("preceptor")


class RequestCache:
    """Stored replies of a model service, by the hash of the request.

    Args:
        path: the SQLite file; made with mode 0600 where it does not exist.

    Raises:
        BadInput: the file cannot be made or is no SQLite database.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._waiting: queue.SimpleQueue[Row | threading.Event | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self._reader = self._connect()
            self._reader.execute(TABLE)
        except (OSError, sqlite3.DatabaseError) as error:
            raise BadInput(f"cannot use {path} as request cache: {error}; give --no-cache") from error
        self._warned: set[str] = set()
        self._thread = threading.Thread(target=self._write, name="request-cache", daemon=True)
        self._thread.start()
        atexit.register(self.close)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, check_same_thread=False, isolation_level=None, timeout=30)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection

    def get(self, key: str) -> bytes | None:
        """Return the stored body of a successful reply, None where there is none or it cannot be read."""
        wanted = "SELECT body FROM requests WHERE key=? AND ok=1"
        try:
            with self._lock:
                row = self._reader.execute(wanted, (key,)).fetchone()
        except sqlite3.Error as error:
            self._warn("read", error)
            return None
        return row[0] if row and isinstance(row[0], bytes) else None

    def _warn(self, what: str, error: sqlite3.Error) -> None:
        if what not in self._warned:
            self._warned.add(what)
            log.warning(
                "the request cache %s cannot be %s: %s; replies are asked anew", self.path, what, error
            )

    def put(self, key: str, body: bytes, *, ok: bool) -> None:
        """Store a reply, or with ok=False what went wrong."""
        self._waiting.put((key, body, int(ok)))

    def flush(self) -> None:
        """Wait until everything that was put is on disk."""
        done = threading.Event()
        self._waiting.put(done)
        done.wait(30)

    def close(self) -> None:
        """Write what is waiting and stop the thread."""
        if self._thread.is_alive():
            self._waiting.put(None)
            self._thread.join(30)

    def _write(self) -> None:
        connection = self._connect()
        open_for_more = True
        while open_for_more:
            rows: list[Row] = []
            waiters: list[threading.Event] = []
            open_for_more = self._gather(rows, waiters)
            try:
                connection.execute("BEGIN")
                connection.executemany(
                    "INSERT INTO requests(key, body, ok) VALUES(?,?,?) ON CONFLICT(key) DO UPDATE "
                    "SET body=excluded.body, ok=excluded.ok, at=excluded.at WHERE excluded.ok >= requests.ok",
                    rows,
                )
                connection.execute("COMMIT")
            except sqlite3.Error as error:  # a full disk must not stop the run: its rows are elsewhere
                self._warn("written", error)
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
            for waiter in waiters:
                waiter.set()
        connection.close()

    def _gather(self, rows: list[Row], waiters: list[threading.Event]) -> bool:
        entry = self._waiting.get()
        if isinstance(entry, tuple):
            threading.Event().wait(COMMIT_EVERY_S)
        while True:
            if entry is None:
                return False
            if isinstance(entry, tuple):
                rows.append(entry)
            else:
                waiters.append(entry)
            try:
                entry = self._waiting.get_nowait()
            except queue.Empty:
                return True
