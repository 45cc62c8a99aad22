"""Where data say nothing, no figure is made up: nothing judged, everything alike, no labels, few clusters."""

import math

import numpy as np
import pytest

from preceptor import stats

NAN = math.nan


def findings(judge, people=None, weight=1.0, category=0):
    n = len(judge)
    told = [NAN] * n if people is None else people
    return stats.Findings(
        weight=np.full(n, weight), judge=np.array(judge, float), people=np.array(told, float),
        category=np.full(n, category), case=np.arange(n),
    )  # fmt: skip


def test_a_score_of_which_nothing_was_judged_is_unknown_and_not_zero():
    found = stats.corrected_score(findings([NAN] * 4))
    assert math.isnan(found.value)
    assert math.isnan(found.naive)
    assert (found.low, found.high, found.note) == (0.0, 1.0, "the judge settled nothing")
    known = stats.corrected_score(findings([NAN] * 4, [1, 1, 0, 0]))
    assert (known.low, known.high) == (0.5, 0.5)


def test_findings_that_are_all_alike_still_have_an_interval():
    people = [1] * 10 + [0] * 10
    found = stats.corrected_score(findings([1] * 20), labelled=findings(people, people))
    assert found.value == 1.0
    assert 0.8 < found.low < 0.95
    assert found.high == 1.0
    assert found.sampling > 0


def test_labels_that_all_agree_with_the_judge_do_not_make_it_perfect():
    judge, n = np.array([1, 0] * 30, float), 60
    people = np.where(np.arange(n) < 20, judge, NAN)
    found = stats.Findings(
        weight=np.tile([0.6, 0.4], 30), judge=judge, people=people, category=np.zeros(n, int),
        case=np.repeat(np.arange(30), 2),
    )  # fmt: skip
    corrected = stats.corrected_score(found)
    assert corrected.calibration > 0.05
    assert corrected.low < corrected.value < corrected.high
    sure = stats.Findings(
        weight=found.weight, judge=np.ones(n), people=np.where(np.isfinite(people), 1.0, NAN), category=found.category,
        case=found.case,
    )  # fmt: skip
    every = stats.corrected_score(sure)
    assert every.low < 0.95 < every.value == every.high == 1.0  # no more than an answer can earn


def test_the_estimate_lies_within_its_interval():
    for judge in ([1] * 20, [0] * 20):
        found = stats.corrected_score(findings(judge, [*judge[:10], *[NAN] * 10]))
        assert found.low <= found.value <= found.high


def test_a_class_without_labels_is_named():
    judge = findings([1, 0] * 10, [1, 0] * 5 + [NAN] * 10)
    mixed = stats.Findings(
        weight=judge.weight, judge=judge.judge, people=judge.people, case=judge.case,
        category=np.repeat([0, 1], 10),
    )  # fmt: skip
    assert stats.corrected_score(mixed).note == "no labels in class 1: one half is taken there"


def test_scores_on_a_scale_that_all_agree_still_have_an_interval():
    judge = np.full(30, 0.5)
    found = stats.powered_mean(judge, np.where(np.arange(30) < 10, judge, NAN))
    assert found.low < 0.3 < found.value < 0.7 < found.high
    nothing = stats.powered_mean(judge, np.full(30, NAN))
    assert math.isnan(nothing.value)
    assert nothing.note


@pytest.mark.parametrize(("cases", "variants", "rate"), [(60, 10, 0.01), (60, 10, 0.02), (20, 10, 0.05)])
def test_the_upper_end_of_a_rare_harm_in_clusters_keeps_its_promise(cases, variants, rate):
    rng, groups = np.random.default_rng(1), np.repeat(np.arange(cases), variants)
    held = 0
    for _ in range(400):
        chance = rng.beta(2 * rate, 2 * (1 - rate), cases)
        harmed = (rng.random(len(groups)) < chance[groups]).astype(float)
        held += stats.cluster_wilson(harmed, groups).high >= rate
    assert held / 400 >= 0.96  # 0.975 promised; the plain design effect held 0.91 to 0.93


def test_without_clusters_caution_costs_nothing():
    harmed = np.array([1.0] * 3 + [0.0] * 297)
    assert stats.cluster_wilson(harmed, np.arange(300)).high == pytest.approx(
        stats.wilson(3, 300)[1], abs=2e-4
    )


def test_one_item_rated_by_all_leaves_the_other_coefficients():
    found = stats.agreement([[1, 2, None], [2, 2, 3], [None, 4, 4]], "interval")
    assert found.items == 3
    assert math.isfinite(found.coefficients["Krippendorff alpha, interval"].value)
    assert math.isnan(found.coefficients["ICC(A,1)"].value)
    assert found.coefficients["ICC(A,1)"].n == 1


def test_raters_who_agree_in_everything_have_an_icc_of_one_and_no_interval():
    for form in stats.ICC_FORMS:
        found = stats.icc([[1, 1], [2, 2], [3, 3]], form)
        assert (found.value, found.method) == (1.0, "none")
    assert math.isnan(stats.icc([[3, 3], [3, 3]]).value)


def test_figures_of_nothing_are_unknown():
    assert math.isnan(stats.worst_share(np.zeros(0)).value)
    found = stats.paired_difference(np.array([1.0, NAN]), np.array([1.0, 1.0]))
    assert math.isnan(found.p)
    assert found.method == "none"
    assert stats.mean_interval(np.full(3, -1.0)).method == "none"


@pytest.mark.parametrize("value", [0.3, -0.2, 1 / 3])
def test_values_that_are_all_alike_have_no_spread_to_test_with(value):
    """Sums of 0.3 differ in the last bit, which once made p of 1e-143 and an interval without a width."""
    for groups in (None, list("aabbccddee")):
        found = stats.cluster_t(np.full(10, value), groups)
        assert math.isnan(found.p)
        assert math.isnan(found.low)
    decided = stats.not_worse(np.full(20, 0.5), np.full(20, 0.3), 0.05)
    assert (decided.method, decided.holds) == ("none", False)
    assert stats.cluster_t(np.array([0.3, 0.3, 0.3 + 1e-6])).error > 0


def test_what_is_no_number_has_no_interval_and_counts_nowhere():
    assert stats.mean_interval(np.array([1.0, NAN, 0.0])).method == "none"
    rates = stats.error_rates(np.array([1, NAN, 0, 0]), np.array([1, 1, NAN, 0]))
    assert (rates.sensitivity.n, rates.specificity.n, rates.true_not_met) == (1, 1, 1)
    assert all(map(math.isnan, stats.calibration_by_chance(np.zeros(0), np.zeros(0))))
    assert stats.aurc(np.zeros(0), np.zeros(0))["aurc"].method == "none"


def test_no_coefficient_beyond_one_and_no_certainty_from_a_perfect_order():
    found = stats.cohen_kappa([["a", "a"]] * 5 + [["b", "b"]] * 5 + [["a", "b"]])
    assert (found.high, found.method) == (1.0, "Fleiss-Cohen-Everitt")
    order = np.arange(10.0)
    for of in (stats.spearman, stats.kendall, stats.pearson):
        assert of(order, order).method == "none"
