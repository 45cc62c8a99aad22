"""The one loop: every case of every arm answered once, written as it finishes, resumable at any moment."""

import hashlib
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import cast

import preceptor
from preceptor.errors import NotFound, Refused
from preceptor.files import locate, sha256
from preceptor.records import Case, Json, Message, Usage
from preceptor.run._again import going_on
from preceptor.run._case import Item, Row, score_answer
from preceptor.run._estimate import Estimate, estimate
from preceptor.run._folder import FORMAT, RunFolder, row_key
from preceptor.run._plan import Arm, Plan, arms, with_defaults
from preceptor.run._recorder import added
from preceptor.run._row import decode_answer, plain, record
from preceptor.run._stops import stop_at_budget, stop_if_hopeless, stop_if_unpriced
from preceptor.run._tally import ArmTally, Tally
from preceptor.run._work import ArmWork, count, items, ready_arms

__all__ = [
    "ArmTally", "Estimate", "Plan", "Tally", "arms", "count", "decode_answer", "dry_run", "examine",
    "plain", "record", "score_answer", "with_defaults",
]  # fmt: skip

Note = Callable[[Arm, Row, Tally], None]
Spread = Callable[..., Generator[Row, None, None]]


def examine(plan: Plan, *, note: Note | None = None) -> Tally:
    """Answer and score every case of a plan that its run folder does not hold yet.

    Args:
        note: told of every finished row, in the main thread.

    Returns:
        Counts over all rows of the folder that belong to the plan.

    Raises:
        Refused: another process works on the folder, a data-use rule, changed arguments, or the budget.
        ProviderError: the first cases all failed for reasons of the service; they are in the folder.
        BadInput: something that is not allowed, said before anything is asked.
    """
    plan_arms = ready_arms(plan)
    with RunFolder(Path(plan.out)) as folder:
        before = folder.read_run()
        if before and (clash := plan.clash(cast("Mapping[str, Json]", before["arguments"]))):
            raise Refused(
                f"{plan.out} holds another run: {clash}; choose another --out or the same arguments"
            )
        checksums = _checksums(plan_arms)
        _refuse_changed_data(plan, before, checksums)
        folder.write_run(_description(plan, plan_arms, before, checksums))
        tally = Tally()
        folder.open_rows([arm.key for arm in plan_arms], tally.recall)
        tally.resumed = tally.finished
        for number, arm in enumerate(plan_arms):
            _run_arm(folder, plan, arm, number, tally, note)
        folder.settle()
        return tally


def _run_arm(folder: RunFolder, plan: Plan, arm: Arm, number: int, tally: Tally, note: Note | None) -> None:
    todo = _within_budget(_open_items(folder, plan, arm), plan, tally)
    if (first := next(todo, None)) is None:
        stop_at_budget(plan, tally)
        return
    work = ArmWork(plan, number, partial(_noted, folder, arm, tally))
    work.ready()
    _keep_examples(folder, arm, work.learnt)
    spread, share = _spread(plan, arm)
    work = work if share is plan else ArmWork(share, number)
    opening = tally.finished
    with closing(spread(work, _chained(first, todo))) as rows:
        for row in rows:
            folder.append(row)
            warning = tally.add(row)
            if warning:
                print(f"warning: {warning}", file=sys.stderr)
            if note:
                note(arm, row, tally)
            stop_if_hopeless(tally, arm, row, opening)
            stop_if_unpriced(plan, row)
    stop_at_budget(plan, tally)


def _within_budget(todo: Iterable[Item], plan: Plan, tally: Tally) -> Iterator[Item]:
    """Pass items on until the budget is spent; what is under way then is still finished and written."""
    for item in todo:
        if plan.budget_usd and tally.spent_usd >= plan.budget_usd:
            return
        yield item


def _keep_examples(folder: RunFolder, arm: Arm, learnt: Sequence[Case]) -> None:
    """Note which examples an arm learns from; another choice on resume would mix two pipelines.

    Raises:
        Refused: the examples differ from those of the rows that are there.
    """
    if not learnt:
        return
    chosen = hashlib.sha256("\n".join(case.id for case in learnt).encode()).hexdigest()
    run = folder.read_run() or {}
    known = cast("dict[str, Json]", run.get("examples") or {})
    if known.get(arm.label(), chosen) != chosen:
        raise Refused(
            f"the examples for {arm.label()} would differ from those that its rows were answered with, since "
            f"other tasks are under test now; choose another --out"
        )
    folder.write_run({**run, "examples": {**known, arm.label(): chosen}})


def _noted(folder: RunFolder, arm: Arm, tally: Tally, row: Row) -> None:
    """Write what is no finished case: a turn, or a preparation, whose cost also goes into `run.json`."""
    folder.append(row)
    if row["status"] == "preparation":
        tally.pay(row)
        run = folder.read_run() or {}
        costs = cast("dict[str, Mapping[str, Json]]", run.get("preparations") or {})
        total = added(record(Usage, costs.get(arm.label(), {})), record(Usage, cast(Row, row["usage"])))
        cost = {**cast(Row, plain(total)), "price_usd": total.price_usd}
        folder.write_run({**run, "preparations": {**costs, arm.label(): cost}})


