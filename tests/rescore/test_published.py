"""From outputs and a table to compared cells, on the own-written samples."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from preceptor.errors import BadInput, NotFound
from preceptor.rescore import Cell, Rescored, counts, rescore_published, rows, summary

Rows = Sequence[Mapping[str, object]]
Write = Callable[[str, Rows], Path]
Samples = Callable[[str], None]


def printed(written: Write, figure: str, **labels: str) -> Path:
    return written(
        "table.csv", [{"model": "gpt-9", "method": "cot", "task": "medqa", **labels, "accuracy": figure}]
    )


def only(rescored: Rescored) -> Cell:
    (one,) = rescored.cells
    return one


def test_ours_counts_what_cannot_be_read_as_wrong(mirage: Path, written: Write) -> None:
    one = only(rescore_published("medqa", mirage, published=printed(written, "33.3")))
    assert (one.best.match, one.why) == ("ours", "")
    score = one.best.score
    assert (score.ours.right, score.n, score.unparsed + score.refused, score.empty) == (1.0, 3, 2, 1)


def test_the_authors_rule_gives_the_figure_and_says_what_it_does(written: Write, samples: Samples) -> None:
    """By MIRAGE's rule a reply without a letter is an A."""
    samples("mirage")
    replies = ["No letter at all.", '{"answer_choice": "C"}', '{"answer_choice": "C"}']
    lines = [{"id": f"test_000{number}", "responses": [said]} for number, said in enumerate(replies)]
    outputs = written("medqa__cot__OpenAI__gpt-9.jsonl", lines)
    one = only(rescore_published("mirage", outputs, published=printed(written, "66.7")))
    assert (one.best.match, one.best.rule) == ("rule", "mirage")
    assert one.why == "mirage: unparsed counted as A: +33.33 points"
    assert counts([one]) == {"cells": 1, "match": 1, "ours": 0, "rule": 1}
    forced = only(rescore_published("mirage", outputs, published=printed(written, "33.3"), protocol="mirage"))
    assert forced.best.match == "no"
    alone = only(rescore_published("mirage", outputs, published=printed(written, "66.7"), protocol="ours"))
    assert (alone.best.match, alone.best.rule) == ("no", "")
    assert alone.why == "unparsed counted as A: 66.67"


def test_a_lost_reply_that_kept_the_letter_before_is_named(written: Write, samples: Samples) -> None:
    samples("mirage")
    lines: Rows = [
        {"id": "test_0001", "responses": ['"answer_choice": "C"']},
        {"id": "test_0002", "responses": []},
        {"id": "test_0000", "responses": ['"answer_choice": "A"']},
    ]
    outputs = written("medqa__cot__OpenAI__gpt-9.jsonl", lines)
    one = only(rescore_published("medqa", outputs, published=printed(written, "66.67")))
    assert one.best.match == "rule"
    assert one.why.endswith("mirage, 1 missing replies taken from the question before")


def test_no_rule_fits(mirage: Path, written: Write) -> None:
    one = only(rescore_published("medqa", mirage, published=printed(written, "12.3")))
    assert one.best.match == "no"
    assert one.why.endswith("not explained: off by -21.03 points")
    assert summary(Rescored(cells=[one]))[-1] == "0 of 1 cells match"


def test_missing_replies_could_make_the_difference(mirage: Path, written: Write) -> None:
    one = only(rescore_published("medqa", mirage, published=printed(written, "50.1")))
    assert "1 empty replies in the files: between 33.33 and 66.67" in one.why


def medagents_rows(*said: tuple[str, str], key: str = "") -> list[dict[str, str]]:
    blank = {"prompt_tokens": "", "completion_tokens": "", "cost": "", "time_elapsed": ""}
    return [
        {"model": "m", "split": "test", "method": "cot", "row": str(number), "realidx": case, "answer_idx": key,
         "predicted_answer": letter, **blank}
        for number, (case, letter) in enumerate(said)
    ]  # fmt: skip


def test_duplicates_and_strangers_are_dropped_and_told(written: Write, samples: Samples) -> None:
    samples("medagentsbench")
    lines = medagents_rows(("0", "A"), ("0", "C"), ("5", "B"), ("99", "B"))
    outputs = written("outputs/medqa.csv", lines)
    table = written(
        "table.csv", [{"model": "M", "method": "CoT", "task": "medqa", "split": "test", "acc": "1.00"}]
    )
    one = only(rescore_published("medqa", outputs, published=table))
    assert (one.best.score.n, one.best.score.duplicates, one.best.score.strangers) == (2, 1, 1)
    assert one.why == "1 duplicate rows dropped: +33.33 points; 1 rows of no case of the table left out"


