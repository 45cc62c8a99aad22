"""The report as Markdown, CSV and JSON: figures only, no text of cases."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import orjson

from preceptor.report._figures import SMALL, ArmFigures
from preceptor.report._gather import Report
from preceptor.report._head import head_metrics
from preceptor.report._numbers import (
    METHODS,
    count,
    decimal,
    decimal_range,
    money,
    p_value,
    percent,
    percent_range,
    seconds,
    signed,
)  # fmt: skip
from preceptor.report._results import ArmKey, task_name
from preceptor.report._text import csv_text, markdown_text, short_model
from preceptor.stats import Estimate

COLUMNS: tuple[str, ...] = (
    "run", "task", "version", "pipeline", "model", "perturbation", "tag", "tag_value", "metric", "value", "low",
    "high", "method", "n", "groups", "bound_low", "bound_high", "scored", "unscored", "failed", "inapplicable",
    "unparsed", "refused", "truncated", "requests", "input_tokens", "output_tokens", "price_usd", "median_s", "p95_s",
    "cached",
)  # fmt: skip


def _finite(value: float | None) -> float | str:
    return value if value is not None and value == value else ""


def _estimate_cells(metric: str, found: Estimate, tag: str = "", value: str = "") -> dict[str, str | float]:
    return {
        "tag": csv_text(tag), "tag_value": csv_text(value), "metric": csv_text(metric),
        "value": _finite(found.value), "low": _finite(found.low), "high": _finite(found.high),
        "method": found.method, "n": found.n, "groups": found.groups,
    }  # fmt: skip


def _key_cells(key: ArmKey) -> dict[str, str | float]:
    return {name: csv_text(getattr(key, name)) for name in COLUMNS[:6]}


def _arm_cells(arm: ArmFigures) -> dict[str, str | float]:
    counts, cost = arm.counts, arm.cost
    return {
        "bound_low": arm.bounds.low, "bound_high": arm.bounds.high, "scored": counts.scored,
        "unscored": counts.unscored, "failed": counts.failed, "inapplicable": counts.inapplicable,
        "unparsed": counts.flags.get("unparsed", 0), "refused": counts.flags.get("refused", 0),
        "truncated": counts.flags.get("truncated", 0), "requests": cost.requests,
        "input_tokens": cost.input_tokens, "output_tokens": cost.output_tokens,
        "price_usd": _finite(cost.price_usd), "median_s": _finite(cost.median_s), "p95_s": _finite(cost.p95_s),
        "cached": cost.cached,
    }  # fmt: skip


def _csv_rows(report: Report) -> Iterator[dict[str, str | float]]:
    for arm in report.arms:
        yield _key_cells(arm.key) | _estimate_cells("score", arm.score) | _arm_cells(arm)
        for stratum in arm.strata:
            yield _key_cells(arm.key) | _estimate_cells("score", stratum.score, stratum.tag, stratum.value)
    for entry in report.metrics:
        for metric, found in entry.metrics.items():
            yield _key_cells(entry.key) | _estimate_cells(metric, found)


def as_csv(report: Report) -> str:
    """Write one line for each figure: scores, their strata and set-level metrics."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_csv_rows(report))
    return out.getvalue()


def as_json(report: Report) -> str:
    """Write every figure, NaN as null, the run's own score first; messages of errors may quote a case: left out."""
    arms = tuple(replace(arm, first_error={}) for arm in report.arms)
    metrics, note = head_metrics(report)
    head = {"metrics": metrics, **({"metrics_note": note} if note else {}), "format": 1}
    document = {**head, "report": replace(report, arms=arms)}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS, default=str).decode()


def table(head: Sequence[str], lines: Iterable[Sequence[str]], left: int) -> str:
    """Write a Markdown table; the first `left` columns are texts, the others numbers."""
    marks = [":--" if place < left else "--:" for place in range(len(head))]
    rows = [list(head), marks, *lines]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _name(key: ArmKey, report: Report) -> list[str]:
    run = [markdown_text(key.run)] if len(report.sources) > 1 else []
    change = markdown_text(key.perturbation) or "none"
    return [
        *run,
        markdown_text(task_name(key, report.versioned)),
        markdown_text(key.pipeline),
        markdown_text(short_model(key.model)) or "–",
        change,
    ]


def _name_head(several: bool) -> list[str]:
    return [*(["run"] if several else []), "task", "pipeline", "model", "perturbation"]


