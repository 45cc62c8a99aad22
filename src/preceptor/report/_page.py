"""The page: one HTML file that opens from disk, asks no network and lets no text of a case act."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from preceptor.records import Json
from preceptor.report import _numbers
from preceptor.report._archive import Packed
from preceptor.report._cost_plot import cost_plots
from preceptor.report._figures import SMALL, ArmFigures, Stratum
from preceptor.report._frame import page
from preceptor.report._gather import Report
from preceptor.report._results import task_name
from preceptor.report._warnings import arm_label

SHOWN_PUBLISHED = 8  # figures of others in the main table; the rest folds away


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskSection:
    """The lines of one task in the main table."""

    task: str
    version: str
    arms: tuple[tuple[int, ArmFigures], ...]
    published: tuple[Mapping[str, Json], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Breakdown:
    """One tag of one task: a line for each value, a column for each arm."""

    task: str
    tag: str
    arms: tuple[ArmFigures, ...]
    lines: tuple[tuple[str, int, tuple[Stratum | None, ...]], ...]


def _sections(report: Report) -> list[TaskSection]:
    found = []
    for task, mark in dict.fromkeys((arm.key.task, arm.key.version) for arm in report.arms):
        mine = tuple(
            (number, arm)
            for number, arm in enumerate(report.arms)
            if (arm.key.task, arm.key.version) == (task, mark)
        )
        published = tuple(report.published.get(task, ()))
        found.append(TaskSection(task=task, version=mark, arms=mine, published=published))
    return found


def _breakdowns(report: Report) -> list[Breakdown]:
    found = []
    for section in _sections(report):
        arms = tuple(arm for _, arm in section.arms)
        tags = dict.fromkeys(one.tag for arm in arms for one in arm.strata)
        for tag in tags:
            strata = [{one.value: one for one in arm.strata if one.tag == tag} for arm in arms]
            values = dict.fromkeys(value for column in strata for value in column)
            lines = tuple(
                (value, max(column[value].n for column in strata if value in column),
                 tuple(column.get(value) for column in strata))
                for value in values
            )  # fmt: skip
            found.append(
                Breakdown(task=task_name(arms[0].key, report.versioned), tag=tag, arms=arms, lines=lines)
            )
    return found


def served_models(report: Report) -> list[tuple[str, str, str, str, int]]:
    """Add up which versions of each model were served: run, model, name, fingerprint, replies."""
    found: Counter[tuple[str, str, str, str]] = Counter()
    for one in report.served:
        for (name, mark), replies in one.versions:
            found[one.run, one.arm.model, name, mark] += replies
    return [(*served, replies) for served, replies in found.items()]


def _choices(report: Report, field: str) -> list[str]:
    return list(dict.fromkeys(str(getattr(arm.key, field)) for arm in report.arms))


def _skipped(report: Report) -> list[str]:
    tags = ((tag, task_name(arm.key, report.versioned)) for arm in report.arms for tag in arm.skipped_tags)
    return [f"{tag} ({task})" for tag, task in dict.fromkeys(tags)]


def _used_methods(report: Report) -> list[tuple[str, str]]:
    strata = [one.score.method for arm in report.arms for one in arm.strata]
    used = [arm.score.method for arm in report.arms] + strata
    return [_numbers.METHODS[method] for method in dict.fromkeys(used)]


def render(report: Report, packed: Packed) -> str:
    """Write the page.

    Args:
        packed: the cases; their texts are never part of the markup.
    """
    fields = ("run", "task", "pipeline", "model", "perturbation")
    return page(
        Path(__file__).parent / "page.html",
        {
            "report": report,
            "packed": packed,
            "sections": _sections(report),
            "breakdowns": _breakdowns(report),
            "cost_plots": cost_plots(report.arms),
            "filters": {name: _choices(report, name) for name in fields},
            "flags": sorted({flag for arm in report.arms for flag in arm.counts.flags}),
            "methods": _used_methods(report),
            "several": len(report.sources) > 1,
            "served": served_models(report),
            "skipped": _skipped(report),
            "arm_label": partial(arm_label, versioned=report.versioned, several_runs=len(report.sources) > 1),
            "task_name": partial(task_name, versioned=report.versioned),
            "SMALL": SMALL,
            "SHOWN_PUBLISHED": SHOWN_PUBLISHED,
        },
    )
