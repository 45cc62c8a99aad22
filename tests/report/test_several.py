"""Folders given twice, tasks in several versions, replies from the cache, damaged runs."""

import csv
import io
from pathlib import Path

import orjson
import pytest

from preceptor.cli import main
from preceptor.report import figures_of, html_of, report_text

RUN = {"format": 1, "arguments": {}, "data": {}, "started": "2026-01-05T08:00:00Z"}


def _row(i: int, pipeline: str = "direct", version: str = "1", cached: int = 0) -> dict:
    usage = {"requests": 1, "input_tokens": 90, "output_tokens": 10, "price_usd": 0.0 if cached else 0.001}
    return {
        "task": "exam", "version": version, "pipeline": pipeline, "model": "m", "perturbation": "", "epoch": 0,
        "id": f"case-{i}", "i": i, "status": "scored", "group": f"case-{i}", "seconds": 0.001 if cached else 2.0,
        "score": {"value": float(i % 2), "low": float(i % 2), "high": float(i % 2)}, "usage": {**usage, "cached": cached},
    }  # fmt: skip


def _write(folder: Path, rows: list[dict]) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "run.json").write_bytes(orjson.dumps(RUN))
    (folder / "cases.jsonl").write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in rows))
    return folder


def test_a_folder_given_twice_is_counted_once(tmp_path):
    run = _write(tmp_path / "c1", [_row(i) for i in range(30)])
    (tmp_path / "link").symlink_to(run)
    other = _write(tmp_path / "c2", [_row(i) for i in range(30)])
    for again in (run, tmp_path / "link", tmp_path / "c2" / ".." / "c1"):
        (arm,) = figures_of([run, again]).arms
        assert (arm.key.run, arm.counts.n, arm.counts.cases) == ("c1", 30, 30)
        assert "c1: the same folder was given more than once" in report_text([run, again], "md")
        assert [arm.counts.n for arm in figures_of([again, other, run]).arms] == [30, 30]
    assert "given more than once" not in report_text([run, other], "md")


def test_the_command_takes_a_folder_given_twice_as_one_run(tmp_path, capsys):
    run = _write(tmp_path / "c1", [_row(i) for i in range(30)])
    assert main(["report", str(run), f"{run}/../c1"]) == 0
    assert (run / "report.html").exists()


def test_lines_of_several_versions_can_be_told_apart(tmp_path):
    rows = [_row(i, version="1" if i < 30 else "2") for i in range(60)]
    run = _write(tmp_path / "c1", rows)
    for form in ("md", "html"):
        text = report_text([run], form)
        assert "exam (version 1)" in text
        assert "exam (version 2)" in text
        assert "answered in versions 1, 2" in text
    assert "(version" not in report_text([_write(tmp_path / "c2", rows[:30])], "md")


def test_cached_replies_are_counted_and_not_drawn_as_free(tmp_path):
    rows = [_row(i, pipeline, cached=int(pipeline == "again")) for i in range(30) for pipeline in ("direct", "again", "chain")]  # fmt: skip
    run = _write(tmp_path / "c1", rows)
    costs = report_text([run], "md").split("## Cost and time")[1]
    assert "| requests | cached |" in costs
    assert "| again | m | none | 30 | 30 |" in costs
    assert "| direct | m | none | 30 | 0 |" in costs
    lines = {line["pipeline"]: line for line in csv.DictReader(io.StringIO(report_text([run], "csv")))}
    assert (lines["again"]["cached"], lines["direct"]["cached"]) == ("30", "0")
    page = html_of([run])
    assert "the cache answered and the cost is not known: again · m." in page
    picture = page.split("Score against US dollars per case: ")[1].split("</svg>")[0]
    assert "again" not in picture
    assert "direct" in picture


def test_nothing_is_drawn_where_all_but_one_came_from_the_cache(tmp_path):
    rows = [_row(i, pipeline, cached=int(pipeline == "again")) for i in range(30) for pipeline in ("direct", "again")]  # fmt: skip
    page = html_of([_write(tmp_path / "c1", rows)])
    assert "the cache answered and the cost is not known: again · m." in page
    assert "Score against" not in page


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"[1]", "no row of a run"), (b'{"task": "exam", "id": "x"}', "status None"),
        (orjson.dumps({**_row(1), "score": {"value": "high", "low": None, "high": None}}), "gave no score"),
    ],
)  # fmt: skip
def test_a_damaged_line_ends_every_command_in_one_line(tmp_path, capsys, line, told):
    good = str(_write(tmp_path / "good", [_row(i) for i in range(3)]))
    bad = str(_write(tmp_path / "bad", [_row(0)]))
    path = tmp_path / "bad" / "cases.jsonl"
    path.write_bytes(path.read_bytes() + line + b"\n" + orjson.dumps(_row(2)) + b"\n")
    for given in (["report", bad], ["compare", good, bad], ["export", bad, "--out", str(tmp_path / "rows")]):
        assert main(given) == 1
        error = capsys.readouterr().err
        assert "line 2" in error
        assert told in error
        assert error.count("\n") == 1
    assert not (tmp_path / "rows").exists()
    if told != "gave no score":  # rescore mends what a broken scorer gave
        assert main(["rescore", bad]) == 1
        assert "line 2" in capsys.readouterr().err


def test_an_empty_run_description_ends_every_command_in_one_line(tmp_path, capsys):
    bad = _write(tmp_path / "bad", [_row(0)])
    (bad / "run.json").write_bytes(b'{"format": 1}')
    run = str(bad)
    for given in (["report", run], ["compare", run, run], ["export", run, "--out", "x"], ["rescore", run]):
        assert main(given) == 1
        error = capsys.readouterr().err
        assert "run.json is damaged: no 'arguments'" in error
        assert error.count("\n") == 1
