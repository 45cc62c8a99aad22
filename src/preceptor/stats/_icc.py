"""Intraclass correlation: how much of the spread of ratings is between items and not between raters."""

from typing import Literal

import numpy as np
from scipy.special import fdtri

from preceptor.errors import BadInput
from preceptor.stats._intervals import NEVER, Array, Estimate
from preceptor.stats._ratings import Ratings, numbers

IccForm = Literal["1,1", "A,1", "C,1", "1,k", "A,k", "C,k"]
ICC_FORMS: tuple[IccForm, ...] = ("1,1", "A,1", "C,1", "1,k", "A,k", "C,k")


def _mean_squares(values: Array) -> tuple[float, float, float, float]:
    """Return the mean squares of rows, columns, error and within rows."""
    n, k = values.shape
    rows, columns, mean = values.mean(axis=1), values.mean(axis=0), values.mean()
    of_rows = k * float(((rows - mean) ** 2).sum()) / (n - 1)
    of_columns = n * float(((columns - mean) ** 2).sum()) / (k - 1)
    error = float(((values - rows[:, None] - columns + mean) ** 2).sum()) / ((n - 1) * (k - 1))
    within = float(((values - rows[:, None]) ** 2).sum()) / (n * (k - 1))
    return of_rows, of_columns, error, within


def _consistency(of_rows: float, noise: float, df: tuple[int, int], k: int, tail: float) -> tuple[float, ...]:
    """Return value, low and high of a single rating whose noise has one mean square."""
    ratio = of_rows / noise
    low, high = ratio / float(fdtri(*df, tail)), ratio * float(fdtri(df[1], df[0], tail))
    return tuple((f - 1) / (f + k - 1) for f in (ratio, low, high))


def _absolute(squares: tuple[float, float, float, float], n: int, k: int, tail: float) -> tuple[float, ...]:
    rows, columns, error, _ = squares
    value = (rows - error) / (rows + (k - 1) * error + k / n * (columns - error))
    a, b = k * value / (n * (1 - value)), 1 + k * value * (n - 1) / (n * (1 - value))
    spread = (a * columns) ** 2 / (k - 1) + (b * error) ** 2 / ((n - 1) * (k - 1))
    df = (a * columns + b * error) ** 2 / spread
    down, up = float(fdtri(n - 1, df, tail)), float(fdtri(df, n - 1, tail))
    rest = k * columns + (k * n - k - n) * error
    low = n * (rows - down * error) / (down * rest + n * rows)
    high = n * (up * rows - error) / (rest + n * up * rows)
    return value, low, high


def _stepped_up(value: float, k: int) -> float:
    """Return the reliability of a mean of k ratings, by Spearman and Brown."""
    return k * value / (1 + (k - 1) * value)


def icc(ratings: Ratings, form: IccForm = "A,1", *, level: float = 0.95) -> Estimate:
    """Estimate an intraclass correlation with its F interval.

    Forms, as McGraw and Wong name them: "1" where each item had raters of its own, "A" absolute agreement
    and "C" consistency of the same raters on all items; ",1" of a single rating, ",k" of the mean of all.
    Items that some rater left out are dropped; `n` says how many are left.

    Raises:
        BadInput: an unknown form, or fewer than two items rated by all.

    Source: McGraw and Wong 1996, doi:10.1037/1082-989X.1.1.30; Shrout and Fleiss 1979,
        doi:10.1037/0033-2909.86.2.420.

    Example:
        >>> ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
        >>> [round(icc(ratings, form).value, 2) for form in ICC_FORMS]
        [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    """
    if form not in ICC_FORMS:
        raise BadInput(f"no ICC form {form!r}; there are {'; '.join(ICC_FORMS)}")
    values = numbers(ratings)
    values = values[np.isfinite(values).all(axis=1)]
    n, k = values.shape
    if n < 2:
        raise BadInput(f"raters with no overlap: {n} items were rated by all {k} raters, ICC needs two")
    squares, tail = _mean_squares(values), 0.5 + level / 2
    noise = squares[3] if form[0] == "1" else squares[2]
    alike = squares[0] > 1e-12 and max(noise, squares[1] if form[0] == "A" else 0.0) <= 1e-12
    if (
        alike or noise <= 1e-12 or squares[0] <= 1e-12
    ):  # all raters alike is 1, with no interval; else undefined
        return Estimate(value=1.0 if alike else NEVER, low=NEVER, high=NEVER, n=n, groups=n, method="none")
    if form[0] == "A":
        found = _absolute(squares, n, k, tail)
    else:
        df = (n - 1, n * (k - 1) if form[0] == "1" else (n - 1) * (k - 1))
        found = _consistency(squares[0], noise, df, k, tail)
    value, low, high = (_stepped_up(one, k) if form[2] == "k" else one for one in found)
    return Estimate(value=value, low=low, high=high, n=n, groups=n, method="F")
