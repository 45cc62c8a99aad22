"""Export a run: its rows without any text, as JSON lines, or one arm of it as a log of Inspect.

No prompt, options, messages, answer text, reason, judge's words, tool arguments or error messages. Ids,
groups and tags stay and can identify cases to whoever holds the data; names of pipelines and models
stay and may hold paths and addresses. A log of Inspect (--to inspect) leaves the texts out too, unless
--texts asks for them.

Source: Preceptor.
License: Apache-2.0
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

import orjson

from preceptor.components import Command
from preceptor.errors import BadInput, NotFound
from preceptor.files import write_private
from preceptor.foreign_logs import Arm, inspect_log, write_inspect
from preceptor.report import exported_rows
from preceptor.rows import Row, read_rows, read_run, refuse_to_overwrite_a_run


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("run", metavar="RUN", type=Path, help="a run folder")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", required=True, help="e.g. rows.jsonl, or log.eval"
    )
    parser.add_argument("--to", choices=("rows", "inspect"), default="rows", help="what to write (rows)")
    parser.add_argument("--texts", action="store_true", help="inspect: also prompts, answers and reasons")
    for name in ("task", "pipeline", "model", "perturbation"):
        parser.add_argument(f"--{name}", help=f"inspect: the arm with this {name}, where a run has several")


def _chosen(arms: Mapping[Arm, list[Row]], arguments: argparse.Namespace) -> Arm:
    names = ("task", "pipeline", "model", "perturbation")
    fitting = [
        arm for arm in arms
        if all(getattr(arguments, name) in (None, getattr(arm, name)) for name in names)
    ]  # fmt: skip
    if len(fitting) == 1:
        return fitting[0]
    listed = "; ".join(" · ".join(filter(None, (getattr(arm, name) for name in names))) for arm in arms)
    if not fitting:
        raise NotFound(f"{arguments.run} has no such arm; it has: {listed or 'none'}")
    raise BadInput(
        f"{arguments.run} has several arms, a log of Inspect holds one; choose with --task, --pipeline, "
        f"--model, --perturbation among: {listed}"
    )


def _inspect(arguments: argparse.Namespace) -> int:
    found = read_run(arguments.run)
    arms: dict[Arm, list[Row]] = {}
    for row in read_rows(arguments.run):
        arm = Arm(
            task=row.get("task", ""), pipeline=row.get("pipeline", ""), model=row.get("model") or "",
            perturbation=row.get("perturbation") or "",
        )  # fmt: skip
        arms.setdefault(arm, []).append(row)
    arm = _chosen(arms, arguments)
    log = inspect_log(found, arm, arms[arm], texts=arguments.texts)
    write_inspect(log, arguments.out)
    held = "with all texts" if arguments.texts else "without texts"
    print(f"{arguments.out}: {len(log.samples)} samples {held}, a log of Inspect")
    return 0


def run(arguments: argparse.Namespace) -> int:
    """Write the rows and say what they still tell."""
    refuse_to_overwrite_a_run(arguments.out)
    if arguments.to == "inspect":
        return _inspect(arguments)
    lines = [orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in exported_rows(arguments.run)]
    write_private(arguments.out, b"".join(lines))
    print(
        f"{arguments.out}: {len(lines)} rows without text; "
        f"ids, groups and tags are kept and can identify cases to whoever holds the data"
    )
    return 0


COMMAND = Command(add=add, run=run)
