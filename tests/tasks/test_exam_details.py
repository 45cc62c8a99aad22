"""What single exams do with the defects and rules of their sets, on samples."""

import shutil
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from preceptor import catalog
from preceptor.components import Task
from preceptor.records import Answer, Case, Score

SAMPLES = Path(__file__).parents[1] / "samples"


def read(name: str, monkeypatch: pytest.MonkeyPatch, folder: str = "") -> tuple[Task, list[Case]]:
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLES / (folder or catalog.parse(name)[0])))
    task = cast(Task, catalog.load("tasks", name))
    return task, list(task.cases("test"))


def summary(task: Task, scores: list[Score]) -> dict[str, float]:
    assert task.summarise
    columns = {part: np.array([score.parts[part] for score in scores]) for part in scores[0].parts}
    return dict(task.summarise(columns))


def test_medqa_cuts_the_end_of_a_json_string_off_an_option(monkeypatch: pytest.MonkeyPatch) -> None:
    _, cases = read("medqa", monkeypatch)
    assert cases[1].choices["D"] == "Hydroxyapatite"
    assert [case.id for case in cases] == ["test-0", "test-1", "test-2"]
    assert cases[0].tags == {"step": "step2&3"}


def test_medagentsbench_takes_the_first_of_a_repeated_question(monkeypatch: pytest.MonkeyPatch) -> None:
    _, cases = read("medagentsbench", monkeypatch)
    assert [case.id for case in cases] == ["0", "5", "9"]


@pytest.mark.parametrize("spelling", ["mmlu-pro", "mmlu_pro", "MMLUPro"])
def test_sets_are_found_in_other_spellings(spelling: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _, cases = read(f"medagentsbench(set={spelling})", monkeypatch)
    assert cases[0].id == "6001"


def test_options_without_text_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    _, cases = read("medagentsbench(set=afrimedqa)", monkeypatch)
    assert list(cases[0].choices) == list("ABCD")
    _, cases = read("afrimed_qa", monkeypatch)
    assert [list(case.choices) for case in cases] == [list("ABCD"), list("BCDE"), list("ABCDE")]
    assert [dict(case.tags) for case in cases] == [{}, {}, {"defect": "the right option has no text"}]
    assert cases[2].choices["C"] == ""
    assert cases[2].target == "C"


def test_afrimed_qa_reads_the_authors_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    _, cases = read("afrimed_qa(set=afr)", monkeypatch)
    assert len(cases) == 3
    assert "\r" not in cases[0].prompt


def test_biasmedqa_undoes_escapes_and_reads_logs_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    _, packed = read("biasmedqa(bias=recency)", monkeypatch)
    _, logged = read("biasmedqa(bias=recency)", monkeypatch, "biasmedqa_official")
    assert packed == logged
    assert packed[2].prompt.endswith(
        'drops?" Recently, you saw a patient like this one who had D: Vitamin E.'
    )
    assert packed[2].choices["E"] == "Folic acid"
    assert [case.id for case in packed] == ["0", "1", "2"]
    assert packed[0].tags == {"bias": "recency"}


def test_medxpertqa_shows_the_options_once_and_draws_the_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    _, packed = read("medxpertqa", monkeypatch)
    assert "Answer Choices" not in packed[0].prompt
    assert len(packed[0].choices) == 10
    _, whole = read("medxpertqa(set=text)", monkeypatch)
    assert [case.id for case in whole] == ["Text-0", "Text-1", "Text-15"]
    assert whole[0] == packed[0]


def test_the_sample_is_drawn_from_the_whole_where_the_packed_copy_is_not_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "medxpertqa").mkdir()
    shutil.copytree(SAMPLES / "medxpertqa" / "medxpertqa" / "Text", tmp_path / "medxpertqa" / "Text")
    monkeypatch.setenv("PRECEPTOR_DATA", str(tmp_path))
    task = cast(Task, catalog.load("tasks", "medxpertqa"))
    assert [case.id for case in task.cases("test")] == ["Text-0", "Text-15"]


def test_medbullets_says_which_figures_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    _, cases = read("medbullets", monkeypatch)
    assert [case.tags.get("figure", "") for case in cases] == ["", "missing", ""]


def test_mediq_joins_sentences_and_stands_an_empty_case(monkeypatch: pytest.MonkeyPatch) -> None:
    _, cases = read("mediq", monkeypatch)
    assert cases[0].prompt.startswith("A 40-year-old woman has been tired for months. She prefers")
    assert cases[2].prompt == "Which vitamin is made in sunlit skin?"


def test_pubmedqa_keeps_the_test_list_and_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    task, cases = read("pubmedqa", monkeypatch)
    assert [case.id for case in cases] == ["90000001", "90000002", "90000003"]
    assert [case.id for case in task.cases("train")] == ["90000004", "90000005", "90000006"]
    assert cases[0].context[0].title == "BACKGROUND"
    assert cases[0].choices == {"A": "yes", "B": "no", "C": "maybe"}


