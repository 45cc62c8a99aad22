"""Logs that Inspect, lm-evaluation-harness, HELM and verifiers wrote, read; tables; what is refused; the way back."""

import argparse
import json
import shutil
import zipfile
from pathlib import Path
from typing import cast

import pytest

from preceptor import catalog
from preceptor.compare import compare
from preceptor.components import Command
from preceptor.errors import BadData, BadInput, NotFound
from preceptor.foreign_logs import Asked, form_of, read_log, write_run
from preceptor.report import figures_of
from preceptor.rows import read_rows

FIXTURES = Path(__file__).parent / "fixtures"


def scores(log):
    return {(row["id"], row["epoch"]): row.get("score", {}).get("value") for row in log.rows}


def run(name, *arguments):
    command = cast(Command, catalog.load("commands", name))
    parser = argparse.ArgumentParser()
    command.add(parser)
    return command.run(parser.parse_args(list(map(str, arguments))))


@pytest.mark.parametrize("place", ["inspect_eval/log.eval", "inspect_json/log.json"])
def test_inspect(place):
    log = read_log(FIXTURES / place)
    assert log.program == "inspect_ai 0.3.285"
    assert scores(log) == {
        ("q1", 0): 1.0, ("q2", 0): 0.0, ("q3", 0): None, ("q1", 1): 1.0, ("q2", 1): 1.0, ("q3", 1): None,
    }  # fmt: skip
    failed = [row for row in log.rows if row["status"] == "failed"]
    assert [row["error"]["message"] for row in failed] == ["RuntimeError('the service is gone')"] * 2
    first = log.rows[0]
    assert (first["target"], first["answer"]["choice"], first["choices"]["A"]) == ("A", "A", "Sodium")
    assert (first["model"], first["tags"], first["usage"]["input_tokens"]) == (
        "mockllm/model",
        {"specialty": "medicine"},
        40,
    )


def test_lm_eval_file_and_folder():
    log = read_log(FIXTURES / "lm_eval")
    assert log.program == "lm_eval 0.4.13"
    assert set(scores(log)) == {("q1", 0), ("q2", 0), ("q3", 0)}
    (file,) = log.files
    assert read_log(file).rows == log.rows
    results = json.loads(next((FIXTURES / "lm_eval").glob("results_*")).read_text())
    assert sum(scores(log).values()) / 3 == pytest.approx(results["results"]["three_questions"]["acc,none"])


def test_helm():
    log = read_log(FIXTURES / "helm")
    assert scores(log) == {("q1", 0): 0.0, ("q2", 0): 0.0, ("q3", 0): 0.0}
    assert (log.rows[0]["target"], log.rows[1]["target"], log.rows[0]["model"]) == ("A", "B", "simple/model1")
    tokens = read_log(FIXTURES / "helm", asked=Asked(score="num_prompt_tokens"))
    assert scores(tokens)["q1", 0] == 184
    with pytest.raises(BadInput, match=r"no score 'exact_mach'; it has: .*; near: exact_match"):
        read_log(FIXTURES / "helm", asked=Asked(score="exact_mach"))


def test_verifiers():
    log = read_log(FIXTURES / "verifiers")
    assert log.program == "verifiers 0.4.0"
    assert scores(log) == {("q1", 0): 1.0, ("q2", 0): 0.0, ("q3", 0): None}
    assert (
        log.rows[2]["error"]["message"] == "task ThreeQuestionsTask scoring: RuntimeError: the scorer broke"
    )
    first = log.rows[0]
    assert (first["answer"]["text"], first["target"], first["usage"]["input_tokens"]) == ("A", "A", 12)


def healthbench(tmp_path, **changed):
    """Lay out a file as simple-evals' healthbench_eval.py writes it: it cannot be installed from a registry."""
    examples = [
        {
            "score": score, "prompt_id": f"p{i}", "prompt": [{"role": "user", "content": "My throat hurts."}],
            "completion": [{"role": "assistant", "content": "Drink."}], "usage": {"input_tokens": 5, "output_tokens": 2},
            "rubric_items": [{"criterion": "Asks for how long", "points": 5, "tags": [], "criteria_met": score > 0}],
        }
        for i, score in enumerate((0.75, -0.5, 1.0))
    ]  # fmt: skip
    path = tmp_path / "healthbench_m_allresults.json"
    path.write_text(
        json.dumps({"score": 0.4, "metrics": {}, "metadata": {"example_level_metadata": examples}, **changed})
    )
    return path


