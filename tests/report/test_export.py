import argparse

import orjson
import pytest

from preceptor.commands.export import COMMAND
from preceptor.errors import BadInput, NotFound
from preceptor.report import exported_rows
from preceptor.rows import read_rows

SECRET = "Mrs Example, born in 1950"


def _run(*arguments):
    parser = argparse.ArgumentParser()
    COMMAND.add(parser)
    return COMMAND.run(parser.parse_args(list(map(str, arguments))))


def _everywhere(text):
    """A row that holds the text wherever a row can hold text, known and unknown fields alike."""
    return {
        "task": "t", "version": "1", "pipeline": "p", "model": "m", "perturbation": "", "epoch": 0, "id": "a", "i": 0,
        "status": "scored", "group": "g", "tags": {"specialty": "cardiology", "note": text * 4}, "target": text,
        "prompt": text, "choices": {"A": text}, "turns": [{"text": text}], "later": text,
        "answer": {
            "text": text, "choice": text, "confidence": 0.5, "question": text, "data": {"x": text}, "state": text,
            "calls": [{"id": "1", "name": "lookup", "arguments": {"name": text}, "result": text}],
            "messages": [{"role": "user", "text": text}], "passages": [{"id": "1", "text": text}],
            "ranking": [{"id": "1", "name": text}], "spans": [{"start": 0, "end": 3, "text": text}],
        },
        "score": {
            "value": 0.5, "low": 0.25, "high": 0.75, "parts": {"recall": 0.5}, "flags": {"high_risk": True}, "why": text,
            "verdicts": [{"criterion": text, "finding": "met", "weight": 2, "quote": text, "words": text}],
        },
        "error": {"kind": "ProviderError", "message": text},
        "exchanges": [
            {"request": "abc", "role": "judge", "messages": [{"role": "user", "text": text}], "options": {"stop": text},
             "reply": {"text": text, "reasoning": text, "model": "m", "fingerprint": "f", "usage": {"requests": 1},
                       "logprobs": {text: -1.0}, "calls": [{"name": "x", "arguments": {"a": text}}]}},
        ],
        "usage": {"requests": 1}, "seconds": 1.0,
    }  # fmt: skip


def test_no_text_is_left_anywhere(tmp_path):
    (tmp_path / "run.json").write_bytes(
        orjson.dumps({"format": 1, "arguments": {}, "data": {}, "started": "2026-01-05T08:00:00Z"})
    )
    (tmp_path / "cases.jsonl").write_bytes(orjson.dumps(_everywhere(SECRET)) + b"\n")
    (row,) = exported_rows(tmp_path)
    assert SECRET.encode() not in orjson.dumps(row)
    assert row["score"] == {
        "value": 0.5, "low": 0.25, "high": 0.75, "parts": {"recall": 0.5}, "flags": {"high_risk": True},
        "verdicts": [{"finding": "met", "weight": 2}],
    }  # fmt: skip
    assert row["answer"] == {"confidence": 0.5, "tools": ["lookup"]}
    assert row["error"] == {"kind": "ProviderError"}
    assert row["exchanges"] == [
        {"role": "judge", "reply": {"model": "m", "fingerprint": "f", "usage": {"requests": 1}}}
    ]
    assert row["tags"] == {"specialty": "cardiology"}
    assert {"prompt", "choices", "turns", "later", "target"}.isdisjoint(row)


def test_letters_of_options_are_kept(run_folder):
    rows = list(exported_rows(run_folder))
    assert len(rows) == sum(1 for _ in read_rows(run_folder))
    assert {row["target"] for row in rows} == set("ABCD")
    assert any(row.get("answer", {}).get("choice") == "A" for row in rows)


def test_command(run_folder, tmp_path, capsys):
    out = tmp_path / "rows.jsonl"
    assert _run(run_folder, "--out", out) == 0
    assert "can identify" in capsys.readouterr().out
    assert out.stat().st_mode & 0o077 == 0
    assert b"owned" not in out.read_bytes()
    with pytest.raises(BadInput, match="would overwrite the run"):
        _run(run_folder, "--out", run_folder / "cases.jsonl")
    with pytest.raises(NotFound, match=r"no run\.json"):
        _run(tmp_path, "--out", out)
