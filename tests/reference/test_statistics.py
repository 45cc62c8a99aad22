"""Fixtures on which p-values, intervals and agreement must equal, to 1e-9, code that ours does not call.

`statsmodels` where ours is NumPy and SciPy's special functions; else the formula, written here with loops
from the paper and no function of the package.
"""

import itertools
import math
from collections import Counter

import numpy as np
import pytest
from scipy import optimize
from scipy import stats as reference
from statsmodels.api import OLS
from statsmodels.stats import contingency_tables, inter_rater, multitest, proportion, weightstats
from statsmodels.stats.power import TTestPower

from preceptor import stats

EXACT = 1e-9


def data(seed, clusters=12, most=6):
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(clusters), rng.integers(1, most, clusters))
    effect = rng.normal(0, 0.5, clusters)[groups]
    return rng.normal(0.1, 1, len(groups)) + effect, [str(g) for g in groups]


def ratings(seed, raters=3, categories=4, holes=0.15):
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, categories, 25)
    cells = np.where(
        rng.random((25, raters)) < 0.6, truth[:, None], rng.integers(0, categories, (25, raters))
    )
    return [[None if rng.random() < holes else int(cell) for cell in row] for row in cells]


# --- the formulas, with loops


def weight(i, j, q, how):
    if how == "unweighted" or q < 2:
        return float(i == j)
    return 1 - (abs(i - j) / (q - 1)) ** (1 if how == "linear" else 2)


def gwet_by_hand(table, how):
    """Gwet 2008 and 2014: observed agreement over items with two ratings, categories over all items."""
    values = sorted({cell for row in table for cell in row if cell is not None})
    q, observed, shares, rated = len(values), [], [0.0] * len(values), 0
    for row in table:
        found = [values.index(cell) for cell in row if cell is not None]
        if found:
            rated += 1
            for place in found:
                shares[place] += 1 / len(found)
        if len(found) > 1:
            both = [weight(a, b, q, how) for a, b in itertools.permutations(found, 2)]
            observed.append(sum(both) / len(both))
    total = sum(weight(i, j, q, how) for i in range(q) for j in range(q))
    chance = total / (q * (q - 1)) * sum(s / rated * (1 - s / rated) for s in shares)
    agreed = sum(observed) / len(observed)
    return (agreed - chance) / (1 - chance)


def alpha_by_hand(table, scale):
    """Krippendorff 2011: one minus observed over expected disagreement of pairs within and across units."""
    units = [[cell for cell in row if cell is not None] for row in table]
    units = [unit for unit in units if len(unit) > 1]
    every = [cell for unit in units for cell in unit]
    often = Counter(every)

    def apart(a, b):
        if scale == "nominal":
            return float(a != b)
        if scale == "interval":
            return float((a - b) ** 2)
        low, high = sorted((a, b))
        return (sum(n for value, n in often.items() if low <= value <= high) - (often[a] + often[b]) / 2) ** 2

    n = len(every)
    within = sum(sum(apart(a, b) for a, b in itertools.permutations(u, 2)) / (len(u) - 1) for u in units) / n
    across = sum(apart(a, b) for a, b in itertools.permutations(every, 2)) / (n * (n - 1))
    return 1 - within / across


def icc_by_hand(values, form):
    """McGraw and Wong 1996, tables 4 and 7, mean squares by loops."""
    n, k = len(values), len(values[0])
    mean = sum(map(sum, values)) / (n * k)
    rows = [sum(row) / k for row in values]
    columns = [sum(row[j] for row in values) / n for j in range(k)]
    msr = k * sum((r - mean) ** 2 for r in rows) / (n - 1)
    msc = n * sum((c - mean) ** 2 for c in columns) / (k - 1)
    left = sum((values[i][j] - rows[i] - columns[j] + mean) ** 2 for i in range(n) for j in range(k))
    mse = left / ((n - 1) * (k - 1))
    msw = sum((values[i][j] - rows[i]) ** 2 for i in range(n) for j in range(k)) / (n * (k - 1))
    f = reference.f.ppf
    if form == "1,1":
        ratio, df = msr / msw, (n - 1, n * (k - 1))
    elif form == "C,k":
        ratio, df = msr / mse, (n - 1, (n - 1) * (k - 1))
        low, high = ratio / f(0.975, *df), ratio * f(0.975, *df[::-1])
        return 1 - 1 / ratio, 1 - 1 / low, 1 - 1 / high
    else:
        value = (msr - mse) / (msr + (k - 1) * mse + k / n * (msc - mse))
        a, b = k * value / (n * (1 - value)), 1 + k * value * (n - 1) / (n * (1 - value))
        v = (a * msc + b * mse) ** 2 / ((a * msc) ** 2 / (k - 1) + (b * mse) ** 2 / ((n - 1) * (k - 1)))
        down, up, rest = f(0.975, n - 1, v), f(0.975, v, n - 1), k * msc + (k * n - k - n) * mse
        return (
            value,
            n * (msr - down * mse) / (down * rest + n * msr),
            n * (up * msr - mse) / (rest + n * up * msr),
        )
    low, high = ratio / f(0.975, *df), ratio * f(0.975, *df[::-1])
    return tuple((one - 1) / (one + k - 1) for one in (ratio, low, high))


