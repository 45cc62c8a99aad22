"""`preceptor report RUN --json`: the run's score and set-level metrics stand at the head."""

import argparse

import orjson
import pytest

from preceptor.commands.report import COMMAND
from preceptor.rows import Row


def _json(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict:
    parser = argparse.ArgumentParser()
    COMMAND.add(parser)
    assert COMMAND.run(parser.parse_args([*map(str, arguments), "--json"])) == 0
    return orjson.loads(capsys.readouterr().out)


def _row(i: int, value: float | None, **changed: object) -> Row:
    score = {"value": value, "low": 0.0 if value is None else value, "high": 1.0 if value is None else value}
    row = {
        "task": "examples/set_auroc", "version": "1", "pipeline": "p", "model": "m", "perturbation": "", "epoch": 0,
        "id": str(i), "i": i, "status": "scored", "answer": {},
        "score": {**score, "parts": {"risk": float(i), "outcome": float(i > 4)}},
    }  # fmt: skip
    return {**row, **changed}  # type: ignore[typeddict-item, return-value]


@pytest.fixture
def written(tmp_path):
    def write(rows: list[Row]):
        start = {"format": 1, "arguments": {}, "data": {}, "started": "2026-01-05T08:00:00Z"}
        (tmp_path / "run.json").write_bytes(orjson.dumps(start))
        (tmp_path / "cases.jsonl").write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
        return tmp_path

    return write


def test_score_and_set_level_metrics_come_first(written, capsys) -> None:
    failed = {**_row(8, None), "status": "failed", "error": {"kind": "ProviderError", "message": "secret"}}
    del failed["score"], failed["answer"]
    document = _json(capsys, written([*(_row(i, i % 4 / 4) for i in range(8)), failed]))
    assert next(iter(document)) == "metrics"
    assert document["metrics"] == {"score": 0.375, "auroc": 1.0, "n": 9, "failed": 1}
    assert "metrics_note" not in document
    assert document["report"]["arms"][0]["score"]["value"] == 0.375


def test_a_perturbed_copy_of_the_arm_does_not_hide_it(written, capsys) -> None:
    rows = [_row(i, 1.0) for i in range(4)] + [_row(i, 0.0, perturbation="typos") for i in range(4)]
    assert _json(capsys, written(rows))["metrics"]["score"] == 1.0


def test_several_arms_have_no_single_score(written, capsys) -> None:
    rows = [_row(i, 1.0, pipeline=pipeline) for i in range(4) for pipeline in ("p", "q")]
    document = _json(capsys, written(rows))
    assert document["metrics"] == {}
    assert "2 arms" in document["metrics_note"]


def test_what_cannot_be_computed_is_null(written, capsys) -> None:
    document = _json(capsys, written([_row(i, None, status="unscored") for i in range(3)]))
    assert document["metrics"]["score"] is None
    assert document["metrics"]["n"] == 3