def _score_table(report: Report, several: bool) -> str:
    lines = []
    for arm in report.arms:
        flags = arm.counts.flags
        lines.append([
            *_name(arm.key, report), f"**{percent(arm.score.value)}**",
            f"{percent_range(arm.score.low, arm.score.high)} {METHODS[arm.score.method][0]}",
            "–" if arm.chance is None else percent(arm.chance),
            percent_range(arm.bounds.low, arm.bounds.high) if arm.bounds.high > arm.bounds.low else "–",
            count(arm.counts.n), count(arm.counts.failed),
            count(flags.get("unparsed", 0)), count(flags.get("refused", 0)), count(flags.get("truncated", 0)),
        ])  # fmt: skip
    head = [
        *_name_head(several), "score %", "95 % interval", "chance %", "bounds if missing wrong–right", "n", "failed",
        "unparsed", "refused", "truncated",
    ]  # fmt: skip
    return table(head, lines, len(_name_head(several)))


def _cost_table(report: Report, several: bool) -> str:
    head = [
        *_name_head(several),
        "requests",
        "cached",
        "input tokens",
        "output tokens",
        "price",
        "median",
        "p95",
    ]
    lines = [
        [
            *_name(arm.key, report), count(arm.cost.requests), count(arm.cost.cached), count(arm.cost.input_tokens),
            count(arm.cost.output_tokens), money(arm.cost.price_usd), seconds(arm.cost.median_s),
            seconds(arm.cost.p95_s),
        ]
        for arm in report.arms
    ]  # fmt: skip
    return table(head, lines, len(_name_head(several)))


def _strata_table(report: Report, several: bool) -> str:
    lines = [
        [
            *_name(arm.key, report), markdown_text(one.tag), markdown_text(one.value), percent(one.score.value),
            percent_range(one.score.low, one.score.high), count(one.n) + (" (small)" if one.n < SMALL else ""),
        ]
        for arm in report.arms
        for one in arm.strata
    ]  # fmt: skip
    return table([*_name_head(several), "tag", "value", "score %", "95 % interval", "n"], lines, 6 + several)


def _metric_table(report: Report, several: bool) -> str:
    lines = [
        [*_name(entry.key, report), markdown_text(metric), decimal(found.value), decimal_range(found)]
        for entry in report.metrics
        for metric, found in entry.metrics.items()
    ]
    return table([*_name_head(several), "metric", "value", "95 % interval"], lines, 5 + several)


def _gap_lines(report: Report) -> list[str]:
    return [
        f"- {markdown_text(task_name(gap.with_source, report.versioned))}: {markdown_text(gap.with_source.pipeline)} "
        f"{percent(gap.score_with.value)}, {markdown_text(gap.without.pipeline)} {percent(gap.score_without.value)}; "
        f"difference {signed(gap.difference.value)} points "
        f"({percent_range(gap.difference.low, gap.difference.high)}, p {p_value(gap.difference.p)}, {gap.difference.test})"
        for gap in report.gaps
    ]


def _method_lines(report: Report) -> list[str]:
    used = dict.fromkeys(arm.score.method for arm in report.arms)
    return [f"- {METHODS[method][0]}: {METHODS[method][1]}".replace("- : ", "- ") for method in used]


def as_markdown(report: Report) -> str:
    """Write the tables for people: warnings, scores, set-level metrics, strata, cost."""
    several = len(report.sources) > 1
    parts = [f"# Report: {', '.join(markdown_text(source.name) for source in report.sources)}"]
    if report.warnings:
        parts.append("\n".join(f"- **Warning:** {markdown_text(text)}" for text in report.warnings))
    parts += ["## Scores", _score_table(report, several), "\n".join(_method_lines(report))]
    if report.judges:
        parts.append("\n".join(f"- {markdown_text(line)}" for one in report.judges for line in one.lines()))
    if any(entry.metrics for entry in report.metrics):
        parts += ["## Metrics of the whole set", _metric_table(report, several)]
    if report.gaps:
        parts += ["## Knowledge against test-taking", "\n".join(_gap_lines(report))]
    if any(arm.strata for arm in report.arms):
        parts += ["## Breakdown", _strata_table(report, several)]
    parts += ["## Cost and time", _cost_table(report, several)]
    return "\n\n".join(parts) + "\n"
