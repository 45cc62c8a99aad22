"""Published outputs against a table of printed figures, from the files to the compared cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from preceptor.catalog import parse
from preceptor.errors import BadInput, NotFound
from preceptor.published_outputs import Output, PublishedRun, alike, fold, read_outputs
from preceptor.rescore._case_table import CaseTable
from preceptor.rescore._cells import Cell, cell, explained, version
from preceptor.rescore._tables import Printed, fitting, printed_in_names, read_printed
from preceptor.rescore._tally import RunScore, score_run

Runs = Mapping[PublishedRun, Sequence[Output]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rescored:
    """The comparison.

    Attributes:
        absent: printed figures of the chosen sets whose runs are not among the outputs.
        left_out: runs of sets that no task of the catalogue holds.
    """

    cells: Sequence[Cell]
    absent: Sequence[Printed] = ()
    left_out: Sequence[PublishedRun] = ()


def rescore_published(
    task: str,
    outputs: Path,
    *,
    published: Path | None = None,
    protocol: str = "",
    columns: Mapping[str, str] | None = None,
    table_columns: Mapping[str, str] | None = None,
    within: float | None = None,
) -> Rescored:
    """Score outputs that others published with today's scorer, beside the figures that they printed.

    Args:
        task: a task, a set in the authors' spelling, or a family of sets such as mirage.
        outputs: a file or folder; its format decides which case table is joined.
        published: CSV of printed figures; without it, figures that stand in the runs' own names.
        protocol: the rule that must give the printed figure; "" is the authors' own, or else ours.
        columns, table_columns: part -> column, for the outputs and for the table.
        within: how far from the printed figure a match may be, in [0, 1]; None is its rounding.

    Raises:
        NotFound: no such file, task or protocol.
        BadInput: the outputs hold no such set, or a table cannot be read.
    """
    runs = chosen_runs(task, outputs, columns or {})
    if published is None:
        pairs = printed_in_names(list(runs))
    else:
        figures = [
            p for p in read_printed(published, list(runs), table_columns or {}) if _wanted(p, task, runs)
        ]
        pairs = [(run, printed) for printed in figures for run in fitting(printed, list(runs))]
        absent = [printed for printed in figures if not fitting(printed, list(runs))]
        return compare(task, runs, pairs, protocol=protocol, within=within, absent=absent)
    return compare(task, runs, pairs, protocol=protocol, within=within)


def chosen_runs(task: str, outputs: Path, columns: Mapping[str, str]) -> dict[PublishedRun, list[Output]]:
    """Read the outputs that belong to a task, by run.

    Raises:
        BadInput: there are none; the message lists the sets that are there.
    """
    every: dict[PublishedRun, list[Output]] = {}
    for output in read_outputs(outputs, columns=columns):
        every.setdefault(output.run, []).append(output)
    runs = {run: rows for run, rows in every.items() if _belongs(run, task)}
    if not runs:
        sets = sorted({run.set or run.task for run in every})
        families = sorted({parse(run.task)[0] for run in every if run.task})
        raise BadInput(f"{outputs} holds no outputs of {task!r}; sets: {', '.join(sets + families)}")
    return runs


def compare(
    task: str,
    runs: Runs,
    pairs: Sequence[tuple[PublishedRun, Printed]],
    *,
    protocol: str = "",
    within: float | None = None,
    absent: Sequence[Printed] = (),
) -> Rescored:
    """Score the runs and set each beside its printed figures; without any figure, every run by itself."""
    grouped: dict[int, tuple[Printed | None, list[PublishedRun]]] = {}
    for run, printed in pairs:
        grouped.setdefault(id(printed), (printed, []))[1].append(run)
    if not pairs and not absent:
        grouped = {place: (None, [run]) for place, run in enumerate(runs)}
    needed = {run for _, candidates in grouped.values() for run in candidates}
    scores = scored({run: rows for run, rows in runs.items() if run in needed}, task)
    cells = []
    for printed, candidates in grouped.values():
        found = [scores[run] for run in candidates if run in scores]
        versions = [version(one, printed, protocol, _family(one.run), within) for one in found]
        if versions:
            cells.append(cell(printed, versions))
    left_out = [run for run in needed if run not in scores]
    return Rescored(cells=explained(cells, within), absent=absent, left_out=left_out)


def scored(runs: Runs, task: str) -> dict[PublishedRun, RunScore]:
    """Score runs, table by table; those of no task and those without a row of their table are left out."""
    by_table: dict[str, list[PublishedRun]] = {}
    for run in runs:
        by_table.setdefault(run.task or task, []).append(run)
    found = {}
    for name, members in by_table.items():
        table = _table(name, needed=not members[0].task)
        if table:
            table.warm(output for run in members for output in runs[run])
            scores = {run: score_run(table, run, runs[run]) for run in members}
            found |= {run: score for run, score in scores.items() if score.n}
    return found


def _table(name: str, *, needed: bool) -> CaseTable | None:
    try:
        return CaseTable(name)
    except NotFound:
        if needed or parse(name)[1]:
            raise
        return None


def _family(run: PublishedRun) -> str:
    return parse(run.task)[0] if run.task else ""


def _belongs(run: PublishedRun, task: str) -> bool:
    stem = fold(parse(task)[0])
    if not run.task:
        return not run.set or fold(run.set) == stem
    options = parse(task)[1]
    return fold(run.task) == fold(task) if options else stem in (fold(run.set), fold(_family(run)))


def _wanted(printed: Printed, task: str, runs: Runs) -> bool:
    """Say whether a printed figure is one of the chosen sets; a table without tasks is all of them."""
    name = printed.labels.get("task", "")
    families = {fold(_family(run)) for run in runs}
    stem = fold(parse(task)[0])
    return not name or fold(name) == stem or stem in families or bool(alike(name, {run.set for run in runs}))
