"""Numbers, dates, week-day pairs and "cannot be computed": what is read, what is right, what is never run."""

from pathlib import Path

import pytest

from preceptor.errors import BadData
from preceptor.records import Answer, Case
from preceptor.scoring.number_within import (
    arithmetic,
    decimal,
    declines,
    gold_within,
    integer,
    numbers,
    read_date,
    read_number,
    read_weeks_days,
    score_within,
)

DAY = {"kind": "date", "value": "2014-09-23"}
PAIR = {"kind": "weeks_days", "value": [12, 3]}
CANNOT = {"kind": "cannot", "why": "age is missing"}
YES = {"kind": "words", "value": "yes", "others": ["no"]}


def scored(target, text, value=None):
    return score_within(Case(id="1", target=target), Answer(text=text, value=value))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Answer: 12.5", 12.5), ("**Answer:** 12,5 mg", 12.5), ("Answer: 1,234.5", 1234.5), ("Answer: 12,345", 12345.0),
        ("Answer: −3", -3.0), ("Answer: 2.1 x 10^3 /µL", 2100.0), ("Answer: 1e-3", 0.001), ("Answer: .5", 0.5),
        ("Answer: 1 point (age = 77)", 1.0), ("Answer: 140 - 124 = 16", 16.0), ("Answer: (3 + 4) / 2", 3.5),
        ('{"step_by_step_thinking": "2 + 2", "answer": "14.08"}', 14.08), ("so it is \\boxed{7.2}", 7.2),
        ("gap = 140 - (100 + 24) = 16 mmol/L", 16.0), ("The score is 4.", 4.0), ("答案：21.97", 21.97),
        ("Final answer: 3 out of 5", 3.0), ("first 1\nAnswer: 2\nAnswer: 3", 3.0),
        ("none", None), ("", None), ("Answer: NaN", None), ("Answer: unknown", None),
    ],
)  # fmt: skip
def test_numbers_are_read_where_they_are_stated(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Answer: 09/23/2014", "2014-09-23"), ("9/3/2014", "2014-09-03"), ("Answer: 2014-09-23", "2014-09-23"),
        ("due on Sunday, Oct 17, 2021", "2021-10-17"), ("3 May 2020", "2020-05-03"), ("2021年10月7日", "2021-10-07"),
        ("Answer: 13/45/2014", None), ("soon", None),
    ],
)  # fmt: skip
def test_dates(text, iso):
    found = read_date(text)
    assert (found.isoformat() if found else None) == iso


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("('12 weeks', '3 days')", (12, 3)), ("Answer: 12 weeks and 3 days", (12, 3)), ("12w 3d", (12, 3)),
        ("Answer: 12+3", (12, 3)), ("(12, 3)", (12, 3)), ("Answer: 12 weeks", (12, 0)), ("12", None),
    ],
)  # fmt: skip
def test_weeks_and_days(text, pair):
    assert read_weeks_days(text) == pair


@pytest.mark.parametrize(
    ("target", "text", "right", "flag"),
    [
        (decimal(100.0), "Answer: 95", 1.0, ""), (decimal(100.0), "Answer: 94.99", 0.0, ""),
        (decimal(-0.828, low=-0.8694, high=-0.7866), "Answer: -0.8", 1.0, ""), (decimal(0.0), "Answer: 0", 1.0, ""),
        (integer(4), "Answer: 4.4", 1.0, ""), (integer(4), "Answer: 4.6", 0.0, ""), (integer(4), "Answer: four", 0.0, "unparsed"),
        (DAY, "Answer: 09/23/2014", 1.0, ""), (DAY, "Answer: 09/24/2014", 0.0, ""), (DAY, "Answer: 23", 0.0, "unparsed"),
        (PAIR, "Answer: 12 weeks, 3 days", 1.0, ""), (PAIR, "Answer: 12 weeks", 0.0, ""),
        (CANNOT, "Answer: cannot be computed", 1.0, ""), (CANNOT, "The age is not given, so it cannot be calculated.", 1.0, ""),
        (CANNOT, "Answer: 12", 0.0, "invented"), (CANNOT, "I see.", 0.0, "unparsed"),
        (decimal(3.0), "Answer: cannot be computed", 0.0, "declined"), (YES, "Answer: Yes.", 1.0, ""),
        (YES, "Answer: no", 0.0, ""), (YES, "Answer: yes or no", 0.0, ""), (YES, "Answer: maybe", 0.0, "unparsed"),
        (integer(4), "I'm sorry, but I can't help with that.", 0.0, "refused"), (decimal(3.0), "", 0.0, "unparsed"), (decimal(3.0), "   ", 0.0, "unparsed"),
    ],
)  # fmt: skip
def test_what_is_right(target, text, right, flag):
    score = scored(target, text)
    assert score.value == right
    assert [name for name, on in score.flags.items() if on] == ([flag] if flag else [])


def test_a_stated_number_wins_over_the_pipelines_reading():
    assert scored(decimal(12.5), "Answer: 12,5", value=12.0).value == 1.0
    assert scored(decimal(12.5), "I computed it.", value=12.5).value == 1.0
    assert scored(CANNOT, "Answer: cannot be computed", value=3.0).value == 0.0


def test_gold_scores_one_and_a_wrong_target_is_told():
    for target in (decimal(3.25), integer(-1), DAY, PAIR, CANNOT, YES):
        case = Case(id="1", target=target)
        assert score_within(case, gold_within(case)).value == 1.0
    with pytest.raises(BadData, match="no object with a kind"):
        score_within(Case(id="1", target="A"), Answer(text="x"))


@pytest.mark.parametrize(
    "text",
    [
        "__import__('pathlib').Path('{}').touch()", "open('{}', 'w')", "9**9**9**9", "1/0", "(" * 500 + "1" + ")" * 500,
        "lambda: 1", "[1][0]", "1 if 1 else 2", "9" * 300 + "*" + "9" * 300, "1_000", "0x10",
    ],
)  # fmt: skip
def test_text_is_never_run(text, tmp_path: Path):
    trace = tmp_path / "trace"
    assert arithmetic(text.format(trace)) is None
    scored(decimal(3.0), f"Answer: {text.format(trace)}")
    assert not trace.exists()


def test_arithmetic_is_what_it_says():
    assert arithmetic("2 ** 3 * (1 - -0.5) / 4") == 3.0
    assert arithmetic("1e3 + 1") == 1001.0


def test_long_and_odd_texts_are_read_in_time():
    for text in (
        "1" * 100_000,
        "1," * 50_000,
        "Answer: " + "(" * 50_000,
        '{"answer": ' * 5000,
        "weeks " * 20_000,
    ):
        numbers(text), read_number(text), read_date(text), read_weeks_days(text), declines(text)
