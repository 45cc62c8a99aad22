"""Rescore stored answers without a model: published outputs beside their printed table, or a run of your own.

    preceptor rescore TASK OUTPUTS --published TABLE    outputs that others published
    preceptor rescore RUN                               a finished run, after a scorer changed

OUTPUTS is a file or folder of published outputs; its format decides which cases are joined. TASK is a task,
a set in the authors' spelling (`mmlu-pro`), or a family of sets (`mirage`). TABLE is a CSV of printed figures
with at least model, method, task and figure, or one column for each model; or MedCalc-Bench's JSON summaries,
one file or their folder. A printed figure matches when our scorer, or else the authors' own rule (`--protocol`
names one), gives it to the printed decimal; where ours differs, the last column says why. The last line is
`N of M cells match`.

Source: Preceptor.
License: Apache-2.0
"""

import argparse
from pathlib import Path

from preceptor.components import Command
from preceptor.errors import BadInput
from preceptor.files import write_private
from preceptor.rescore import changes_page, changes_summary, page, rescore_published, rescore_run, summary
from preceptor.rows import refuse_to_overwrite_a_run


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("task", metavar="TASK|RUN", help="a task, set or family of sets; or a run folder")
    parser.add_argument("outputs", nargs="?", metavar="OUTPUTS", help="file or folder of published outputs")
    parser.add_argument("--published", metavar="TABLE", help="the printed figures: CSV, or JSON summaries")
    parser.add_argument(
        "--protocol",
        default="",
        help="the rule that must give the printed figure: ours, marks, or a task's own",
    )
    parser.add_argument(
        "--columns", default="", metavar="PART=COLUMN,...",
        help="columns of OUTPUTS: id, text, model, method, task, split",
    )  # fmt: skip
    parser.add_argument(
        "--table-columns", default="", metavar="PART=COLUMN,...",
        help="columns of TABLE: model, method, task, split, figure",
    )  # fmt: skip
    parser.add_argument(
        "--within", type=float, metavar="SHARE", help="how near a match must be, e.g. 0.001; else as rounded"
    )
    parser.add_argument("--format", choices=["md", "json", "csv"], default="md")
    parser.add_argument("--out", metavar="FILE", help="write the table there instead of printing it")
    parser.add_argument("--write", action="store_true", help="keep the new scores in the run folder")


def run(arguments: argparse.Namespace) -> int:
    """Rescore, print the table and the count."""
    if arguments.out:
        refuse_to_overwrite_a_run(Path(arguments.out))
    if arguments.outputs is None:
        content, closing = _own_run(arguments)
    else:
        content, closing = _published(arguments)
    if arguments.out:
        write_private(Path(arguments.out), content.encode())
        print(f"table in {arguments.out}")
    else:
        print(content, end="")
    print("\n".join(closing))
    return 0


def _own_run(arguments: argparse.Namespace) -> tuple[str, list[str]]:
    if arguments.published or arguments.protocol:
        raise BadInput(
            "--published and --protocol need OUTPUTS: preceptor rescore TASK OUTPUTS --published TABLE"
        )
    found = rescore_run(Path(arguments.task), write=arguments.write)
    return changes_page(found, arguments.format), changes_summary(found)


def _published(arguments: argparse.Namespace) -> tuple[str, list[str]]:
    if arguments.write:
        raise BadInput("--write is for run folders: preceptor rescore RUN --write")
    found = rescore_published(
        arguments.task,
        Path(arguments.outputs),
        published=Path(arguments.published) if arguments.published else None,
        protocol=arguments.protocol,
        columns=_pairs(arguments.columns),
        table_columns=_pairs(arguments.table_columns),
        within=arguments.within,
    )
    return page(found, arguments.format), summary(found)


def _pairs(text: str) -> dict[str, str]:
    pairs = {}
    for part in filter(None, text.split(",")):
        name, equals, column = part.partition("=")
        if not equals:
            raise BadInput(f"cannot read {part!r}; write PART=COLUMN, as in id=question_id,text=reply")
        pairs[name.strip()] = column.strip()
    return pairs


COMMAND = Command(add=add, run=run)
