"""Agreement of raters on categories: percent, Cohen, Fleiss, Gwet, and all that suit a scale at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from preceptor.errors import BadInput
from preceptor.stats._alpha import Scale, krippendorff_alpha
from preceptor.stats._icc import ICC_FORMS, icc
from preceptor.stats._intervals import NEVER, Array, Estimate, mean_interval
from preceptor.stats._ratings import Coded, Rating, Ratings, Weights, agreement_weights, coded
from preceptor.stats._sums import Statistic, estimate_of_sums

HIGH, SKEWED, APART = 0.8, 0.8, 0.2  # a paradox: so much agreement, in so common a category, so far below AC1


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """What the raters of the same items agree on.

    Attributes:
        coefficients: name -> estimate; those that suit the scale and the number of raters.
        items: rated by at least two.
        raters: columns of the ratings.
        commonest: share of all ratings that fall into the most frequent category.
        paradox: why kappa must not be read alone here; "" where it may (Feinstein and Cicchetti 1990,
            doi:10.1016/0895-4356(90)90158-L).
    """

    coefficients: dict[str, Estimate]
    items: int
    raters: int
    commonest: float
    paradox: str


def _weighted(found: Coded, weights: Weights) -> tuple[Array, Array, Array]:
    """Return each item's agreement, its shares of categories, and whether two raters rated it."""
    counts = found.counts()
    often = counts.sum(axis=1)
    near = counts @ agreement_weights(counts.shape[1], weights)
    both = often >= 2
    agreed = (counts * (near - 1)).sum(axis=1) / np.where(both, often * (often - 1), 1)
    shares = counts / np.maximum(often, 1)[:, None]
    return np.where(both, agreed, 0.0), shares, both.astype(float)


def _chance_corrected(
    found: Coded, weights: Weights, by_chance: Callable[[Array], Array]
) -> tuple[Array, Statistic]:
    """Return rows and the coefficient (observed - chance) / (1 - chance) as a function of their totals."""
    agreed, shares, both = _weighted(found, weights)
    rated = (shares.sum(axis=1) > 0).astype(float)
    rows = np.column_stack([agreed, both, rated, shares])

    def statistic(totals: Array) -> Array:
        with np.errstate(divide="ignore", invalid="ignore"):
            observed = totals[:, 0] / totals[:, 1]
            chance = by_chance(totals[:, 3:] / totals[:, 2:3])
            return (observed - chance) / np.where(chance < 1 - 1e-12, 1 - chance, np.nan)

    return rows, statistic


def percent_agreement(
    ratings: Ratings,
    groups: Sequence[str] | None = None,
    *,
    weights: Weights = "unweighted",
    categories: Sequence[Rating] | None = None,
    level: float = 0.95,
    draws: int = 10_000,
) -> Estimate:
    """Estimate the chance that two raters of an item agree; no correction for what chance gives."""
    agreed, _, both = _weighted(coded(ratings, categories), weights)
    rated = both > 0
    inside = None if groups is None else np.asarray(groups)[rated]
    return mean_interval(agreed[rated], inside, level=level, draws=draws)


def fleiss_kappa(
    ratings: Ratings,
    groups: Sequence[str] | None = None,
    *,
    weights: Weights = "unweighted",
    categories: Sequence[Rating] | None = None,
    level: float = 0.95,
    draws: int = 10_000,
) -> Estimate:
    """Estimate Fleiss' kappa for two or more raters; BCa interval over groups of items.

    Where ratings are missing, an item counts with the ratings it has.

    Source: Fleiss 1971, doi:10.1037/h0031619; with weights and missing ratings Gwet 2014, chapter 2-3.

    Example:
        >>> round(fleiss_kappa([["a", "a"], ["b", "b"], ["a", "b"], ["a", "a"]], draws=200).value, 4)
        0.4667
    """
    found = coded(ratings, categories)
    near = agreement_weights(len(found.values), weights)
    rows, statistic = _chance_corrected(found, weights, lambda shares: ((shares @ near) * shares).sum(axis=1))
    return estimate_of_sums(rows, statistic, groups, level=level, draws=draws)


