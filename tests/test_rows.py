import orjson
import pytest

from preceptor.errors import BadData, BadInput, NotFound
from preceptor.rows import read_rows, read_run, row_key, unfinished


def _folder(path, *lines, form=1):
    (path / "run.json").write_bytes(orjson.dumps({"format": form, "seed": 3}))
    (path / "cases.jsonl").write_bytes(b"".join(lines))
    return path


def _line(name, status="scored", **fields):
    row = {"task": "t", "version": "1", "pipeline": "p", "model": "m", "perturbation": "", "epoch": 0}
    return orjson.dumps({**row, "id": name, "status": status, **fields}) + b"\n"


def test_last_line_of_a_key_counts(tmp_path):
    folder = _folder(tmp_path, _line("a", "failed"), _line("b"), _line("a", i=7), _line("a", epoch=1))
    rows = list(read_rows(folder))
    assert [(row["id"], row["epoch"], row["status"]) for row in rows] == [
        ("b", 0, "scored"), ("a", 0, "scored"), ("a", 1, "scored"),
    ]  # fmt: skip


def test_a_torn_last_line_is_ignored_and_a_whole_one_without_newline_is_not(tmp_path):
    folder = _folder(tmp_path, _line("a"), _line("b")[:-9])
    assert [row["id"] for row in read_rows(folder)] == ["a"]
    folder = _folder(tmp_path, _line("a"), _line("b")[:-1])
    assert [row["id"] for row in read_rows(folder)] == ["a", "b"]


def test_damage_in_the_middle_is_an_error_with_its_line(tmp_path):
    folder = _folder(tmp_path, _line("a"), b'{"task": "t", "id\n', _line("b"))
    with pytest.raises(BadData, match="line 2"):
        list(read_rows(folder))
    folder = _folder(tmp_path, _line("a"), b"[1]\n", _line("b"))
    with pytest.raises(BadData, match="line 2"):
        list(read_rows(folder))


def test_turns_are_no_results(tmp_path):
    folder = _folder(
        tmp_path, _line("a", "turn"), _line("a", "turn"), _line("a"), _line("b", "turn"), _line("c", "failed"),
        _line("c", "turn"),
    )  # fmt: skip
    assert [(row["id"], row["status"]) for row in read_rows(folder)] == [("a", "scored"), ("c", "failed")]
    assert unfinished(folder) == 1


def test_clear_errors(tmp_path):
    with pytest.raises(NotFound, match="does not exist"):
        read_run(tmp_path / "none")
    with pytest.raises(NotFound, match=r"no run\.json"):
        read_run(tmp_path)
    with pytest.raises(BadInput, match="format 2, this version reads 1"):
        read_run(_folder(tmp_path, form=2))
    (tmp_path / "run.json").write_text("{")
    with pytest.raises(BadData, match="damaged"):
        list(read_rows(tmp_path))
    with pytest.raises(NotFound, match="is a file"):
        read_run(tmp_path / "run.json")


def test_a_run_without_rows_is_empty(tmp_path):
    _folder(tmp_path)
    assert list(read_rows(tmp_path)) == []
    (tmp_path / "cases.jsonl").unlink()
    assert list(read_rows(tmp_path)) == []
    assert unfinished(tmp_path) == 0


def test_key_of_a_sparse_row():
    assert row_key({"task": "t", "id": "a", "model": None}) == ("t", "", "", "", "", 0, "a")
