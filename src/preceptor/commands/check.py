"""Check that components keep the promises of their kind: for authors of tasks, pipelines and plugins.

Source: Preceptor.
License: Apache-2.0
"""

import argparse

from preceptor import catalog
from preceptor.components import Command
from preceptor.contracts import kept
from preceptor.errors import BadInput


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("kind", choices=list(catalog.KINDS))
    parser.add_argument("names", nargs="*", help="with options where needed; all of the kind when left out")


def run(arguments: argparse.Namespace) -> int:
    """Print each promise and whether it is kept; exit code 1 when one is broken."""
    names = arguments.names or catalog.names(arguments.kind)
    if not names:
        raise BadInput(f"there are no {arguments.kind}")
    broken = 0
    for name in names:
        print(f"{arguments.kind.removesuffix('s')} {name}")
        for title, seen in kept(arguments.kind, name):
            broken += bool(seen)
            print(f"  {'BROKEN' if seen else 'kept  '} {title}{f': {seen}' if seen else ''}")
    print(f"{broken} promises broken" if broken else "every promise is kept")
    return int(broken > 0)


COMMAND = Command(add=add, run=run)
