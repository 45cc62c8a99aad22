"""Likeness of patients along the ontology, worked by hand on the sample release."""

import math
from pathlib import Path

import pytest

from preceptor.knowledge.hpo import Hpo, hpo
from preceptor.retrieval.similar_patients import SimilarPatients

SAMPLES = Path(__file__).parent.parent / "samples" / "hpo"
ODD, SIDEWAYS, BLUE, RARE = (-math.log(share) for share in (4 / 5, 3 / 5, 2 / 5, 1 / 5))


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> Hpo:
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLES))
    return hpo()


def terms(sample: Hpo, *codes: str) -> list[int]:
    return [sample.by_id[code] for code in codes]


@pytest.fixture
def index(sample: Hpo) -> SimilarPatients:
    known = (("HP:9000002", "HP:9000004"), ("HP:9000003",), ("HP:9000007",), ())
    return SimilarPatients(sample, [terms(sample, *codes) for codes in known])


def test_likeness_is_shared_information_over_all_information(sample: Hpo, index: SimilarPatients) -> None:
    found = index.likeness(terms(sample, "HP:9000002"))
    assert found[0] == pytest.approx((ODD + SIDEWAYS) / (ODD + SIDEWAYS + BLUE))
    assert found[1] == pytest.approx(ODD / (ODD + SIDEWAYS + RARE))  # only that both walk oddly
    assert found[2:].tolist() == [0.0, 0.0]


def test_the_same_findings_are_wholly_alike_in_any_order(sample: Hpo, index: SimilarPatients) -> None:
    assert index.likeness(terms(sample, "HP:9000004", "HP:9000002"))[0] == pytest.approx(1.0)
    assert index.likeness(terms(sample, "HP:9000004", "HP:9000001", "HP:9000002"))[0] == pytest.approx(1.0)


def test_nearest(sample: Hpo, index: SimilarPatients) -> None:
    near = index.nearest(terms(sample, "HP:9000002"), 3)
    assert [place for place, _ in near] == [0, 1]  # those that share nothing are no neighbours
    assert near[0][1] > near[1][1] > 0
    assert [place for place, _ in index.nearest(terms(sample, "HP:9000002"), 3, without=[0])] == [1]
    assert index.nearest([], 3) == []
    assert len(SimilarPatients(sample, []).likeness(terms(sample, "HP:9000002"))) == 0
