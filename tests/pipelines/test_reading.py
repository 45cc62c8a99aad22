"""Replies become answers of the right kind."""

import pytest

from preceptor.pipelines import _reading
from preceptor.records import Case, Reply


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("16", 16.0),
        ("The anion gap is 16 mmol/L.", 16.0),
        ("140 - (100 + 24) = 16 mmol/L", 16.0),
        ("140 - 124 = 16 = sixteen, that is 16", 16.0),
        ("Step 1: 140\nStep 2: 124\nAnswer: 16 (normal 8-12)", 16.0),
        ("**Final answer:** -3.5e1 units", -35.0),
        ("Answer: 150,000 per µL", 150000.0),
        ("Answer: −4", -4.0),
        ("Answer: .5 mg", 0.5),
        ("Normal is 8-12.\nHere 16.", 16.0),
        ("Answer: see below\n42", 42.0),
        ("no number at all", None),
        ("", None),
        ("9" * 400, None),
        ("H2O and B12", None),
    ],
)
def test_value(text: str, expected: float | None) -> None:
    assert _reading.value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ASK: Any fever?", "Any fever?"),
        ("I need to know more.\n**ask:** Since when?\nAnd how often?", "Since when?\nAnd how often?"),
        ("Task: none", None),
        ("ASK:", None),
        ("Should I ask: no", None),
        ("ASK: Any fever?\nAnswer: B", None),
        ("Any fever?", None),
        ("", None),
    ],
)
def test_question(text: str, expected: str | None) -> None:
    assert _reading.question(text) == expected


def test_ranking_takes_list_items_once_and_in_order() -> None:
    text = "Here is my list:\n1. **Gout**\n2) Sepsis\n- Gout\n3. Lupus "
    assert [item.id for item in _reading.ranking(text)] == ["Gout", "Sepsis", "Lupus"]
    assert [item.name for item in _reading.ranking("Gout\n\nSepsis")] == ["Gout", "Sepsis"]
    assert _reading.ranking("") == ()


def test_spans_are_found_in_the_text_that_was_read() -> None:
    source = "She has fever and a dry cough."
    found = _reading.spans('- "Dry cough"\n- fever\n- rash\n- fever', source)
    assert [(span.start, span.end, span.text) for span in found] == [(20, 29, "dry cough"), (8, 13, "fever")]
    assert all(source[span.start : span.end] == span.text for span in found)


def test_a_cut_reply_asks_nothing_and_says_so() -> None:
    case = Case(id="1", answer_kind="text")
    read = _reading.read(case, Reply(text="ASK: Any fev", finish="length"))
    assert (read.question, read.finish, read.text) == (None, "length", "ASK: Any fev")
    assert _reading.read(case, Reply(text="x", finish="tools")).finish == "stop"


@pytest.mark.parametrize(
    "text", ["\n" * 50_000, "ask" * 50_000, "* " * 50_000, "1,111" * 20_000, "answer " * 30_000]
)
def test_hostile_text_is_read_quickly(text: str) -> None:
    _reading.question(text + ":")
    _reading.value(text)
    _reading.ranking(text)
