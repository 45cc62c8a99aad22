"""The few numbers at the head of the JSON report: what another program reads without knowing the rest."""

from collections.abc import Mapping

from preceptor.report._figures import ArmFigures
from preceptor.report._gather import Report

SEVERAL = "{} arms: one score would hide which; read report.arms"


def primary_arm(report: Report) -> ArmFigures | None:
    """Return the one arm that a run is about, perturbed copies of it apart; None where there are several."""
    plain = [arm for arm in report.arms if not arm.key.perturbation] or list(report.arms)
    return plain[0] if len(plain) == 1 else None


def head_metrics(report: Report) -> tuple[Mapping[str, float | None], str]:
    """Return the primary arm's score, its counts and every set-level metric, and why there are none.

    `score` is the mean over scored cases in [0, 1]; `n` counts all cases that apply, `failed` those without a
    score because a model, tool or task failed. A metric that cannot be computed is None.
    """
    arm = primary_arm(report)
    if arm is None:
        return {}, SEVERAL.format(len(report.arms)) if report.arms else "no finished case"
    found: dict[str, float | None] = {"score": _number(arm.score.value)}
    for entry in report.metrics:
        if entry.key == arm.key:
            found |= {name: _number(one.value) for name, one in entry.metrics.items() if name not in found}
    counts = {"n": arm.counts.n, "failed": arm.counts.failed}
    return {**found, **{name: number for name, number in counts.items() if name not in found}}, ""


def _number(value: float) -> float | None:
    return float(value) if value == value else None
