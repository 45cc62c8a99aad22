"""The actions of `preceptor judge` that ask a model."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

import orjson

from preceptor import catalog
from preceptor.commands._settings import settings_of
from preceptor.components import Model, Settings, Task
from preceptor.errors import BadInput, PreceptorError
from preceptor.files import read_jsonl, write_private
from preceptor.judge_biases import Sample, bias_line, biases, shipped_samples
from preceptor.records import Json
from preceptor.roles import check_access
from preceptor.rubric_making import made_rubrics
from preceptor.scoring.rubric import read_rubric
from preceptor.side_by_side import (
    answers_of,
    metric_line,
    opposite_verdicts,
    paired_answers,
    side_by_side,
    word_metrics,
)

THREADS = 8
DONE_WITH_FAILURES = 3  # as `preceptor examine` ends
Open = Callable[[str, Settings | None], Model]


def _judge(arguments: argparse.Namespace, open_model: Open) -> Model:
    if not arguments.judge:
        raise BadInput(f"name the model: preceptor judge {arguments.action} --judge MODEL")
    return open_model(arguments.judge, settings_of(arguments))


def bias(arguments: argparse.Namespace, open_model: Open) -> int:
    """Measure known biases of a judge and print one line each."""
    judge = _judge(arguments, open_model)
    samples = _samples(Path(arguments.answers)) if arguments.answers else shipped_samples()
    other = open_model(arguments.examined, settings_of(arguments)) if arguments.examined else None
    found = biases(
        read_rubric(arguments.rubric or "patient_advice"), samples, judge, seed=arguments.seed, other=other
    )
    if arguments.format == "json":
        text = orjson.dumps([one.plain() for one in found], option=orjson.OPT_INDENT_2).decode() + "\n"
    else:
        text = "".join(f"{bias_line(one)}\n" for one in found)
    return _given(arguments, text, {one.name: one.lost for one in found}, judge)


def _given(arguments: argparse.Namespace, text: str, lost: Mapping[str, int], judge: Model) -> int:
    """Print or write what was found; what the judge lost is said on stderr and in the exit code."""
    if arguments.out:
        write_private(Path(arguments.out), text.encode())
    else:
        print(text, end="")
    if not any(lost.values()):
        return 0
    told = ", ".join(f"{name} {often}" for name, often in lost.items() if often)
    print(
        f"{judge.name} gave nothing that could be used for: {told}; these are left out of the estimates, never counted as "
        f"points or zeros; ask again with the same command",
        file=sys.stderr,
    )
    return DONE_WITH_FAILURES


def _samples(path: Path) -> list[Sample]:
    found = []
    for number, row in enumerate(read_jsonl(path), 1):
        texts = {name: row.get(name) for name in ("question", "good", "poor")}
        if not all(isinstance(text, str) and text.strip() for text in texts.values()):
            raise BadInput(f"{path}, row {number}: needs the texts `question`, `good` and `poor`")
        found.append(
            Sample(id=str(row.get("id") or number), **{name: str(text) for name, text in texts.items()})
        )
    if not found:
        raise BadInput(f"{path} holds no answers")
    return found


def make(arguments: argparse.Namespace, open_model: Open) -> int:
    """Make a rubric for each question of a file and write them as rows for `own_rubric`."""
    if not arguments.path or not arguments.out:
        raise BadInput(
            "name the questions and where the rubrics go: preceptor judge make FILE --judge MODEL --out FILE"
        )
    judge = _judge(arguments, open_model)
    lines: list[dict[str, Json]] = []
    lost = 0
    for made in made_rubrics(Path(arguments.path), judge, draws=arguments.draws):
        print(made.line())
        lost += made.lost
        if made.kept:
            lines.append(made.row())
    if not lines:
        raise BadInput(f"no question has a criterion that was kept; nothing is in {arguments.out}")
    write_private(
        Path(arguments.out), b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in lines)
    )
    return DONE_WITH_FAILURES if lost else 0


def _check_tasks(judge: Model, names: set[str]) -> None:
    """Hold a judge to the data-use rule of the tasks; one that cannot be loaded here counts as credentialed."""
    for name in sorted(names):
        try:
            access = cast(Task, catalog.load("tasks", name)).access
        except PreceptorError:
            access = "credentialed"
        check_access(judge, access=access, task=name, allowed=False)


def pair(arguments: argparse.Namespace, open_model: Open) -> int:
    """Compare the answers of two runs and print one line an axis."""
    if not arguments.path or not arguments.other:
        raise BadInput("name two run folders: preceptor judge pair RUN RUN --judge MODEL")
    judge = _judge(arguments, open_model)
    pairs = paired_answers(Path(arguments.path), Path(arguments.other))
    _check_tasks(judge, {one.task for one in pairs})
    rubric = read_rubric(arguments.rubric or "medpalm2_pairwise")
    found = side_by_side(pairs, rubric, judge, threads=arguments.concurrency or THREADS)
    if arguments.format == "json":
        text = orjson.dumps([one.plain() for one in found], option=orjson.OPT_INDENT_2).decode() + "\n"
    else:
        counts = [answers_of(Path(path)) for path in (arguments.path, arguments.other)]
        head = (
            f"A {arguments.path} ({counts[0]} answers), B {arguments.other} ({counts[1]}); {judge.name}, unmeasured on "
            f"pairs; {len(pairs)} pairs\n"
        )
        metrics = word_metrics(pairs)
        lines = [one.line() for one in found] + [metric_line(name, gap) for name, gap in metrics.items()]
        lines += [f"OPPOSITE VERDICTS: {said}" for said in opposite_verdicts(found, metrics)]
        text = head + "".join(f"{line}\n" for line in lines)
    return _given(arguments, text, {one.axis: one.failed for one in found}, judge)
