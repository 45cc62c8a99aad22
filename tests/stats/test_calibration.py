import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as reference

from preceptor import stats


def test_calibration_error_by_hand():
    confidence = np.array([0.95, 0.95, 0.95, 0.95, 0.55, 0.55])
    right = np.array([1, 1, 1, 0, 1, 0])
    # bins (0.5, 0.6] and (0.9, 1]: 2/6 * |0.5 - 0.55| + 4/6 * |0.75 - 0.95|
    assert stats.calibration_error(confidence, right) == pytest.approx(2 / 6 * 0.05 + 4 / 6 * 0.2)
    curve = stats.reliability(confidence, right)
    assert [(part.n, part.accuracy) for part in curve] == [(2, 0.5), (4, 0.75)]
    assert (curve[1].low, curve[1].high) == pytest.approx((0.9, 1.0))
    assert (curve[1].accuracy_low, curve[1].accuracy_high) == stats.wilson(3, 4)


def test_bins_by_mass_hold_about_equally_many():
    rng = np.random.default_rng(1)
    curve = stats.reliability(rng.beta(8, 2, 1000), rng.random(1000) < 0.8, equal_mass=True)
    assert len(curve) == 10
    assert all(95 <= part.n <= 105 for part in curve)


def test_edges_belong_to_a_bin():
    curve = stats.reliability(np.array([0.0, 1.0, 0.1]), np.array([0, 1, 0]))
    assert sum(part.n for part in curve) == 3
    assert stats.calibration_error(np.array([0.0, 1.0]), np.array([0, 1])) == 0.0


def test_brier():
    assert stats.brier(np.array([0.9, 0.2]), np.array([1, 0])) == pytest.approx((0.01 + 0.04) / 2)


@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=2, max_size=60))
@settings(deadline=None)
def test_auroc_is_mann_whitney(pairs):
    score = np.array([pair[0] for pair in pairs], float)
    positive = np.array([pair[1] for pair in pairs])
    found = stats.auroc(score, positive)
    if positive.all() or not positive.any():
        assert math.isnan(found)
        return
    wins = reference.mannwhitneyu(score[positive], score[~positive]).statistic
    assert found == pytest.approx(wins / (positive.sum() * (~positive).sum()), abs=1e-12)


def test_bounds_of_missing_cases():
    found = stats.bounds([1.0, 0.0, None, 0.5], low=[1.0, 0.0, 0.0, 0.25], high=[1.0, 0.0, 1.0, 0.75])
    assert (found.answered, found.low, found.high) == (0.5, 0.3125, 0.6875)
    assert (found.n, found.n_missing) == (4, 1)
    assert stats.bounds([None, None]).answered is None
