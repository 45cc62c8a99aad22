"""Examples that share their text with a test case are dropped; unrelated ones stay."""

import random
from collections.abc import Iterator
from typing import cast

import pytest

from preceptor import catalog
from preceptor import overlap as overlapping
from preceptor.components import Task
from preceptor.overlap import FREQUENT, drop_overlapping
from preceptor.records import Case, Image, Message, Passage

VIGNETTE = (
    "A 41-year-old gardener has had a painful, swollen left knee since yesterday evening, after a long walk "
    "over wet fields; her temperature is 38.4 °C and she keeps the joint bent."
)
STEM = "Which of the following is the most appropriate next step in management?"
OPTIONS = {"A": "Aspiration", "B": "Rest"}


def case(prompt: str, **fields: object) -> Case:
    return Case(id=prompt[:9], prompt=prompt, **fields)  # type: ignore[arg-type]


def overlap(example: Case, *tests: Case) -> bool:
    return not drop_overlapping([example], tests)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (case(f"{VIGNETTE} {STEM}"), True),
        (case(VIGNETTE.upper().replace(",", " -")), True),
        (case("What is wrong with her?", context=(Passage(id="1", text=VIGNETTE),)), True),
        (case("", messages=(Message(role="user", text=VIGNETTE),)), True),
        (case(" ".join(VIGNETTE.split()[:16])), True),
        (case("He fell. " + VIGNETTE + " So she says. " * 60), True),
        (case(VIGNETTE.replace("gardener", "baker").replace("yesterday", "Monday")), True),
        (case(f"A man of 70 has lost weight and coughs blood every morning. {STEM}"), False),
        (case(" ".join(reversed(VIGNETTE.split()))), False),
        (case(""), False),
    ],
)
def test_what_overlaps_a_vignette(other: Case, expected: bool) -> None:
    example = case(f"{VIGNETTE} {STEM}", choices=OPTIONS)
    assert overlap(example, other) is expected
    assert overlap(other, example) is expected


def test_short_questions_need_the_same_options() -> None:
    example = case("Drug of choice in gout?", choices=OPTIONS)
    assert overlap(example, case("drug of choice in GOUT", choices={"B": "aspiration", "A": "rest"}))
    assert not overlap(example, case("Drug of choice in gout?", choices={"A": "Colchicine", "B": "Rest"}))
    assert not overlap(case("What is true of the following?"), case("What is true of the following? " * 9))


def test_a_stem_of_many_test_cases_is_a_turn_of_phrase() -> None:
    stem = f"{STEM} Choose from the list below, which is in the order of the alphabet."
    tests = [case(f"Patient {number} has the sign of the letter {number}. {stem}") for number in range(99)]
    example = case(f"A child limps. {stem}")
    assert overlap(example, *tests[:FREQUENT])
    assert not overlap(example, *tests)


def test_a_vignette_that_the_tests_repeat_in_many_forms_is_no_phrase() -> None:
    tests = [case(f"Variant {number}. {VIGNETTE}") for number in range(3 * FREQUENT)]
    template = [case(f"{VIGNETTE} It is day {number}.") for number in range(3 * FREQUENT)]
    assert overlap(case(VIGNETTE), *tests)
    assert len(drop_overlapping(template, tests)) == len(template)


def test_images_must_be_the_same() -> None:
    one, other = ((Image(data=data),) for data in (b"1", b"2"))
    example = case(f"{VIGNETTE} {STEM}", images=one)
    assert overlap(example, case(f"{VIGNETTE} {STEM}", images=one))
    assert not overlap(example, case(f"{VIGNETTE} {STEM}", images=other))


def test_order_is_kept_and_tests_are_read_once() -> None:
    examples = [case(f"{number} {VIGNETTE}") if number % 3 else case(f"Case {number}") for number in range(9)]
    tests: Iterator[Case] = iter([case(VIGNETTE)])
    assert drop_overlapping(examples, tests) == examples[::3]
    assert drop_overlapping([], [case(VIGNETTE)]) == []
    assert drop_overlapping(examples, []) == examples


def test_only_cases_that_share_words_are_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work grows with the texts, not with examples times tests."""
    weighed: list[int] = []
    real = overlapping._enough
    monkeypatch.setattr(overlapping, "_enough", lambda shared, of: weighed.append(of) or real(shared, of))
    rng = random.Random(0)
    words = [f"word{number}" for number in range(3000)]
    texts = [" ".join(rng.choices(words, k=120)) for _ in range(1000)]
    examples, tests = [case(f"Once {text}") for text in texts[200:]], [case(text) for text in texts[:273]]
    assert drop_overlapping(examples, tests) == examples[73:]
    assert len(weighed) == 73


def loaded(name: str, split: str) -> list[Case]:
    return list(cast(Task, catalog.load("tasks", name)).cases(split))


@pytest.mark.data
def test_mediq_is_medqa_dev_cut_into_sentences() -> None:
    mediq, dev = loaded("mediq(set=imedqa)", "test"), loaded("medqa(options=4)", "dev")
    assert len(mediq) - len(drop_overlapping(mediq, dev)) >= 1254
    assert len(dev) - len(drop_overlapping(dev, mediq)) >= 1254


@pytest.mark.data
@pytest.mark.parametrize(
    "name", ["medmcqa", "mmlu_medical", "mmlu_pro_health", "bioasq_yes_no", "afrimed_qa"]
)
def test_unrelated_sets_keep_their_examples(name: str) -> None:
    dev, tests = loaded("medqa(options=4)", "dev"), loaded(name, "test")
    assert len(drop_overlapping(dev, tests)) == len(dev)
    assert len(drop_overlapping(tests, dev)) == len(tests)


@pytest.mark.data
def test_medbullets_retells_five_vignettes_of_medqa_dev() -> None:
    dev = loaded("medqa(options=4)", "dev")
    assert len(dev) - len(drop_overlapping(dev, loaded("medbullets", "test"))) == 5


@pytest.mark.data
def test_medqa_dev_and_test_share_one_vignette() -> None:
    dev, test = loaded("medqa(options=4)", "dev"), loaded("medqa(options=4)", "test")
    assert len(dev) - len(drop_overlapping(dev, test)) == 1  # a jaundiced newborn, told twice
