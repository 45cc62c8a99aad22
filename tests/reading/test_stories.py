import datetime as dt

import pytest

from preceptor.reading.abbreviations import abbreviations
from preceptor.reading.dates import dates
from preceptor.reading.people import ages, sex
from preceptor.reading.terms import Lexicon
from preceptor.reading.times import moment_of, time_cues


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12/17/2009", "2009-12-17"),
        ("17/12/2009", "2009-12-17"),
        ("2009-12-17", "2009-12-17"),
        ("December 17th, 2009", "2009-12-17"),
        ("17 Dec 2009", "2009-12-17"),
        ("in December 2009", "2009-12-01"),
        ("1/5/99", "1999-01-05"),
    ],
)
def test_dates(text: str, expected: str) -> None:
    assert [str(found.date) for found in dates(text)] == [expected]


def test_dates_that_cannot_be_are_none() -> None:
    assert dates("02/31/2010 and 120/80/2000 and 5.6.7") == []
    assert dates("03/04/2020", day_first=True)[0].date == dt.date(2020, 4, 3)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("A 57-year-old woman", 57),
        ("a 23-month-old boy", 23 / 12),
        ("aged 57", 57),
        ("64 yo M", 64),
        ("a sixty-four year old man", 64),
        ("a woman in her 40s", 44.5),
        ("Her mother, 80 years old, and a 30-year-old man", 30),
        ("a 54 year male", 54),
    ],
)
def test_ages(text: str, years: float) -> None:
    assert ages(text)[0].years == pytest.approx(years, abs=0.01)


def test_durations_and_doses_are_no_ages() -> None:
    assert ages("ill for 3 years, on 50 mg for 10 days") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [("A 64-year-old woman. His father", "female"), ("64M with gout", "male"), ("He fell. He rose.", "male")],
)
def test_sex(text: str, expected: str) -> None:
    found = sex(text)
    assert found is not None
    assert found.sex == expected


def test_sex_is_unknown_where_nothing_says_it() -> None:
    assert sex("The patient fell.") is None


def test_moments() -> None:
    text = "At baseline Na was 139. On admission Na was 120; two days later it was 134. K was 4."
    cues = time_cues(text)
    assert [cue.moment for cue in cues] == ["before", "admission", "after"]
    assert moment_of(text.index("120"), (24, 75), cues) == "admission"
    assert moment_of(text.index("134"), (24, 75), cues) == "after"
    assert moment_of(text.index("K was"), (76, len(text)), cues) is None


def test_abbreviations_of_the_text() -> None:
    text = "Blood urea nitrogen (BUN), AST (aspartate aminotransferase) and a mass (see Figure)."
    assert abbreviations(text) == {"BUN": "Blood urea nitrogen", "AST": "aspartate aminotransferase"}


def test_lexicon_prefers_the_longest_and_folds_spelling() -> None:
    lexicon = Lexicon([("failure", "f"), ("heart failure", "chf"), ("oedema", "edema"), ("day #", "day")])
    text = "Heart-failures, edema, day 12, failure"
    assert [term.codes[0] for term in lexicon.find(text)] == ["chf", "edema", "day", "f"]
    assert lexicon.find("") == []
