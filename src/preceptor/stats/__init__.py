"""Intervals, paired tests and calibration: NumPy arrays in, plain numbers out.

What each is for, and which one a report uses when, stands in docs/statistics.md. Every draw is seeded:
the same data give the same figures on every machine.
"""

from preceptor.stats._bounds import Bounds, bounds
from preceptor.stats._calibration import Bin, auroc, brier, calibration_error, reliability
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

__all__ = [
    "Bin",
    "Bounds",
    "Columns",
    "Difference",
    "Estimate",
    "auroc",
    "bonett_price",
    "bootstrap",
    "bootstrap_mean",
    "bounds",
    "brier",
    "calibration_error",
    "group_totals",
    "mcnemar",
    "mean_interval",
    "paired_difference",
    "reliability",
    "sign_flip",
    "wilson",
]
