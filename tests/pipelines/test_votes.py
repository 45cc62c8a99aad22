"""What counts as the same vote, and when several letters are asked for."""

import pytest

from preceptor.pipelines._votes import agrees, wants_several
from preceptor.records import Answer, Case


@pytest.mark.parametrize(
    ("prompt", "instruction", "expected"),
    [
        ("Which two drugs interact?", "", True),
        ("Choose two.", "Answer with the letters.", True),
        ("Select all that apply.", "", True),
        ("正しいのはどれか。2つ選べ。", "", True),
        ("誤っているのはどれか。３つ選べ。", "", True),
        ("正しいのはどれか。", "", False),
        ("She has two children. Which drug?", "Answer with the letter of the one best option.", False),
        ("Choose three. " + "The history is long. " * 20 + "Which drug?", "", False),
        ("", "", False),
    ],
)
def test_the_question_says_how_many_letters(prompt, instruction, expected) -> None:
    assert wants_several(Case(id="1", prompt=prompt, instruction=instruction)) is expected


@pytest.mark.parametrize(
    ("kind", "target", "answer", "expected"),
    [
        ("choice", "B", Answer(text="Answer: B"), True),
        ("choice", "B", Answer(text="Answer: A"), False),
        ("choice", "C,A", Answer(choice="A,C"), True),
        ("choice", "B", Answer(text="Answer: B", finish="length"), False),
        ("choice", "B", Answer(text="ASK: B?", question="B?"), False),
        ("value", 16, Answer(value=16.001), True),
        ("value", 16, Answer(value=16.1), False),
        ("value", "about 16", Answer(value=16.0), False),
        ("value", 16, Answer(), False),
        ("data", {"a": 1}, Answer(data={"a": 1}), True),
        ("text", "Gout", Answer(text="It hurts.\nAnswer: gout"), True),
        ("text", "Gout", Answer(text="gout, I think"), False),
        ("text", None, Answer(text=""), False),
    ],
)
def test_right_answers_to_examples(kind, target, answer, expected) -> None:
    case = Case(id="1", answer_kind=kind, target=target, choices=dict.fromkeys("ABC", "x"))
    assert agrees(case, answer) is expected
