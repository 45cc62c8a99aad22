import argparse
import csv
import io

import orjson
import pytest

from preceptor.commands.report import COMMAND
from preceptor.errors import BadInput, NotFound
from preceptor.report import csv_text, markdown_text, report_text, visible
from preceptor.report._numbers import count, figure, money, p_value, percent_range, seconds, signed
from preceptor.rows import read_run


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1"])
def test_no_cell_is_read_as_a_formula(start):
    assert csv_text(start).startswith("'")
    assert csv_text("a=1") == "a=1"


def test_hidden_characters_are_shown():
    assert visible("a\u202eb\u200b\x00\ufeff") == "a[U+202E]b[U+200B][U+0000][U+FEFF]"
    assert visible("é 血 مريض\n\t") == "é 血 مريض\n\t"


def test_markdown_cannot_be_broken_out_of():
    assert markdown_text("a|b\n# c `x` <script>") == r"a\|b # c \`x\` &lt;script&gt;"


def test_numbers_for_people():
    assert [count(value) for value in (3, 1234567, 2.25, 1234.6)] == ["3", "1,234,567", "2.2", "1,235"]
    assert [money(value) for value in (None, 0, 0.00123, 12.5)] == ["unknown", "$0.00", "$0.0012", "$12.50"]
    assert [seconds(value) for value in (None, 0.0001, 0.25, 12.34)] == ["–", "< 1 ms", "250 ms", "12.3 s"]
    assert [p_value(value) for value in (0.0004, 0.0412, float("nan"))] == ["< 0.001", "0.041", "–"]
    assert (signed(-0.031), percent_range(-0.1, 0.05)) == ("−3.1", "-10.0 to 5.0")
    assert [figure(value) for value in (0.5, 12.25, "x", None)] == ["50.0", "12.25", "–", "–"]


def test_csv_has_one_line_for_each_figure(run_folder):
    rows = list(csv.DictReader(io.StringIO(report_text([run_folder], "csv"))))
    totals = [row for row in rows if not row["tag"]]
    assert len(totals) == 10
    assert {row["metric"] for row in rows} == {"score"}
    direct = next(row for row in totals if (row["task"], row["pipeline"]) == ("wards", "direct"))
    assert (direct["n"], direct["groups"], direct["method"], direct["run"]) == ("24", "8", "bca", "spring")
    assert (
        sum(int(row["n"]) for row in rows if row["tag"] == "specialty" and row["task"] == "wards") == 24 * 3
    )


def test_json_has_every_figure_and_no_text_of_a_case(run_folder):
    text = report_text([run_folder], "json")
    document = orjson.loads(text)
    assert document["format"] == 1
    assert len(document["report"]["arms"]) == 10
    assert "owned" not in text


def test_markdown_has_the_tables(run_folder):
    text = report_text([run_folder], "md")
    for title in ("## Scores", "## Knowledge against test-taking", "## Breakdown", "## Cost and time"):
        assert title in text
    assert "owned" not in text
    width = {
        line.count(" | ")
        for line in text.split("## Scores")[1].split("##")[0].splitlines()
        if line.startswith("|")
    }
    assert len(width) == 1


def _run(*arguments):
    parser = argparse.ArgumentParser()
    COMMAND.add(parser)
    return COMMAND.run(parser.parse_args([str(argument) for argument in arguments]))


def test_command_writes_the_page_into_the_run(run_folder, capsys):
    assert _run(run_folder) == 0
    page = run_folder / "report.html"
    assert page.read_text().startswith("<!doctype html>")
    assert page.stat().st_mode & 0o077 == 0
    assert str(page) in capsys.readouterr().out


def test_command_prints_or_writes_tables(run_folder, tmp_path, capsys):
    assert _run(run_folder, "--format", "md") == 0
    assert "## Scores" in capsys.readouterr().out
    assert _run(run_folder, "--out", tmp_path / "figures.csv") == 0
    assert (tmp_path / "figures.csv").read_text().startswith("run,task")


def test_command_refuses_in_one_line(run_folder, tmp_path):
    with pytest.raises(BadInput, match="no --out"):
        _run(run_folder, tmp_path)
    with pytest.raises(BadInput, match="ends in none of"):
        _run(run_folder, "--out", tmp_path / "figures.xlsx")
    with pytest.raises(NotFound, match="does not exist"):
        _run(tmp_path / "nowhere")
    with pytest.raises(BadInput, match="cannot write"):
        _run(run_folder, "--out", tmp_path / "no" / "such" / "report.html")


def test_the_generated_run_is_a_run(run_folder):
    assert read_run(run_folder)["seed"] == 7
