"""Screening and comparison on simulated patients: what is asked, who looks like whom, what counts."""

from collections import Counter
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from preceptor import catalog
from preceptor.components import Task
from preceptor.errors import BadInput
from preceptor.knowledge.hpo import hpo
from preceptor.prompts import question_text
from preceptor.records import Answer, Case, Score
from preceptor.tasks import _lookalikes

SAMPLES = Path(__file__).parents[1] / "samples"
NAMES = ("rarebench_screening", "rarebench_comparison")


@pytest.fixture(autouse=True)
def sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECEPTOR_DATA", f"{SAMPLES / 'simulated_patients'}:{SAMPLES / 'mondo'}")


def load(name: str, options: str = "n=36") -> Task:
    return cast(Task, catalog.load("tasks", f"{name}({options})"))


def figures(task: Task, answers: dict[str, str]) -> dict[str, float]:
    """Answer every case by its target, through a table, and summarise."""
    scores = [
        task.score(case, Answer(choice=answers.get(str(case.target), str(case.target))), None)
        for case in task.cases("test")
    ]
    names = sorted({name for one in scores for name in one.parts})
    assert task.summarise is not None
    return dict(
        task.summarise({name: np.array([one.parts.get(name, np.nan) for one in scores]) for name in names})
    )


@pytest.mark.parametrize("name", NAMES)
def test_prompt_and_labels(name: str) -> None:
    cases = list(load(name).cases("test"))
    assert question_text(cases[0]) == (SAMPLES / name / "prompt.txt").read_text()
    assert {case.tags["patients"] for case in cases} == {"simulated"}
    assert all(case.id.startswith("simulated-") for case in cases)
    assert "SIMULATED" in catalog.summary("tasks", name)


@pytest.mark.parametrize("name", NAMES)
def test_forms_and_splits(name: str) -> None:
    texts, terms = (list(load(name, f"n=12,form={form}").cases("test")) for form in ("text", "terms"))
    assert [case.target for case in texts] == [case.target for case in terms]
    assert all("Observed: " in case.prompt for case in terms)
    assert not any("Observed: " in case.prompt for case in texts)
    other = list(load(name, "n=12,seed=1").cases("test"))
    assert [case.prompt for case in other] != [case.prompt for case in texts]
    with pytest.raises(BadInput, match="no form=picture; allowed: text, terms"):
        load(name, "form=picture")
    with pytest.raises(BadInput, match="n=0; give 1 to"):
        load(name, "n=0")


def test_each_patient_is_asked_about_the_right_disease_and_about_another() -> None:
    cases = list(load("rarebench_screening").cases("test"))
    assert len(cases) == 72
    by_patient: dict[str, list[Case]] = {}
    for case in cases:
        by_patient.setdefault(case.group, []).append(case)
    for pair in by_patient.values():
        assert sorted(str(case.target) for case in pair) == ["A", "B"]
        assert sum(case.tags["asked"] == "own" for case in pair) == 1
        assert len({case.prompt.rpartition("\n\n")[0] for case in pair}) == 1
    assert {"own", "unrelated"} < set(Counter(case.tags["asked"] for case in cases))
    assert {str(pair[0].target) for pair in by_patient.values()} == {
        "A",
        "B",
    }  # which comes first says nothing


def test_what_the_other_disease_leaves_unexplained() -> None:
    for case in load("rarebench_screening", "n=30,form=terms").cases("test"):
        observed = next(line for line in case.prompt.splitlines() if line.startswith("Observed:"))
        codes = [part.partition(")")[0] for part in observed.split("(")[1:]]
        explained = _lookalikes.rare().explained(hpo(), [code for code in codes if code.startswith("HP:")])
        asked = _lookalikes.place(cast("list[str]", case.facts["codes"])[-1])
        assert asked is not None
        if case.tags["asked"] == "own":
            assert explained[asked] > 0
        else:
            assert explained[asked] <= 1 - _lookalikes.UNTOLD + 1e-9


def test_screening_figures() -> None:
    task = load("rarebench_screening")
    assert figures(task, {})["balanced_accuracy"] == 1.0
    always = figures(task, {"A": "A", "B": "A"})
    assert (always["sensitivity"], always["specificity"], always["balanced_accuracy"]) == (1.0, 0.0, 0.5)
    assert always["specificity_unrelated"] == 0.0
    careful = figures(task, {"A": "A", "B": "C"})
    assert (careful["specificity"], careful["abstained"], careful["sensitivity_answered"]) == (0.0, 0.5, 1.0)
    assert "specificity_answered" not in careful


def test_an_abstention_is_counted_and_never_right() -> None:
    task = load("rarebench_screening")
    case = next(iter(task.cases("test")))
    unsure = task.score(case, Answer(text="C. cannot be told"), None)
    assert (unsure.value, unsure.parts["abstained"]) == (0.0, 1.0)
    nothing: Score = task.score(case, Answer(text="%%"), None)
    assert (nothing.value, nothing.parts["abstained"], nothing.flags) == (0.0, 0.0, {"unparsed": True})


def test_four_rare_and_four_common_whoever_it_is() -> None:
    cases = list(load("rarebench_comparison").cases("test"))
    assert Counter(case.tags["disease"] for case in cases) == {"rare": 18, "common": 18}
    for case in cases:
        assert Counter(case.facts.values()) == {"rare": 4, "common": 4}
        assert len(set(case.choices.values())) == 8
        assert case.facts[str(case.target)] == case.tags["disease"]
        assert case.choices[str(case.target)] not in case.prompt
    assert len({str(case.target) for case in cases}) > 4  # the right option does not stand at one place
    voices = Counter((case.tags["voice"], case.tags["disease"]) for case in cases)
    assert len(voices) == 12  # each voice tells of both


def test_comparison_figures() -> None:
    task = load("rarebench_comparison")
    assert figures(task, {})["balanced_accuracy"] == 1.0
    case = next(case for case in task.cases("test") if case.tags["disease"] == "rare")
    common = next(letter for letter, kind in case.facts.items() if kind == "common")
    wrong = task.score(case, Answer(choice=common), None)
    assert wrong.parts == {"accuracy_rare": 0.0, "rare_taken_for_common": 1.0, "kind_right": 0.0}
    other = next(letter for letter, kind in case.facts.items() if kind == "rare" and letter != case.target)
    assert task.score(case, Answer(choice=other), None).parts["kind_right"] == 1.0


def test_a_subtype_or_parent_is_no_lookalike() -> None:
    rare = _lookalikes.rare()
    assert not _lookalikes.apart(rare.truth(0), rare.truth(0))
    assert _lookalikes.apart(rare.truth(0), rare.truth(1))
    own = _lookalikes.place("OMIM:910001")
    assert own is not None
    assert rare.codes[own] == ("MONDO:9910001", "OMIM:910001")
    assert _lookalikes.place("OMIM:1") is None


def test_releases_that_do_not_meet_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = (SAMPLES / "phenotype_reader", SAMPLES / "mondo", SAMPLES / "simulated_patients")
    monkeypatch.setenv("PRECEPTOR_DATA", ":".join(map(str, folders)))
    with pytest.raises(BadInput, match="share fewer than two diseases; use full releases"):
        list(load("rarebench_screening").cases("test"))
