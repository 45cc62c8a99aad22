"""How numbers are written: percentages with one decimal, intervals with an en dash, unknown as unknown."""

from math import isfinite

from preceptor.stats import Estimate

METHODS = {
    "wilson": ("W", "Wilson score interval; every group is one case answered once"),
    "bca": ("B", "bootstrap over groups (BCa, 10,000 resamples; 2,000 in breakdowns)"),
    "percentile": ("P", "percentile bootstrap over groups"),
    "wilson on groups": ("G", "all groups alike: Wilson with the number of groups as n, on the wide side"),
    "none": ("", "– no interval: nothing scored, too few groups, or no spread"),
}


def percent(value: float | None) -> str:
    """Write a share as a percentage without its sign.

    Example:
        >>> percent(0.7127), percent(None)
        ('71.3', '–')
    """
    return "–" if value is None or not isfinite(value) else f"{100 * value:.1f}"


def figure(value: object) -> str:
    """Write a published figure: a share as a percentage, anything else as it stands."""
    if not isinstance(value, (int, float)):
        return "–"
    return percent(value) if 0 <= value <= 1 else f"{value:g}"


def percent_range(low: float, high: float) -> str:
    """Write an interval of shares; an en dash between, "to" where an end is negative."""
    if not (isfinite(low) and isfinite(high)):
        return "–"
    between = "–" if low >= 0 else " to "
    return f"{percent(low)}{between}{percent(high)}"


def decimal(value: float | None) -> str:
    """Write a number of any size with three decimals."""
    return "–" if value is None or not isfinite(value) else f"{value:.3f}"


def decimal_range(estimate: Estimate) -> str:
    """Write an interval with three decimals."""
    if not (isfinite(estimate.low) and isfinite(estimate.high)):
        return "–"
    between = "–" if estimate.low >= 0 else " to "
    return f"{estimate.low:.3f}{between}{estimate.high:.3f}"


def signed(value: float) -> str:
    """Write a difference in percentage points with its sign, a true minus."""
    return f"{100 * value:+.1f}".replace("-", "−") if isfinite(value) else "–"


def p_value(p: float) -> str:
    """Write a p-value: three decimals, below 0.001 as such."""
    if not isfinite(p):
        return "–"
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def count(number: float) -> str:
    """Write a count with thousands set apart, one decimal below 100 where it is no whole number."""
    if number == int(number):
        return f"{int(number):,}"
    return f"{number:,.1f}" if number < 100 else f"{number:,.0f}"


def money(price_usd: float | None) -> str:
    """Write a price in US dollars; "unknown" where it is not known, never 0."""
    if price_usd is None:
        return "unknown"
    return f"${price_usd:,.2f}" if price_usd >= 1 or price_usd == 0 else f"${price_usd:.2g}"


def seconds(value: float | None) -> str:
    """Write a time; milliseconds below a second."""
    if value is None:
        return "–"
    if value < 0.001:
        return "< 1 ms"
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"
