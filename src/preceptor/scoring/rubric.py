"""Rubrics: what a judge's or a person's findings on criteria make of an answer.

Points are the signed weights of what is met, over the sum of the positive weights, held to 0 to 1: a fault
takes away, as in HealthBench (Arora and others 2025, arXiv:2505.08775). An ordinal criterion gives the share
of its scale, a checklist the share of its items. A must-have that is not met, or a never-event that is met,
caps the score. What is missing (the judge could not tell, or failed) is never met and never not met: the value
is that of what was judged, and the bounds say what the missing findings could make of it.

Source: Preceptor.
"""

from collections.abc import Mapping, Sequence

from preceptor.records import Score, Verdict
from preceptor.scoring._rubric_reading import read_rubric, rubric_of, shipped_rubrics
from preceptor.scoring._rubric_shapes import Criterion, Form, Kind, Rubric, Scale, criterion_object

__all__ = [
    "Criterion",
    "Form",
    "Kind",
    "Rubric",
    "Scale",
    "criterion_object",
    "met_share",
    "read_rubric",
    "rubric_of",
    "rubric_score",
    "shipped_rubrics",
    "unanswered",
]


def met_share(unit: Criterion, verdict: Verdict | None) -> float | None:
    """Return how far a unit is met, 0 to 1; None where that is not known."""
    if verdict is None or verdict.finding in ("cannot_judge", "failed"):
        return None
    if verdict.finding == "not_met":
        return 0.0
    if unit.scale is None:
        return 1.0
    return None if verdict.value is None else unit.scale.share(verdict.value)


def rubric_score(rubric: Rubric, verdicts: Sequence[Verdict]) -> Score:
    """Score an answer by the findings on a rubric's units.

    Args:
        verdicts: at most one for each unit, in any order; a unit without one is missing.

    Returns:
        value None where nothing that earns points was judged; parts `raw` (the points before they are
        held to 0 to 1), `missing` (units without a finding) and one mean for each axis.
    """
    by_id = {verdict.criterion: verdict for verdict in verdicts}
    units = rubric.units()
    shares = {unit.id: met_share(unit, by_id.get(unit.id)) for unit in units}
    most = rubric.most()
    points = sum(unit.weight * (shares[unit.id] or 0.0) for unit in units)
    open_units = [unit for unit in units if shares[unit.id] is None]
    lost = sum(min(unit.weight, 0.0) for unit in open_units)
    gained = sum(max(unit.weight, 0.0) for unit in open_units)
    judged = most - gained
    low = min(_held((points + lost) / most), _cap(units, shares, missing_counts=True))
    high = min(_held((points + gained) / most), _cap(units, shares, missing_counts=False))
    value = min(_held(points / judged), high) if judged > 0 else None
    if value is None and low == high:
        value = low
    parts = {"missing": float(len(open_units))} | _axes(units, shares)
    if judged > 0:
        parts["raw"] = points / judged
    return Score(
        value=value,
        low=low,
        high=high,
        parts=parts,
        flags=_flags(units, shares, by_id),
        verdicts=tuple(verdicts),
        why=_why(units, shares, points, most),
    )


def unanswered(rubric: Rubric) -> Score:
    """Score an empty answer: it meets nothing and commits nothing, and no judge need be asked."""
    verdicts = [
        Verdict(criterion=unit.id, finding="not_met", weight=unit.weight, words="the answer is empty")
        for unit in rubric.units()
    ]
    return rubric_score(rubric, verdicts)


def _held(value: float) -> float:
    return min(1.0, max(0.0, value))


def _vetoed(unit: Criterion, share: float | None, *, missing_counts: bool) -> bool:
    if share is None:
        return missing_counts and (unit.must_have or unit.never_event)
    return (unit.must_have and share == 0.0) or (unit.never_event and share > 0.0)


def _cap(units: Sequence[Criterion], shares: Mapping[str, float | None], *, missing_counts: bool) -> float:
    caps = [unit.cap for unit in units if _vetoed(unit, shares[unit.id], missing_counts=missing_counts)]
    return min(caps, default=1.0)


def _axes(units: Sequence[Criterion], shares: Mapping[str, float | None]) -> dict[str, float]:
    """Return for each axis its points over its positive weights, of what was judged."""
    found: dict[str, float] = {}
    for axis in dict.fromkeys(unit.axis for unit in units if unit.axis):
        mine = [unit for unit in units if unit.axis == axis and shares[unit.id] is not None]
        most = sum(max(unit.weight, 0.0) for unit in mine)
        if most > 0:
            points = sum(unit.weight * (shares[unit.id] or 0.0) for unit in mine)
            found[f"axis {axis}"] = _held(points / most)
    return found


def _flags(
    units: Sequence[Criterion], shares: Mapping[str, float | None], by_id: Mapping[str, Verdict]
) -> dict[str, bool]:
    """Return what is raised; a veto that is ruled out is false, one that a missing finding leaves open is absent."""
    raised = {
        "veto": any(_vetoed(unit, shares[unit.id], missing_counts=False) for unit in units),
        "never_event": any(unit.never_event and (shares[unit.id] or 0.0) > 0 for unit in units),
        "judge_failed": any(one.finding == "failed" for one in by_id.values()),
        "judge_unsure": any(one.finding == "cannot_judge" for one in by_id.values()),
        "quote_not_found": any(not one.quote_found for one in by_id.values()),
    }
    never = [shares[unit.id] for unit in units if unit.never_event]
    vetoes = [shares[unit.id] for unit in units if unit.never_event or unit.must_have]
    ruled_out = [
        name for name, mine in (("veto", vetoes), ("never_event", never)) if mine and None not in mine
    ]
    return {name: on for name, on in raised.items() if on or name in ruled_out}


def _why(units: Sequence[Criterion], shares: Mapping[str, float | None], points: float, most: float) -> str:
    missing = sum(shares[unit.id] is None for unit in units)
    faults = [unit.id for unit in units if unit.undesired and (shares[unit.id] or 0.0) > 0]
    lacking = [unit.id for unit in units if unit.must_have and shares[unit.id] == 0.0]
    bits = [f"{points:g} of {most:g} points"]
    bits += [f"faults: {', '.join(faults)}"] if faults else []
    bits += [f"must-haves not met: {', '.join(lacking)}"] if lacking else []
    bits += [f"{missing} of {len(units)} findings missing"] if missing else []
    return "; ".join(bits)
