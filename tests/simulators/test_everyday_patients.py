"""Patients with an everyday disease: findings of the disease alone, drawn again by number, told by the same voices."""

from itertools import islice
from pathlib import Path

import pytest

from preceptor.errors import BadInput
from preceptor.knowledge.hpo import hpo
from preceptor.simulators.rare_patient import RarePatient, everyday_diseases, everyday_patients, narratives

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture(autouse=True)
def sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLES / "simulated_patients"))


def some(number: int = 100) -> list[RarePatient]:
    return list(islice(everyday_patients(seed=3), number))


def test_symptoms_are_joined_to_terms_by_name_or_by_the_word_list() -> None:
    foot = next(one for one in everyday_diseases() if one.name == "idle foot")
    names = {hpo().names[hpo().by_id[code]]: weight for code, weight in foot.findings.items()}
    assert names["Fatigue"] == 0.7  # "fatigue" and "feeling tired" are one finding
    assert "Anemia" in names
    assert len(names) == 5  # yawning is no term of this release
    assert list(foot.findings.values()) == sorted(foot.findings.values(), reverse=True)


def test_a_finding_that_names_the_disease_is_not_told() -> None:
    cough = next(one for one in everyday_diseases() if one.name == "paper cough")
    assert "HP:0012735" not in cough.findings


def test_patients_show_what_their_disease_shows_and_deny_only_what_they_have_not() -> None:
    every = {one.name: one for one in everyday_diseases()}
    for patient in some():
        own = every[patient.disease_name].findings
        assert set(patient.said("present")) == set(patient.findings) <= set(own)
        assert 4 <= len(patient.findings) <= 8
        assert not set(patient.said("absent")) & set(patient.findings)
        assert patient.disease == f"everyday:{patient.disease_name}"
    assert any(patient.said("absent") for patient in some())


def test_a_number_is_the_same_patient_and_a_text_holds_the_findings() -> None:
    assert next(everyday_patients(seed=3, start=7)) == some(8)[7]
    for told in narratives(iter(some(30))):
        assert [told.text[span.start : span.end] for span in told.spans] == [span.text for span in told.spans]


def test_a_release_without_their_findings_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    folders = f"{SAMPLES / 'hpo'}:{SAMPLES / 'common_diseases'}"
    monkeypatch.setenv("PRECEPTOR_DATA", folders)
    with pytest.raises(BadInput, match="knows too few findings of the everyday diseases"):
        next(everyday_patients())
