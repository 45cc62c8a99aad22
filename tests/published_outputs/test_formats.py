"""Own-written rows in the formats of four published result sets, and in no known format."""

import csv
import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from preceptor.errors import BadData, BadInput, NotFound
from preceptor.published_outputs import alike, numbered, read_outputs
from preceptor.records import Usage

SAMPLES = Path(__file__).parent.parent / "samples"


def write_csv(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", newline="") if path.suffix == ".gz" else path.open("w", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_jsonl(path: Path, rows: Sequence[Mapping[str, object]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt") if path.suffix == ".gz" else path.open("w") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def test_mirage_tells_the_run_by_the_file_name(tmp_path: Path) -> None:
    rows = [{"id": "test_0000", "responses": ['{"answer_choice": "A"}']}, {"id": "dev_x-1", "responses": []}]
    name = "medqa__rag_32__OpenAI__gpt-4-32k__medcorp__RRF-4.jsonl.gz"
    first, second = read_outputs(write_jsonl(tmp_path / name, rows))
    assert (first.run.task, first.run.set) == ("mirage(set=medqa)", "medqa")
    assert (first.run.model, first.run.method, first.run.version) == ("gpt-4-32k", "rag_32", "medcorp RRF-4")
    assert (first.id, first.text) == ("0000", '{"answer_choice": "A"}')
    assert (second.id, second.text) == ("x-1", None)


def afrimed_row(**changes: str) -> dict[str, str]:
    file = "results/bright-7b/afrimed-qa-v2_bright-7b_mcq_base-prompt__0-shot_score_0.5000_3910.csv"
    row = {
        "file": file,
        "model": "bright-7b",
        "sample_id": "s1",
        "outputs": "It is B.",
        "preds": "B",
        "correct": "True",
    }
    return {**row, **changes}


def test_afrimed_keeps_what_was_scored_and_the_score_in_the_name(tmp_path: Path) -> None:
    path = write_jsonl(
        tmp_path / "expert_mcq_v2_3910.jsonl.gz", [afrimed_row(), afrimed_row(correct="False")]
    )
    first, second = read_outputs(path)
    assert (first.run.task, first.run.method, first.run.printed) == (
        "afrimed_qa(set=expert)",
        "0-shot",
        "0.5000",
    )
    assert (first.text, first.scored_text, first.mark, second.mark) == ("It is B.", "B", "right", "wrong")


def test_afrimed_short_answers_are_no_choice_runs(tmp_path: Path) -> None:
    row = {key: value for key, value in afrimed_row().items() if key not in ("preds", "correct")}
    (output,) = read_outputs(write_jsonl(tmp_path / "saq_v2.5_912.jsonl.gz", [row]))
    assert (output.run.task, output.run.printed) == ("afrimed_qa_short", "")


def medagents_row(number: int, realidx: str, said: str, **changes: str) -> dict[str, str]:
    row = {
        "model": "m", "split": "test", "method": "cot", "row": str(number), "realidx": realidx, "answer_idx": "A",
        "predicted_answer": said, "prompt_tokens": "10", "completion_tokens": "5", "cost": "0.01",
        "time_elapsed": "1.5",
    }  # fmt: skip
    return {**row, **changes}


def test_medagents_letters_usage_and_duplicates_as_they_stand(tmp_path: Path) -> None:
    rows = [medagents_row(0, "7", "A"), medagents_row(1, "7", "A. yes", cost="", prompt_tokens="")]
    first, again = read_outputs(write_csv(tmp_path / "outputs" / "mmlu-pro.csv.gz", rows))
    assert first.run.task == "medagentsbench(set=mmlu-pro,hard=false)"
    assert (first.id, first.choice, first.key) == ("7", "A", "A")
    assert first.usage == Usage(requests=1, input_tokens=10, output_tokens=5, seconds=1.5, price_usd=0.01)
    assert (again.id, again.choice, again.text, again.usage.price_usd) == ("7", None, "A. yes", None)


def test_medagents_rows_that_are_only_numbered_get_the_ids_of_the_table(tmp_path: Path) -> None:
    write_jsonl(
        tmp_path / "data" / "medqa" / "test_hard.jsonl.gz", [{"realidx": 5}, {"realidx": 9}, {"realidx": 12}]
    )
    rows = [medagents_row(number, str(number), "A", split="test_hard") for number in range(2)]
    rows += [medagents_row(0, "9", "B", split="test_hard", method="spo")]
    outputs = list(read_outputs(write_csv(tmp_path / "outputs" / "medqa.csv.gz", rows)))
    assert [output.id for output in outputs] == ["5", "9", "9"]
    assert outputs[0].run.task == "medagentsbench(set=medqa,hard=true)"
    assert "joined by row" in outputs[0].run.note
    assert outputs[2].run.note == ""


def bias_row(number: int, option: str, said: str, mark: str, **changes: str) -> dict[str, str]:
    row = {
        "model": "m", "auto_eval_rescored": "0", "bias": "recency", "mitigation": "none", "i": str(number),
        "correct_answer": option, "response": said, "is_correct": mark,
    }  # fmt: skip
    return {**row, **changes}


OPTIONS = ("A: Streptococcus pyogenes", "B: Monosodium urate", "C: Vitamin D")


