"""A ranking from the sample: probabilities, reasons, notes, leaving out, questions, what is refused."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from preceptor.differential import Diseases, _features, _scorer, next_questions, rank
from preceptor.differential._context import onset_evidence
from preceptor.differential._evidence import LeftOut
from preceptor.differential._features import FEATURES
from preceptor.differential._profiles import KNOWN
from preceptor.differential._questions import expected_gain
from preceptor.differential._scorer import NONE_FEATURES, scorer
from preceptor.errors import BadData, BadInput, NotFound


def test_the_disease_that_shows_the_findings_comes_first(sample: Diseases) -> None:
    found = rank(["HP:9000002", "HP:9000004"], weights="plain")
    assert found.diseases[0].id == "MONDO:9000011"
    assert found.diseases[0].members == ("OMIM:900001", "ORPHA:91")
    total = sum(one.probability for one in found.diseases) + found.none
    assert total == pytest.approx(1.0)
    assert [one.probability for one in found.diseases] == sorted(
        (one.probability for one in found.diseases), reverse=True
    )
    assert len(found.diseases) == 4
    assert rank(["HP:9000007"], weights="plain").diseases[0].id == "MONDO:9000013"


def test_reasons_name_what_speaks_for_and_against(sample: Diseases) -> None:
    found = rank(["HP:9000004"], ["HP:9000001"])
    first = next(one for one in found.diseases if one.id == "MONDO:9000011")
    kinds = {(reason.kind, reason.term) for reason in first.reasons}
    assert ("contradicts", "HP:9000001") in kinds
    other = next(one for one in rank(["HP:9000004"]).diseases if one.id == "MONDO:9000011")
    assert ("missing", "HP:9000002") in {(reason.kind, reason.term) for reason in other.reasons}
    assert any("in 82% of its patients, excluded here" in reason.text for reason in first.reasons)
    assert rank(["HP:9000004"], explained=1).diseases[1].reasons == ()


def test_an_absent_finding_never_supports_the_disease_that_shows_it(sample: Diseases) -> None:
    without = {one.id: one.probability for one in rank(["HP:9000004"]).diseases}
    with_absent = {one.id: one.probability for one in rank(["HP:9000004"], ["HP:9000002"]).diseases}
    ratio = {code: with_absent[code] / without[code] for code in without}
    assert ratio["MONDO:9000011"] < ratio["MONDO:9000013"]


def test_what_is_left_out_does_not_count(sample: Diseases) -> None:
    kept = rank(["HP:9000008"], weights="plain")
    out = rank(["HP:9000008"], leave_out=["PMID:13"], weights="plain")
    assert (kept.left_out, out.left_out) == (0, 1)
    before = next(one.probability for one in kept.diseases if one.id == "MONDO:9000012")
    after = next(one.probability for one in out.diseases if one.id == "MONDO:9000012")
    assert after < before
    everything = rank(["HP:9000007"], leave_out=["PMID:14", "OMIM:900003"])
    assert "MONDO:9000013" not in {one.id for one in everything.diseases}  # nothing left: no candidate


def test_ids_are_mapped_and_said(sample: Diseases) -> None:
    found = rank(["HP:9000910", "HP:9999998", "HP:0003577", "HP:9000002"], ["HP:9000001", "HP:9000004"])
    notes = " | ".join(found.notes)
    assert "HP:9000910 is obsolete, read as HP:9000001 Odd gait" in notes
    assert "not used: no term 'HP:9999998'" in notes
    assert "no findings, not used: Congenital onset" in notes
    assert "contradictory, counted as observed: Odd gait" in notes
    assert [sample.term_ids[term] for term in found.observed] == ["HP:9000002"]  # implied terms go
    assert [sample.term_ids[term] for term in found.excluded] == ["HP:9000004"]


@pytest.mark.parametrize(
    ("codes", "says"),
    [(["HP:0003577"], "no observed finding is left"), (["HP:9999998"], "no term"), ([], "give at least one")],
)
def test_nothing_to_rank_by_is_refused(sample: Diseases, codes: list[str], says: str) -> None:
    with pytest.raises((BadInput, NotFound), match=says):
        rank(codes)


def test_the_next_question_separates_the_leading_diseases(sample: Diseases) -> None:
    questions = next_questions(rank(["HP:9000004"]), k=3)
    assert questions[0].bits >= questions[1].bits >= 0
    assert "HP:9000004" not in {one.term for one in questions}
    again = next_questions(rank(["HP:9000004"]), k=3, asked=[questions[0].term])
    assert questions[0].term not in {one.term for one in again}
    assert questions[0].after_yes != questions[0].after_no


def test_expected_gain_by_hand() -> None:
    p = np.array([0.5, 0.25, 0.25])
    gain = expected_gain(p, np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.3, 0.3, 0.3]]))
    assert gain.round(6).tolist() == [1.0, round(1.5 - 0.75 * (np.log2(3) - 2 / 3), 6), 0.0]


def test_age_at_onset_speaks_for_the_disease_that_begins_then(sample: Diseases) -> None:
    every = np.arange(4)
    adult, newborn = onset_evidence(sample, every, 25.0), onset_evidence(sample, every, 0.0)
    humming, sideways = sample.by_id["OMIM:900003"], sample.by_id["OMIM:900001"]
    assert adult[humming] > 0 > newborn[humming]
    assert newborn[sideways] > 0 > adult[sideways]
    assert adult[sample.by_id["DECIPHER:9"]] == 0  # not stated


def test_the_shipped_weights_fit_the_features() -> None:
    for memory in ("new", "published"):
        held = scorer(memory)
        assert len(held.mean) == len(held.linear) == len(FEATURES)
        assert held.none is not None
        assert len(held.none) == len(NONE_FEATURES)
        assert 0.5 < held.set_mass <= 1


def test_weights_of_other_features_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = json.loads((_scorer.WEIGHTS / "new.json").read_text())
    stored["weights"]["features"][0] = "another"
    (tmp_path / "new.json").write_text(json.dumps(stored))
    monkeypatch.setattr(_scorer, "WEIGHTS", tmp_path)
    scorer.cache_clear()
    with pytest.raises(BadData, match="trained on other features"):
        scorer("new")
    scorer.cache_clear()


def test_candidates_are_the_foremost_and_what_the_first_guess_adds() -> None:
    """Of 3,000 diseases with equal rows, those with evidence and those that the guess prefers are looked at."""
    n = 3000
    known = np.zeros((n, len(KNOWN)))
    known[-100:, KNOWN.index("patients")] = 3.0
    held = type("Set", (), {"__len__": lambda self: n, "known": known, "standing": known[:, :5] * 0})()
    left = SimpleNamespace(diseases=np.array([0]), empty=np.array([True]), known=np.zeros((1, len(KNOWN))))
    total = np.linspace(1.0, 0.0, n)
    chosen = _features._chosen(total, cast(Diseases, held), cast(LeftOut, left))
    assert len(chosen) == _features.CANDIDATES
    assert set(range(1, _features.FOREMOST + 1)) <= set(chosen.tolist())
    assert set(range(n - 100, n)) <= set(chosen.tolist())
    assert 0 not in chosen  # nothing is left of it
