"""Intervals, paired tests and calibration: NumPy arrays in, plain numbers out.

What each is for, and which one a report uses when, stands in docs/statistics.md. Every draw is seeded:
the same data give the same figures on every machine.
"""

from preceptor.stats._agreement import (
    Agreement,
    agreement,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac,
    percent_agreement,
)
from preceptor.stats._alpha import SCALES, Scale, krippendorff_alpha
from preceptor.stats._bounds import Bounds, bounds
from preceptor.stats._calibration import Bin, auroc, brier, calibration_error, reliability
from preceptor.stats._icc import ICC_FORMS, IccForm, icc
from preceptor.stats._intervals import (
    Columns,
    Estimate,
    bootstrap,
    bootstrap_mean,
    group_totals,
    mean_interval,
    wilson,
)  # fmt: skip
from preceptor.stats._paired import Difference, bonett_price, mcnemar, paired_difference, sign_flip
from preceptor.stats._ratings import Rating, Ratings, Weights
from preceptor.stats._sums import estimate_of_sums

__all__ = [
    "ICC_FORMS",
    "SCALES",
    "Agreement",
    "Bin",
    "Bounds",
    "Columns",
    "Difference",
    "Estimate",
    "IccForm",
    "Rating",
    "Ratings",
    "Scale",
    "Weights",
    "agreement",
    "auroc",
    "bonett_price",
    "bootstrap",
    "bootstrap_mean",
    "bounds",
    "brier",
    "calibration_error",
    "cohen_kappa",
    "estimate_of_sums",
    "fleiss_kappa",
    "group_totals",
    "gwet_ac",
    "icc",
    "krippendorff_alpha",
    "mcnemar",
    "mean_interval",
    "paired_difference",
    "percent_agreement",
    "reliability",
    "sign_flip",
    "wilson",
]
