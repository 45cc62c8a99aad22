"""Extraction on simulated patients: the truth is what the text says, and whose a finding is decides."""

from pathlib import Path
from typing import cast

import numpy as np
import pytest

from preceptor import catalog
from preceptor.components import Pipeline, Task, Toolbox
from preceptor.errors import BadInput
from preceptor.knowledge.hpo import hpo
from preceptor.prompts import question_text
from preceptor.records import Answer, Case, Score, Span

SAMPLES = Path(__file__).parents[1] / "samples"
PARTS = ("phenotypes", "entities", "standardisation")


@pytest.fixture(autouse=True)
def sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECEPTOR_DATA", f"{SAMPLES / 'simulated_patients'}:{SAMPLES / 'mondo'}")


def load(part: str = "phenotypes", options: str = "") -> Task:
    return cast(Task, catalog.load("tasks", f"rarebench_extraction(part={part},n=30{options})"))


def test_prompts() -> None:
    for part in PARTS:
        case = next(iter(load(part).cases("test")))
        name = "prompt.txt" if part == "phenotypes" else f"prompt_{part}.txt"
        assert question_text(case) == (SAMPLES / "rarebench_extraction" / name).read_text()


@pytest.mark.parametrize("part", PARTS)
def test_gold_is_right_everywhere_and_nothing_is_wrong(part: str) -> None:
    task = load(part)
    cases = list(task.cases("test"))
    assert len(cases) == 30
    for case in cases:
        assert case.tags["patients"] == "simulated"
        assert case.id.startswith("simulated-")
        right, nothing = task.score(case, task.gold(case), None), task.score(case, Answer(), None)
        assert (right.value, right.parts["precision"], right.parts["recall"]) == (1.0, 1.0, 1.0)
        assert (nothing.value, nothing.flags) == (0.0, {"unparsed": True})


def test_a_seed_is_the_same_texts_and_examples_are_others() -> None:
    one, again, other = (list(load("phenotypes", f",seed={seed}").cases("test")) for seed in (4, 4, 5))
    assert [case.prompt for case in one] == [case.prompt for case in again]
    assert {case.prompt for case in one}.isdisjoint(case.prompt for case in other)
    train = list(load().cases("train"))
    assert len(train) == 60
    assert {case.id for case in train}.isdisjoint(case.id for case in load().cases("test"))


def case_with(what: str) -> Case:
    return next(case for case in load().cases("test") if cast(dict, case.target)[what])


def scored(case: Case, text: str) -> Score:
    return load().score(case, Answer(text=text), None)


@pytest.mark.parametrize("what", ["denied", "family", "suspected"])
def test_what_is_not_the_patients_counts_as_wrong_and_apart(what: str) -> None:
    case = case_with(what)
    codes, others = (cast(dict, case.target)[key] for key in ("codes", what))
    both = scored(case, "\n".join([*codes, others[0]]))
    assert both.parts["precision"] == pytest.approx(len(codes) / (len(codes) + 1))
    assert both.parts["recall"] == 1.0
    assert both.parts[f"{what}_given"] == 1.0
    assert both.parts["unsupported"] == 0.0
    assert f"{what} given as present" in both.why


def test_a_term_that_nothing_in_the_text_is_near_to_is_unsupported() -> None:
    case = next(iter(load().cases("test")))
    codes = cast(dict, case.target)["codes"]
    every = {code for what in cast(dict, case.target).values() for code in what}
    graph, by_id = hpo().graph, hpo().by_id
    far = next(
        code
        for code in ("HP:0001773", "HP:0000107", "HP:0001608", "HP:0000938")
        if not any(
            graph.is_a(by_id[code], by_id[one]) or graph.is_a(by_id[one], by_id[code]) for one in every
        )
    )
    assert scored(case, "\n".join([*codes, far])).parts["unsupported"] == 1.0
    assert scored(case, f"{codes[0]}\nHP:0000118").parts["unsupported"] == 0.0  # true, and says nothing


