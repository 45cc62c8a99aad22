"""MedCalc-Bench's files of outputs, in own-written rows of their form."""

from pathlib import Path

import orjson
import pytest

from preceptor.errors import BadData
from preceptor.published_outputs import read_outputs, read_summary

ROW = {
    "Row Number": 1, "Calculator Name": "Body Mass Index (BMI)", "Calculator ID": "6", "Category": "physical",
    "Note ID": "own-1", "Question": "What is the BMI?", "LLM Answer": "25.1", "LLM Explanation": "N/A",
    "Ground Truth Answer": "25.0", "Result": "Correct",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "model", "method", "version", "old"),
    [
        ("openai_gpt-4o-mini_direct_answer.full1047.jsonl", "gpt-4o-mini", "direct_answer", "", False),
        ("OpenAI_gpt-4_one_shot.partial57.jsonl", "gpt-4", "one_shot", "interrupted", False),
        ("OpenAI_gpt-3.5-turbo_direct_answer.partial182_olddata.jsonl", "gpt-3.5-turbo", "direct_answer", "interrupted", True),
        ("code_exec_gpt_4.partial353.jsonl", "gpt-4", "code_exec", "interrupted", False),
        ("openai_gpt-4o-mini_zero_shot.jsonl", "gpt-4o-mini", "zero_shot", "", False),
    ],
)  # fmt: skip
def test_the_run_is_read_off_the_files_name(
    name: str, model: str, method: str, version: str, old: bool, tmp_path: Path
) -> None:
    rows = [ROW, {**ROW, "Row Number": 2, "Result": "Incorrect"}, {**ROW, "Row Number": 3, "Result": "?"}]
    (tmp_path / name).write_bytes(b"\n".join(map(orjson.dumps, rows)))
    found = list(read_outputs(tmp_path / name))
    run = found[0].run
    assert (run.model, run.method, run.version, "older" in run.note) == (model, method, version, old)
    assert run.task == "medcalc_bench(notes=false)"
    assert [(one.id, one.text, one.mark) for one in found] == [
        ("1", "25.1", "right"), ("2", "25.1", "wrong"), ("3", "25.1", "unclear"),
    ]  # fmt: skip


def test_printed_summaries(tmp_path: Path) -> None:
    file = tmp_path / "results_gpt-4o-mini_direct_answer.json"
    file.write_bytes(orjson.dumps({"lab": {"average": 16.5}, "overall": {"average": 20.6, "std": 0.01}}))
    assert read_summary(file) == {
        "model": "gpt-4o-mini", "method": "direct_answer", "task": "medcalc_bench", "figure": "20.60",
    }  # fmt: skip
    code = tmp_path / "results_gpt_4o_mini_code_augmented.json"
    code.write_bytes(orjson.dumps({"overall": {"average": 28.84}}))
    assert read_summary(code)["method"] == "code_augmented"
    file.write_bytes(orjson.dumps({"lab": {"average": 16.5}}))
    with pytest.raises(BadData, match=r"needs overall\.average"):
        read_summary(file)
