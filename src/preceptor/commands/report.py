"""Write the report of one or several run folders: a page, or the figures as JSON, Markdown or CSV.

Source: Preceptor.
License: Apache-2.0
"""

import argparse
from pathlib import Path

from preceptor.components import Command
from preceptor.errors import BadInput
from preceptor.files import write_private
from preceptor.report import FORMATS, Format, report_text
from preceptor.rows import refuse_to_overwrite_a_run


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("runs", nargs="+", metavar="RUN", type=Path, help="run folders, shown in one report")
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="default: the ending of --out, else html; json, md and csv are printed",
    )
    parser.add_argument(
        "--json", dest="format", action="store_const", const="json",
        help="--format json: `metrics.score` and set-level metrics first, then every figure",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="FILE", help="default for html: RUN/report.html")


def _form(arguments: argparse.Namespace) -> Format:
    ending = arguments.out.suffix.lstrip(".").lower() if arguments.out else "html"
    for form in FORMATS:
        if form == (arguments.format or ending):
            return form
    raise BadInput(f"--out {arguments.out} ends in none of: {', '.join(FORMATS)}; give --format")


def run(arguments: argparse.Namespace) -> int:
    """Write or print the report."""
    form, out = _form(arguments), arguments.out
    if form == "html" and out is None:
        if len({folder.resolve() for folder in arguments.runs}) > 1:
            raise BadInput("several runs and no --out; name the file of the page, e.g. --out report.html")
        out = arguments.runs[0] / "report.html"
    if out is not None:
        refuse_to_overwrite_a_run(out)
    text = report_text(arguments.runs, form)
    if out is None:
        print(text, end="")
        return 0
    write_private(out, text.encode())
    print(f"{out} ({len(text.encode()) / 1e6:.1f} MB)")
    return 0


COMMAND = Command(add=add, run=run)
