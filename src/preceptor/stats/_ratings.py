"""Ratings of the same items by several raters, as counts, and how far apart two categories are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from preceptor.errors import BadInput
from preceptor.stats._intervals import Array

Rating = str | int | float | bool | None
Ratings = Sequence[Sequence[Rating]] | Array
Weights = Literal["unweighted", "linear", "quadratic"]
WEIGHTS: tuple[Weights, ...] = ("unweighted", "linear", "quadratic")


@dataclass(frozen=True, kw_only=True)
class Coded:
    """Ratings as places in an ordered list of categories.

    Attributes:
        codes: (items, raters), -1 where a rater gave none.
        values: the categories, in their order.
    """

    codes: Array
    values: tuple[Rating, ...]

    def counts(self) -> Array:
        """Return how many raters put each item into each category; (items, categories)."""
        found = np.zeros((len(self.codes), len(self.values)))
        items, raters = np.nonzero(self.codes >= 0)
        np.add.at(found, (items, self.codes[items, raters]), 1)
        return found


def _missing(rating: Rating) -> bool:
    return rating is None or rating == "" or (isinstance(rating, float) and rating != rating)


def _table(ratings: Ratings) -> list[list[Rating]]:
    rows = [[cell.item() if isinstance(cell, np.generic) else cell for cell in row] for row in ratings]
    widths = {len(row) for row in rows}
    if len(widths) != 1 or min(widths) < 2:
        raise BadInput(
            f"ratings need the same two or more raters for every item, got rows of {sorted(widths) or 'nothing'}; "
            f"write None where a rater gave no rating"
        )
    return rows


def coded(ratings: Ratings, categories: Sequence[Rating] | None = None) -> Coded:
    """Turn ratings into places in the list of categories.

    Args:
        ratings: (items, raters); None, NaN or "" where there is none.
        categories: all of them in their order; else those that occur, sorted.

    Raises:
        BadInput: a rating that is no category, rows of unlike length, or no item that two raters rated.
    """
    rows = _table(ratings)
    given = {cell for row in rows for cell in row if not _missing(cell)}
    if categories is None:
        words = any(isinstance(cell, str) for cell in given)
        values = tuple(sorted(given, key=str) if words else sorted(given, key=lambda cell: float(cell or 0)))
    else:
        values = tuple(categories)
        if strange := sorted(map(str, given - set(values))):
            raise BadInput(f"rating {strange[0]!r} is none of the categories {', '.join(map(str, values))}")
    places = {value: place for place, value in enumerate(values)}
    codes = np.array([[-1 if _missing(cell) else places[cell] for cell in row] for row in rows])
    if not ((codes >= 0).sum(axis=1) >= 2).any():
        raise BadInput(
            f"raters with no overlap: none of {len(rows)} items has ratings of two raters; give both the same items"
        )
    return Coded(codes=codes, values=values)


def numbers(ratings: Ratings) -> Array:
    """Return ratings as floats, NaN where there is none; (items, raters).

    Raises:
        BadInput: a rating that is no number.
    """
    rows = _table(ratings)
    try:
        return np.array([[np.nan if _missing(cell) else float(cell or 0) for cell in row] for row in rows])
    except ValueError as error:
        raise BadInput(f"ratings on an interval scale must be numbers: {error}") from error


def agreement_weights(n: int, weights: Weights) -> Array:
    """Return how far two categories count as agreeing, 1 on the diagonal; (n, n)."""
    if weights == "unweighted" or n < 2:
        return np.eye(n)
    apart = np.abs(np.subtract.outer(np.arange(n), np.arange(n))) / (n - 1)
    return 1 - (apart if weights == "linear" else apart**2)