def tango_by_hand(won, lost, n, z):
    """The ends where the score statistic, its nuisance rate found by maximum likelihood, reaches z."""

    def statistic(d):
        def slope(q):  # derivative of the log likelihood with p12 = q + d, p21 = q, the rest 1 - 2q - d
            return won / (q + d) + lost / q - 2 * (n - won - lost) / (1 - 2 * q - d)

        least, most = max(0.0, -d) + 1e-13, (1 - d) / 2 - 1e-13
        q = optimize.brentq(slope, least, most, xtol=1e-15, rtol=1e-14)
        return (won - lost - n * d) / math.sqrt(n * (2 * q + d - d * d)) - z

    middle = (won - lost) / n
    span = (-0.999, middle - 1e-9) if z > 0 else (middle + 1e-9, 0.999)
    return optimize.brentq(statistic, *span, xtol=1e-14, rtol=1e-14)


def cr2_by_hand(values, groups):
    """Bell and McCaffrey: matrices as in the paper, for a regression on a constant."""
    names = sorted(set(groups))
    n = len(values)
    residuals = np.asarray(values) - np.mean(values)
    hat = np.full((n, n), 1 / n)
    variance, columns = 0.0, []
    for name in names:
        rows = np.array([g == name for g in groups])
        block = np.eye(rows.sum()) - hat[np.ix_(rows, rows)]
        lengths, vectors = np.linalg.eigh(block)
        adjust = vectors @ np.diag(lengths**-0.5) @ vectors.T
        variance += float((adjust @ residuals[rows]).sum()) ** 2 / n**2
        columns.append((np.eye(n) - hat)[:, rows] @ adjust @ np.full(rows.sum(), 1 / n))
    made = np.array(columns) @ np.array(columns).T
    return math.sqrt(variance), np.trace(made) ** 2 / np.trace(made @ made)


def ordinary(values, groups):
    return OLS(values, np.ones(len(values))).fit(
        cov_type="cluster", cov_kwds={"groups": np.unique(groups, return_inverse=True)[1]}, use_t=True
    )


# --- fixtures: name -> (ours, theirs)


def proportions():
    for x, n in ((7, 9), (81, 263), (1, 29), (0, 20), (499, 500)):
        yield f"wilson {x}/{n}", stats.wilson(x, n), proportion.proportion_confint(x, n, method="wilson")


def discordant():
    for won, lost in ((7, 1), (12, 5), (150, 86), (0, 6)):
        theirs = contingency_tables.mcnemar([[10, won], [lost, 9]], exact=True).pvalue
        yield f"mcnemar {won} {lost}", (stats.mcnemar(won, lost, mid=False),), (theirs,)
    for won, lost, n in ((7, 1, 21), (12, 5, 60), (3, 9, 44), (20, 21, 300)):
        z = reference.norm.ppf(0.975)
        theirs = tango_by_hand(won, lost, n, z), tango_by_hand(won, lost, n, -z)
        yield f"tango {won} {lost} {n}", stats.tango(won, lost, n), theirs


def clusters():
    for seed in range(4):
        values, groups = data(seed)
        ours, theirs = stats.cluster_t(values, groups, correction="CR1"), ordinary(values, groups)
        low, high = theirs.conf_int()[0]
        yield (
            f"CR1 {seed}",
            (ours.error, ours.low, ours.high, ours.p),
            (theirs.bse[0], low, high, theirs.pvalues[0]),
        )
        ours = stats.cluster_t(values, groups)
        yield f"CR2 {seed}", (ours.error, ours.df), cr2_by_hand(values, groups)
    for seed in (5, 6):
        a, b = data(seed)[0], data(seed + 10)[0] + 0.2
        found, theirs = stats.unpaired_difference(a, b), weightstats.CompareMeans.from_data(b, a)
        low, high = theirs.tconfint_diff(usevar="unequal")
        yield (
            f"Welch {seed}",
            (found.p, found.low, found.high),
            (theirs.ttest_ind(usevar="unequal")[1], low, high),
        )
    for seed in (7, 8):
        values, _ = data(seed)
        rows, columns = [str(i % 6) for i in range(len(values))], [str(i % 5) for i in range(len(values))]
        both = np.column_stack([np.array(rows, int), np.array(columns, int)])
        theirs = OLS(values, np.ones(len(values))).fit(cov_type="cluster", cov_kwds={"groups": both})
        # statsmodels gives each of the three parts its own small-sample factor, as ours
        yield f"two ways {seed}", (stats.crossed_t(values, rows, columns).error,), (theirs.bse[0],)


