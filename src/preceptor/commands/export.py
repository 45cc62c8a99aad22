"""Write the rows of a run without any text: ids, scores, flags, usage, as JSON lines.

No prompt, options, messages, answer text, reason, judge's words, tool arguments or error messages. Ids,
groups and tags stay and can identify cases to whoever holds the data; names of pipelines and models
stay and may hold paths and addresses.

Source: Preceptor.
License: Apache-2.0
"""

import argparse
from pathlib import Path

import orjson

from preceptor.components import Command
from preceptor.files import write_private
from preceptor.report import exported_rows
from preceptor.rows import refuse_to_overwrite_a_run


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("run", metavar="RUN", type=Path, help="a run folder")
    parser.add_argument("--out", type=Path, metavar="FILE", required=True, help="e.g. rows.jsonl")


def run(arguments: argparse.Namespace) -> int:
    """Write the rows and say what they still tell."""
    refuse_to_overwrite_a_run(arguments.out)
    lines = [orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in exported_rows(arguments.run)]
    write_private(arguments.out, b"".join(lines))
    print(
        f"{arguments.out}: {len(lines)} rows without text; "
        f"ids, groups and tags are kept and can identify cases to whoever holds the data"
    )
    return 0


COMMAND = Command(add=add, run=run)
