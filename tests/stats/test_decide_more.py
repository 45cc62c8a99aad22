"""Power, repeats, harm, calibration, selective answers, subgroups and correlations: known answers."""

import itertools
import math

import numpy as np
import pytest

from preceptor import stats
from preceptor.errors import BadInput
from preceptor.stats import Design


def test_power_and_cases_needed_agree_with_each_other():
    design = Design(spread=0.45, difference=0.05)
    n = stats.groups_needed(design)
    assert stats.power(design, n) >= 0.8 > stats.power(design, n - 1)
    assert stats.groups_needed(Design(spread=0.45, difference=-0.05)) == n
    assert stats.power(Design(spread=0.45), 500) == pytest.approx(0.05)


def test_groups_of_alike_cases_are_worth_one_case_each():
    alone = stats.groups_needed(Design(spread=0.45, difference=0.05))
    alike = stats.groups_needed(Design(spread=0.45, difference=0.05, per_group=10, correlation=1.0))
    apart = stats.groups_needed(Design(spread=0.45, difference=0.05, per_group=10, correlation=0.0))
    assert alike == alone
    assert apart == pytest.approx(alone / 10, abs=3)  # few groups cost a little in the t distribution


@pytest.mark.parametrize("question", ["better", "not worse", "same"])
def test_power_is_what_simulation_gives(question):
    rng = np.random.default_rng(1)
    difference, margin, alpha = {
        "better": (0.25, 0.0, 0.05),
        "not worse": (0.0, 0.2, 0.025),
        "same": (0.0, 0.3, 0.05),
    }[question]
    design = Design(spread=1.0, difference=difference, margin=margin, question=question, alpha=alpha)
    passed = 0
    for _ in range(700):
        gap = rng.normal(difference, 1, 120)
        if question == "better":
            passed += stats.cluster_t(gap).p < alpha
        else:
            of = stats.not_worse if question == "not worse" else stats.equivalent
            passed += of(np.zeros(120), gap, margin, alpha=alpha).holds
    assert passed / 700 == pytest.approx(stats.power(design, 120), abs=0.045)  # 2.5 standard errors


def test_what_cannot_be_planned_is_refused():
    with pytest.raises(BadInput, match="no number of cases shows 'not worse'"):
        stats.groups_needed(Design(spread=0.4, difference=-0.05, margin=0.05, question="not worse"))
    with pytest.raises(BadInput, match=r"margin 0.0 must be above 0"):
        Design(spread=0.4, question="same")
    with pytest.raises(BadInput, match=r"outside 0..1"):
        Design(spread=0.4, correlation=1.2)
    with pytest.raises(BadInput, match=r"must lie in 0..1"):
        stats.paired_spread(1.2, 0.4)


def test_paired_spread_by_counting():
    a, b = np.array([1] * 70 + [0] * 30), np.array([1] * 60 + [0] * 10 + [1] * 15 + [0] * 15)
    r = np.corrcoef(a, b)[0, 1]
    assert stats.paired_spread(a.mean(), b.mean(), r) == pytest.approx((b - a).std(), abs=1e-12)


@pytest.mark.parametrize("k", [1, 2, 3, 5])
def test_pass_every_and_any_by_enumeration(k):
    rng = np.random.default_rng(k)
    trials = (rng.random((12, 5)) < rng.random((12, 1))).astype(int)
    every = np.mean([np.mean([all(c) for c in itertools.combinations(row, k)]) for row in trials])
    some = np.mean([np.mean([any(c) for c in itertools.combinations(row, k)]) for row in trials])
    right, tried = trials.sum(axis=1), np.full(12, 5)
    assert stats.pass_every(right, tried, k).value == pytest.approx(every, abs=1e-12)
    assert stats.pass_any(right, tried, k).value == pytest.approx(some, abs=1e-12)


def test_pass_leaves_out_cases_with_too_few_trials_and_refuses_nonsense():
    assert stats.pass_every(np.array([2, 1]), np.array([2, 1]), 2).n == 1
    with pytest.raises(BadInput, match="no case has that many trials"):
        stats.pass_every(np.array([2]), np.array([3]), 4)
    with pytest.raises(BadInput, match="more often than it was tried"):
        stats.pass_any(np.array([4]), np.array([3]), 2)


def test_harm_and_the_worst_tenth():
    values = np.array([1.0] * 18 + [0.4, 0.2])
    assert stats.worst_share(values).value == pytest.approx(0.3)
    assert stats.worst_share(values, 0.075).value == pytest.approx((0.2 + 0.5 * 0.4) / 1.5)
    assert stats.worst_share(values, 1.0).value == pytest.approx(values.mean())
    harms = np.array([0.0] * 19 + [1.0])
    assert stats.harm_utility(values, harms, 10).value == pytest.approx(values.mean() - 0.5)
    with pytest.raises(BadInput, match="cost of harm"):
        stats.harm_utility(values, harms, -1)


def test_the_parts_of_brier_sum_to_it_and_mean_what_they_say():
    rng = np.random.default_rng(2)
    confidence = rng.random(400)
    for right in ((rng.random(400) < confidence).astype(float), rng.random(400)):
        found = stats.brier_parts(confidence, right)
        total = found.reliability - found.resolution + found.uncertainty + found.within
        assert total == pytest.approx(found.brier, abs=1e-12)
        assert found.brier == stats.brier(confidence, right)
    stepped = np.repeat([0.15, 0.85], 200)
    found = stats.brier_parts(stepped, np.repeat([0.0, 1.0], 200))
    assert (found.resolution, found.uncertainty) == pytest.approx((0.25, 0.25))
    assert abs(found.within) < 1e-12