def test_healthbench(tmp_path):
    path = healthbench(tmp_path)
    log = read_log(path, asked=Asked(model="m"))
    assert list(scores(log).values()) == [0.75, 0.0, 1.0]
    assert log.rows[1]["score"]["parts"] == {"unclipped": -0.5}
    assert log.rows[1]["score"]["why"] == "0 of 1 criteria met"
    with pytest.raises(BadInput, match="does not say which model"):
        read_log(path)
    with pytest.raises(BadInput, match="holds only totals"):
        read_log(healthbench(tmp_path, metadata={}), "simple_evals", Asked(model="m"))


def test_a_table(tmp_path):
    path = tmp_path / "ward.csv"
    path.write_text(
        "id,score,model,flag_high_risk,part_recall,tag_sex,error\na,1,m,yes,0.5,f,\nb,,m,0,,m,\nc,,m,,,,gone\n"
    )
    log = read_log(path)
    assert [row["status"] for row in log.rows] == ["scored", "unscored", "failed"]
    assert log.rows[0]["score"] == {
        "value": 1.0, "low": 1.0, "high": 1.0, "parts": {"recall": 0.5}, "flags": {"high_risk": True}, "why": "",
    }  # fmt: skip
    assert log.rows[0]["task"] == "ward"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ident,score\na,1\n", "no column 'id'"),
        ("id,score,scroe\na,1,1\n", "unknown column 'scroe'.*near: score"),
        ("id,score\na,good\n", "line 2: score 'good' is no number"),
        ("id,score\na,1,2\n", "line 2: other than 2 cells"),
        ("id,score,flag_x\na,1,maybe\n", "flag 'maybe'"),
        ("id,score\n", "holds no case"),
        ("id,score\n,1\n", "line 2: no id"),
    ],
)
def test_bad_tables_are_one_line(tmp_path, text, message):
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(BadInput, match=message):
        read_log(tmp_path / "t.csv")


def test_versions_that_are_not_known_are_refused_and_leave_nothing(tmp_path):
    header = json.loads((FIXTURES / "inspect_json" / "log.json").read_text())
    for change, message in (
        ({"version": 3}, "of format 3, this version reads 2"),
        ({"status": "error"}, "ended as 'error'"),
    ):
        (tmp_path / "log.json").write_text(json.dumps({**header, **change}))
        with pytest.raises(BadInput, match=message):
            run("import", tmp_path / "log.json", "--out", tmp_path / "run")
    trace = json.loads((FIXTURES / "verifiers" / "traces.jsonl").read_text().splitlines()[0])
    trace["traces"][0]["version"] = 9
    (tmp_path / "traces.jsonl").write_text(json.dumps(trace) + "\n")
    with pytest.raises(BadInput, match="traces of version 9, this version reads 1"):
        run("import", tmp_path / "traces.jsonl", "--out", tmp_path / "run")
    (tmp_path / "samples_x.jsonl").write_text('{"doc": {}}\n')
    with pytest.raises(BadInput, match="no samples file of lm-evaluation-harness"):
        run("import", tmp_path / "samples_x.jsonl", "--out", tmp_path / "run")
    shutil.copytree(FIXTURES / "helm", tmp_path / "helm")
    (tmp_path / "helm" / "scenario_state.json").write_text("{}")
    with pytest.raises(BadInput, match="another way than HELM"):
        run("import", tmp_path / "helm", "--out", tmp_path / "run")
    assert not (tmp_path / "run").exists()
    assert not list(tmp_path.glob(".run*"))


