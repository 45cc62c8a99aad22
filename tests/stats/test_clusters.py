"""Clustered means, decisions against a margin, and their coverage."""

import math

import numpy as np
import pytest

from preceptor import stats
from preceptor.errors import BadInput


def clustered(rng, cases=60, variants=10, mean=0.7):
    chance = rng.beta(2 * mean, 2 * (1 - mean), cases)
    values = (rng.random((cases, variants)) < chance[:, None]).astype(float).ravel()
    return values, np.repeat(np.arange(cases), variants)


def test_clusters_of_one_are_the_ordinary_t():
    values = np.random.default_rng(0).normal(0, 1, 30)
    found = stats.cluster_t(values)
    assert found.error == pytest.approx(values.std(ddof=1) / 30**0.5, abs=1e-12)
    assert found.df == pytest.approx(29)


def test_both_corrections_agree_on_even_clusters_and_not_on_uneven_ones():
    rng = np.random.default_rng(1)
    values = rng.normal(0, 1, 60)
    even, uneven = np.repeat(np.arange(6), 10), np.repeat(np.arange(6), [35, 5, 5, 5, 5, 5])
    one, two = (stats.cluster_t(values, even, correction=name) for name in ("CR1", "CR2"))
    assert (one.error, one.df) == pytest.approx((two.error, two.df))
    assert stats.cluster_t(values, uneven).df < 3 < stats.cluster_t(values, uneven, correction="CR1").df


def test_a_mean_without_spread_or_with_one_cluster_has_no_interval():
    for values, groups in ((np.ones(4), None), (np.array([1.0, 0.0]), ["a", "a"])):
        found = stats.cluster_t(values, groups)
        assert math.isnan(found.low)
        assert math.isnan(found.p)


def test_wilson_with_clusters_stays_in_range_and_is_wilson_without():
    assert stats.cluster_wilson(np.ones(40), np.repeat(np.arange(8), 5)).low == stats.wilson(8, 8)[0]
    values = np.array([0.0] * 59 + [1.0])
    found = stats.cluster_wilson(values, np.repeat(np.arange(12), 5))
    assert 0 < found.low < found.value < found.high < 1
    alone = stats.cluster_wilson(np.array([1.0] * 70 + [0.0] * 30), np.arange(100))
    assert (alone.low, alone.high) == pytest.approx(stats.wilson(70, 100), abs=0.004)


def test_crossed_clusters_are_wider_than_either():
    rng = np.random.default_rng(2)
    values = (rng.normal(0, 1, (20, 1)) + rng.normal(0, 1, (1, 8)) + rng.normal(0, 0.3, (20, 8))).ravel()
    rows, columns = np.repeat(np.arange(20), 8), np.tile(np.arange(8), 20)
    both = stats.crossed_t(values, list(map(str, rows)), list(map(str, columns)))
    assert both.error > max(
        stats.cluster_t(values, groups, correction="CR1").error for groups in (rows, columns)
    )


def test_decisions_follow_their_interval():
    rng = np.random.default_rng(3)
    for number in range(40):
        a = (rng.random(120) < 0.7).astype(float)
        b = np.where(rng.random(120) < 0.85, a, 1 - a)
        groups = None if number % 2 else np.repeat(np.arange(40), 3)
        for margin in (0.03, 0.08, 0.2):
            worse = stats.not_worse(a, b, margin, groups)
            assert worse.holds == (worse.low > -margin) == (worse.p < 0.025)
            same = stats.equivalent(a, b, margin, groups)
            assert same.holds == (-margin < same.low and same.high < margin) == (same.p < 0.05)
    assert {stats.not_worse(a, b, 0.1).method, stats.not_worse(a, b, 0.1, groups).method} == {
        "Tango score", "cluster t",
    } or groups is None  # fmt: skip


def test_no_difference_at_all_in_many_cases_is_not_worse():
    same = np.array([1.0, 0.0] * 100)
    found = stats.not_worse(same, same, 0.05)
    assert found.holds
    assert found.low == pytest.approx(-found.high)


def test_margins_that_decide_nothing_are_refused():
    with pytest.raises(BadInput, match=r"margin -0.1 must be above 0"):
        stats.not_worse(np.ones(3), np.ones(3), -0.1)
    with pytest.raises(BadInput, match="3 and 2 scores"):
        stats.equivalent(np.ones(3), np.ones(2), 0.1)


def test_holm_and_benjamini_hochberg_leave_what_is_unknown():
    assert stats.holm([0.01, math.nan, 0.04])[0] == pytest.approx(0.02)
    assert math.isnan(stats.holm([0.01, math.nan])[1])
    assert stats.benjamini_hochberg([]) == []


@pytest.mark.slow
@pytest.mark.parametrize("of", ["t", "wilson"])
def test_coverage_of_sixty_cases_in_ten_variants(of):
    rng, hits, naive = np.random.default_rng(4), 0, 0
    for _ in range(2000):
        values, groups = clustered(rng)
        found = stats.cluster_t(values, groups) if of == "t" else stats.cluster_wilson(values, groups)
        hits += found.low <= 0.7 <= found.high
        low, high = stats.wilson(values.sum(), len(values))
        naive += low <= 0.7 <= high
    assert 0.93 <= hits / 2000 <= 0.97
    assert naive / 2000 < 0.75


@pytest.mark.slow
def test_a_margin_is_kept_where_it_is_the_truth():
    """At a true difference of exactly -margin no more than about 2.5 % pass."""
    rng = np.random.default_rng(5)
    passed = 0
    for _ in range(2000):
        u = rng.random((300, 2))
        a = (u[:, 0] < 0.8).astype(float)
        b = np.where(u[:, 1] < 0.5, a * (u[:, 0] < 0.75), u[:, 1] * 2 - 1 < 0.75).astype(float)
        passed += stats.not_worse(a, b, 0.05).holds
    assert 0.015 <= passed / 2000 <= 0.035


@pytest.mark.slow
def test_pairing_finds_more_than_the_unpaired_test():
    """Scores that correlate over cases (0.5): at least 1.25 x the power of the z-test of two rates."""
    rng, paired, unpaired = np.random.default_rng(6), 0, 0
    for _ in range(1000):
        latent = rng.normal(0, 0.5**0.5, 300) + rng.normal(0, 0.5**0.5, (2, 300))
        a, b = (latent < np.array([[0.524], [0.706]])).astype(float)  # 70 and 76 %
        paired += stats.paired_difference(a, b).p < 0.05
        pooled = (a.mean() + b.mean()) / 2
        unpaired += abs(b.mean() - a.mean()) / (2 * pooled * (1 - pooled) / 300) ** 0.5 > 1.96
    assert paired >= 1.25 * unpaired
