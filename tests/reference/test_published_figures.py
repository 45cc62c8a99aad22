"""Examples that were printed elsewhere, with where: figures must round to what stands there.

`read` says how the place was checked: "source" means the printed page or program output was read for this
test; "known" that data and figure are quoted from the literature at second hand and its page was not seen.
"""

import math
from typing import NamedTuple

import pytest

from preceptor import stats


class Printed(NamedTuple):
    where: str
    read: str
    ours: float
    printed: float
    digits: int


def pairs(table):
    return [[i, j] for i, row in enumerate(table) for j, often in enumerate(row) for _ in range(often)]


def spread(counts):
    return [[place for place, often in enumerate(row) for _ in range(often)] for row in counts]


SHROUT = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
ABSTRACTORS = pairs([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
SIX_RATERS = spread(
    [
        [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0], [2, 0, 4, 0, 0],
        [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6], [1, 0, 0, 5, 0], [1, 1, 0, 4, 0],
        [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1],
    ]
)  # fmt: skip
FOUR_RATERS = [
    [1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4], [4, 4, 4, 4],
    [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5], [None, None, 1, 1], [None, 3, None, None],
]  # fmt: skip
CARCINOMA = pairs([[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]])
FIFTEEN = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip
GWET = "Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed., data as in R package irrCAC 1.0, README"
NEWCOMBE = "Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3"
CARCINOMAS = "Agresti 2002, Categorical Data Analysis, 2nd ed., section 10.5, p. 434-435"

PRINTED = [
    Printed(f"{GWET}: kappa", "source", stats.cohen_kappa(ABSTRACTORS).value, 0.7964094, 7),
    Printed(f"{GWET}: AC1", "source", stats.gwet_ac(ABSTRACTORS, draws=50).value, 0.8493305, 7),
    Printed(f"{GWET}: pi", "source", stats.fleiss_kappa(ABSTRACTORS, draws=50).value, 0.7962397, 7),
    Printed(f"{GWET}: alpha", "source", stats.krippendorff_alpha(ABSTRACTORS, draws=50).value, 0.7972585, 7),
    Printed(f"{GWET}: six raters, AC1", "source", stats.gwet_ac(SIX_RATERS, draws=50).value, 0.4448007, 7),
    Printed(f"{GWET}: six raters, Fleiss", "source", stats.fleiss_kappa(SIX_RATERS, draws=50).value, 0.4139265, 7),
    Printed(f"{GWET}: six raters, alpha", "source", stats.krippendorff_alpha(SIX_RATERS, draws=50).value, 0.4204384, 7),
    Printed(f"{GWET}: missing ratings, AC1", "source", stats.gwet_ac(FOUR_RATERS, draws=50).value, 0.77544, 5),
    Printed(f"{GWET}: missing ratings, Fleiss", "source", stats.fleiss_kappa(FOUR_RATERS, draws=50).value, 0.76117, 5),
    Printed(f"{GWET}: missing ratings, alpha", "source", stats.krippendorff_alpha(FOUR_RATERS, draws=50).value, 0.74342, 5),
    Printed(
        "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, ordinal", "known",
        stats.krippendorff_alpha(FOUR_RATERS, "ordinal", draws=50).value, 0.815, 3,
    ),
    Printed(
        "Krippendorff 2011, interval", "known",
        stats.krippendorff_alpha(FOUR_RATERS, "interval", draws=50).value, 0.849, 3,
    ),
    Printed(f"{CARCINOMAS}: kappa of two pathologists", "known", stats.cohen_kappa(CARCINOMA).value, 0.493, 3),
    Printed(
        f"{CARCINOMAS}: its standard error", "known",
        (stats.cohen_kappa(CARCINOMA).high - stats.cohen_kappa(CARCINOMA).value) / 1.959964, 0.057, 3,
    ),
    Printed(
        "Feinstein and Cicchetti 1990, J Clin Epidemiol 43:543-549, kappa of their second table", "known",
        stats.cohen_kappa(pairs([[80, 10], [5, 5]])).value, 0.32, 2,
    ),
    Printed(f"{NEWCOMBE}, 81/263, low", "known", stats.wilson(81, 263)[0], 0.2553, 4),
    Printed(f"{NEWCOMBE}, 15/148, high", "known", stats.wilson(15, 148)[1], 0.1605, 4),
    Printed(
        "Fagerland, Lydersen and Laake 2013, BMC Med Res Methodol 13:91, table 1, mid-p", "known",
        stats.mcnemar(1, 7), 0.0391, 4,
    ),
    *(
        Printed(f"Shrout and Fleiss 1979, Psychological Bulletin 86:420-428, table 4, ICC {form}", "known",
                stats.icc(SHROUT, form).value, printed, 2)
        for form, printed in zip(stats.ICC_FORMS, (0.17, 0.29, 0.71, 0.44, 0.62, 0.91), strict=True)
    ),
]  # fmt: skip


@pytest.mark.parametrize("one", PRINTED, ids=[one.where for one in PRINTED])
def test_rounds_to_what_is_printed(one):
    assert one.ours == pytest.approx(one.printed, abs=0.5001 * 10**-one.digits)


def test_benjamini_and_hochberg_find_four_of_fifteen_and_bonferroni_three():
    """Benjamini and Hochberg 1995, J R Statist Soc B 57:289-300, section 4 (thrombolysis; known, page not seen)."""
    assert sum(p <= 0.05 for p in stats.benjamini_hochberg(FIFTEEN)) == 4
    assert sum(p <= 0.05 for p in stats.holm(FIFTEEN)) == 3


def test_the_voters_of_agresti():
    """Agresti 1990, p. 350 (data read in R's help page of mcnemar.test): the drop is 4 points, se 0.95."""
    low, high = stats.bonett_price(86, 150, 1600)
    assert (low + high) / 2 == pytest.approx(-0.04, abs=5e-4)
    assert (high - low) / 2 / 1.959964 == pytest.approx(0.0095, abs=1e-4)
    assert math.log10(stats.mcnemar(86, 150)) < -4
