"""Compare two runs, or two pipelines, models or perturbations of one run, case by case.

Each side is RUN or RUN:VALUE, where VALUE is a pipeline, model or perturbation of that run ("none" is the
unperturbed one). Cases are paired by task, id and repeat; the difference comes with its interval and the
paired test, and the cases that were won and lost.

Source: Preceptor.
License: Apache-2.0
"""

import argparse
from pathlib import Path

from preceptor.compare import FORMATS, Format, Wanted, compare, comparison_text
from preceptor.components import Command
from preceptor.errors import BadInput
from preceptor.files import write_private
from preceptor.rows import refuse_to_overwrite_a_run


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("a", metavar="A", help="RUN or RUN:VALUE, e.g. runs/one or 'runs/one:direct'")
    parser.add_argument("b", metavar="B", help="RUN or RUN:VALUE; differences are B - A")
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
    """Print or write the comparison."""
    form = _form(arguments)
    wanted = Wanted(
        tasks=tuple(arguments.task),
        pipeline=arguments.pipeline,
        model=arguments.model,
        perturbation=arguments.perturbation,
    )
    text = comparison_text(compare(arguments.a, arguments.b, wanted), form)
    if arguments.out is None:
        print(text, end="")
    else:
        refuse_to_overwrite_a_run(arguments.out)
        write_private(arguments.out, text.encode())
        print(arguments.out)
    return 0


COMMAND = Command(add=add, run=run)
