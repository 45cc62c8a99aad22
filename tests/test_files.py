"""The only door to data: found in order, fetched only where allowed, damage named."""

import gzip
import hashlib
import io
import urllib.request
from pathlib import Path

import pytest

from preceptor import files
from preceptor.errors import BadData, BadInput, NotFound, Refused
from preceptor.records import Data

SET = Data(path="set/a.jsonl", url="https://example.org/a.jsonl")


def test_the_first_folder_that_has_the_file_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "set").mkdir(parents=True)
        (tmp_path / name / "set" / "b.txt").write_text(name)
    (tmp_path / "two" / "set" / "a.jsonl").write_text("{}")
    monkeypatch.setenv("PRECEPTOR_DATA", f"{tmp_path / 'one'}:{tmp_path / 'two'}")
    assert files.locate(SET) == tmp_path / "two" / "set" / "a.jsonl"
    assert files.locate(Data(path="set/b.txt")).read_text() == "one"


def test_a_missing_file_says_where_it_was_looked_for() -> None:
    with pytest.raises(NotFound, match=r"set PRECEPTOR_DATA .* or set PRECEPTOR_NETWORK=1 to download"):
        files.locate(SET)
    with pytest.raises(NotFound, match="it has no direct download"):
        files.locate(Data(path="set/a.jsonl"))
    with pytest.raises(Refused, match="set PRECEPTOR_NETWORK=1"):
        files.fetch(SET)


def serve(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setenv("PRECEPTOR_NETWORK", "1")
    monkeypatch.setattr(urllib.request, "urlopen", lambda url, timeout: io.BytesIO(content))


def test_a_download_is_checked_and_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    serve(monkeypatch, b'{"id": 1}\n')
    path = files.locate(SET)
    assert list(files.read_jsonl(path)) == [{"id": 1}]
    path.unlink()
    serve(monkeypatch, b'{"id": 2}\n')
    with pytest.raises(BadData, match="the source has changed"):
        files.locate(SET)
    assert not path.exists()
    right = Data(path="p", url="https://example.org/p", sha256=hashlib.sha256(b"x").hexdigest())
    with pytest.raises(BadData, match="expected"):
        files.fetch(right)


def test_only_https_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    serve(monkeypatch, b"")
    with pytest.raises(BadData, match="declares no https download"):
        files.fetch(Data(path="p", url="file:///etc/passwd"))


def test_damage_has_a_line_number(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"a": 1}\n\n{"a": 2}\nnot json\n')
    with pytest.raises(BadData, match=r"line 4: not JSON"):
        list(files.read_jsonl(path))
    path.write_text("[1]\n")
    with pytest.raises(BadData, match="expected a JSON object"):
        list(files.read_jsonl(path))
    whole = gzip.compress(b'{"a": 1}\n' * 1000)
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadData, match="is damaged"):
        list(files.read_jsonl(path))
    path.write_bytes(whole[:20] + b"\x00" * 20 + whole[40:])
    with pytest.raises(BadData, match="is damaged"):
        list(files.read_jsonl(path))
    with pytest.raises(BadData, match="is damaged"):
        files.read_json(path)
    table = tmp_path / "rows.csv"
    table.write_bytes(b"\xef\xbb\xbfid,text\n1,a\n2,b,c\n")
    with pytest.raises(BadData, match="line 3: more fields than the header"):
        list(files.read_csv(table))
    table.write_bytes(b"id\n\xff\xfe\n")
    with pytest.raises(BadData, match="not readable as CSV"):
        list(files.read_csv(table))
    with pytest.raises(NotFound, match="cannot read"):
        files.open_bytes(tmp_path / "none")


def test_gzip_is_recognised_by_content(tmp_path: Path) -> None:
    path = tmp_path / "plain-name.jsonl"
    path.write_bytes(gzip.compress(b'{"a": "\xc3\xa9"}\n'))
    assert list(files.read_jsonl(path)) == [{"a": "é"}]
    path.write_bytes(gzip.compress(b'{"a": 1}'))
    assert files.read_json(path) == {"a": 1}


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "run.json"
    files.write_private(target, b"old")
    monkeypatch.setattr(
        Path, "replace", lambda self, other: (_ for _ in ()).throw(OSError(28, "No space left"))
    )
    with pytest.raises(BadInput, match="No space left; nothing was changed"):
        files.write_private(target, b"new")
    assert target.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["run.json"]


@pytest.mark.parametrize(
    "text",
    ["primary: [1]\nharm: [1]\nprimary: [2]\n", "a:\n  - {b: 1, b: 2}\n", '{"a": {"b": 1, "b": 2}}'],
)
def test_a_name_that_stands_twice_is_refused_and_not_dropped(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text)
    with pytest.raises(BadInput, match=r"'(primary|b)' stands twice in one place.* line \d"):
        files.read_yaml(path)
    path.write_text("base: &b {x: 1}\nmore:\n  <<: *b\n  y: 2\n")
    assert files.read_yaml(path) == {"base": {"x": 1}, "more": {"x": 1, "y": 2}}
