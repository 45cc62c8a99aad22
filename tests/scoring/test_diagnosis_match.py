"""Diagnoses in words against the right one: by words alone, by Mondo, and what settles on none."""

from pathlib import Path

import pytest

from preceptor.records import Answer, Candidate
from preceptor.scoring.diagnosis_match import match, related, score_diagnosis
from preceptor.scoring.ranking import Truth

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture(autouse=True)
def data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECEPTOR_DATA", f"{SAMPLES / 'hpo'}:{SAMPLES / 'mondo'}")
    match.cache_clear()


@pytest.mark.parametrize(
    ("said", "truth", "relation"),
    [
        ("Anaemia of iron deficiency", "iron deficiency anemia", "same"),
        ("Crohn’s disease", "Crohn disease", "same"),
        ("GERD (Gastroesophageal Reflux Disease)", "Gastroesophageal reflux disease", "same"),
        ("TTP", "Thrombotic thrombocytopenic purpura", "same"),
        ("Mucopolysaccharidosis type IV", "mucopolysaccharidosis 4", "same"),
        ("Deafness, autosomal recessive 15", "autosomal recessive deafness 15", "same"),
        ("oesophageal tumours", "Esophageal tumor", "same"),
        ("lung cancer", "Lung carcinoma", "same"),
        ("vertebral osteomyelitis", "Osteomyelitis", "narrower"),
        ("Venous ulcer due to chronic venous insufficiency", "chronic venous insufficiency", "narrower"),
        ("Nephrogenic diabetes insipidus due to lithium", "Nephrogenic diabetes insipidus", "narrower"),
        ("retinitis pigmentosa", "Retinitis pigmentosa 76", "broader"),
        ("Haemophilia", "Hemophilia A", "broader"),
        ("angioedema", "Hereditary angioedema", "broader"),
        ("retinitis pigmentosa 7", "Retinitis pigmentosa 76", "different"),
        ("not Marfan syndrome", "Marfan syndrome", "different"),
        ("infection", "Urinary tract infection", "different"),
        ("gout or pseudogout", "Gout", "different"),
        ("", "Gout", "different"),
        ("sideways syndrome 1", "Sideways syndrome, 1", "same"),
    ],
)  # fmt: skip
def test_by_words(said: str, truth: str, relation: str) -> None:
    assert match(said, Truth(codes=(), name=truth)) == relation


@pytest.mark.parametrize(
    ("said", "relation"),
    [
        ("Sideways syndrome 1", "same"),
        ("Murmur of the idle", "different"),
        ("Sideways syndrome", "broader"),
        ("Sideways syndrome 2", "different"),
    ],
)
def test_by_the_ontology(said: str, relation: str) -> None:
    truth = Truth(codes=("OMIM:900001",), name="a name that nobody uses")
    assert match(said, truth) == relation


def test_a_code_goes_before_the_name() -> None:
    truth = Truth(codes=("OMIM:900003",), name="Humming disease")
    assert related(Candidate(id="OMIM:900001", name="Humming disease"), truth) == "different"
    assert related(Candidate(id="", name="humming disease"), truth) == "same"
    assert (
        related(Candidate(id="humming disease", name="humming disease"), truth) == "same"
    )  # as read from a list


def test_a_name_that_holds_an_or_is_one_name() -> None:
    truth = Truth(codes=(), name="Attention-deficit/hyperactivity disorder")
    assert match("attention-deficit/hyperactivity disorder", truth) == "same"
    assert match("Graft versus host disease", Truth(codes=(), name="Graft-versus-host disease")) == "same"
    assert match("gout or sepsis", Truth(codes=(), name="gout")) == "different"


@pytest.mark.parametrize(
    ("text", "value", "flag"),
    [
        ("**Final Diagnosis:** Gout. Start colchicine.", 1.0, ""),
        ("Based on the symptoms and signs, the most likely diagnosis for this patient is gout, which is common.", 1.0, ""),
        ("The findings are suggestive of a diagnosis of gout because urate is high.", 1.0, ""),
        ("<think>It could be sepsis.</think>Gout", 1.0, ""),
        ("Gout or septic arthritis", 0.0, "hedged"),
        ("Gout or another crystal arthropathy", 0.0, "hedged"),
        ("Septic arthritis", 0.0, ""),
        ("", 0.0, "unparsed"),
    ],
)  # fmt: skip
def test_answers_in_sentences(text: str, value: float, flag: str) -> None:
    score = score_diagnosis(Answer(text=text), Truth(codes=(), name="Gout"))
    assert (score.value, set(score.flags)) == (value, {flag} if flag else set())