@pytest.fixture
def bias_folder(tmp_path: Path) -> Path:
    prompts = [{"bias": "no_bias", "i": number, "correct": option} for number, option in enumerate(OPTIONS)]
    write_jsonl(tmp_path / "data" / "biased_prompts_gpt4.jsonl.gz", prompts)
    return tmp_path / "outputs"


def test_biasmedqa_versions_marks_and_spellings(bias_folder: Path) -> None:
    rows = [
        bias_row(0, OPTIONS[0], "A", "True"), bias_row(1, OPTIONS[1], "C", "False"),
        bias_row(2, OPTIONS[2], "?", "NR"),
        bias_row(0, OPTIONS[0], "A", "Scenario", auto_eval_rescored="1", bias="confirmation_v2"),
        bias_row(0, OPTIONS[0], "A", "True", bias="cultural", mitigation="one-shot"),
    ]  # fmt: skip
    outputs = list(read_outputs(write_csv(bias_folder / "responses.csv.gz", rows)))
    assert [output.mark for output in outputs] == ["right", "wrong", "out", "unclear", "right"]
    assert [output.run.version for output in outputs[2:4]] == ["v1", "v2 read again"]
    assert (outputs[3].run.set, outputs[3].run.task) == ("confirmation", "biasmedqa(bias=confirmation_v2)")
    assert outputs[3].run.marked
    assert outputs[4].run.task == "biasmedqa(bias=cultural_bias)"


def test_biasmedqa_logs_that_lack_rows_are_joined_by_the_right_option(bias_folder: Path) -> None:
    rows = [bias_row(0, OPTIONS[0], "A", "True"), bias_row(1, OPTIONS[2], "C", "True")]
    outputs = list(read_outputs(write_csv(bias_folder / "responses.csv.gz", rows)))
    assert [output.id for output in outputs] == ["0", "2"]
    assert outputs[0].run.note == "1 rows missing and the rest numbered anew; joined by the right option"


def test_biasmedqa_quotes_in_the_right_option_do_not_matter(tmp_path: Path) -> None:
    prompts = [{"bias": "no_bias", "i": 0, "correct": 'A: \\"Go on\\"'}]
    write_jsonl(tmp_path / "data" / "biased_prompts_gpt4.jsonl.gz", prompts)
    rows = [bias_row(0, 'A: "Go on"', "A", "True")]
    (output,) = read_outputs(write_csv(tmp_path / "outputs" / "responses.csv.gz", rows))
    assert (output.id, output.run.note) == ("0", "")


def test_biasmedqa_rows_in_another_order_say_so(bias_folder: Path) -> None:
    rows = [bias_row(0, OPTIONS[2], "C", "True"), bias_row(1, OPTIONS[0], "A", "True")]
    outputs = list(read_outputs(write_csv(bias_folder / "responses.csv.gz", rows)))
    assert [output.id for output in outputs] == ["0", "1"]
    assert "do not follow" in outputs[0].run.note


def test_any_table_with_an_id_and_an_answer(tmp_path: Path) -> None:
    rows = [{"question_id": "q1", "response": "B", "model": "x", "dataset": "medqa"}]
    (output,) = read_outputs(write_csv(tmp_path / "mine.csv", rows))
    assert (output.id, output.text, output.run.model, output.run.set, output.run.task) == (
        "q1",
        "B",
        "x",
        "medqa",
        "",
    )


def test_any_lines_with_columns_named(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "mine.jsonl", [{"number": 3, "said": "A"}, {"number": 4, "said": None}])
    first, second = read_outputs(path, columns={"id": "number", "text": "said"})
    assert (first.id, first.text, first.run.model) == ("3", "A", "mine")
    assert second.text is None


@pytest.mark.parametrize(
    ("rows", "columns", "message"),
    [
        ([{"id": "1", "said": "A"}], {}, "no column for the text; it has: id, said"),
        ([{"who": "1", "answer": "A"}], {}, "--columns id=COLUMN"),
        ([{"id": "1", "answer": "A"}], {"text": "reply"}, "no column 'reply'"),
    ],
)
def test_unclear_columns_are_refused(
    tmp_path: Path, rows: list[dict[str, str]], columns: dict[str, str], message: str
) -> None:
    path = write_csv(tmp_path / "mine.csv", rows)
    with pytest.raises(BadInput, match=message):
        list(read_outputs(path, columns=columns))


def test_files_that_are_not_there_or_hold_nothing(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no file or folder"):
        list(read_outputs(tmp_path / "nowhere"))
    with pytest.raises(NotFound, match="no outputs in"):
        list(read_outputs(tmp_path))
    (tmp_path / "empty.csv").write_text("id,text\n")
    with pytest.raises(BadData, match="holds no rows"):
        list(read_outputs(tmp_path / "empty.csv"))
    (tmp_path / "note.txt").write_text("hello")
    with pytest.raises(BadInput, match="is no file of outputs"):
        list(read_outputs(tmp_path / "note.txt"))


def test_a_folder_is_read_file_by_file_in_order(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv"):
        write_csv(tmp_path / name, [{"id": name, "text": "A"}])
    assert [output.id for output in read_outputs(tmp_path)] == ["a.csv", "b.csv"]


def test_names_are_never_guessed() -> None:
    assert alike("GPT 4", ["gpt-4", "gpt-4o"]) == {"gpt-4"}
    assert alike("gpt-4", ["gpt-4o"]) == set()
    assert numbered("rag", ["rag_32", "rag_8"]) == set()
