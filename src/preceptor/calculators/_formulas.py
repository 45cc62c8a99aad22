"""Formulas that several calculators share: lean weights, the anion gap and its correction."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

CM_PER_INCH = 2.54
NORMAL_ANION_GAP, NORMAL_BICARBONATE, NORMAL_ALBUMIN = 12.0, 24.0, 4.0


def ideal_weight(sex: ArrayLike, height: ArrayLike) -> NDArray[np.float64]:
    """Return Devine's ideal body weight in kg from sex (1: female) and height in cm."""
    inches = np.asarray(height, dtype=float) / CM_PER_INCH
    return np.where(np.equal(sex, 1), 45.5, 50.0) + 2.3 * (inches - 60)


def adjusted_weight(ideal: ArrayLike, weight: ArrayLike) -> NDArray[np.float64]:
    """Return ideal weight and 40 % of what exceeds it, in kg."""
    return np.asarray(ideal) + 0.4 * (np.asarray(weight, dtype=float) - np.asarray(ideal))


def gap(sodium: ArrayLike, chloride: ArrayLike, bicarbonate: ArrayLike) -> NDArray[np.float64]:
    """Return sodium - (chloride + bicarbonate) in mmol/L."""
    return np.asarray(sodium, dtype=float) - (np.asarray(chloride) + np.asarray(bicarbonate))


def albumin_gap(anion_gap: ArrayLike, albumin: ArrayLike) -> NDArray[np.float64]:
    """Return the anion gap raised by 2.5 mmol/L for each g/dL of albumin below 4."""
    return np.asarray(anion_gap) + 2.5 * (NORMAL_ALBUMIN - np.asarray(albumin, dtype=float))


def ratio(over: ArrayLike, under: ArrayLike) -> NDArray[np.float64]:
    """Return a quotient, NaN where the divisor is 0."""
    below = np.asarray(under, dtype=float)
    return np.asarray(over, dtype=float) / np.where(below == 0, np.nan, below)
