"""The scoring rules of others, as tables: what each rule makes of a text."""

from typing import cast

import pytest

from preceptor import catalog
from preceptor.components import Task
from preceptor.records import Case

CASE = Case(id="1", choices={"A": "one", "B": "two", "C": "three", "D": "four"}, target="B")
RIGHT_IS_A = Case(id="2", choices=CASE.choices, target="A")


def rule(task: str, name: str, case: Case, text: str) -> float | None:
    return cast(Task, catalog.load("tasks", task)).protocols[name](case, text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"step_by_step_thinking": "A first", "answer_choice": "B"}', 1.0),
        ('{"answer_choice": "B. two"}', 1.0),
        ('{"answer_choice": "B: two"}', 1.0),
        ('{"answer_choice": "B or C"}', 1.0),
        ('{"answer_choice": "B and C"}', 1.0),
        ('{"answer_choice": "B/C"}', 1.0),
        ('{"answer_choice": "B, C"}', 1.0),
        ('{"answer_choice": "Option B"}', 1.0),
        ('{"answer_choice": "the answer: B"}', 1.0),
        ('{"answer_choice": "A", "answer_choice": "B"}', 1.0),
        ("B", 1.0),
        ("  B", 1.0),
        ("option B, not option A", 1.0),
        ("C or B", 0.0),
        ("A: not B", 0.0),
        ("b", 0.0),
        ("(B)", 0.0),
        ("B is right", 0.0),
        ("two", 0.0),
        ("E", 0.0),
        ("", 0.0),
    ],
)
def test_mirage(text: str, value: float) -> None:
    assert rule("mirage", "mirage", CASE, text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no letter at all", 1.0),
        ("(B)", 1.0),
        ("E", 1.0),
        ("answer: Another one", 1.0),
        ("Option B", 0.0),
        ("", 0.0),
    ],
)
def test_mirage_takes_a_where_nothing_is_read_and_the_reply_is_there(text: str, value: float) -> None:
    assert rule("mirage", "mirage", RIGHT_IS_A, text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("B", 1.0), ("A", 0.0), ("b", 0.0), ("B.", 0.0), (" B", 0.0), ("None", 0.0), ("", 0.0)],
)
def test_medagents(text: str, value: float) -> None:
    assert rule("medagentsbench", "medagents", CASE, text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("B", 1.0), ("C", 0.0), ("b", 0.0), ("#", 0.0), ("❖", 0.0), ("", 0.0), ("B.", 0.0)]
)
def test_afrimed(text: str, value: float) -> None:
    assert rule("afrimed_qa", "afrimed", CASE, text) == value


@pytest.mark.parametrize(
    ("text", "counted", "every"),
    [
        ("B", 1.0, 1.0),
        ("B: two", 1.0, 1.0),
        ("\nBoth are possible", 1.0, 1.0),
        ("A", 0.0, 0.0),
        ("The answer is B", 0.0, 0.0),
        ("b", 0.0, 0.0),
        ("", 0.0, 0.0),
        ("NR", None, 0.0),
        (" NR\n", None, 0.0),
        ("NR: no answer", 0.0, 0.0),
        ("SNRI", 0.0, 0.0),
    ],
)
def test_biasmedqa(text: str, counted: float | None, every: float) -> None:
    assert rule("biasmedqa", "biasmedqa", CASE, text) == counted
    assert rule("biasmedqa", "biasmedqa_all", CASE, text) == every
