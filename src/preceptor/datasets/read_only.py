"""A SQLite record that can be read and not changed, whatever the query says.

SQLite's authorizer lets through SELECT, reading columns, plain functions and recursion; everything else (writing,
attaching files, pragmas, loading code) is refused before it runs. A query has 2 s and returns 200 rows at most.
"""

import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path

from preceptor.errors import BadInput, NotFound, near
from preceptor.records import Json

MOST_ROWS = 200
MOST_S = 2.0
LONGEST_SQL = 10_000
STEPS = 10_000  # instructions of the database between two looks at the clock
_READING = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_RECURSIVE,
}
_FUNCTIONS_REFUSED = {
    "load_extension",
    "writefile",
    "readfile",
    "edit",
    "fts3_tokenizer",
    "randomblob",
    "zeroblob",
}


def opened(path: Path) -> sqlite3.Connection:
    """Open a file read-only.

    Raises:
        NotFound: no such file, or no SQLite file.
    """
    try:
        connection = sqlite3.connect(f"file:{path.resolve()}?mode=ro", uri=True, check_same_thread=False)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        raise NotFound(f"{path} is no SQLite record that can be read: {error}") from error
    return sealed(connection)


def sealed(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Let a connection read only, from now on."""

    def allow(action: int, first: str | None, second: str | None, *_: str | None) -> int:
        if action == sqlite3.SQLITE_FUNCTION:
            refused = str(second).lower() in _FUNCTIONS_REFUSED
            return sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK
        return sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY

    connection.commit()
    connection.set_authorizer(allow)
    return connection


def tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Return table -> its columns."""
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    return {name: _columns(connection, name) for (name,) in rows}


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    quoted = table.replace('"', '""')
    return [entry[0] for entry in connection.execute(f'SELECT * FROM "{quoted}" LIMIT 0').description]


def sample(connection: sqlite3.Connection, table: str, limit: int = 3) -> Mapping[str, Json]:
    """Return a table's columns and first rows.

    Raises:
        BadInput: no such table.
    """
    known = tables(connection)
    if table not in known:
        raise BadInput(f"no table {table!r}; tables: {', '.join(known)}{near(table, known)}")
    return query(connection, f'SELECT * FROM "{table}" LIMIT {max(1, min(limit, 20))}')


def query(connection: sqlite3.Connection, sql: str) -> dict[str, Json]:
    """Run one reading query.

    Returns:
        columns, rows, and whether rows beyond 200 were left out.

    Raises:
        BadInput: no reading query, too slow, or SQLite's own complaint.
    """
    if len(sql) > LONGEST_SQL:
        raise BadInput(f"the query has {len(sql):,} characters; at most {LONGEST_SQL:,}")
    ends = time.monotonic() + MOST_S
    connection.set_progress_handler(lambda: time.monotonic() > ends, STEPS)
    try:
        cursor = connection.execute(sql)
        rows = cursor.fetchmany(MOST_ROWS + 1)
        columns = [entry[0] for entry in cursor.description or ()]
    except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
        why = f"longer than {MOST_S:g} s" if "interrupted" in str(error) else str(error)
        raise BadInput(f"the query was refused: {why}; write one SELECT") from error
    finally:
        connection.set_progress_handler(None, 0)
    return {
        "columns": columns,
        "rows": [[_plain(cell) for cell in row] for row in rows[:MOST_ROWS]],
        "more": len(rows) > MOST_ROWS,
    }


def _plain(cell: object) -> Json:
    return cell if isinstance(cell, (int, float, str)) or cell is None else f"<{type(cell).__name__}>"
