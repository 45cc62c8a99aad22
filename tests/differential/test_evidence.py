"""Pooling, closure, leaving out and relatives, held against sums done by hand or by plain loops."""

import numpy as np
import pytest

from preceptor.differential import Diseases
from preceptor.differential._evidence import left_out, ratios, shares
from preceptor.differential._profiles import KNOWN, pooled


def term(diseases: Diseases, number: int) -> int:
    return diseases.term_ids.index(f"HP:900000{number}")


def profile(diseases: Diseases, code: str) -> dict[str, float]:
    start, terms, share = diseases.profile
    number = diseases.by_id[code]
    part = slice(start[number], start[number + 1])
    return {diseases.term_ids[t]: float(s) for t, s in zip(terms[part], share[part], strict=True)}


def test_twins_are_merged_and_named_by_mondo(sample: Diseases) -> None:
    assert sample.ids == ("DECIPHER:9", "MONDO:9000011", "MONDO:9000012", "MONDO:9000013")
    assert sample.members[1] == ("OMIM:900001", "ORPHA:91")
    assert sample.by_id["ORPHA:91"] == sample.by_id["OMIM:900001"] == 1
    assert sample.names[0] == "Cold nose deletion"
    assert sample.names[3] == "humming disease"


def test_counts_and_estimates_are_pooled(sample: Diseases) -> None:
    twins = profile(sample, "OMIM:900001")
    # 4 of 5 patients, "very frequent" counted as 0.895 of 5, and half of one patient beforehand
    assert twins["HP:9000002"] == pytest.approx((4 + 0.895 * 5 + 0.5) / (5 + 5 + 1))
    assert twins["HP:9000004"] == pytest.approx((1 + 0.5) / (5 + 1))
    assert "HP:9000006" not in twins  # said to be absent
    assert profile(sample, "OMIM:900003")["HP:9000006"] == pytest.approx(
        (0.5 + 0.7 * 5 + 0.5) / (1 + 5 + 1)  # no frequency, and stated by its name
    )


def test_a_finding_counts_for_what_lies_above_and_below_it(sample: Diseases) -> None:
    nothing = left_out(sample, ())
    own, _ = ratios(sample, [term(sample, 2), term(sample, 5), term(sample, 8)], nothing)
    sideways, cold = sample.by_id["OMIM:900002"], sample.by_id["DECIPHER:9"]
    assert own[0, sideways] > 10 * own[0, sample.by_id["OMIM:900003"]]  # its own finding
    assert own[1, sideways] > own[1, cold]  # a kind of its finding
    assert own[2, cold] > 10 * own[2, sample.by_id["OMIM:900003"]]
    both = shares(sample, [term(sample, 1)], nothing, np.array([1, 2]))[0]
    assert both[0] == pytest.approx(profile(sample, "OMIM:900001")["HP:9000002"])  # gait: the highest below


def test_leaving_out_a_paper_equals_never_having_read_it(sample: Diseases) -> None:
    left = left_out(sample, ["PMID:11", "PMID:13", "PMID:none"])
    assert left.diseases.tolist() == [1, 2]
    rows = sample.rows
    cites = [
        any(ref in (sample.references["PMID:11"], sample.references["PMID:13"]) for ref in rows.cited[row])
        for row in range(len(rows.disease))
    ]
    kept = np.flatnonzero(~np.array(cites))
    start, terms, share = pooled(sample, kept, len(sample))
    for place, number in enumerate(left.diseases):
        for t, s in zip(terms[start[number] : start[number + 1]], share[start[number] :], strict=False):
            assert left.share[place, t] >= s - 1e-12
        shown = {int(t) for t in np.flatnonzero(left.share[place])}
        above = set(sample.graph.ancestors(terms[start[number] : start[number + 1]]).tolist())
        assert shown == {t for t in above if sample.is_finding[t]}
    assert left.ratio[0, term(sample, 4)] == 0  # blue nails stood in the paper only
    assert not left.empty.any()


def test_a_disease_that_loses_everything_is_empty(sample: Diseases) -> None:
    left = left_out(sample, ["PMID:14", "OMIM:900003"])
    assert left.diseases.tolist() == [3]
    assert left.empty.tolist() == [True]
    assert ratios(sample, [term(sample, 7)], left)[0][0, 3] == 0


def test_relatives_lend_their_findings(sample: Diseases) -> None:
    own, mixed = ratios(sample, [term(sample, 8)], left_out(sample, ()))
    assert own[0, 1] < 1
    # a sibling below a parent of two (weight 1), a cousin below a parent of three (1/2)
    lent = (own[0, 2] + own[0, 3] / 2) / 1.5
    assert mixed[0, 1] == pytest.approx(own[0, 1] + 0.35 * (lent - own[0, 1]))
    assert mixed[0, 0] == own[0, 0]  # not in Mondo: no relatives


def test_standing_without_a_paper(sample: Diseases) -> None:
    assert np.expm1(sample.standing[1, :2]).round(6).tolist() == [5.0, 1.0]
    assert sample.standing[1, 3:5].tolist() == [1.0, 1.0]


def test_what_is_remembered_changes_nothing(sample: Diseases) -> None:
    terms = [term(sample, number) for number in (2, 4, 7, 8)]
    for references in ((), ["PMID:11"], ["PMID:13", "PMID:14"]):
        left = left_out(sample, references)
        first = ratios(sample, terms, left)
        again = ratios(sample, terms, left)
        for one, other in zip(first, again, strict=True):
            np.testing.assert_array_equal(one, other)
        np.testing.assert_allclose(
            first[1], (sample.mixing @ first[0].T).T, rtol=1e-5
        )  # relatives of what is left


def test_what_is_known_of_a_disease_goes_with_its_paper(sample: Diseases) -> None:
    left = left_out(sample, ["PMID:11"])
    before, after = sample.known[1], left.known[0]
    told = dict(zip(KNOWN, zip(np.expm1(before), np.expm1(after), strict=True), strict=True))
    assert told["patients"] == pytest.approx((5, 0))
    assert told["papers"] == pytest.approx((1, 0))
    assert told["rows"][1] < told["rows"][0]
    assert after[KNOWN.index("omim")] == 1  # still in the catalogue
    places, here = left.among(np.array([0, 1, 3]))
    assert (places.tolist(), here.tolist()) == ([1], [0])
    assert left.among(np.array([2, 3]))[0].tolist() == []
