"""The same case tried several times: right every time, right at least once; harm and the worst cases."""

from collections.abc import Sequence

import numpy as np
from scipy.special import gammaln

from preceptor.errors import BadInput
from preceptor.stats._intervals import Array, Columns, Estimate, bootstrap, bootstrap_mean, mean_interval

Groups = Sequence[str] | Array | None


def _choose(n: Array, k: int) -> Array:
    """Return the logarithm of n over k; minus infinity where k is more than n."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found = gammaln(n + 1) - gammaln(k + 1) - gammaln(np.maximum(n - k, 0) + 1)
    return np.where(n >= k, found, -np.inf)


def _counts(right: Array, trials: Array, k: int, groups: Groups) -> tuple[Array, Array, Groups]:
    right, trials = np.asarray(right, float), np.asarray(trials, float)
    if k < 1 or not (trials >= k).any():
        raise BadInput(f"k={k}: no case has that many trials, the most is {int(trials.max(initial=0))}")
    if (right > trials).any() or (right < 0).any():
        raise BadInput("a case is right more often than it was tried")
    enough = trials >= k
    inside = None if groups is None else np.asarray(groups)[enough]
    return right[enough], trials[enough], inside


def pass_every(right: Array, trials: Array, k: int, groups: Groups = None) -> Estimate:
    """Estimate pass^k: the chance that k fresh trials of a case are all right, without bias.

    Args:
        right: (cases,) how many trials were right; cases with fewer than k trials are left out.
        trials: (cases,) how many trials there were.

    Source: Yao et al. 2024, tau-bench, arXiv:2406.12045, section 3.

    Example:
        >>> pass_every(np.array([5, 4, 0]), np.array([5, 5, 5]), 2).value
        0.5333333333333333
    """
    right, trials, groups = _counts(right, trials, k, groups)
    return mean_interval(_rounded(np.exp(_choose(right, k) - _choose(trials, k))), groups)


def pass_any(right: Array, trials: Array, k: int, groups: Groups = None) -> Estimate:
    """Estimate pass@k: the chance that at least one of k fresh trials is right, without bias.

    Source: Chen et al. 2021, arXiv:2107.03374, equation 1.

    Example:
        >>> round(pass_any(np.array([5, 1, 0]), np.array([5, 5, 5]), 2).value, 6)
        0.466667
    """
    right, trials, groups = _counts(right, trials, k, groups)
    return mean_interval(_rounded(1 - np.exp(_choose(trials - right, k) - _choose(trials, k))), groups)


def _rounded(shares: Array) -> Array:
    """Undo what logarithms leave: shares of whole numbers that should be 0 or 1 are."""
    return np.where(np.abs(shares - np.rint(shares)) < 1e-12, np.rint(shares), shares)


def harm_utility(values: Array, harms: Array, cost: float, groups: Groups = None) -> Estimate:
    """Estimate the mean of score - cost x harm; it may be negative, and is meant to be.

    Args:
        harms: (n,) 0 or 1, or a graded harm in [0, 1].
        cost: how many right answers one harmful answer undoes; state it before looking.

    Example:
        >>> harm_utility(np.array([1, 1, 0, 1.0]), np.array([0, 0, 1, 0.0]), 5).value
        -0.5
    """
    if cost < 0:
        raise BadInput(f"cost of harm {cost} must not be negative")
    return bootstrap_mean(np.asarray(values, float) - cost * np.asarray(harms, float), groups)


def _worst(values: Array, share: float) -> float:
    if not len(values):
        return float("nan")
    ordered, wanted = np.sort(values), share * len(values)
    whole = int(wanted)
    rest = (wanted - whole) * ordered[whole] if whole < len(ordered) else 0.0
    return float((ordered[:whole].sum() + rest) / wanted)


def worst_share(values: Array, share: float = 0.1, groups: Groups = None, *, draws: int = 2000) -> Estimate:
    """Estimate the mean score of the worst tenth of cases (or another share), counting a part of a case.

    A mean hides a tail of bad answers; this is the mean of that tail (conditional value at risk).

    Source: Rockafellar and Uryasev 2000, doi:10.21314/JOR.2000.038.

    Example:
        >>> worst_share(np.arange(20) / 20, 0.1).value
        0.025
    """
    if not 0 < share <= 1:
        raise BadInput(f"share {share} outside 0..1")

    def statistic(columns: Columns) -> dict[str, float]:
        return {"worst": _worst(columns["value"], share)}

    return bootstrap({"value": np.asarray(values, float)}, statistic, groups, draws=draws)["worst"]