def test_a_key_that_is_not_the_tables_is_told(written: Write, samples: Samples) -> None:
    samples("medagentsbench")
    outputs = written("outputs/medqa.csv", medagents_rows(("0", "A"), key="D"))
    one = only(rescore_published("medqa", outputs))
    assert "another right letter than the case table in 1 rows" in one.why


def test_the_better_of_two_versions_comes_first_and_both_are_kept(written: Write, samples: Samples) -> None:
    samples("biasmedqa")
    lines = [
        {"model": "m", "auto_eval_rescored": again, "bias": "no_bias", "mitigation": "none", "i": number,
         "correct_answer": option, "response": said, "is_correct": mark}
        for again, answers in (("0", ("A", "NR", "D")), ("1", ("A", "NR", "D")))
        for number, (option, said, mark) in enumerate(
            zip(("A: Streptococcus pyogenes", "B: Monosodium urate", "C: Vitamin D"), answers,
                ("True", "NR", "odd"), strict=True)
        )
    ]  # fmt: skip
    outputs = written("outputs/responses.csv", lines)
    table = written("table.csv", [{"mitigation": "none", "bias": "no_bias", "M": "0.500"}])
    one = only(rescore_published("biasmedqa", outputs, published=table))
    assert [entry.score.run.version for entry in one.versions] == ["v1", "v1 read again"]
    assert [(entry.rule, entry.match) for entry in one.versions] == [("biasmedqa", "rule"), ("marks", "rule")]
    assert one.why == "biasmedqa: 1 unparsed dropped from the denominator: +16.67 points"
    kept = written("table.csv", [{"mitigation": "none", "bias": "no_bias", "M": "1.000"}])
    strict = only(rescore_published("biasmedqa", outputs, published=kept))
    assert strict.why.endswith("marks, with 1 that are unclear dropped as well: 100.00")


def test_figures_in_the_names_of_result_files(written: Write, samples: Samples) -> None:
    samples("afrimed_qa")
    row = {"file": "results/x/x_mcq_base-prompt__0-shot_score_0.0000_289.csv", "model": "x", "sample_id": "0" * 32,
           "outputs": "I cannot tell.", "preds": "I", "correct": "False"}  # fmt: skip
    one = only(rescore_published("afrimedqa", written("afr_mcq_v2.5_289.jsonl", [row])))
    assert (one.best.match, one.printed and one.printed.text) == ("ours", "0.0000")


def test_a_table_of_no_known_format_is_joined_to_the_named_task(written: Write, samples: Samples) -> None:
    samples("mirage")
    outputs = written(
        "mine.csv", [{"id": "0000", "answer": "A"}, {"id": "0001", "answer": "The answer is B."}]
    )
    one = only(rescore_published("mirage(set=medqa)", outputs))
    assert (one.best.score.ours.right, one.best.match, rows([one])[0]["model"]) == (2.0, "", "mine")


def test_printed_figures_without_outputs_are_counted_apart(mirage: Path, written: Write) -> None:
    figures = [{"model": model, "task": "medqa", "accuracy": "33.3"} for model in ("gpt-9", "gpt-10")]
    found = rescore_published("medqa", mirage, published=written("table.csv", figures))
    assert [absent.labels["model"] for absent in found.absent] == ["gpt-10"]
    assert summary(found) == [
        "1 printed figures have no outputs here: gpt-10",
        "1 by our scorer, 0 by the authors' rule where ours differs, 0 not",
        "1 of 1 cells match",
    ]


def test_what_is_not_there_is_said(mirage: Path, written: Write) -> None:
    with pytest.raises(BadInput, match=r"no outputs of 'bioasq'; sets: medqa, mirage"):
        rescore_published("bioasq", mirage)
    with pytest.raises(NotFound, match=r"no protocol 'mirrage'.*there are: ours, mirage; near: mirage"):
        rescore_published("medqa", mirage, published=printed(written, "33.3"), protocol="mirrage")
    with pytest.raises(NotFound, match="no task 'medqq'"):
        rescore_published("medqq", written("mine.csv", [{"id": "1", "answer": "A"}]))


def test_a_judged_task_is_refused(written: Write) -> None:
    outputs = written("mine.csv", [{"id": "1", "answer": "A"}])
    with pytest.raises(BadInput, match="scored by a judge"):
        rescore_published("examples/judged_rubric", outputs)
