import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as reference

from preceptor import stats


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17:857, table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_reproduces_newcombe(successes, n, low, high):
    found = stats.wilson(successes, n)
    assert [round(end, 4) for end in found] == [low, high]


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@settings(deadline=None)
def test_wilson_equals_scipy(pair):
    successes, n = pair
    ours = stats.wilson(successes, n, 0.9)
    theirs = reference.binomtest(successes, n).proportion_ci(0.9, method="wilson")
    assert ours == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_wilson_of_nothing_is_everything():
    assert stats.wilson(0, 0) == (0.0, 1.0)


def test_wilson_ends_are_exact_at_the_edges():
    assert stats.wilson(0, 7)[0] == 0.0
    assert stats.wilson(7, 7)[1] == 1.0


def _scipy_bca(sums, counts):
    result = reference.bootstrap(
        (sums, counts), lambda s, n, axis=-1: s.sum(axis) / n.sum(axis), paired=True,
        vectorized=True, n_resamples=20_000, method="BCa", batch=500, rng=np.random.default_rng(5),
    )  # fmt: skip
    return result.confidence_interval


@pytest.mark.parametrize("kind", ["binary", "skewed"])
def test_bootstrap_of_groups_equals_scipy_bca(kind):
    rng = np.random.default_rng(1)
    groups = np.repeat(np.arange(400), rng.integers(1, 6, 400))
    values = (
        (rng.random(len(groups)) < 0.3).astype(float) if kind == "binary" else rng.exponential(1, len(groups))
    )
    found = stats.bootstrap_mean(values, groups, draws=20_000)
    sums, counts = stats.group_totals(values, groups)
    theirs = _scipy_bca(sums, counts)
    width = theirs.high - theirs.low
    assert found.method == "bca"
    assert found.groups == 400
    assert found.value == pytest.approx(values.mean(), abs=1e-12)
    assert found.low == pytest.approx(theirs.low, abs=0.03 * width)
    assert found.high == pytest.approx(theirs.high, abs=0.03 * width)


def test_both_ways_of_drawing_agree():
    rng = np.random.default_rng(2)
    values = (rng.random(900) < 0.7).astype(float)
    groups = np.repeat(np.arange(300), 3)
    quick = stats.bootstrap_mean(values, groups)
    slow = stats.bootstrap_mean(values + rng.normal(0, 1e-9, 900), groups)
    assert quick.low == pytest.approx(slow.low, abs=0.002)
    assert quick.high == pytest.approx(slow.high, abs=0.002)


def test_same_seed_same_interval_and_order_of_rows_does_not_matter():
    values, groups = np.random.default_rng(3).random(200), np.repeat(np.arange(50), 4)
    assert stats.bootstrap_mean(values, groups) == stats.bootstrap_mean(values, groups)
    shuffled = np.random.default_rng(4).permutation(200)
    other = stats.bootstrap_mean(values[shuffled], groups[shuffled])
    assert other.low == pytest.approx(stats.bootstrap_mean(values, groups).low, abs=1e-12)


def test_choice_of_interval():
    right = np.array([1.0, 0.0, 1.0, 1.0])
    assert stats.mean_interval(right).method == "wilson"
    assert stats.mean_interval(right, ["a", "b", "c", "d"]).method == "wilson"
    assert stats.mean_interval(right, ["a", "a", "b", "c"]).method == "bca"
    assert stats.mean_interval(np.array([0.5, 0.25, 1.0, 0.0])).method == "bca"
    assert stats.mean_interval(np.array([])).method == "none"


def test_groups_that_are_all_alike_still_have_a_wide_interval():
    found = stats.mean_interval(np.ones(30), np.repeat(np.arange(3), 10))
    assert found.method == "wilson on groups"
    assert (found.low, found.high) == stats.wilson(3, 3)


def test_groups_narrow_nothing_when_each_holds_one_case_and_widen_when_alike():
    rng = np.random.default_rng(6)
    truth = (rng.random(100) < 0.5).astype(float)
    values, groups = np.repeat(truth, 10), np.repeat(np.arange(100), 10)
    grouped = stats.mean_interval(values, groups)
    naive = stats.mean_interval(values)
    assert (grouped.high - grouped.low) > 2.5 * (naive.high - naive.low)


def test_bootstrap_of_any_statistic_agrees_with_bootstrap_of_the_mean():
    rng = np.random.default_rng(7)
    groups = np.repeat(np.arange(150), 2)
    values = rng.random(300)
    found = stats.bootstrap({"value": values}, lambda c: {"mean": float(c["value"].mean())}, groups)["mean"]
    exact = stats.bootstrap_mean(values, groups)
    assert found.method == "percentile"
    assert found.low == pytest.approx(exact.low, abs=0.005)
    assert found.high == pytest.approx(exact.high, abs=0.005)


def test_bootstrap_keeps_rows_of_a_group_together():
    groups = np.repeat(np.arange(40), 5)
    seen = []

    def statistic(columns):
        seen.append(np.bincount(columns["group"], minlength=40))
        return {"n": float(len(columns["group"])) + len(seen) % 2}

    stats.bootstrap({"group": groups}, statistic, groups, draws=50)
    assert all((often % 5 == 0).all() for often in seen)
    assert all(often.sum() == 200 for often in seen)


def test_bootstrap_says_none_where_there_is_nothing_to_draw():
    found = stats.bootstrap({"value": np.ones(1)}, lambda c: {"mean": float(c["value"].mean())})["mean"]
    assert found.method == "none"
    assert math.isnan(found.low)


@pytest.mark.slow
@pytest.mark.parametrize(("cases", "variants"), [(60, 10), (15, 10), (300, 1)])
def test_coverage_of_clustered_designs(cases, variants):
    rng = np.random.default_rng(8)
    repeats, hits = 2000, 0
    for number in range(repeats):
        chance = rng.beta(1.4, 0.6, cases)
        values = (rng.random((cases, variants)) < chance[:, None]).astype(float).ravel()
        groups = np.repeat(np.arange(cases), variants)
        found = stats.mean_interval(values, groups, draws=2000, seed=number)
        hits += found.low <= 0.7 <= found.high
    assert 0.93 <= hits / repeats <= 0.97