def _chained(first: Item, rest: Iterable[Item]) -> Iterator[Item]:
    yield first
    yield from rest


def _open_items(folder: RunFolder, plan: Plan, arm: Arm) -> Iterator[Item]:
    """Yield what is not finished yet, each with the dialogue that was interrupted, if one was."""
    for item in items(arm, plan):
        if not folder.begun:
            yield item
            continue
        key = row_key(arm.key, item.epoch, item.case.id)
        if key in folder.done:
            continue
        if before := folder.answered(key):
            yield going_on(item, before)
            continue
        yield _resumed(item, folder.turns[key]) if key in folder.turns else item


def _resumed(item: Item, turn: Mapping[str, Json]) -> Item:
    """Go on with a dialogue where its last turn ended, with what was asked and paid before."""
    return replace(
        item,
        turns=tuple(record(Message, said) for said in cast("list[Mapping[str, Json]]", turn["turns"])),
        exchanges=tuple(cast("list[Json]", turn.get("exchanges") or [])),
        usage=record(Usage, cast("Mapping[str, Json]", turn.get("usage") or {})),
    )


def _spread(plan: Plan, arm: Arm) -> tuple[Spread, Plan]:
    """Choose where cases are answered: Ray, processes, threads, or right here where no model is asked.

    Returns:
        The function, and the plan that each worker follows: with its share of the limits.
    """
    if plan.ray or plan.workers > 1:
        place = "ray" if plan.ray else "processes"
        workers = plan.workers or (os.cpu_count() or 1)
        function = import_module(f"preceptor.spread.{place}").spread
        share = replace(
            plan,
            concurrency=max(1, plan.concurrency // workers),
            requests_per_minute=plan.requests_per_minute / workers,
            tokens_per_minute=plan.tokens_per_minute / workers,
        )
        return partial(function, workers=workers, threads=share.concurrency), share
    if not arm.pipeline.needs_model and not plan.judge and not plan.patient:
        return _inline, plan
    threads = import_module("preceptor.spread.threads").spread
    return partial(threads, workers=1, threads=plan.concurrency), plan


def _inline(work: Callable[[Item], Row], todo: Iterable[Item]) -> Generator[Row, None, None]:
    for item in todo:
        yield work(item)


def dry_run(plan: Plan) -> list[Estimate]:
    """Tell what a plan would ask, without asking."""
    out = []
    for arm in arms(plan):
        first = [item for item, _ in zip(items(arm, plan), range(3), strict=False)]
        out.append(estimate(arm, plan, first, count(arm, plan)))
    return out


def _description(
    plan: Plan, plan_arms: Sequence[Arm], before: Mapping[str, Json] | None, checksums: Mapping[str, Json]
) -> dict[str, Json]:
    started = before["started"] if before else time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    known = cast("dict[str, Json]", before["data"]) if before else {}
    return {
        "format": FORMAT,
        "arguments": plan.stored(),
        "versions": _versions(),
        "data": {**known, **checksums},
        "published": {arm.task_name: [cast(Json, plain(p)) for p in arm.task.published] for arm in plan_arms},
        "splits": {arm.task_name: arm.split for arm in plan_arms},
        "access": {arm.task_name: arm.task.access for arm in plan_arms},
        "seed": plan.seed,
        "git_commit": _git_commit(),
        "judge": plan.judge or None,
        "started": started,
        "preparations": before.get("preparations", {}) if before else {},
        "examples": before.get("examples", {}) if before else {},
    }


def _checksums(plan_arms: Sequence[Arm]) -> dict[str, Json]:
    """SHA-256 of every data file that is here, None for those that are not."""
    found: dict[str, Json] = {}
    for arm in plan_arms:
        files: dict[str, Json] = {}
        for data in arm.task.data:
            try:
                files[data.path] = sha256(locate(data))
            except NotFound:
                files[data.path] = None
        found[arm.task_name] = files
    return found


def _refuse_changed_data(plan: Plan, before: Mapping[str, Json] | None, now: Mapping[str, Json]) -> None:
    """Refuse to add rows on other data than those that are there were answered on."""
    stored = cast("Mapping[str, Mapping[str, str | None]]", before["data"]) if before else {}
    for task, files in cast("Mapping[str, Mapping[str, str | None]]", now).items():
        for path, checksum in files.items():
            known = stored.get(task, {}).get(path)
            if known and checksum and known != checksum:
                raise Refused(
                    f"{path} has changed since {plan.out} was begun; choose another --out for the new data"
                )


def _versions() -> dict[str, Json]:
    found: dict[str, Json] = {"preceptor": preceptor.__version__, "python": platform.python_version()}
    for package in ("aiohttp", "numpy", "orjson", "torch", "transformers", "ray"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _git_commit() -> str | None:
    try:
        asked = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=Path(__file__).parent, capture_output=True, text=True, timeout=5
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return asked.stdout.strip() or None if asked.returncode == 0 else None
