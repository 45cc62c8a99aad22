"""What age at onset, sex and absent findings say about a disease, beside the findings.

These are likelihood ratios with stated frequencies, not learnt: simulated patients carry neither age nor sex, and the
absent findings of published cases are those that a paper's table asks for, so a learnt weight would read their mere
mention as support. What the patient's own paper says of age and inheritance is left out with it.
"""

import numpy as np

from preceptor.differential._counts import X_LINKED, Floats, Ints, onset_shares
from preceptor.differential._evidence import LeftOut
from preceptor.differential._features import Seen
from preceptor.differential._profiles import Diseases

ONSET_WEIGHT, SEX_WEIGHT = 0.15, 0.5  # of the log ratios, chosen on the tuning half; annotated ages are few
ABSENT_WEIGHT = 0.02  # of the log ratio of an absent finding; more costs accuracy on published cases
FEMALE_X_LINKED = 0.15  # females among published patients of recessive X-linked diseases, an assumption
STARTS = (-1.0, 0.0, 0.01, 0.077, 1.0, 5.0, 16.0, 40.0, 60.0)  # years; first day of each bracket of onset


def onset_evidence(
    diseases: Diseases, candidates: Ints, age_years: float, left: LeftOut | None = None
) -> Floats:
    """Ln of how much likelier this age at onset is in each candidate than in all; 0 where none is annotated."""
    bracket = max(int(np.searchsorted(STARTS, age_years, side="right")) - 1, 0)
    stated, share = diseases.onset[:, bracket], diseases.onset[candidates, bracket]
    usual = float(np.nanmean(stated)) if np.isfinite(stated).any() else 1.0
    if left is not None and left.stated.any():
        touched = np.unique(diseases.stated[left.stated, 1]).astype(int)
        kept = diseases.stated[~left.stated & np.isin(diseases.stated[:, 1], touched)]
        kept[:, 1] = np.searchsorted(touched, kept[:, 1])
        among = np.flatnonzero(np.isin(candidates, touched))
        share[among] = onset_shares(kept, len(touched))[np.searchsorted(touched, candidates[among]), bracket]
    return np.where(np.isnan(share), 0.0, np.log(np.nan_to_num(share, nan=1.0) + 0.02) - np.log(usual + 0.02))


def context_evidence(diseases: Diseases, seen: Seen, age_years: float | None, sex: str) -> Floats:
    """Ln evidence of age at onset, sex and absent findings for each candidate, `(candidates,)`."""
    found = ABSENT_WEIGHT * np.log(1 - 0.95 * np.minimum(seen.excluded, 0.98)).sum(0)
    if age_years is not None:
        found = found + ONSET_WEIGHT * onset_evidence(diseases, seen.candidates, age_years, seen.left)
    if sex in ("female", "male"):
        among = FEMALE_X_LINKED if sex == "female" else 1 - FEMALE_X_LINKED
        unsaid = diseases.stated[seen.left.stated & (diseases.stated[:, 2] == X_LINKED), 1]
        linked = diseases.x_linked[seen.candidates] & ~np.isin(seen.candidates, unsaid)
        found = found + np.where(linked, SEX_WEIGHT * np.log(2 * among), 0.0)
    return found
