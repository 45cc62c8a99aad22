"""Simulated patients: the truth is where it is said to be, draws repeat, rates hold, the partner never lies."""

from collections import Counter
from itertools import islice
from pathlib import Path
from typing import cast

import pytest

from preceptor import catalog
from preceptor.components import Simulator
from preceptor.errors import BadInput
from preceptor.knowledge.hpo import hpo
from preceptor.records import Case, Message
from preceptor.simulators.rare_patient import VOICES, RarePatient, dialogue_case, narratives, patients

SAMPLE = Path(__file__).parent.parent / "samples" / "phenotype_reader"


@pytest.fixture(autouse=True)
def sample(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLE))
    monkeypatch.setenv("PRECEPTOR_CACHE", str(tmp_path))


def some(number: int = 200, seed: int = 0) -> list[RarePatient]:
    return list(islice(patients(seed=seed), number))


def test_a_seed_is_the_same_patients_and_any_of_them_can_be_drawn_alone() -> None:
    assert some(5) == some(5)
    assert some(5) != some(5, seed=1)
    assert next(patients(start=3)) == some(4)[3]


@pytest.mark.parametrize("voice", VOICES)
def test_every_span_stands_where_it_says(voice: str) -> None:
    for told in narratives(iter(some(60)), [voice]):  # type: ignore[list-item]
        assert [told.text[span.start : span.end] for span in told.spans] == [span.text for span in told.spans]
        assert Counter(span.code for span in told.spans) == Counter(
            one.code for one in told.patient.statements
        )
        ends = [0, *(span.end for span in told.spans)]
        assert all(span.start >= end for span, end in zip(told.spans, ends[:-1], strict=True))
        assert "{" not in told.text
        assert "  " not in told.text
        assert ",," not in told.text


def test_what_is_said_agrees_with_what_the_patient_has() -> None:
    graph, by_id = hpo().graph, hpo().by_id
    for patient in some():
        for one in patient.statements:
            has = {by_id[code] for code in (*patient.findings, *patient.unrelated)}
            above = {up for number in has for up in graph.closure[number].tolist()}
            if one.kind in ("finding", "imprecise", "unrelated"):
                assert by_id[one.code] in above
            if one.kind == "denied":
                assert by_id[one.code] not in above
            if one.kind == "wrong_negative":
                assert one.code in patient.findings
                assert one.assertion == "absent"


def test_frequencies_and_sex_are_those_of_the_annotations() -> None:
    drawn = list(islice(patients(disease="OMIM:900001"), 600))
    shown = Counter(code for patient in drawn for code in patient.findings)
    assert 0.80 < shown["HP:0001987"] / 600 < 0.95  # 9 of 10 patients, by the posterior 0.864
    assert 0.15 < shown["HP:0002240"] / 600 < 0.32  # 2 of 10: 0.227
    assert 0.85 < sum(patient.sex == "male" for patient in drawn) / 600 < 0.95
    assert all(patient.onset == "HP:0003593" and 0.07 < (patient.onset_years or 0) <= 1 for patient in drawn)
    assert all(patient.age_years >= (patient.onset_years or 0) for patient in drawn)


def test_without_noise_everything_is_said_as_it_is() -> None:
    for patient in islice(patients(missing=0, imprecise=0, unrelated=0, wrong_negative=0), 100):
        said = {one.code for one in patient.statements if one.kind in ("finding", "uncertain")}
        assert said == set(patient.findings)


def test_wrong_arguments_are_refused() -> None:
    for wrong in ({"missing": 1.0}, {"imprecise": -0.1}, {"disease": "OMIM:900005"}):
        with pytest.raises(BadInput):
            next(patients(**wrong))  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="no voice"):
        next(narratives(iter(some(1)), ["shouting"]))  # type: ignore[list-item]


def asked(case: Case, *questions: str) -> str:
    simulator = cast(Simulator, catalog.load("simulators", "rare_patient"))
    turns = [Message(role="assistant", text=question) for question in questions]
    return simulator.partner(case, None).respond(turns)


def test_the_partner_answers_from_the_truth() -> None:
    has = ("HP:0002373", "HP:0001252", "HP:0000365")
    patient = RarePatient(
        id="one", disease="OMIM:900001", disease_name="", sex="female", age_years=7.0, onset=None, onset_years=None,
        findings=has, unrelated=(), statements=(),
    )  # fmt: skip
    case = dialogue_case(patient, opening=1)
    assert asked(case, "Did she ever have a seizure?") == "Yes, fever fit."  # what it is a kind of
    assert asked(case, "Is there sensorineural hearing impairment?").startswith("I'm not sure")
    assert asked(case, "Any cleft palate?") == "No cleft palate."
    assert asked(case, "How old is she?") == "I am 7-year old."
    assert asked(case, "When did it start?") == "I can't say when it began."
    assert "low muscle tone" in asked(case, "Anything else?")
    assert asked(case, "Anything else?", "Anything else?") == "That is all."
    assert asked(case, "Colourless green ideas?") == "I don't understand the question."


def test_a_case_without_a_patient_is_refused() -> None:
    with pytest.raises(BadInput, match="dialogue_case"):
        asked(Case(id="x", prompt="?"), "?")
