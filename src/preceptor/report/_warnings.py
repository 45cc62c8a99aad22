"""What a reader must know before believing the figures, worst first."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from preceptor.report._figures import SMALL, ArmFigures
from preceptor.report._metrics import SetMetrics
from preceptor.report._results import ArmKey, several_versions, task_name
from preceptor.report._text import short_model
from preceptor.rows import Run

OFTEN = 0.05  # a share of unparsed or truncated answers that moves the score by more than most intervals


@dataclass(frozen=True, kw_only=True, slots=True)
class Served:
    """The model names and fingerprints that the service gave while an arm ran, with counts of replies."""

    run: str
    arm: ArmKey
    versions: tuple[tuple[tuple[str, str], int], ...]


def arm_label(key: ArmKey, versioned: Collection[str] = (), *, several_runs: bool = False) -> str:
    """Name an arm for people, with the version of `versioned` tasks."""
    bits = (
        key.run if several_runs else "",
        task_name(key, versioned),
        key.pipeline,
        short_model(key.model),
        key.perturbation,
    )
    return " · ".join(bit for bit in bits if bit)


def _changes(served: Sequence[Served]) -> Iterator[str]:
    seen: defaultdict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for one in served:
        for version, replies in one.versions:
            seen[one.run, one.arm.model][version] += replies
    for (run, model), versions in seen.items():
        if len(versions) > 1:
            listed = "; ".join(
                f"{name or 'unnamed'}{f' ({mark})' if mark else ''} in {replies:,} replies"
                for (name, mark), replies in versions.most_common(6)
            )
            yield (
                f"{short_model(model) or 'The model'} changed while {run} ran: the service named {len(versions)} different "
                f"versions ({listed}). The figures mix them."
            )


def _losses(arms: Sequence[ArmFigures]) -> Iterator[str]:
    failed = sum(arm.counts.failed for arm in arms)
    total = sum(arm.counts.n for arm in arms)
    if failed:
        kinds = Counter[str]()
        for arm in arms:
            kinds.update(arm.errors)
        listed = ", ".join(f"{kind} {often}" for kind, often in kinds.most_common())
        yield (
            f"{failed:,} of {total:,} answers failed ({listed}). They are in no score; the bounds show what they could change."
        )
    versioned = several_versions(arm.key for arm in arms)
    for arm in arms:
        if lost := arm.counts.flags.get("judge_failed", 0):
            yield (
                f"{arm_label(arm.key, versioned)}: the judge lost findings of {lost:,} of {arm.counts.n:,} answers. The score "
                f"is of what was judged, the bounds hold the rest; the command of the run asks for them again."
            )
        for flag, effect in (
            ("unparsed", "counted as wrong, so the score may understate what the model knows"),
            ("truncated", "not scored; raise the token limit"),
        ):
            often = arm.counts.flags.get(flag, 0)
            if often and often > OFTEN * arm.counts.n:
                yield f"{arm_label(arm.key, versioned)}: {often:,} of {arm.counts.n:,} answers {flag}, {effect}."


def _versions(arms: Sequence[ArmFigures]) -> Iterator[str]:
    for task in several_versions(arm.key for arm in arms):
        found = sorted({arm.key.version or "unknown" for arm in arms if arm.key.task == task})
        yield (
            f"{task}: answered in versions {', '.join(found)}, each in lines of its own; what their cases are and how "
            f"they are scored may differ."
        )


def _sizes(arms: Sequence[ArmFigures]) -> Iterator[str]:
    sizes: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for arm in arms:
        sizes[arm.key.task, arm.key.perturbation].add(arm.counts.cases)
    for (task, change), found in sizes.items():
        what = f"{task} with {change}" if change else task
        if 0 < min(found) < SMALL:
            yield f"{what}: only {min(found)} cases; no conclusion stands on so few."
        if len(found) > 1:
            listed = ", ".join(f"{size:,}" for size in sorted(found))
            yield f"{what}: the lines have different numbers of cases ({listed}); compare them paired (preceptor compare)."


def _silent(runs: Mapping[str, Run], arms: Sequence[ArmFigures]) -> Iterator[str]:
    for name, run in runs.items():
        mine = [arm.key for arm in arms if arm.key.run == name]
        seen = {part for key in mine for part in (key.pipeline, key.model, key.perturbation or "none")}
        asked = run.get("arguments", {})
        listed = [asked.get(field) for field in ("pipelines", "models", "perturbations")]
        missing = [part for parts in listed if isinstance(parts, list) for part in parts if part not in seen]
        if missing and mine:
            told = ", ".join(str(part) for part in missing)
            yield f"{name}: asked for and without any answer: {told}. The run is not finished, or had no use for it."


def _sources(runs: Mapping[str, Run], waiting: Mapping[str, int], measured: Collection[str]) -> Iterator[str]:
    for name, often in waiting.items():
        yield f"{name}: dialogues begun and not ended: {often}; the command of the run goes on with them."
    for name, run in runs.items():
        for arm, usage in (run.get("preparations") or {}).items():
            price = usage.get("price_usd")
            cost = "price unknown" if price is None else f"{price:.4f} USD"
            yield (
                f"{name}: preparing {arm} took {usage.get('requests', 0):,} requests, {usage.get('input_tokens', 0):,} "
                f"tokens in and {usage.get('output_tokens', 0):,} out ({cost}), besides the cost per case."
            )
        loose = [
            path for files in (run.get("data") or {}).values() for path, mark in files.items() if not mark
        ]
        if loose:
            yield f"{name}: no checksum for {', '.join(loose[:5])}{' ...' if len(loose) > 5 else ''} (unpinned data)."
        judge = run.get("judge")
        if judge and name not in measured:
            named = judge.get("name", "") if isinstance(judge, dict) else judge
            yield f"{name}: the judge {named} has no measured agreement with people."


def warnings(
    runs: Mapping[str, Run],
    arms: Sequence[ArmFigures],
    metrics: Sequence[SetMetrics],
    served: Sequence[Served],
    waiting: Mapping[str, int],
    repeated: Sequence[str],
    measured: Collection[str] = (),
) -> list[str]:
    """Collect the warnings of a report.

    Args:
        waiting: dialogues begun and not ended, by run.
        repeated: runs that were given more than once.
        measured: runs whose judge was held against people.
    """
    notes = [f"{one.key.task}: no set-level metrics, {one.note}." for one in metrics if one.note]
    nothing = [] if arms else ["No finished case yet."]
    twice = [f"{name}: the same folder was given more than once; it is counted once." for name in repeated]
    return [
        *nothing,
        *twice,
        *_silent(runs, arms),
        *_changes(served),
        *_losses(arms),
        *_versions(arms),
        *_sizes(arms),
        *_sources(runs, waiting, measured),
        *notes,
    ]
