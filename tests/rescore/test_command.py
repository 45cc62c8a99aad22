"""`preceptor rescore`: what is printed, and where errors go."""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from preceptor.cli import main
from preceptor.run import Plan, examine

Rows = Sequence[Mapping[str, object]]
Write = Callable[[str, Rows], Path]
SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture
def table(written: Write) -> str:
    return str(
        written("table.csv", [{"model": "gpt-9", "method": "=cot", "task": "med-qa", "accuracy": "33.3"}])
    )


def test_the_last_line_counts_the_matches(
    mirage: Path, table: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rescore", "medqa", str(mirage), "--published", table]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("| model | method | task")
    assert "33.33 (6.1 to 79.2)" in lines[2]
    assert lines[-1] == "1 of 1 cells match"


@pytest.mark.parametrize("form", ["md", "json", "csv"])
def test_the_table_goes_to_a_file(
    mirage: Path, table: str, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"found.{form}"
    given = ["rescore", "medqa", str(mirage), "--published", table, "--format", form, "--out", str(out)]
    assert main(given) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 of 1 cells match"
    if form == "json":
        (one,) = json.loads(out.read_text())["cells"]
        assert (one["ours_pct"], one["match"], len(one["versions"])) == (33.333, "ours", 1)
    elif form == "csv":
        (row,) = csv.DictReader(out.read_text().splitlines())
        assert (row["n"], row["ours_pct"], row["printed"]) == ("3", "33.333", "33.3")


def test_text_that_a_spreadsheet_would_run_is_marked(
    written: Write, samples: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    samples("mirage")
    outputs = written("mine.csv", [{"id": "0000", "answer": "A", "model": "=1+1"}])
    assert main(["rescore", "mirage(set=medqa)", str(outputs), "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("'=1+1,")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["medqa", "nowhere.csv"], "no file or folder nowhere.csv"),
        (["nowhere"], "run folder nowhere does not exist"),
        (["nowhere", "--published", "x.csv"], "--published and --protocol need OUTPUTS"),
        (["medqa", "x.csv", "--write"], "--write is for run folders"),
        (["medqa", "x.csv", "--columns", "id"], "write PART=COLUMN"),
    ],
)
def test_errors_are_one_line(given: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rescore", *given]) == 1
    shown = capsys.readouterr()
    assert message in shown.err
    assert shown.err.count("\n") == 1


def test_a_run_of_ones_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLES / "medqa"))
    examine(Plan(tasks=("medqa",), pipelines=("longest_option",), out=str(tmp_path / "run")))
    assert main(["rescore", str(tmp_path / "run")]) == 0
    assert capsys.readouterr().out == "0 of 3 cases changed\n"


def test_the_run_itself_is_never_the_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLES / "medqa"))
    run = tmp_path / "run"
    examine(Plan(tasks=("medqa",), pipelines=("longest_option",), out=str(run)))
    before = (run / "cases.jsonl").read_bytes()
    for name in ("cases.jsonl", "run.json"):
        assert main(["rescore", str(run), "--out", str(run / name)]) == 1
        assert "would overwrite the run itself" in capsys.readouterr().err
    assert (run / "cases.jsonl").read_bytes() == before