def decisions():
    for seed, margin in ((1, 0.3), (2, 0.5), (3, 1.0)):
        values, _ = data(seed)
        base = data(seed + 20, len(values), 2)[0][: len(values)]
        ours = stats.equivalent(base, base + values * 0.3, margin)
        theirs = weightstats.ttost_paired(base + values * 0.3, base, -margin, margin)[0]
        yield f"equivalence {seed}", (ours.p,), (theirs,)
        yield (
            f"not worse {seed}",
            (stats.not_worse(base, base + values * 0.3, margin).p,),
            (weightstats.DescrStatsW(values * 0.3).ttest_mean(-margin, alternative="larger")[1],),
        )


def multiplicity():
    for seed in range(3):
        p = list(np.random.default_rng(seed).beta(0.5, 3, 8))
        yield f"Holm {seed}", stats.holm(p), multitest.multipletests(p, method="holm")[1]
        yield f"BH {seed}", stats.benjamini_hochberg(p), multitest.multipletests(p, method="fdr_bh")[1]


def designs():
    for n, spread, gap in ((50, 0.5, 0.2), (199, 0.5, 0.1), (20, 1.0, 0.9)):
        theirs = TTestPower().power(gap / spread, n, 0.05)
        yield f"power {n}", (stats.power(stats.Design(spread=spread, difference=gap), n),), (theirs,)
    theirs = TTestPower().power((0.05 - 0.01) / 0.4, 900, 0.025, alternative="larger")
    design = stats.Design(spread=0.4, difference=-0.01, margin=0.05, question="not worse", alpha=0.025)
    yield "power not worse", (stats.power(design, 900),), (theirs,)


def raters():
    for seed, how in itertools.product((1, 2), ("unweighted", "linear", "quadratic")):
        table = ratings(seed, 2, 3 + seed, 0)
        square = Counter(map(tuple, table))
        q = sorted({cell for row in table for cell in row})
        theirs = inter_rater.cohens_kappa(
            np.array([[square[i, j] for j in q] for i in q]), wt=None if how == "unweighted" else how
        )
        ours = stats.cohen_kappa(table, weights=how)
        yield (
            f"Cohen {seed} {how}",
            (ours.value, ours.low, ours.high),
            (theirs.kappa, theirs.kappa_low, theirs.kappa_upp),
        )
    for seed in (3, 4):
        table = ratings(seed, 4, 3, 0)
        theirs = inter_rater.fleiss_kappa(inter_rater.aggregate_raters(np.array(table))[0])
        yield f"Fleiss {seed}", (stats.fleiss_kappa(table, draws=50).value,), (theirs,)
    for seed, how in ((5, "unweighted"), (6, "quadratic"), (7, "linear")):
        table = ratings(seed)
        yield (
            f"Gwet {seed}",
            (stats.gwet_ac(table, weights=how, draws=50).value,),
            (gwet_by_hand(table, how),),
        )
    for seed, scale in itertools.product((8, 9), stats.SCALES):
        table = ratings(seed)
        ours = stats.krippendorff_alpha(table, scale, draws=50).value
        yield f"alpha {seed} {scale}", (ours,), (alpha_by_hand(table, scale),)
    for seed, form in itertools.product((10, 11), ("1,1", "A,1", "C,k")):
        values = np.random.default_rng(seed).normal(0, 1, (9, 1)) + np.random.default_rng(seed + 1).normal(
            0, 0.7, (9, 4)
        )
        ours = stats.icc(values, form)
        yield f"ICC {seed} {form}", (ours.value, ours.low, ours.high), icc_by_hand(values.tolist(), form)


def correlations():
    for seed in (1, 2):
        x = np.random.default_rng(seed).integers(0, 9, 40).astype(float)
        y = x + np.random.default_rng(seed + 5).normal(0, 4, 40).round()
        theirs = reference.pearsonr(x, y)
        low, high = theirs.confidence_interval()
        ours = stats.pearson(x, y)
        yield f"Pearson {seed}", (ours.value, ours.low, ours.high), (theirs.statistic, low, high)
        yield f"Spearman {seed}", (stats.spearman(x, y).value,), (reference.spearmanr(x, y).statistic,)
        pairs = list(itertools.combinations(range(40), 2))
        signs = [np.sign(x[i] - x[j]) * np.sign(y[i] - y[j]) for i, j in pairs]
        free = [sum(v[i] != v[j] for i, j in pairs) for v in (x, y)]
        yield f"Kendall {seed}", (stats.kendall(x, y).value,), (sum(signs) / math.sqrt(free[0] * free[1]),)


FIXTURES = [
    fixture
    for kind in (proportions, discordant, clusters, decisions, multiplicity, designs, raters, correlations)
    for fixture in kind()
]


def test_there_are_more_than_fifty():
    assert len(FIXTURES) >= 50
    assert len({name for name, _, _ in FIXTURES}) == len(FIXTURES)


@pytest.mark.parametrize(("name", "ours", "theirs"), FIXTURES, ids=[name for name, _, _ in FIXTURES])
def test_equal(name, ours, theirs):
    assert list(ours) == pytest.approx([float(one) for one in theirs], abs=EXACT)


def test_a_difference_of_two_in_a_billion_is_seen():
    with pytest.raises(AssertionError):
        test_equal("", (0.5,), (0.5 + 2 * EXACT,))
