"""Shuffled options: the right text stays right, its place does not."""

import random
import re
from collections import Counter
from typing import cast

import pytest

from preceptor import catalog
from preceptor.components import Perturbation, Pipeline, Toolbox
from preceptor.records import Case

APPLY = cast(Perturbation, catalog.load("perturbations", "shuffle_options")).apply
CHOICES = {"A": "aspirin", "B": "heparin", "C": "warfarin", "D": "dabigatran"}


def case(target: str = "B", choices: dict[str, str] | None = None, name: str = "1") -> Case:
    return Case(id=name, prompt="Which drug?", choices=choices or CHOICES, target=target, facts={"seen": 1})


def shuffled(start: Case, seed: int = 0) -> Case:
    after = APPLY(start, random.Random(seed))
    assert after is not None
    return after


@pytest.mark.parametrize("seed", range(20))
def test_the_right_text_stays_right(seed: int) -> None:
    after = shuffled(case(), seed)
    assert after.choices[str(after.target)] == "heparin"
    assert list(after.choices) == list("ABCD")
    assert sorted(after.choices.values()) == sorted(CHOICES.values())
    origin = cast(dict[str, str], after.facts["shuffled_from"])
    assert {letter: CHOICES[origin[letter]] for letter in after.choices} == after.choices
    assert after.facts["seen"] == 1
    assert (after.id, after.prompt) == ("1", "Which drug?")


@pytest.mark.parametrize("seed", range(20))
def test_several_right_letters_move_together(seed: int) -> None:
    after = shuffled(case("A,D"), seed)
    letters = str(after.target).split(",")
    assert letters == sorted(letters)
    assert {after.choices[letter] for letter in letters} == {"aspirin", "dabigatran"}


def test_the_case_that_was_given_is_not_changed() -> None:
    start = case()
    shuffled(start, 3)
    assert start == case()


def test_every_order_is_equally_likely() -> None:
    three = {"A": "x", "B": "y", "C": "z"}
    counts = Counter(tuple(shuffled(case("A", three), seed).choices.values()) for seed in range(6000))
    assert len(counts) == 6
    assert min(counts.values()) > 880  # 1,000 expected, standard deviation 29


@pytest.mark.parametrize(
    "text",
    [
        "All of the above", "None of the above", "Both of these", "A and C", "A, B and C", "B or D only", "(A) & (B)",
        "Both A and B", "Options A and C", "Answer B", "Toutes ces réponses", "Aucune de ces propositions",
        "réponse ci-dessus", "Keine der genannten", "Todas las anteriores", "neither of the above", "a+b",
        "all the above.", "None of these", "none of the above, as it is late", "All of these", "Both", "None",
        "None of above", "All true", "none of them", "a, b & c only", "A, B, and C", "A,B",
    ],
)  # fmt: skip
def test_options_that_speak_of_others_are_left_alone(text: str) -> None:
    assert APPLY(case(choices={**CHOICES, "D": text}), random.Random(0)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Vitamin A and zinc", "Hepatitis A", "A", "B", "Both kidneys and liver", "Influenza A or B virus",
        "All patients", "Group A streptococcus", "One half of the offspring", "all of the DNA", "None was found", "Beta", "Cord", "Eye", "above the knee", "CD4 and CD8", "A fracture",
    ],
)  # fmt: skip
def test_ordinary_options_are_shuffled(text: str) -> None:
    assert APPLY(case(choices={**CHOICES, "D": text}), random.Random(0)) is not None


def test_questions_without_options_are_not_applicable() -> None:
    assert APPLY(Case(id="1", prompt="Why?", target="because"), random.Random(0)) is None
    assert APPLY(Case(id="1", choices={"A": "only"}, target="A"), random.Random(0)) is None


def test_who_always_says_a_gains_nothing_on_an_exam_that_favours_a() -> None:
    always = cast(Pipeline, catalog.load("pipelines", "position_option(letter=A)")).answer
    assert always is not None
    rng = random.Random(1)
    exam = [case(rng.choices("ABCD", (70, 10, 10, 10))[0], name=str(number)) for number in range(2000)]

    def share(cases: list[Case]) -> float:
        return sum(always(each, Toolbox(), None).choice == each.target for each in cases) / len(cases)

    assert share(exam) > 0.65
    assert abs(share([shuffled(each, number) for number, each in enumerate(exam)]) - 0.25) <= 0.05


def test_every_letter_of_the_target_moves() -> None:
    options = {"A": "one", "B": "two", "C": "three", "D": "four"}
    for target, right in (
        ("A,C", {"one", "three"}),
        ("B|D", {"two", "four"}),
        ("A,B|D", {"one", "two", "four"}),
    ):
        shuffled = APPLY(case(target, options), random.Random(3))
        assert shuffled is not None
        letters = re.findall(r"[A-D]", str(shuffled.target))
        assert {shuffled.choices[letter] for letter in letters} == right
        assert shuffled.target != target
