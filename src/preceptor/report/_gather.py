"""From run folders to everything that a report shows, in one pass over the rows."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from preceptor.records import Json
from preceptor.report._archive import Archive
from preceptor.report._figures import ArmFigures, figures
from preceptor.report._judges import JudgeNotes, judge_notes
from preceptor.report._metrics import Gap, SetMetrics, gaps, set_metrics, summariser
from preceptor.report._results import Arm, ArmKey, add, arm_key, several_versions
from preceptor.report._warnings import Served, warnings
from preceptor.rows import Row, Run, read_rows, read_run, unfinished

Sink = Callable[[ArmKey, Row], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One run folder of the report; `given` is how often it was named."""

    name: str
    folder: Path
    run: Run
    unfinished: int
    given: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """Everything that a report shows, the single cases apart; `versioned` tasks occur in several versions."""

    sources: tuple[Source, ...]
    arms: tuple[ArmFigures, ...]
    metrics: tuple[SetMetrics, ...]
    gaps: tuple[Gap, ...]
    served: tuple[Served, ...]
    published: Mapping[str, Sequence[Mapping[str, Json]]]
    warnings: tuple[str, ...]
    versioned: tuple[str, ...] = ()
    judges: tuple[JudgeNotes, ...] = ()


def open_runs(folders: Sequence[Path]) -> list[Source]:
    """Read each `run.json`, once for each folder however often and by whatever path it is given.

    Runs are named by their folder, by its whole path where names clash.
    """
    given = Counter(folder.resolve() for folder in folders)
    folders = list({folder.resolve(): folder for folder in reversed(folders)}.values())[::-1]
    names = [folder.resolve().name for folder in folders]
    return [
        Source(
            name=name if names.count(name) == 1 else str(folder),
            folder=folder,
            run=read_run(folder),
            unfinished=unfinished(folder),
            given=given[folder.resolve()],
        )
        for name, folder in zip(names, folders, strict=True)
    ]


def _place(run: Run, field: str, name: str) -> tuple[int, str]:
    listed = run.get("arguments", {}).get(field)
    known = list(listed) if isinstance(listed, (list, tuple)) else []
    return (known.index(name), name) if name in known else (len(known) if name else -1, name)


def _order(arm: Arm, runs: Mapping[str, Run]) -> tuple[tuple[int, str], ...]:
    """Order as in the arguments of the run; the unperturbed arm first."""
    key, run = arm.key, runs[arm.key.run]
    return (
        _place(run, "tasks", key.task),
        (list(runs).index(key.run), ""),
        (0, key.version),
        _place(run, "pipelines", key.pipeline),
        _place(run, "models", key.model),
        _place(run, "perturbations", key.perturbation),
    )


def gather(sources: Sequence[Source], sink: Sink | None = None) -> list[Arm]:
    """Read all rows once: into arms, and into `sink` where the single cases are wanted too."""
    arms: dict[ArmKey, Arm] = {}
    for source in sources:
        for row in read_rows(source.folder):
            key = arm_key(row, source.name)
            arm = arms.get(key)
            if arm is None:
                arm = arms[key] = Arm(key=key)
            add(arm, row)
            if sink is not None:
                sink(arm.key, row)
    runs = {source.name: source.run for source in sources}
    return sorted(arms.values(), key=lambda arm: _order(arm, runs))


def refill(sources: Sequence[Source], archive: Archive, *, whole: bool) -> None:
    """Pack all rows again; stop at the first that does not fit unless the `whole` is to be counted."""
    for source in sources:
        for row in read_rows(source.folder):
            archive.add(arm_key(row, source.name), row)
            if archive.omitted and not whole:
                return


def _metrics(arms: Sequence[Arm]) -> list[SetMetrics]:
    found = []
    for task in dict.fromkeys(arm.key.task for arm in arms):
        summarise, note = summariser(task)
        mine = [arm for arm in arms if arm.key.task == task]
        if summarise is not None:
            found += [set_metrics(arm, summarise) for arm in mine]
        elif note:
            found.append(SetMetrics(key=mine[0].key, metrics={}, note=note))
    return found


def _published(sources: Sequence[Source]) -> dict[str, list[Mapping[str, Json]]]:
    found: dict[str, list[Mapping[str, Json]]] = {}
    for source in sources:
        for task, entries in (source.run.get("published") or {}).items():
            known = found.setdefault(task, [])
            known += [entry for entry in entries if entry not in known]
    return found


def examined(sources: Sequence[Source], arms: Sequence[Arm]) -> Report:
    """Compute every figure of the report."""
    done = tuple(figures(arm) for arm in arms)
    metrics = tuple(_metrics(arms))
    served = tuple(
        Served(run=arm.key.run, arm=arm.key, versions=tuple(arm.served.most_common()))
        for arm in arms
        if arm.served
    )
    notes = {source.name: source.unfinished for source in sources if source.unfinished}
    repeated = [source.name for source in sources if source.given > 1]
    runs = {source.name: source.run for source in sources}
    judges = judge_notes([(source.name, source.folder, source.run) for source in sources])
    measured = {one.run for one in judges if one.measured}
    return Report(
        sources=tuple(sources),
        arms=done,
        metrics=metrics,
        gaps=tuple(gaps(arms)),
        served=served,
        published=_published(sources),
        warnings=tuple(warnings(runs, done, metrics, served, notes, repeated, measured)),
        versioned=several_versions(arm.key for arm in arms),
        judges=judges,
    )
