import orjson
import pytest

from preceptor.errors import BadData, BadInput, NotFound
from preceptor.rows import read_rows, read_run, row_key, unfinished


def _folder(path, *lines, form=1):
    run = {"format": form, "seed": 3, "arguments": {}, "data": {}, "started": "2026-01-05T08:00:00Z"}
    (path / "run.json").write_bytes(orjson.dumps(run))
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


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"[1]", "no row of a run"), (b'{"task": "t", "id": 7, "status": "scored"}', "no row of a run"),
        (b'{"task": "t", "id": "a"}', "status None"), (b'{"task": "t", "id": "a", "status": "done"}', "status 'done'"),
        (b'{"task": "t", "id": "a", "status": "scored", "tags": null}', "`tags`"),
        (b'{"task": "t", "id": "a", "status": "scored", "epoch": [1]}', "`epoch`"),
        (b'{"task": "t", "id": "a", "status": "failed", "error": {}}', "`kind`"),
        (b'{"task": "t", "id": "a", "status": "scored", "exchanges": [1]}', "`exchanges`"),
        (b'{"task": "t", "id": "a", "status": "scored", "usage": {"requests": "3"}}', "`usage`"),
    ],
)  # fmt: skip
def test_every_misshapen_row_is_told_by_its_line(tmp_path, line, told):
    with pytest.raises(BadData, match=f"line 2: .*{told}"):
        list(read_rows(_folder(tmp_path, _line("a"), line + b"\n", _line("b"))))


@pytest.mark.parametrize(
    "score",
    [
        {"value": "0.5"}, {"value": None}, {"value": True}, {"value": 1.0, "low": None}, {"value": 1.0, "high": "1"},
        {"value": 1.0, "parts": {"f1": "high"}}, {"value": 1.0, "flags": ["unparsed"]}, {"value": 1.0, "why": 3},
    ],
)  # fmt: skip
def test_what_a_broken_scorer_gave_is_no_score(tmp_path, score):
    folder = _folder(tmp_path, _line("a"), _line("b", score=score))
    with pytest.raises(BadData, match="line 2: the scorer of t gave no score"):
        list(read_rows(folder))
    assert len(list(read_rows(folder, to_rescore=True))) == 2
    _folder(tmp_path, _line("b", score=score), _line("b", score={"value": 1.0, "low": 1.0, "high": 1.0}))
    assert len(list(read_rows(folder))) == 1


def test_no_score_is_sound_where_none_is_claimed(tmp_path):
    line = _line(
        "a", "unscored", score={"value": None, "low": 0.0, "high": 1.0, "parts": {"undefined": None}}
    )
    assert len(list(read_rows(_folder(tmp_path, line)))) == 1


@pytest.mark.parametrize("lost", ["arguments", "data", "started"])
def test_a_run_that_lacks_what_every_run_writes(tmp_path, lost):
    run = orjson.loads((_folder(tmp_path) / "run.json").read_bytes())
    for changed in ({**run, lost: None}, {name: run[name] for name in run if name != lost}):
        (tmp_path / "run.json").write_bytes(orjson.dumps(changed))
        with pytest.raises(BadData, match=f"damaged.*{lost}"):
            read_run(tmp_path)


def test_steps_before_results_are_no_results(tmp_path):
    folder = _folder(tmp_path, _line("a", "preparation"), _line("a"), _line("a", "preparation"))
    assert [row["status"] for row in read_rows(folder)] == ["scored"]
