"""Judges as instruments: measure one against people, correct scores for its error, find its biases, make rubrics.

    preceptor judge calibrate RUN --labels FILE     measure the run's judge and correct every arm's score
    preceptor judge measure RUN --labels FILE       the same, printed and not kept
    preceptor judge attach RUN                      put what the registry knows of the run's judges into the run
    preceptor judge sample RUN --number N           draw answers at random to be rated by people
    preceptor judge list                            what the registry holds
    preceptor judge bias --judge MODEL              position, length, layout, authority, injected orders ...
    preceptor judge make FILE --judge MODEL         rubrics from reference answers or passages
    preceptor judge pair RUN RUN --judge MODEL      two runs' answers side by side on nine axes, blinded, in both orders

`calibrate` writes `judges.json` into the run folder, where `preceptor report` finds it, and adds the measurement to the
registry (PRECEPTOR_JUDGES, else the user's cache folder). Labels are a CSV or JSON-lines file as `preceptor rate` writes
it (docs/judges.md); labels for other cases are refused and nothing is imported. The labelled answers must be drawn at
random: `sample` does, with its seed.

Source: Preceptor.
License: Apache-2.0
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import orjson

from preceptor.calibration import (
    calibration,
    corrected_line,
    judged_answers,
    measured_line,
    random_answers,
    read_in_run,
    register,
    registered,
    registry_path,
    write_in_run,
)
from preceptor.commands._judge_models import bias, make, pair
from preceptor.commands._settings import add_settings
from preceptor.components import Command
from preceptor.errors import BadInput, NotFound
from preceptor.files import write_private
from preceptor.labels import Label, labels_text
from preceptor.records import Json
from preceptor.roles import open_model

ASKING = {"bias": bias, "make": make, "pair": pair}
ACTIONS = ("calibrate", "measure", "attach", "sample", "list", *ASKING)


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("action", choices=ACTIONS)
    parser.add_argument(
        "path", nargs="?", metavar="RUN|FILE", help="a run folder; for `make` the file of questions"
    )
    parser.add_argument("other", nargs="?", metavar="RUN", help="pair: the run to compare with")
    parser.add_argument("--labels", metavar="FILE", help="people's labels, CSV or JSON lines")
    parser.add_argument("--number", type=int, default=100, help="answers to draw (100)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--judge", metavar="MODEL", help="the model to look into, or to propose criteria")
    parser.add_argument(
        "--examined", metavar="MODEL", default="", help="bias: whose answers it might prefer to others'"
    )
    parser.add_argument("--rubric", help="bias, pair: a shipped rubric or a YAML file")
    parser.add_argument(
        "--answers", metavar="FILE", help="bias: JSON lines with question, good and poor answer"
    )
    parser.add_argument("--draws", type=int, default=3, help="make: proposals of which most must agree (3)")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument("--out", metavar="FILE", help="write there instead of printing")
    add_settings(parser)


def run(arguments: argparse.Namespace) -> int:
    """Carry out one of the actions."""
    if arguments.action == "list":
        return _print(
            [measured_line(entry) for entry in registered()]
            or [f"nothing is registered in {registry_path()}"]
        )
    if arguments.action in ASKING:
        return ASKING[arguments.action](arguments, open_model)
    if not arguments.path:
        raise BadInput(f"name the run folder: preceptor judge {arguments.action} RUN")
    actions = {"calibrate": _calibrate, "measure": _calibrate, "attach": _attach, "sample": _sample}
    return actions[arguments.action](arguments, Path(arguments.path))


def _print(lines: Sequence[str]) -> int:
    print("\n".join(lines))
    return 0


def _calibrate(arguments: argparse.Namespace, folder: Path) -> int:
    if not arguments.labels:
        raise BadInput("give people's labels: --labels FILE (`preceptor rate` writes it)")
    found = calibration(folder, Path(arguments.labels))
    measured, corrected = (cast("list[dict[str, Json]]", found[name]) for name in ("measured", "corrected"))
    if arguments.format == "json":
        print(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
    else:
        _print(["measured", *(f"  {measured_line(entry)}" for entry in measured)])
        _print(["corrected", *(f"  {corrected_line(entry)}" for entry in corrected)])
    if arguments.action == "calibrate":
        print(
            f"kept in {write_in_run(folder, found)} and {register(measured)}; next: preceptor report {folder}"
        )
    return 0


def _attach(arguments: argparse.Namespace, folder: Path) -> int:
    names = sorted({name for one in judged_answers(folder) for name in one.judges})
    known = registered(names)
    if not known:
        raise NotFound(
            f"the registry {registry_path()} holds nothing of {', '.join(names)}; calibrate it first"
        )
    before = dict(read_in_run(folder) or {})
    there = cast("list[Json]", before.get("measured", []))
    write_in_run(folder, {**before, "measured": [*there, *(one for one in known if one not in there)]})
    return _print([measured_line(entry) for entry in known])


def _sample(arguments: argparse.Namespace, folder: Path) -> int:
    """Write a file of labels to be filled in: everything but the finding."""
    drawn = random_answers(folder, arguments.number, arguments.seed)
    lines = [
        Label(
            task=one.arm[0],
            case=one.case,
            answer=one.answer,
            criterion=unit.id,
            rater="",
            finding="cannot_judge",
        )
        for one in drawn
        for unit in one.rubric.units()
    ]
    text = labels_text(lines).replace(",cannot_judge,", ",,")
    if arguments.out:
        write_private(Path(arguments.out), text.encode())
        return _print(
            [
                f"{len(drawn)} answers, {len(lines)} findings to make, in {arguments.out}; seed {arguments.seed}"
            ]
        )
    print(text, end="")
    return 0


COMMAND = Command(add=add, run=run)
