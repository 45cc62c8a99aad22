"""Agreement of raters: published examples, statsmodels, properties, and what is refused."""

import math

import numpy as np
import pytest
from statsmodels.stats import inter_rater

from preceptor import stats
from preceptor.errors import BadInput

# Shrout and Fleiss 1979, six targets and four judges
SHROUT = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
# Krippendorff 2011, four observers and twelve units with missing ratings
UNITS = [
    [1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4], [4, 4, 4, 4],
    [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5], [None, None, 1, 1], [None, 3, None, None],
]  # fmt: skip


def pairs(table):
    """Spread a table of two raters into ratings."""
    return [[i, j] for i, row in enumerate(table) for j, often in enumerate(row) for _ in range(often)]


@pytest.mark.parametrize(("scale", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_of_krippendorff(scale, alpha):
    assert stats.krippendorff_alpha(UNITS, scale, draws=500).value == pytest.approx(alpha, abs=5e-4)


def test_icc_of_shrout_and_fleiss():
    found = [round(stats.icc(SHROUT, form).value, 2) for form in stats.ICC_FORMS]
    assert found == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]


def test_the_paradox_of_feinstein_and_cicchetti():
    even, skewed = pairs([[40, 9], [6, 45]]), pairs([[80, 10], [5, 5]])
    both = [stats.agreement(table, draws=500) for table in (even, skewed)]
    assert [round(one.coefficients["Cohen kappa"].value, 2) for one in both] == [0.70, 0.32]
    assert [one.coefficients["percent agreement"].value for one in both] == [0.85, 0.85]
    assert both[0].paradox == ""
    assert both[1].paradox.startswith("kappa paradox: raters agree on 85 %, but 88 % of all ratings are one")
    assert both[1].coefficients["Gwet AC1"].value == pytest.approx(0.81, abs=0.005)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("weights", ["unweighted", "linear", "quadratic"])
def test_cohen_equals_statsmodels(seed, weights):
    table = np.random.default_rng(seed).integers(1, 30, (3 + seed % 3,) * 2)
    theirs = inter_rater.cohens_kappa(table, wt=None if weights == "unweighted" else weights)
    ours = stats.cohen_kappa(pairs(table), weights=weights)
    assert ours.value == pytest.approx(theirs.kappa, abs=1e-9)
    assert (ours.low, ours.high) == pytest.approx((theirs.kappa_low, theirs.kappa_upp), abs=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_fleiss_equals_statsmodels(seed):
    ratings = np.random.default_rng(seed).integers(0, 4, (25, 3 + seed % 3))
    theirs = inter_rater.fleiss_kappa(inter_rater.aggregate_raters(ratings)[0])
    assert stats.fleiss_kappa(ratings, draws=200).value == pytest.approx(theirs, abs=1e-9)


def test_icc_intervals_equal_an_anova_of_statsmodels():
    """Value and F interval of ICC(C,1) from the mean squares of an ordinary least squares fit."""
    import pandas as pd
    from scipy import stats as reference
    from statsmodels.api import OLS
    from statsmodels.stats.anova import anova_lm

    values = np.random.default_rng(3).normal(0, 1, (14, 1)) + np.random.default_rng(4).normal(0, 0.6, (14, 3))
    long = pd.DataFrame(
        {"y": values.ravel(), "item": np.repeat(np.arange(14), 3), "rater": np.tile(np.arange(3), 14)}
    )
    fit = OLS.from_formula("y ~ C(item) + C(rater)", long).fit()
    squares = anova_lm(fit)["mean_sq"]
    ratio = squares["C(item)"] / squares["Residual"]
    low = ratio / reference.f.ppf(0.975, 13, 26)
    high = ratio * reference.f.ppf(0.975, 26, 13)
    found = stats.icc(values, "C,1")
    expected = [(f - 1) / (f + 2) for f in (ratio, low, high)]
    assert (found.value, found.low, found.high) == pytest.approx(expected, abs=1e-9)


def test_perfect_agreement_is_one_everywhere_and_chance_is_near_nothing():
    perfect = stats.agreement([[n % 4] * 3 for n in range(20)], "interval", draws=200)
    values = {name: one.value for name, one in perfect.coefficients.items() if not name.startswith("ICC")}
    assert all(value == pytest.approx(1) for value in values.values())
    noise = np.random.default_rng(0).integers(0, 3, (2000, 3))
    found = stats.agreement(noise, "interval", draws=200).coefficients
    corrected = {name: one.value for name, one in found.items() if name != "percent agreement"}
    assert all(abs(value) < 0.05 for value in corrected.values())
    assert found["percent agreement"].value == pytest.approx(1 / 3, abs=0.02)


def test_the_order_of_raters_and_the_names_of_categories_do_not_matter():
    ratings = np.random.default_rng(1).integers(0, 3, (40, 3))
    names = np.array(["x", "y", "z"], dtype=object)[ratings]
    for of in (stats.fleiss_kappa, stats.gwet_ac, stats.krippendorff_alpha):
        value = of(ratings, draws=100).value
        assert of(ratings[:, ::-1], draws=100).value == pytest.approx(value, abs=1e-12)
        assert of(names, draws=100).value == pytest.approx(value, abs=1e-12)


def test_groups_widen_the_interval():
    rng = np.random.default_rng(2)
    base = rng.integers(0, 2, (30, 2))
    base[:, 1] = np.where(rng.random(30) < 0.75, base[:, 0], base[:, 1])
    ratings, groups = np.repeat(base, 8, axis=0), [str(n) for n in np.repeat(np.arange(30), 8)]
    alone, grouped = stats.cohen_kappa(ratings), stats.cohen_kappa(ratings, groups)
    assert grouped.value == pytest.approx(alone.value, abs=1e-12)
    assert grouped.high - grouped.low > 2 * (alone.high - alone.low)


@pytest.mark.slow
@pytest.mark.parametrize("of", [stats.fleiss_kappa, stats.gwet_ac, stats.krippendorff_alpha])
def test_intervals_cover_what_they_should(of):
    rng = np.random.default_rng(5)

    def draw(n):
        truth = rng.random(n) < 0.35
        return np.where(rng.random((n, 3)) < 0.85, truth[:, None], ~truth[:, None]).astype(int)

    true = of(draw(200_000), draws=2).value
    found = [of(draw(60), draws=400) for _ in range(600)]
    hits = sum(one.low <= true <= one.high for one in found)
    assert 0.92 <= hits / 600 <= 0.98


def test_what_cannot_be_rated_is_refused_in_one_line():
    apart = [["a", None], [None, "b"]] * 10
    with pytest.raises(BadInput, match="raters with no overlap: none of 20 items"):
        stats.agreement(apart)
    with pytest.raises(BadInput, match="rows of"):
        stats.fleiss_kappa([[1, 2], [1]])
    with pytest.raises(BadInput, match="'c' is none of the categories a, b"):
        stats.fleiss_kappa([["a", "c"]], categories=["a", "b"])
    with pytest.raises(BadInput, match="order of high, low is not known"):
        stats.agreement([["low", "high"]] * 3, "ordinal")
    with pytest.raises(BadInput, match="two raters, got 3"):
        stats.cohen_kappa([[1, 1, 1]])
    with pytest.raises(BadInput, match="must be numbers"):
        stats.krippendorff_alpha([["a", "b"]], "interval")
    with pytest.raises(BadInput, match="no ICC form"):
        stats.icc(SHROUT, "2,1")  # type: ignore[arg-type]


def test_one_category_only_leaves_kappa_undefined_and_says_so():
    found = stats.agreement([["well", "well"]] * 30, draws=100)
    assert math.isnan(found.coefficients["Cohen kappa"].value)
    assert found.coefficients["percent agreement"].value == 1.0
    assert found.coefficients["percent agreement"].low > 0.85
