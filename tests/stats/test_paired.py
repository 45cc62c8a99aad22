import itertools
import math

import numpy as np
import pytest
from scipy import stats as reference

from preceptor import stats


def test_mcnemar_reproduces_fagerland():
    # Fagerland, Lydersen and Laake 2013, table 1: airway hyper-responsiveness, 1 and 7 discordant
    assert stats.mcnemar(1, 7, mid=False) == pytest.approx(0.0703, abs=5e-5)
    assert stats.mcnemar(1, 7) == pytest.approx(0.0391, abs=5e-5)


@pytest.mark.parametrize(("won", "lost"), [(0, 0), (0, 5), (3, 3), (12, 5), (150, 86), (900, 1000)])
def test_mcnemar_equals_the_binomial_test(won, lost):
    n = won + lost
    exact = reference.binomtest(won, n).pvalue if n else 1.0
    assert stats.mcnemar(won, lost, mid=False) == pytest.approx(exact, rel=1e-9)
    mid = min(1.0, exact - reference.binom.pmf(won, n, 0.5)) if won != lost else 1.0
    assert stats.mcnemar(won, lost) == pytest.approx(mid, rel=1e-9)
    assert stats.mcnemar(won, lost) == stats.mcnemar(lost, won)


def test_bonett_price_from_the_formula():
    low, high = stats.bonett_price(7, 1, 21)
    up, down = 8 / 23, 2 / 23
    half = 1.959963984540054 * math.sqrt((up + down - (up - down) ** 2) / 23)
    assert (low, high) == pytest.approx((up - down - half, up - down + half), abs=1e-12)


def test_bonett_price_has_a_width_without_any_difference():
    low, high = stats.bonett_price(0, 0, 50)
    assert low < 0 < high


def test_sign_flip_against_every_flip():
    totals = np.array([0.3, -0.1, 0.8, 0.25, -0.6, 0.9, 0.05, 0.4])
    observed = abs(totals.sum())
    flips = [abs(np.dot(signs, totals)) for signs in itertools.product((-1, 1), repeat=8)]
    exact = np.mean([flip >= observed - 1e-12 for flip in flips])
    assert stats.sign_flip(totals) == pytest.approx(exact, abs=0.015)


def test_sign_flip_with_few_distinct_totals_is_the_exact_mcnemar():
    totals = np.array([1.0] * 40 + [-1.0] * 22 + [0.0] * 100)
    assert stats.sign_flip(totals) == pytest.approx(stats.mcnemar(40, 22, mid=False), abs=0.006)
    assert stats.sign_flip(np.zeros(5)) == 1.0


def test_zero_one_scores_use_mcnemar():
    a = np.array([1, 1, 0, 0, 1, 0, 0, 0], float)
    b = np.array([1, 0, 1, 1, 1, 1, 1, 0], float)
    found = stats.paired_difference(a, b)
    assert (found.won, found.lost, found.n) == (4, 1, 8)
    assert found.value == pytest.approx(3 / 8)
    assert (found.method, found.test) == ("Bonett-Price", "McNemar mid-p")
    assert found.p == stats.mcnemar(4, 1)


def test_groups_or_fractions_use_the_bootstrap():
    rng = np.random.default_rng(1)
    a, groups = rng.random(300), np.repeat(np.arange(60), 5)
    found = stats.paired_difference(a, a + 0.1 + rng.normal(0, 0.05, 300), groups)
    assert (found.method, found.test, found.groups) == ("bca", "sign flip over groups", 60)
    assert found.low < 0.1 < found.high
    assert found.p < 0.001


def test_pairing_narrows_the_interval():
    rng = np.random.default_rng(2)
    a = rng.random(400)
    b = a + rng.normal(0.02, 0.05, 400)
    paired = stats.paired_difference(a, b)
    alone = stats.bootstrap_mean(b)
    assert (paired.high - paired.low) < 0.4 * (alone.high - alone.low)


def test_swapping_sides_swaps_the_sign():
    rng = np.random.default_rng(3)
    a, b = (rng.random((2, 200)) < 0.6).astype(float)
    there, back = stats.paired_difference(a, b), stats.paired_difference(b, a)
    assert there.value == -back.value
    assert there.low == pytest.approx(-back.high)
    assert (there.won, there.p) == (back.lost, back.p)


def test_nothing_to_compare():
    found = stats.paired_difference(np.array([]), np.array([]))
    assert (found.n, found.method, found.test) == (0, "none", "none")
    alike = stats.paired_difference(np.full(9, 0.5), np.full(9, 0.5))
    assert (alike.value, alike.p, alike.method) == (0.0, 1.0, "none")


@pytest.mark.slow
@pytest.mark.parametrize("grouped", [False, True])
def test_error_rate_of_the_test_under_no_difference(grouped):
    rng = np.random.default_rng(4)
    repeats, rejected, outside = 2000, 0, 0
    for number in range(repeats):
        chance = np.repeat(rng.beta(1, 1, 60), 5)
        a, b = (rng.random((2, 300)) < chance).astype(float)
        groups = np.repeat(np.arange(60), 5) if grouped else None
        found = stats.paired_difference(a, b, groups, draws=2000, seed=number)
        rejected += found.p < 0.05
        outside += not found.low <= 0 <= found.high
    assert 0.035 <= rejected / repeats <= 0.065
    assert 0.03 <= outside / repeats <= 0.07
