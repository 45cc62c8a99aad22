"""Diseases weighed by findings: evidence by hand, options chosen, a disease in question, and when there is no answer."""

import math
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from preceptor import catalog
from preceptor.components import Pipeline, Toolbox
from preceptor.knowledge.hpo import hpo
from preceptor.pipelines._disease_profiles import DENIED, NOISE, evidence, profile
from preceptor.records import Answer, Case

SAMPLES = Path(__file__).parent.parent / "samples"
READER = "phenotype_reader"
CASE = Case(
    id="c", prompt="Observed: Microcephaly (HP:0000252); Febrile seizure (HP:0002373)\n\nWhich?", target="B",
    choices={"A": "invented kidney disease", "B": "invented small head disease", "C": "loud elbow"},
)  # fmt: skip


@pytest.fixture(autouse=True)
def sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECEPTOR_DATA", f"{SAMPLES / 'simulated_patients'}:{SAMPLES / 'mondo'}")


def answered(case: Case, options: str = "") -> Answer:
    pipeline = cast(Pipeline, catalog.load("pipelines", f"phenotype_option({options})"))
    assert pipeline.answer is not None
    return pipeline.answer(case, Toolbox(), None)


def number(code: str) -> int:
    return hpo().by_id[code]


def test_what_a_disease_shows_counts_for_its_ancestors_too() -> None:
    shown, everyday = profile("invented small head disease", READER)
    assert not everyday
    assert shown[number("HP:0000252")] == 1.0
    assert shown[number("HP:0000240")] == 1.0
    assert shown[number("HP:0001250")] == pytest.approx(3 / 8)
    elbow, everyday = profile("Loud Elbow", READER)
    assert everyday
    assert elbow[number("HP:0002315")] == pytest.approx(0.9)  # the heaviest finding is the rule
    assert elbow[number("HP:0012735")] == pytest.approx(0.9 * math.sqrt(0.3 / 0.6))
    assert profile("no such disease", READER) == ({}, False)


def test_evidence_by_hand() -> None:
    head, cough, seizure, febrile = (number(f"HP:{n}") for n in ("0000252", "0012735", "0001250", "0002373"))
    shown = {head: 0.5, seizure: 0.4}
    information = hpo().information
    assert evidence(shown, [head], []) == pytest.approx(
        math.log((1 - NOISE) * 0.5 * math.exp(information[head]) + NOISE)
    )
    assert evidence(shown, [cough], []) == pytest.approx(math.log(NOISE))  # it does not show it
    assert evidence(shown, [febrile], []) == pytest.approx(
        math.log((1 - NOISE) * 0.4 * math.exp(information[seizure]) + NOISE)
    )  # more special than what it shows
    assert evidence(shown, [], [head]) == pytest.approx(math.log(1 - DENIED * 0.5))
    assert evidence(shown, [], [cough]) == 0.0


def test_the_option_with_the_most_evidence() -> None:
    answer = answered(CASE)
    assert (answer.choice, answer.text) == ("B", "B. invented small head disease")
    assert 1 / 3 < cast(float, answer.confidence) < 1.0
    assert set(cast(dict, answer.data)["evidence"]) == set(CASE.choices.values())
    text = replace(CASE, prompt="A boy with microcephaly and febrile seizures.\n\nWhich?")
    assert answered(text).choice == "B"


def test_common_things_are_favoured_by_the_prior() -> None:
    both = replace(CASE, prompt="Observed: Fatigue (HP:0012378)\n\nWhich?",
                   choices={"A": "invented spleen disease", "B": "idle foot"})  # fmt: skip
    assert answered(both, "prior=20").choice == "B"
    assert answered(both, "prior=-20").choice == "A"


def test_a_disease_in_question() -> None:
    choices = {"A": "yes", "B": "no", "C": "cannot be told"}
    text = "Observed: Microcephaly (HP:0000252); Intellectual disability, mild (HP:0001256)"

    def asked(name: str) -> Answer:
        # the ranker is another's work; the nearest simulated patients stand in for it
        prompt = f"{text}\n\nDisease in question: {name}\nDoes this patient have it?"
        return answered(replace(CASE, prompt=prompt, choices=choices), "ranker=nearest_case(pool=simulated)")

    assert asked("invented small head disease").choice == "A"
    assert asked("invented kidney disease").choice == "B"
    unknown = asked("a disease that nobody knows")
    assert unknown.choice is None
    assert "No option is the name of a disease" in unknown.text


def test_no_answer_is_said() -> None:
    assert "No finding was read" in answered(replace(CASE, prompt="A letter.\n\nWhich?")).text
    assert answered(replace(CASE, choices={"A": "grumpiness", "B": "idleness"})).choice is None
    assert "chooses among options" in answered(replace(CASE, choices={})).text