def gwet_ac(
    ratings: Ratings,
    groups: Sequence[str] | None = None,
    *,
    weights: Weights = "unweighted",
    categories: Sequence[Rating] | None = None,
    level: float = 0.95,
    draws: int = 10_000,
) -> Estimate:
    """Estimate Gwet's AC1, or AC2 where categories are weighted; it keeps its meaning where one is common.

    Name all `categories` where some may not occur: the coefficient depends on their number.

    Source: Gwet 2008, doi:10.1348/000711006X126600.

    Example:
        >>> round(gwet_ac([["a", "a"], ["b", "b"], ["a", "b"], ["a", "a"]], draws=200).value, 4)
        0.5294
    """
    found = coded(ratings, categories)
    q = len(found.values)
    share = agreement_weights(q, weights).sum() / (q * (q - 1)) if q > 1 else NEVER
    rows, statistic = _chance_corrected(found, weights, lambda p: share * (p * (1 - p)).sum(axis=1))
    return estimate_of_sums(rows, statistic, groups, level=level, draws=draws)


def _kappa_of_tables(totals: Array, near: Array) -> Array:
    q = len(near)
    tables = totals.reshape(len(totals), q, q)
    n = tables.sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = (tables * near).sum(axis=(1, 2)) / n
        chance = np.einsum("mq,ql,ml->m", tables.sum(axis=2), near, tables.sum(axis=1)) / n**2
        return (observed - chance) / np.where(chance < 1 - 1e-12, 1 - chance, np.nan)


def _kappa_error(table: Array, near: Array) -> float:
    """Return the standard error of Fleiss, Cohen and Everitt (1969) of an observed table."""
    shares = table / table.sum()
    left, right = shares.sum(axis=1), shares.sum(axis=0)
    observed, chance = float((shares * near).sum()), float(left @ near @ right)
    pulls = near * (1 - chance) - ((near @ right)[:, None] + (left @ near)[None, :]) * (1 - observed)
    inside = float((shares * pulls**2).sum()) - (observed * chance - 2 * chance + observed) ** 2
    return max(inside, 0.0) ** 0.5 / (1 - chance) ** 2 / float(table.sum()) ** 0.5


def cohen_kappa(
    ratings: Ratings,
    groups: Sequence[str] | None = None,
    *,
    weights: Weights = "unweighted",
    categories: Sequence[Rating] | None = None,
    level: float = 0.95,
    draws: int = 10_000,
) -> Estimate:
    """Estimate Cohen's kappa of two raters, weighted or not.

    Without groups the interval is the large-sample one of Fleiss, Cohen and Everitt, cut off at -1 and 1; with
    groups BCa.

    Source: Cohen 1960, doi:10.1177/001316446002000104; Fleiss, Cohen and Everitt 1969, doi:10.1037/h0028106.

    Example:
        >>> both = [["a", "a"]] * 45 + [["a", "b"]] * 15 + [["b", "a"]] * 25 + [["b", "b"]] * 15
        >>> round(cohen_kappa(both).value, 4)
        0.1304
    """
    found = coded(ratings, categories)
    if found.codes.shape[1] != 2:
        raise BadInput(f"Cohen's kappa is for two raters, got {found.codes.shape[1]}; take fleiss_kappa")
    near = agreement_weights(q := len(found.values), weights)
    pairs = found.codes[(found.codes >= 0).all(axis=1)]
    rows = np.zeros((len(found.codes), q * q))
    rows[(found.codes >= 0).all(axis=1), pairs[:, 0] * q + pairs[:, 1]] = 1
    if groups is not None:
        return estimate_of_sums(
            rows, lambda totals: _kappa_of_tables(totals, near), groups, level=level, draws=draws
        )
    value = float(_kappa_of_tables(rows.sum(axis=0, keepdims=True), near)[0])
    n, table = len(pairs), rows.sum(axis=0).reshape(q, q)
    half = float(ndtri(0.5 + level / 2)) * _kappa_error(table, near) if np.isfinite(value) else NEVER
    if not half > 0:
        return Estimate(value=value, low=NEVER, high=NEVER, n=n, groups=n, method="none")
    low, high = max(value - half, -1.0), min(value + half, 1.0)
    return Estimate(value=value, low=low, high=high, n=n, groups=n, method="Fleiss-Cohen-Everitt")


