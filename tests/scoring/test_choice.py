"""Reading of multiple-choice answers: a table of written answers, the score, and time in proportion to the text."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from preceptor.records import Answer, Case, Json, Score
from preceptor.scoring.choice import read_choice, score_choice

TABLE = Path(__file__).with_name("choice_outputs.jsonl")
ROWS = [json.loads(line) for line in TABLE.read_text(encoding="utf-8").splitlines()]
DRUGS = {"A": "aspirin", "B": "bisoprolol", "C": "captopril", "D": "digoxin"}


@pytest.mark.parametrize("row", ROWS, ids=[f"line{number}" for number in range(1, len(ROWS) + 1)])
def test_reads_what_was_meant(row: dict) -> None:
    reading = read_choice(row["text"], row["choices"], several=row["several"])
    assert (list(reading.letters), reading.flag) == (row["letters"], row["flag"]), (row["text"], reading.how)


def test_the_table_is_broad() -> None:
    assert len(ROWS) >= 150
    assert len({row["text"] for row in ROWS}) > 400
    assert {row["flag"] for row in ROWS} == {"", "unparsed", "refused"}
    assert any(row["several"] for row in ROWS)


def scored(answer: Answer, target: Json = "C", choices: Mapping[str, str] = DRUGS) -> Score:
    return score_choice(Case(id="1", prompt="Which?", choices=choices, target=target), answer)


@pytest.mark.parametrize(
    ("answer", "target", "value", "flags", "why"),
    [
        (Answer(text="The answer is B"), "C", 0.0, {}, "read B (stated: 'The answer is B'); expected C"),
        (Answer(text="C"), "C", 1.0, {}, "read C (stated: 'C'); expected C"),
        (Answer(text="B", choice="c"), "C", 1.0, {}, "read C (given); expected C"),
        (Answer(text="", choice="E"), "C", 0.0, {"unparsed": True}, "unparsed ('E' is no option); expected C"),
        (Answer(), "C", 0.0, {"unparsed": True}, "unparsed (no option is stated); expected C"),
        (Answer(text="I cannot answer."), "C", 0.0, {"refused": True}, "refused (no option is stated); expected C"),
        (Answer(text="C, a"), "A,C", 1.0, {}, "read A,C (stated: 'C, a'); expected A,C"),
        (Answer(choice="C,A"), "A,C", 1.0, {}, "read A,C (given); expected A,C"),
        (Answer(text="A"), "A,C", 0.0, {}, "read A (stated: 'A'); expected A,C"),
        (Answer(choice="A,C"), "C", 0.0, {}, "read A,C (given); expected C"),
        (Answer(text="A and C"), "C", 0.0, {"unparsed": True}, "unparsed (several options are stated: 'A and C'); expected C"),
    ],
)  # fmt: skip
def test_scores(answer: Answer, target: str, value: float, flags: dict[str, bool], why: str) -> None:
    score = scored(answer, target)
    assert (score.value, score.low, score.high) == (value, value, value)
    assert score.flags == flags
    assert score.why == why


def test_a_letter_that_is_a_word_of_an_option_is_not_its_letter() -> None:
    choices = {"A": "C. difficile colitis", "B": "Norovirus", "C": "Irritable bowel syndrome"}
    assert read_choice("C. difficile colitis", choices).letters == ("A",)
    assert read_choice("C", choices).letters == ("C",)
    assert read_choice("Figure C", {"A": "Figure C", "B": "Figure A"}).letters == ("A",)


def test_options_that_say_the_same_are_told_apart_by_letter_only() -> None:
    same = {"A": "a) rest", "B": "b) rest", "C": "c) surgery"}
    assert read_choice("rest", same).flag == "unparsed"
    assert read_choice("The answer is B) rest.", same).letters == ("B",)


MEGABYTE = 1_000_000
HUGE = [
    "x", " ", "A ", "(", "\n", "the answer is ", "\\boxed{", '"answer": "', "<think>", "<answer>", "not ", "so, ",
    "most ", "option ", "captopril ", "A. aspirin\n", "ア", "А ", "答案", '"', "<", "lorem ipsum dolor A or B, ", "I cannot ",
    "A: aspirin, B: bisoprolol, C: captopril, D: digoxin\n", "answer most likely is the ", "1 ", "réponse ", "\\a",
]  # fmt: skip


@pytest.mark.parametrize("piece", HUGE, ids=[ascii(piece)[:20] for piece in HUGE])
def test_a_megabyte_of_the_same_settles_on_nothing_wrong(piece: str) -> None:
    """Patterns that look back without bounds would never come to an end here."""
    reading = read_choice(piece * (MEGABYTE // len(piece)), DRUGS)
    assert set(reading.letters) <= set(DRUGS)
    assert bool(reading.letters) != bool(reading.flag)


def test_the_answer_at_either_end_of_a_huge_text_is_read() -> None:
    filler = "lorem ipsum " * 80_000
    assert read_choice(f"{filler}\nThe answer is D.", DRUGS).letters == ("D",)
    assert read_choice(f"The answer is B.\n{filler}", DRUGS).letters == ("B",)


@pytest.mark.parametrize(
    ("text", "letter"), [("B", "B"), ("(c)", "C"), ("The answer is D.", "D"), ('{"answer": "A"}', "A")]
)
def test_a_short_answer_is_read_without_looking_at_the_options(
    text: str, letter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("preceptor.scoring.choice.options_of", None)
    assert read_choice(text, DRUGS).letters == (letter,)