def test_damage_is_one_line(tmp_path):
    whole = (FIXTURES / "inspect_eval" / "log.eval").read_bytes()
    (tmp_path / "cut.eval").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadData, match="is damaged"):
        read_log(tmp_path / "cut.eval")
    with zipfile.ZipFile(tmp_path / "other.eval", "w") as archive:
        archive.writestr("a.txt", "b")
    with pytest.raises(BadInput, match=r"no header\.json"):
        read_log(tmp_path / "other.eval")
    (tmp_path / "traces.jsonl").write_text('{"a": 1}\n{"b"')
    with pytest.raises(BadData, match="line 2"):
        read_log(tmp_path / "traces.jsonl")
    with pytest.raises(NotFound, match="nothing at"):
        form_of(tmp_path / "none.eval")
    (tmp_path / "x.txt").write_text("")
    with pytest.raises(BadInput, match="cannot tell what wrote"):
        form_of(tmp_path / "x.txt")


def test_scores_outside_the_range_need_a_scale(tmp_path):
    (tmp_path / "t.csv").write_text("id,score,model\na,1,m\nb,5,m\n")
    log = read_log(tmp_path / "t.csv")
    with pytest.raises(BadInput, match=r"has the score 5, outside 0..1; give its range with --scale"):
        write_run(log, tmp_path / "run")
    assert write_run(log, tmp_path / "run", (1, 5)) == 2
    assert [row["score"]["value"] for row in read_rows(tmp_path / "run")] == [0.0, 1.0]
    with pytest.raises(BadInput, match="is not empty"):
        write_run(log, tmp_path / "run", (1, 5))
    (tmp_path / "t.csv").write_text("id,score\na,1\na,0\n")
    with pytest.raises(BadInput, match="repeat 1, stands twice"):
        write_run(read_log(tmp_path / "t.csv"), tmp_path / "again")


def test_an_imported_run_is_reported_and_compared(tmp_path, capsys):
    for name, place in (("a", "inspect_eval/log.eval"), ("b", "inspect_json/log.json")):
        assert run("import", FIXTURES / place, "--out", tmp_path / name) == 0
    assert "6 cases of inspect_ai 0.3.285, 2 failed, 0 without a score" in capsys.readouterr().out
    (arm,) = figures_of([tmp_path / "a"]).arms
    assert (arm.counts.failed, arm.score.value, arm.bounds.low) == (2, 0.75, 0.5)
    assert compare(str(tmp_path / "a"), str(tmp_path / "b")).pairs[0].difference.value == 0.0


@pytest.mark.parametrize("name", ["log.eval", "log.json"])
def test_exported_as_a_log_of_inspect_and_read_again(tmp_path, capsys, name):
    run("import", FIXTURES / "inspect_eval" / "log.eval", "--out", tmp_path / "a")
    assert run("export", tmp_path / "a", "--to", "inspect", "--texts", "--out", tmp_path / name) == 0
    before, after = read_log(FIXTURES / "inspect_eval" / "log.eval"), read_log(tmp_path / name)
    assert scores(after) == scores(before)
    assert [row["prompt"] for row in after.rows] == [row["prompt"] for row in before.rows]
    assert [row["status"] for row in after.rows] == [row["status"] for row in before.rows]
    assert run("export", tmp_path / "a", "--to", "inspect", "--out", tmp_path / f"short{name[3:]}") == 0
    short = read_log(tmp_path / f"short{name[3:]}")
    assert scores(short) == scores(before)
    assert "vasopressin" not in json.dumps(short.rows)
    assert "gone" not in json.dumps(short.rows)


def test_one_arm_must_be_chosen(tmp_path):
    (tmp_path / "t.csv").write_text("id,score,model\na,1,m\na,1,n\n")
    run("import", tmp_path / "t.csv", "--out", tmp_path / "run")
    with pytest.raises(BadInput, match="several arms"):
        run("export", tmp_path / "run", "--to", "inspect", "--out", tmp_path / "x.eval")
    assert (
        run("export", tmp_path / "run", "--to", "inspect", "--model", "n", "--out", tmp_path / "x.eval") == 0
    )
    with pytest.raises(NotFound, match="no such arm"):
        run("export", tmp_path / "run", "--to", "inspect", "--model", "o", "--out", tmp_path / "x.eval")
    with pytest.raises(BadInput, match=r"ends in \.eval or \.json"):
        run("export", tmp_path / "run", "--to", "inspect", "--model", "n", "--out", tmp_path / "x.txt")
