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
from preceptor.stats._brier import BrierParts, brier_parts, calibration_by_chance, debiased_calibration_error
from preceptor.stats._calibration import Bin, auroc, brier, calibration_error, reliability
from preceptor.stats._clusters import MeanTest, cluster_correlation, cluster_t, cluster_wilson, crossed_t
from preceptor.stats._decisions import Decision, equivalent, not_worse, tango
from preceptor.stats._factorial import Part, repeated_effect_p, variance_parts
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
from preceptor.stats._judge_error import Corrected, ErrorRates, corrected_score, error_rates
from preceptor.stats._judge_findings import Findings
from preceptor.stats._judge_scores import powered_mean
from preceptor.stats._multiple import benjamini_hochberg, holm
from preceptor.stats._paired import Difference, bonett_price, mcnemar, paired_difference, sign_flip
from preceptor.stats._power import (
    Design,
    Question,
    detectable,
    groups_for_width,
    groups_needed,
    paired_spread,
    power,
    power_at_margin,
    standard_error,
)
from preceptor.stats._ranks import kendall, midranks, pearson, spearman
from preceptor.stats._ratings import Rating, Ratings, Weights
from preceptor.stats._repeats import harm_utility, pass_any, pass_every, worst_share
from preceptor.stats._selective import (
    SetQuality,
    aurc,
    conformal_sets,
    conformal_threshold,
    risk_coverage,
    set_quality,
)
from preceptor.stats._subgroups import Gap, subgroup_gaps, unpaired_difference
from preceptor.stats._sums import estimate_of_sums

__all__ = [
    "ICC_FORMS",
    "SCALES",
    "Agreement",
    "Bin",
    "Bounds",
    "BrierParts",
    "Columns",
    "Corrected",
    "Decision",
    "Design",
    "Difference",
    "ErrorRates",
    "Estimate",
    "Findings",
    "Gap",
    "IccForm",
    "MeanTest",
    "Part",
    "Question",
    "Rating",
    "Ratings",
    "Scale",
    "SetQuality",
    "Weights",
    "agreement",
    "aurc",
    "auroc",
    "benjamini_hochberg",
    "bonett_price",
    "bootstrap",
    "bootstrap_mean",
    "bounds",
    "brier",
    "brier_parts",
    "calibration_by_chance",
    "calibration_error",
    "cluster_correlation",
    "cluster_t",
    "cluster_wilson",
    "cohen_kappa",
    "conformal_sets",
    "conformal_threshold",
    "corrected_score",
    "crossed_t",
    "debiased_calibration_error",
    "detectable",
    "equivalent",
    "error_rates",
    "estimate_of_sums",
    "fleiss_kappa",
    "group_totals",
    "groups_for_width",
    "groups_needed",
    "gwet_ac",
    "harm_utility",
    "holm",
    "icc",
    "kendall",
    "krippendorff_alpha",
    "mcnemar",
    "mean_interval",
    "midranks",
    "not_worse",
    "paired_difference",
    "paired_spread",
    "pass_any",
    "pass_every",
    "pearson",
    "percent_agreement",
    "power",
    "power_at_margin",
    "powered_mean",
    "reliability",
    "repeated_effect_p",
    "risk_coverage",
    "set_quality",
    "sign_flip",
    "spearman",
    "standard_error",
    "subgroup_gaps",
    "tango",
    "unpaired_difference",
    "variance_parts",
    "wilson",
    "worst_share",
]