def test_a_general_term_earns_a_part_and_a_wrong_one_none() -> None:
    case = Case(
        id="x", prompt="", target={"codes": ["HP:0002373"], "denied": [], "family": [], "suspected": []}
    )
    near, far = scored(case, "HP:0001250"), scored(case, "HP:0000107")
    assert near.value == far.value == 0.0
    assert 0.5 < near.parts["ancestor_f1"] < 1.0
    assert far.parts["ancestor_f1"] == 0.0


def test_spans_of_a_reader_are_taken_by_what_they_assert() -> None:
    case = case_with("denied")
    codes, denied = (cast(dict, case.target)[key] for key in ("codes", "denied"))
    spans = [Span(start=0, end=1, code=code, assertion="present") for code in codes]
    spans += [Span(start=0, end=1, code=code, assertion="absent") for code in denied]
    assert load().score(case, Answer(text="; ".join(denied), spans=tuple(spans)), None).value == 1.0


def test_entities_are_right_word_for_word_or_by_their_place() -> None:
    task = load("entities")
    case = next(case for case in task.cases("test") if len(cast(dict, case.target)["present"]) > 2)
    (start, end), *rest = cast(dict, case.target)["present"]
    longer = Span(start=max(0, start - 5), end=end, text=case.prompt[max(0, start - 5) : end])
    found = task.score(case, Answer(spans=(longer,)), None)
    assert found.parts["precision"] == 0.0
    assert found.parts["overlap_precision"] == 1.0
    assert found.parts["overlap_recall"] == pytest.approx(1 / (len(rest) + 1))
    denied = next(case for case in task.cases("test") if cast(dict, case.target)["denied"])
    start, end = cast(dict, denied.target)["denied"][0]
    wrong = Span(start=start, end=end, text=denied.prompt[start:end])
    gold = task.gold(denied).spans
    both = task.score(denied, Answer(spans=(*gold, wrong)), None)
    assert (both.parts["recall"], both.parts["denied_given"]) == (1.0, 1.0)
    assert both.parts["precision"] < 1.0


def test_phrases_are_answered_by_their_number() -> None:
    task = load("standardisation")
    case = next(case for case in task.cases("test") if len(cast(dict, case.target)["codes"]) > 2)
    first, second, *rest = cast(dict, case.target)["codes"]
    name = hpo().names[hpo().by_id[first]]
    half = task.score(case, Answer(text=f"1) {name}\n2. no idea\n99. {second}"), None)
    assert (half.parts["found"], half.parts["given"], half.parts["wanted"]) == (1.0, 2.0, 2.0 + len(rest))
    swapped = task.score(case, Answer(text=f"1. {second}\n2. {first}"), None)
    assert swapped.value == 0.0
    line = case.prompt.splitlines()[0]
    span = Span(start=3, end=len(line), code=first, assertion="present")
    assert task.score(case, Answer(spans=(span,)), None).parts["found"] == 1.0


@pytest.mark.parametrize("part", PARTS)
def test_the_reader_answers_every_part_and_figures_are_named(part: str) -> None:
    task, reader = load(part), cast(Pipeline, catalog.load("pipelines", "phenotype_reader"))
    assert reader.answer is not None
    scores = [task.score(case, reader.answer(case, Toolbox(), None), None) for case in task.cases("test")]
    columns = {name: np.array([one.parts[name] for one in scores]) for name in scores[0].parts}
    assert task.summarise is not None
    figures = task.summarise(columns)
    assert figures["micro_f1"] > 0.6
    assert {"macro_f1", "micro_precision", "micro_recall"} <= set(figures)
    near = {
        "phenotypes": "micro_ancestor_f1",
        "entities": "macro_overlap_f1",
        "standardisation": "micro_ancestor_f1",
    }
    assert figures[near[part]] >= figures["micro_f1"] - 0.05
    assert ("denied_as_present" in figures) == (part != "standardisation")


def test_what_is_refused() -> None:
    for options, says in (
        ("n=0", "n=0; give 1 to"),
        ("part=essay", "no part=essay; allowed: phenotypes, entities"),
    ):
        with pytest.raises(BadInput, match=says):
            catalog.load("tasks", f"rarebench_extraction({options})")
