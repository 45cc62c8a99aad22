"""HPO terms given and wanted: how replies are read, exact and ancestor-aware credit worked by hand, rates over cases."""

import math
from pathlib import Path

import numpy as np
import pytest

from preceptor.knowledge.hpo import Hpo, hpo
from preceptor.scoring.phenotype_sets import parts_of, rates, read_terms, set_rates, share, shared_information

SAMPLES = Path(__file__).parent.parent / "samples" / "hpo"
ODD, SIDEWAYS, BLUE, RAREST = (-math.log(part) for part in (4 / 5, 3 / 5, 2 / 5, 1 / 5))


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> Hpo:
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLES))
    return hpo()


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("HP:9000002 Sideways gait\nhp_9000004 blue nails\nHP:9000002", ["HP:9000002", "HP:9000004"]),
        ("HP:9000901", ["HP:9000001"]),  # an alternative id
        ("HP:9000910", ["HP:9000001"]),  # obsolete, replaced
        ("HP:9999999", ["HP:9999999"]),  # given, and no term
        ("No HP:9000006 is there.\n- HP:9000002", ["HP:9000002"]),  # the list is the answer
        ("HP:9000006 is denied.\nAnswer: HP:9000002", ["HP:9000002"]),
        ("1. **Sideways gait**\n2. strange walk", ["HP:9000002", "HP:9000001"]),
        ("1. Blue nails\n2. grumpiness", ["HP:9000004", "grumpiness"]),
        ("These are the findings:\nBlue nails", ["HP:9000004"]),  # prose is no finding
        ("", []),
        ("I cannot say.", []),
    ],
)
def test_replies(sample: Hpo, text: str, terms: list[str]) -> None:
    assert read_terms(sample, text) == terms


def test_near_terms_earn_by_what_they_tell(sample: Hpo) -> None:
    near = shared_information(sample, ["HP:9000001"], ["HP:9000002"])
    assert near == pytest.approx((ODD, ODD, ODD + SIDEWAYS))
    apart = shared_information(sample, ["HP:9000006"], ["HP:9000002"])
    assert apart == pytest.approx((0.0, RAREST, ODD + SIDEWAYS))
    same = shared_information(sample, ["HP:9000004", "HP:9000002"], ["HP:9000002", "HP:9000004"])
    assert same == pytest.approx((ODD + SIDEWAYS + BLUE,) * 3)
    assert shared_information(sample, ["grumpiness"], ["HP:9000002"])[:2] == pytest.approx((0.0, RAREST))
    assert shared_information(sample, [], ["HP:9000002"]) == pytest.approx((0.0, 0.0, ODD + SIDEWAYS))


def test_rates() -> None:
    assert rates(2, 4, 2) == (0.5, 1.0, pytest.approx(2 / 3))
    assert rates(0, 0, 3) == (0.0, 0.0, 0.0)
    assert rates(0, 0, 0) == (0.0, 0.0, 0.0)


def test_micro_is_of_the_sums_and_macro_of_the_cases() -> None:
    rows = [parts_of("", (1, 1, 1)), parts_of("", (1, 4, 2))]
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    found = set_rates(columns, ("", "ancestor_"))
    assert found["micro_precision"] == pytest.approx(2 / 5)
    assert found["macro_precision"] == pytest.approx((1 + 1 / 4) / 2)
    assert found["micro_recall"] == pytest.approx(2 / 3)
    assert found["micro_f1"] == pytest.approx(4 / 8)
    assert found["macro_f1"] == pytest.approx((1 + 1 / 3) / 2)
    assert not any(name.startswith(("micro_ancestor", "macro_ancestor")) for name in found)
    assert share(columns, "found", "given") == pytest.approx(2 / 5)
    assert share(columns, "denied_given", "denied_said") == 0.0