def _paradox(found: dict[str, Estimate], commonest: float) -> str:
    percent, plain = found["percent agreement"].value, found["Gwet AC1"].value
    kappa = found.get("Cohen kappa", found["Fleiss kappa"]).value
    low = kappa != kappa or plain - kappa >= APART
    if not (percent >= HIGH and commonest >= SKEWED and low):
        return ""
    told = "is undefined" if kappa != kappa else f"is {kappa:.2f}"
    return (
        f"kappa paradox: raters agree on {100 * percent:.0f} %, but {100 * commonest:.0f} % of all ratings are one "
        f"category, so kappa {told}; read AC1 ({plain:.2f}) beside it"
    )


def _kinds(scale: Scale, two: bool) -> dict[str, tuple[Callable[..., Estimate], Weights]]:
    """Return the coefficients on categories that suit the scale and the number of raters."""
    kinds: dict[str, tuple[Callable[..., Estimate], Weights]] = {
        "percent agreement": (percent_agreement, "unweighted"), "Fleiss kappa": (fleiss_kappa, "unweighted"),
        "Gwet AC1": (gwet_ac, "unweighted"),
    }  # fmt: skip
    if two:
        kinds["Cohen kappa"] = (cohen_kappa, "unweighted")
    if scale != "nominal":
        kinds["Gwet AC2, quadratic"] = (gwet_ac, "quadratic")
    if two and scale != "nominal":
        kinds["Cohen kappa, linear"] = (cohen_kappa, "linear")
        kinds["Cohen kappa, quadratic"] = (cohen_kappa, "quadratic")
    return kinds


def _correlations(ratings: Ratings, whole: int, level: float) -> dict[str, Estimate]:
    """Return every ICC; unknown where fewer than two items, `whole`, were rated by all."""
    none = Estimate(value=NEVER, low=NEVER, high=NEVER, n=whole, groups=whole, method="none")
    return {f"ICC({form})": icc(ratings, form, level=level) if whole > 1 else none for form in ICC_FORMS}


def agreement(
    ratings: Ratings,
    scale: Scale = "nominal",
    groups: Sequence[str] | None = None,
    *,
    categories: Sequence[Rating] | None = None,
    level: float = 0.95,
    draws: int = 10_000,
) -> Agreement:
    """Estimate every coefficient that suits the scale: for the page of a study of raters.

    Args:
        ratings: (items, raters); None, NaN or "" where there is none.
        scale: "ordinal" adds weighted coefficients, "interval" the intraclass correlations.
        groups: (items,) the unit of resampling, such as the patient; else the item.
        categories: all of them in their order; words on an ordinal scale need it.

    Raises:
        BadInput: ordinal words without their order, a rating that is no category, raters without overlap.
    """
    coding = coded(ratings, categories)
    if scale != "nominal" and categories is None and any(isinstance(value, str) for value in coding.values):
        raise BadInput(f"the order of {', '.join(map(str, coding.values))} is not known; name `categories`")
    two = coding.codes.shape[1] == 2
    found = {
        name: of(ratings, groups, weights=weights, categories=categories, level=level, draws=draws)
        for name, (of, weights) in _kinds(scale, two).items()
    }
    found[f"Krippendorff alpha, {scale}"] = krippendorff_alpha(
        ratings, scale, groups, categories=categories, level=level, draws=draws
    )
    if scale == "interval":
        found |= _correlations(ratings, int((coding.codes >= 0).all(axis=1).sum()), level)
    counts = coding.counts()
    commonest = float(counts.sum(axis=0).max() / counts.sum())
    return Agreement(
        coefficients=found, items=int((counts.sum(axis=1) >= 2).sum()), raters=coding.codes.shape[1],
        commonest=commonest, paradox=_paradox(found, commonest),
    )  # fmt: skip
