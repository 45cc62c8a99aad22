"""Pipelines without a model: what each of them reads, chooses and says."""

from collections.abc import Sequence
from functools import cache
from math import sqrt
from typing import cast

import pytest

from preceptor import catalog
from preceptor.components import Pipeline, Task, Toolbox
from preceptor.errors import BadInput, NotFound
from preceptor.records import Answer, Case, Passage

CASE = Case(
    id="1",
    prompt="Fever after travel in the tropics: which drug treats malaria?",
    choices={"A": "water", "B": "artesunate and a second drug", "C": "malaria drug", "D": "tea"},
    target="B",
)
N = 3000
CUES = ("longest_option", "shortest_option", "overlap_option", "bm25_option(source=)",
        *(f"position_option(letter={letter})" for letter in "ABCD"))  # fmt: skip
ALL = (*CUES, "majority_letter", "bm25_option")


def answer(name: str, case: Case, examples: Sequence[Case] = ()) -> Answer:
    pipeline = cast(Pipeline, catalog.load("pipelines", name))
    function = pipeline.prepare(examples, None) if pipeline.prepare else pipeline.answer
    assert function is not None
    return function(case, Toolbox(), None)


def examples(letters: str) -> list[Case]:
    return [Case(id=str(n), choices=CASE.choices, target=letter) for n, letter in enumerate(letters)]


@cache
def exam(language: str, seed: int) -> tuple[Case, ...]:
    task = cast(Task, catalog.load("tasks", f"fictional_exam(language={language},seed={seed})"))
    return tuple(task.cases("test"))


def accuracy(name: str, cases: Sequence[Case]) -> float:
    function = cast(Pipeline, catalog.load("pipelines", name)).answer
    assert function is not None
    return sum(function(case, Toolbox(), None).choice == case.target for case in cases) / len(cases)


@pytest.mark.parametrize(
    ("name", "letter", "why"),
    [
        ("longest_option", "B", "28 characters"),
        ("shortest_option", "D", "3 characters"),
        ("overlap_option", "C", "shares 2 words"),
        ("position_option", "A", "always"),
        ("position_option(letter=C)", "C", "always"),
        ("position_option(letter=E)", "D", "no option E"),
    ],
)
def test_choices(name: str, letter: str, why: str) -> None:
    given = answer(name, CASE)
    assert given.choice == letter
    assert why in given.text
    assert given.confidence is None


@pytest.mark.parametrize(
    "name", ["longest_option", "shortest_option", "overlap_option", "bm25_option(source=)"]
)
def test_the_first_of_equals_is_chosen(name: str) -> None:
    assert answer(name, Case(id="1", choices=dict.fromkeys("ABCD", "same"))).choice == "A"


@pytest.mark.parametrize("name", ALL)
def test_questions_without_options_are_refused(name: str) -> None:
    with pytest.raises(BadInput, match=r"case 7 \(text\) has none"):
        answer(name, Case(id="7", prompt="Why?", answer_kind="text"), examples("AB"))


@pytest.mark.parametrize("name", ALL)
def test_they_need_no_model(name: str) -> None:
    pipeline = cast(Pipeline, catalog.load("pipelines", name))
    assert (pipeline.needs_model, pipeline.calls) == (False, 0)


@pytest.mark.parametrize("letter", ["a", "AB", "", "1"])
def test_a_position_is_a_capital_letter(letter: str) -> None:
    with pytest.raises(BadInput, match="one capital letter"):
        catalog.load("pipelines", f"position_option(letter={letter})")


def test_majority_is_counted_in_the_examples() -> None:
    given = answer("majority_letter", CASE, examples("BCCAC"))
    assert given.choice == "C"
    assert given.text == "C: right in 3 of 5 examples"
    assert given.confidence == pytest.approx(4 / 9)


def test_majority_takes_the_first_letter_of_equals_and_only_letters_that_exist() -> None:
    assert answer("majority_letter", CASE, examples("DBDB")).choice == "B"
    two = Case(id="2", choices={"A": "yes", "B": "no"})
    assert answer("majority_letter", two, examples("DDDBA")).choice == "A"
    several = [Case(id="3", choices=CASE.choices, target="B,D")]
    assert answer("majority_letter", CASE, several).choice == "B"


@pytest.mark.parametrize("without", [[], [Case(id="1", prompt="Why?", target="because")]])
def test_majority_needs_examples(without: list[Case]) -> None:
    with pytest.raises(BadInput, match=r"train split.*position_option"):
        answer("majority_letter", CASE, without)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_bm25_shows_the_passages_that_support_it(language: str) -> None:
    case = next(case for case in exam(language, 0) if case.tags["family"] == "max_dose")
    given = answer(f"bm25_option(source=fictional_world(language={language}),k=2)", case)
    assert given.choice == case.target
    assert 1 <= len(given.passages) <= 2
    assert given.passages[0].id == f"w0.{case.group}.dosing"
    assert given.passages[0].language == language
    assert case.choices[str(case.target)] in given.text


def test_bm25_without_a_source_reads_the_context_of_the_case() -> None:
    choices = {"A": "zinc", "B": "copper", "C": "iron"}
    context = (Passage(id="p", text="The patients were given iron. The others were given nothing."),)
    case = Case(id="1", prompt="What were the patients given?", choices=choices, context=context)
    assert answer("bm25_option(source=)", case).choice == "C"
    assert answer("bm25_option(source=)", case).passages == ()


def test_bm25_reads_other_scripts() -> None:
    context = (Passage(id="p", text="糖尿病の治療にはインスリンを用いる。高血圧の治療には利尿薬を用いる。"),)
    case = Case(id="1", prompt="糖尿病の治療は", choices={"A": "利尿薬", "B": "インスリン"}, context=context)
    assert answer("bm25_option(source=)", case).choice == "B"


def test_bm25_options_are_checked() -> None:
    with pytest.raises(BadInput, match="k=0"):
        catalog.load("pipelines", "bm25_option(k=0)")
    with pytest.raises(NotFound, match="nowhere_to_be_found"):
        answer("bm25_option(source=nowhere_to_be_found)", CASE)


@pytest.mark.parametrize(
    ("language", "seed"),
    [
        ("en", 0),
        ("fr", 0),
        *(pytest.param(way, n, marks=pytest.mark.slow) for n in (1, 2) for way in ("en", "fr")),
    ],
)
def test_the_textbook_makes_the_difference(language: str, seed: int) -> None:
    cases, half = exam(language, seed), 1.96 * sqrt(0.25 * 0.75 / N)
    for name in CUES:
        assert abs(accuracy(name, cases) - 0.25) <= half, name
    assert accuracy(f"bm25_option(source=fictional_world(language={language},seed={seed}))", cases) > 0.8


def test_the_textbook_of_another_world_does_not_help() -> None:
    share = accuracy("bm25_option(source=fictional_world(seed=1))", exam("en", 0)[:1000])
    assert abs(share - 0.25) < 0.05


def test_majority_of_the_train_split_is_at_chance() -> None:
    task = cast(Task, catalog.load("tasks", "fictional_exam"))
    prepare = cast(Pipeline, catalog.load("pipelines", "majority_letter")).prepare
    assert prepare is not None
    function = prepare(list(task.cases("train")), None)
    right = sum(function(case, Toolbox(), None).choice == case.target for case in exam("en", 0))
    assert right / N == 0.25
