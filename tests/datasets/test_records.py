"""The made-up record is the same for a seed; reading it changes nothing, whatever the query says."""

import sqlite3
from pathlib import Path

import pytest

from preceptor.datasets import read_only
from preceptor.datasets.synthetic_record import packed, record
from preceptor.errors import BadInput, NotFound

ATTACKS = (
    "INSERT INTO labs VALUES (1, 'P001', '', 'x', 1, '')", "UPDATE labs SET value = 0", "DELETE FROM labs",
    "DROP TABLE labs", "CREATE TABLE x (y)", "ALTER TABLE labs RENAME TO x", "ATTACH DATABASE '/tmp/x.db' AS x",
    "PRAGMA writable_schema = 1", "PRAGMA query_only = OFF", "VACUUM INTO '/tmp/x.db'", "REINDEX", "ANALYZE",
    "BEGIN", "COMMIT", "SAVEPOINT x", "DETACH DATABASE main", "SELECT load_extension('x')", "SELECT 1; DELETE FROM labs",
    "WITH x AS (SELECT 1) DELETE FROM labs", "REPLACE INTO labs VALUES (1, '', '', '', 1, '')", "EXPLAIN", "", "hello",
    "SELECT * FROM nothing", "SELECT writefile('/tmp/x', 'y')", "CREATE TEMP TABLE x AS SELECT * FROM labs",
    "CREATE TRIGGER t AFTER INSERT ON labs BEGIN SELECT 1; END", "SELECT * FROM pragma_database_list",
    "SELECT " + "x," * 6000 + "1", "\x00",
)  # fmt: skip


def dump(connection: sqlite3.Connection) -> list:
    names = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    return [
        (name, connection.execute(f"SELECT count(*), total(length(quote(rowid))) FROM {name}").fetchall())
        for name in names
    ]


def test_a_seed_is_a_record() -> None:
    assert packed(1, 5) == packed(1, 5) != packed(2, 5)
    known = record(1, 5)
    assert known.execute("SELECT count(*) FROM patients").fetchone() == (5,)
    units = {unit for (unit,) in known.execute("SELECT DISTINCT unit FROM labs WHERE name = 'creatinine'")}
    assert units <= {"mg/dL", "umol/L"}
    stays = known.execute("SELECT admitted_at, discharged_at FROM stays").fetchall()
    assert all(begin < end for begin, end in stays)


@pytest.mark.parametrize("sql", ATTACKS, ids=lambda sql: sql[:24])
def test_no_query_changes_the_record(sql: str, tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    path.write_bytes(packed(1, 3))
    before = path.read_bytes()
    for connection in (read_only.sealed(record(1, 3)), read_only.opened(path)):
        state = dump(connection)
        if sql:
            with pytest.raises(BadInput, match=r"write one SELECT|at most 10,000"):
                read_only.query(connection, sql)
        else:
            assert read_only.query(connection, sql)["rows"] == []
        assert dump(connection) == state
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["record.sqlite"]


def test_queries_are_cut_in_rows_and_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_only, "MOST_S", 0.3)
    known = read_only.sealed(record(1, 3))
    many = read_only.query(known, "SELECT * FROM labs")
    assert (len(many["rows"]), many["more"]) == (200, True)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match=r"longer than 0\.3 s"):
        read_only.query(
            known, "WITH RECURSIVE x(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM x) SELECT sum(i) FROM x"
        )
    assert read_only.query(known, "SELECT 1 AS one") == {"columns": ["one"], "rows": [[1]], "more": False}


def test_what_is_no_record_is_told(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("this is no database, however long it may be" * 100)
    for path in (tmp_path / "text", tmp_path / "nowhere"):
        with pytest.raises(NotFound, match="no SQLite record"):
            read_only.opened(path)
    with pytest.raises(BadInput, match=r"no table 'lab'.*near: labs"):
        read_only.sample(read_only.sealed(record(1, 3)), "lab")
