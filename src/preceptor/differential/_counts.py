"""What the rows of diseases add up to: ages at onset, and what the rows rest on."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Ints = NDArray[np.int64]

BRACKETS, X_LINKED = 9, -1  # of age at onset; what stands in their place for X-linked recessive


def row_sources(owner: Ints, patients: Ints, papers: NDArray[np.bool_], n: int) -> Floats:
    """Return ln(1 + rows), the parts that cite papers and that count patients, ln(1 + most patients), `(n, 4)`."""
    rows = np.bincount(owner, minlength=n)
    several, most = np.maximum(rows, 1), np.zeros(n)
    np.maximum.at(most, owner, patients)
    cited, counted = np.bincount(owner, papers, n) / several, np.bincount(owner, patients > 0, n) / several
    return np.stack([np.log1p(rows), cited, counted, np.log1p(most)], axis=1)


def onset_shares(stated: Floats, n: int) -> Floats:
    """Return share of patients by disease and age bracket, neighbours lending a little, `(n, brackets)`."""
    told = stated[stated[:, 2] != X_LINKED]
    told = told[np.unique(told[:, 0], return_index=True)[1]]  # a row counts once
    counted = np.zeros((n, BRACKETS))
    np.add.at(counted, (told[:, 1].astype(int), told[:, 2].astype(int)), told[:, 4])
    total = counted.sum(1, keepdims=True)
    near = 0.1 * np.roll(counted, 1, 1) + 0.1 * np.roll(counted, -1, 1)
    return np.where(total > 0, (counted + 0.5 / BRACKETS + near) / (1.2 * total + 0.5), np.nan)
