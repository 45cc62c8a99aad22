"""Reports of finished and running examinations: one HTML page, or the figures as Markdown, CSV or JSON."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from preceptor.report._archive import BUDGET, LEVELS, Archive
from preceptor.report._diagnosis import diagnosis_page
from preceptor.report._export import exported_rows
from preceptor.report._frame import page
from preceptor.report._gather import Report, examined, gather, open_runs, refill
from preceptor.report._judges import judge_notes
from preceptor.report._numbers import count, p_value, percent, percent_range, seconds, signed
from preceptor.report._page import render
from preceptor.report._tables import as_csv, as_json, as_markdown, table
from preceptor.report._text import csv_text, markdown_text, short_model, visible

Format = Literal["html", "json", "md", "csv"]
FORMATS: tuple[Format, ...] = ("html", "json", "md", "csv")


def figures_of(folders: Sequence[Path]) -> Report:
    """Compute every figure of the report on one or several run folders.

    Raises:
        NotFound, BadInput, BadData: a folder that no run of this format wrote, or a damaged one.
    """
    sources = open_runs(folders)
    return examined(sources, gather(sources))


def html_of(folders: Sequence[Path], *, budget: int = BUDGET) -> str:
    """Write the page on one or several run folders; see `figures_of` for what it raises.

    Args:
        budget: characters that the packed cases may take; beyond it long texts are cut, then cases left out.
    """
    sources = open_runs(folders)
    archive = Archive(level=LEVELS[0], budget=budget)
    arms = gather(sources, archive.add)
    for level in LEVELS[1:]:
        if not archive.omitted:
            break
        archive.close()
        archive = Archive(level=level, budget=budget)
        refill(sources, archive, whole=level is LEVELS[-1])
    report = examined(sources, arms)
    return render(report, archive.pack([arm.key for arm in report.arms]))


def report_text(folders: Sequence[Path], form: Format = "html") -> str:
    """Write the report in the given form."""
    if form == "html":
        return html_of(folders)
    write = {"json": as_json, "md": as_markdown, "csv": as_csv}[form]
    return write(figures_of(folders))


__all__ = [
    "FORMATS",
    "Format",
    "Report",
    "count",
    "csv_text",
    "diagnosis_page",
    "exported_rows",
    "figures_of",
    "html_of",
    "judge_notes",
    "markdown_text",
    "p_value",
    "page",
    "percent",
    "percent_range",
    "report_text",
    "seconds",
    "short_model",
    "signed",
    "table",
    "visible",
]
