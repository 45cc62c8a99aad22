"""From settled ratings to a judge that is measured: each run's judge against people, and its scores corrected.

What is found goes where `preceptor judge calibrate` puts it: into the run folder, where every report on the run
finds it, and into the registry of judges.
"""

from pathlib import Path

from preceptor.calibration import calibration, judged_answers, read_in_run, register, write_in_run
from preceptor.errors import BadInput, PreceptorError, Refused
from preceptor.files import write_private
from preceptor.labels import labels_text
from preceptor.records import Json
from preceptor.report import html_of
from preceptor.serve.rate._desk import Desk
from preceptor.serve.rate._exchange import labels_of
from preceptor.serve.rate._outcome import is_complete


def judged_runs(desk: Desk) -> list[Path]:
    """Name the study's run folders whose answers a judge held against criteria; none for comparisons."""
    found = []
    for source in map(Path, desk.setup.sources):
        try:
            if source.is_dir() and not desk.pairwise and judged_answers(source):
                found.append(source)
        except PreceptorError:
            continue
    return found


def kept_calibrations(desk: Desk) -> list[Json]:
    """Return what stands in the run folders already, told only when every item is settled."""
    if not is_complete(desk):
        return []
    runs = [Path(source) for source in desk.setup.sources]
    return [{"run": run.name, **found} for run in runs if run.is_dir() and (found := read_in_run(run))]


def calibrate(desk: Desk) -> list[Path]:
    """Measure the judge of every run against the settled ratings, and write the runs' reports anew.

    Returns:
        The runs.

    Raises:
        Refused: not every item is settled.
        BadInput: no run has a judge's findings, or the ratings are on other criteria than the judge's.
    """
    if not is_complete(desk):
        raise Refused("a judge is calibrated on settled ratings; some items are still with raters or arbiter")
    runs = judged_runs(desk)
    if not runs:
        raise BadInput("none of the study's sources holds a judge's findings; examine with --judge first")
    found = [(run, calibration(run, _labels_for(desk, run, number))) for number, run in enumerate(runs, 1)]
    for run, measured in found:
        write_in_run(run, measured)
        register(measured["measured"])  # type: ignore[arg-type]
    for run in runs:
        write_private(run / "report.html", html_of([run]).encode())
    return runs


def _labels_for(desk: Desk, run: Path, number: int) -> Path:
    """Write the labels that belong to one run's answers into the study's folder."""
    answers = {(one.case, one.answer) for one in judged_answers(run)}
    mine = [label for label in labels_of(desk) if (label.case, label.answer) in answers]
    if not mine:
        raise BadInput(f"{run}: none of its answers that a judge graded was rated; draw from it")
    path = desk.path / f"labels-{number}.csv"
    write_private(path, labels_text(mine).encode())
    return path