def test_pubmedqa_macro_f1_agrees_with_its_definition(monkeypatch: pytest.MonkeyPatch) -> None:
    task, cases = read("pubmedqa", monkeypatch)
    texts = ["yes", "yes", "I cannot tell."]
    scores = [task.score(case, Answer(text=text), None) for case, text in zip(cases, texts, strict=True)]
    # yes: 1 hit, named twice, right once: 2/3; no and maybe: 0
    assert summary(task, scores)["macro_f1"] == pytest.approx((2 / 3 + 0 + 0) / 3)
    assert summary(task, [task.score(case, task.gold(case), None) for case in cases])["macro_f1"] == 1.0


def test_medhalt_counts_admissions_in_other_words(monkeypatch: pytest.MonkeyPatch) -> None:
    task, cases = read("medhalt", monkeypatch)
    assert [case.target for case in cases] == ["F", "C", "E|F"]
    answers = ["F", "A", "E"]
    scores = [task.score(case, Answer(text=text), None) for case, text in zip(cases, answers, strict=True)]
    assert [score.value for score in scores] == [1.0, 0.0, 1.0]
    assert summary(task, scores)["pointwise"] == pytest.approx((1 - 0.25 + 1) / 3)


def test_igakuqa_tells_the_case_again_and_groups_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    _, cases = read("igakuqa", monkeypatch)
    first, opening, following, number, *_ = cases
    assert (first.context, first.group) == ((), "114E1")
    assert (opening.group, following.group, number.group) == ("114E2", "114E2", "114E4")
    assert [passage.text for passage in following.context] == [opening.prompt]
    assert opening.instruction == "正しい選択肢の記号を2つ、コンマで区切って答えよ。"
    assert number.context == ()


def test_igakuqa_points_and_prohibited_options(monkeypatch: pytest.MonkeyPatch) -> None:
    task, cases = read("igakuqa", monkeypatch)
    given = ["B", "A,D", "A", "25.0 です", "C", "C"]
    scores = [task.score(case, Answer(text=text), None) for case, text in zip(cases, given, strict=True)]
    assert [score.value for score in scores] == [1.0, 0.0, 0.0, 1.0, 1.0, 1.0]
    assert [score.flags.get("prohibited_option", False) for score in scores] == [
        False,
        True,
        True,
        False,
        False,
        False,
    ]
    assert summary(task, scores) == {
        "exam_points": 3.0, "exam_points_share": pytest.approx(3 / 7), "harmful_choices": 2.0,
        "harmful_choice_rate": 1.0,
    }  # fmt: skip


def test_igakuqa_takes_every_letter_where_the_ministry_did(monkeypatch: pytest.MonkeyPatch) -> None:
    task, cases = read("igakuqa(images=true)", monkeypatch)
    by_id = {case.id: case for case in cases}
    assert task.score(by_id["116A71"], Answer(text="A"), None).value == 1.0
    assert task.score(by_id["116A71"], Answer(text=""), None).value == 0.0
    assert [task.score(by_id["112B30"], Answer(text=t), None).value for t in "ABCDE"] == [
        1.0,
        0.0,
        0.0,
        1.0,
        0.0,
    ]
    assert by_id["112B30"].tags["image"] == "missing"
    assert by_id["116A72"].tags["withdrawn"] == "yes"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("25.0", 1.0), ("25", 1.0), ("２５.０", 1.0), ("64/1.6/1.6 = 25", 1.0), ("Answer: 25.0 kg/m2", 1.0),
        ("答え：25.0（BMI 18.5以上25未満が普通）", 1.0), ("24.9", 0.0), ("250", 0.0), ("", 0.0), ("unknown", 0.0),
    ],
)  # fmt: skip
def test_igakuqa_reads_numbers(text: str, value: float, monkeypatch: pytest.MonkeyPatch) -> None:
    task, cases = read("igakuqa(language=en)", monkeypatch)
    case = next(case for case in cases if case.answer_kind == "value")
    assert case.target == 25.0
    score = task.score(case, Answer(text=text), None)
    assert score.value == value
    assert score.flags.get("unparsed", False) is (text in ("", "unknown"))
    assert task.score(case, Answer(value=25.0), None).value == 1.0


def test_igakuqa_joins_the_authors_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "igakuqa" / "data" / "2022"
    shutil.copytree(SAMPLES / "igakuqa_official" / "igakuqa" / "data" / "2022", folder)
    for part in "BCDEF":
        for suffix in ("", "_metadata", "_translate"):
            (folder / f"116-{part}{suffix}.jsonl").touch()
    monkeypatch.setenv("PRECEPTOR_DATA", str(tmp_path))
    task = cast(Task, catalog.load("tasks", "igakuqa(year=2022,language=en)"))
    _, packed = read("igakuqa(year=2022,language=en)", monkeypatch)
    monkeypatch.setenv("PRECEPTOR_DATA", str(tmp_path))
    assert list(task.cases("test")) == packed
    assert len(task.data) == 18
