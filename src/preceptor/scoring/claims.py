"""Claims of an answer against those of a reference: how many are right, how many of the right ones are there.

Recall is the share of the reference's claims that the answer makes, precision the share of the answer's claims that
the reference bears out, F1 their harmonic mean. A claim nobody could settle counts as neither and widens the bounds.

Source: Xie and others 2024, arXiv:2311.09581 (claims of clinical texts); Min and others 2023, arXiv:2305.14251.
"""

from collections.abc import Sequence

from preceptor.records import Score, Verdict
from preceptor.scoring._shares import loss_flags, share_of, told


def harmonic(one: float, other: float) -> float:
    """Return the harmonic mean, 0 where both are 0."""
    return 2 * one * other / (one + other) if one + other > 0 else 0.0


def claims_score(
    recalled: Sequence[bool | None], supported: Sequence[bool | None], verdicts: Sequence[Verdict] = ()
) -> Score:
    """Score an answer by its claims.

    Args:
        recalled: for each claim of the reference, whether the answer makes it; None where it is not known.
        supported: for each claim of the answer, whether the reference bears it out.

    Returns:
        value F1; parts recall, precision, and the counts of claims. An answer without claims has precision 0.
    """
    recall, precision = share_of(recalled), share_of(supported, empty=0.0)
    known = recall.value is not None and precision.value is not None
    parts = {"reference_claims": float(recall.n), "claims": float(precision.n)}
    parts |= {
        name: one.value
        for name, one in (("recall", recall), ("precision", precision))
        if one.value is not None
    }
    return Score(
        value=harmonic(recall.value or 0.0, precision.value or 0.0) if known else None,
        low=harmonic(recall.low, precision.low),
        high=harmonic(recall.high, precision.high),
        parts=parts,
        flags=loss_flags(recall.missing + precision.missing, verdicts),
        verdicts=tuple(verdicts),
        why=f"recall {told(recall)}, precision {told(precision)}",
    )
