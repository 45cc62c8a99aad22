"""Compare runs, or pipelines, models or perturbations of one run, case by case; a policy gives a verdict.

Each side is RUN or RUN:VALUE, where VALUE is a pipeline, model or perturbation of that run ("none" is the
unperturbed one). The first is the one in use; every further one is compared with it. Cases are paired by
task, id and repeat; the difference comes with its interval and the paired test, the cases that were won and
lost, subgroups, flags and cost.

With --gate POLICY.yaml the exit code is the verdict: 0 pass, 1 fail, 2 insufficient evidence. An error is
1 too, with one line on stderr.

Source: Preceptor.
License: Apache-2.0
"""

import argparse
from pathlib import Path

from preceptor.compare import (
    FORMATS,
    Format,
    Wanted,
    compare_all,
    comparison_text,
    exit_code,
    read_policy,
)  # fmt: skip
from preceptor.components import Command
from preceptor.errors import BadInput
from preceptor.files import write_private
from preceptor.rows import refuse_to_overwrite_a_run


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("a", metavar="A", help="RUN or RUN:VALUE, e.g. runs/one or 'runs/one:direct'")
    parser.add_argument(
        "b", metavar="B", nargs="+", help="RUN or RUN:VALUE, one or more; differences are B - A"
    )
    parser.add_argument(
        "--gate", type=Path, metavar="POLICY", help="a YAML file of rules; see docs/compare.md"
    )
    parser.add_argument(
        "--cluster", default="", metavar="TAG",
        help="resample by the values of this tag (a hospital, a template) instead of by patient or document",
    )  # fmt: skip
    parser.add_argument("--task", nargs="+", default=[], help="only these tasks")
    parser.add_argument("--pipeline", default="", help="only this pipeline, on both sides")
    parser.add_argument("--model", default="", help="only this model, on both sides")
    parser.add_argument(
        "--perturbation", default="", help="only this perturbation, on both sides; none for none"
    )
    parser.add_argument("--format", choices=FORMATS, help="default: the ending of --out, else md")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write there instead of printing")


def _form(arguments: argparse.Namespace) -> Format:
    ending = arguments.out.suffix.lstrip(".").lower() if arguments.out else "md"
    for form in FORMATS:
        if form == (arguments.format or ending):
            return form
    raise BadInput(f"--out {arguments.out} ends in none of: {', '.join(FORMATS)}; give --format")


def run(arguments: argparse.Namespace) -> int:
    """Print or write the comparison; returns the verdict as an exit code where there is a policy."""
    form = _form(arguments)
    wanted = Wanted(
        tasks=tuple(arguments.task),
        pipeline=arguments.pipeline,
        model=arguments.model,
        perturbation=arguments.perturbation,
        cluster=arguments.cluster,
    )
    policy = read_policy(arguments.gate) if arguments.gate else None
    study = compare_all([arguments.a, *arguments.b], wanted, policy)
    text = comparison_text(study, form)
    if arguments.out is None:
        print(text, end="")
    else:
        refuse_to_overwrite_a_run(arguments.out)
        write_private(arguments.out, text.encode())
        print(arguments.out)
        for found in study.gates:
            print(f"{found.policy}, {found.b}: {found.verdict}")
    return exit_code(study.gates)


COMMAND = Command(add=add, run=run)