def test_debiasing_takes_away_what_chance_gives():
    rng = np.random.default_rng(3)
    plain, debiased, expected = [], [], []
    for number in range(200):
        confidence = rng.uniform(0.5, 1, 300)
        right = (rng.random(300) < confidence).astype(float)
        plain.append(stats.calibration_error(confidence, right))
        debiased.append(stats.debiased_calibration_error(confidence, right) ** 2)
        if number < 10:
            expected.append(stats.calibration_by_chance(confidence, right, draws=100)[0])
    assert np.mean(plain) > 0.03
    assert np.mean(expected) == pytest.approx(np.mean(plain), abs=0.01)
    assert np.mean(debiased) < 0.003  # the plain square would be 0.009
    off = stats.debiased_calibration_error(confidence * 0 + 0.95, right)
    assert off == pytest.approx(0.95 - right.mean(), abs=0.02)
    assert stats.calibration_by_chance(np.full(300, 0.95), right)[1] < 0.01


def test_risk_and_coverage_by_hand_and_with_ties():
    confidence, right = np.array([0.9, 0.5, 0.5, 0.1]), np.array([1, 0, 1, 0.0])
    coverage, risk = stats.risk_coverage(confidence, right)
    assert coverage.tolist() == [0.25, 0.5, 0.75, 1.0]
    assert risk == pytest.approx([0, 0.25, 1 / 3, 0.5])
    found = stats.aurc(confidence, right, draws=100)
    assert found["aurc"].value == pytest.approx(risk.mean())
    perfect = stats.aurc(np.array([0.9, 0.8, 0.2, 0.1]), np.array([1, 1, 0, 0.0]), draws=100)
    assert perfect["excess"].value == pytest.approx(0)


@pytest.mark.parametrize("adaptive", [False, True])
def test_conformal_sets_hold_what_they_promise(adaptive):
    rng, covered = np.random.default_rng(4), []
    for _ in range(40):
        logits = rng.normal(0, 2, (400, 5))
        true = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        targets = np.array([rng.choice(5, p=row) for row in true])
        stated = np.exp(1.8 * logits) / np.exp(1.8 * logits).sum(axis=1, keepdims=True)  # overconfident
        sets = stats.conformal_sets(stated[:200], targets[:200], stated[200:], 0.1, adaptive=adaptive)
        covered.append(stats.set_quality(sets, targets[200:]).coverage.value)
    assert 0.885 <= np.mean(covered) <= (0.97 if adaptive else 0.92)


def test_too_few_calibration_cases_leave_every_option_in():
    assert stats.conformal_threshold(np.array([0.1, 0.2]), 0.1) == math.inf
    with pytest.raises(BadInput, match=r"alpha 1.5"):
        stats.conformal_threshold(np.array([0.1]), 1.5)


def test_subgroups_find_the_one_that_differs():
    rng = np.random.default_rng(5)
    labels = np.repeat(["a", "b", "c", "d"], 300)
    values = (rng.random(1200) < np.where(labels == "c", 0.55, 0.75)).astype(float)
    found = {gap.subgroup: gap for gap in stats.subgroup_gaps(values, list(labels))}
    assert found["c"].gap.value < -0.1
    assert found["c"].p_holm < 0.001
    assert 0.05 < found["a"].detectable < 0.12
    assert found["a"].p_holm >= found["a"].gap.p


def test_subgroups_that_share_patients_use_it():
    rng = np.random.default_rng(6)
    effect = rng.normal(0, 1, 50)
    values = np.concatenate([effect + rng.normal(0, 0.2, 50), effect + 0.3 + rng.normal(0, 0.2, 50)])
    labels, patients = ["before"] * 50 + ["after"] * 50, list(map(str, range(50))) * 2
    apart = stats.subgroup_gaps(values, labels)[0].gap
    shared = stats.subgroup_gaps(values, labels, patients)[0].gap
    assert shared.error < 0.3 * apart.error


def test_correlations_with_groups_and_their_coverage():
    rng = np.random.default_rng(7)
    hits = 0
    for _ in range(300):
        x = rng.normal(0, 1, 60)
        y = 0.6 * x + 0.8 * rng.normal(0, 1, 60)
        found = stats.spearman(x, y)
        hits += found.low <= 6 / math.pi * math.asin(0.3) <= found.high
    assert 0.91 <= hits / 300 <= 0.98
    grouped = stats.spearman(np.repeat(x, 4), np.repeat(y, 4), [str(n) for n in np.repeat(np.arange(60), 4)])
    alone = stats.spearman(np.repeat(x, 4), np.repeat(y, 4))
    assert grouped.high - grouped.low > 1.5 * (alone.high - alone.low)
    assert stats.pearson(np.array([1, 2, 3, math.nan, 5, 6.0]), np.array([2, 1, 4, 0, 6, 5.0])).n == 5
    with pytest.raises(BadInput, match="needs five cases"):
        stats.kendall(np.arange(3), np.arange(3))
