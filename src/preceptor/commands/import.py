"""Import results of another program as a run: Inspect, lm-evaluation-harness, HELM, verifiers, HealthBench, CSV.

The log is read whole before anything is written; a version that is not known, a case twice or a score
outside 0..1 leave nothing behind. Failed samples become failed cases, samples without a score cases
without one, neither ever 0. The folder is a run: report, compare and its gate, rescore tables read it.

Source: Preceptor.
License: Apache-2.0
"""

import argparse
from pathlib import Path

from preceptor.components import Command
from preceptor.foreign_logs import FORMS, Asked, read_log, write_run


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("log", metavar="LOG", type=Path, help="a log file or the folder of a run")
    parser.add_argument("--out", type=Path, metavar="RUN", required=True, help="a new run folder")
    parser.add_argument("--from", choices=FORMS, dest="form", help="default: by the names of the files")
    parser.add_argument("--score", default="", help="which of the log's scores counts; default: the first")
    parser.add_argument(
        "--scale", nargs=2, type=float, metavar=("LOW", "HIGH"), help="range of the score, mapped to 0 and 1"
    )
    parser.add_argument("--task", default="", help="name of the task, over the log's own")
    parser.add_argument("--model", default="", help="name of the model, over the log's own")


def run(arguments: argparse.Namespace) -> int:
    """Write the run folder and say what it holds."""
    asked = Asked(score=arguments.score, task=arguments.task, model=arguments.model)
    log = read_log(arguments.log, arguments.form, asked)
    number = write_run(log, arguments.out, tuple(arguments.scale) if arguments.scale else None)
    failed = sum(row.get("status") == "failed" for row in log.rows)
    unscored = sum(row.get("status") == "unscored" for row in log.rows)
    print(f"{arguments.out}: {number} cases of {log.program}, {failed} failed, {unscored} without a score")
    for note in log.notes:
        print(f"  {note}")
    return 0


COMMAND = Command(add=add, run=run)
