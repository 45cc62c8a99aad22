"""What diseases show with all ancestors, and how telling a term is: worked by hand on the sample release."""

import math
from pathlib import Path

import pytest

from preceptor.knowledge.hpo import Hpo, hpo

SAMPLES = Path(__file__).parent.parent / "samples" / "hpo"


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> Hpo:
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLES))
    return hpo()


def test_a_disease_shows_its_findings_and_what_they_are_kinds_of(sample: Hpo) -> None:
    first = sample.shown[sample.disease_ids.index("OMIM:900001")]
    assert sorted(sample.ids[term] for term in first) == [
        "HP:0000118", "HP:9000001", "HP:9000002", "HP:9000004",
    ]  # fmt: skip
    assert first.tolist() == sorted(first.tolist())
    assert len(sample.shown) == len(sample.disease_ids)  # what is denied, and the age of onset, is not shown


@pytest.mark.parametrize(
    ("code", "share"),
    [
        ("HP:0000118", 5 / 5),
        ("HP:9000001", 4 / 5),  # one of the four by an id that is obsolete now
        ("HP:9000002", 3 / 5),
        ("HP:9000004", 2 / 5),
        ("HP:9000007", 1 / 5),
        ("HP:9000003", 1 / 5),  # shown by none: as telling as the rarest
    ],
)
def test_information(sample: Hpo, code: str, share: float) -> None:
    assert sample.information[sample.by_id[code]] == pytest.approx(-math.log(share))


def test_what_is_no_phenotype_tells_nothing(sample: Hpo) -> None:
    assert sample.information[sample.by_id["HP:0003577"]] == 0.0
    assert sample.information[sample.by_id["HP:0000001"]] == 0.0
