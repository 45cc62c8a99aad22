"""Set-level metrics of a task, with intervals, and what a pipeline gains from its source."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from preceptor import catalog, stats
from preceptor.components import Columns, Task
from preceptor.errors import BadInput, PreceptorError
from preceptor.report._results import Arm, ArmKey, Result
from preceptor.stats import Difference, Estimate

ROWS_DRAWN = 4_000_000  # rows that all resamples of an arm hold together: about a second
Summarise = Callable[[Columns], Mapping[str, float]]


@dataclass(frozen=True, kw_only=True, slots=True)
class SetMetrics:
    """Metrics that are defined over a set of cases; `note` says why there are none."""

    key: ArmKey
    metrics: Mapping[str, Estimate]
    draws: int = 0
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """The same pipeline with and without its source: knowledge against test-taking."""

    without: ArmKey
    with_source: ArmKey
    score_without: Estimate
    score_with: Estimate
    difference: Difference


def columns(results: Sequence[Result]) -> dict[str, np.ndarray]:
    """Return value, every part and every flag of the scored results as arrays; an absent part is NaN."""
    parts = sorted({part for one in results for part in one.parts})
    flags = sorted({flag for one in results for flag in one.flags})
    found = {"value": np.array([one.value for one in results], dtype=float)}
    for part in parts:
        found[part] = np.array([one.parts.get(part, np.nan) for one in results], dtype=float)
    for flag in flags:
        found[flag] = np.array([flag in one.flags for one in results], dtype=bool)
    return found


def summariser(task: str) -> tuple[Summarise | None, str]:
    """Return a task's function for set-level metrics, or why there is none to be had."""
    try:
        return cast(Task, catalog.load("tasks", task)).summarise, ""
    except PreceptorError as error:
        return None, f"the task cannot be loaded here ({error})"


def set_metrics(arm: Arm, summarise: Summarise) -> SetMetrics:
    """Compute an arm's set-level metrics, resampling whole groups for the intervals."""
    scored = [one for one in arm.results if one.value is not None]
    if not scored:
        return SetMetrics(key=arm.key, metrics={}, note="no scored case")
    draws = int(np.clip(ROWS_DRAWN // len(scored), 200, 2000))
    try:
        with np.errstate(all="ignore"):
            found = stats.bootstrap(columns(scored), summarise, [one.group for one in scored], draws=draws)
    except Exception as error:
        return SetMetrics(key=arm.key, metrics={}, note=f"summarise raised {type(error).__name__}: {error}")
    return SetMetrics(key=arm.key, metrics=found, draws=draws)


def _without_source(pipeline: str) -> tuple[str, str | None] | None:
    """Return a pipeline's name and options without `source`, and that source; None if it is no such name."""
    try:
        name, options = catalog.parse(pipeline)
    except BadInput:
        return None
    source = options.pop("source", None)
    return f"{name}({sorted(options.items())})", None if source is None else str(source)


def _scores(arm: Arm) -> dict[tuple[str, int], Result]:
    return {(one.id, one.epoch): one for one in arm.results if one.value is not None}


def _gap(bare: Arm, full: Arm) -> Gap | None:
    a, b = _scores(bare), _scores(full)
    shared = [case for case in a if case in b]
    if not shared:
        return None
    left = np.array([a[case].value for case in shared], dtype=float)
    right = np.array([b[case].value for case in shared], dtype=float)
    groups = [a[case].group for case in shared]
    return Gap(
        without=bare.key,
        with_source=full.key,
        score_without=stats.mean_interval(left, groups),
        score_with=stats.mean_interval(right, groups),
        difference=stats.paired_difference(left, right, groups),
    )


def gaps(arms: Sequence[Arm]) -> list[Gap]:
    """Pair arms that differ only in their pipeline's `source`, one of them with `source=""`."""
    found = []
    for bare in arms:
        ours = _without_source(bare.key.pipeline)
        if ours is None or ours[1] != "":
            continue
        for full in arms:
            theirs = _without_source(full.key.pipeline)
            same = (bare.key.task, bare.key.version, bare.key.model, bare.key.perturbation) == (
                full.key.task, full.key.version, full.key.model, full.key.perturbation,
            )  # fmt: skip
            if same and theirs is not None and theirs[0] == ours[0] and theirs[1] != "":
                gap = _gap(bare, full)
                found += [gap] if gap else []
    return found
