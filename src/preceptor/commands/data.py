"""Say which data sets are here, or download one from its official place into the user's cache.

`preceptor data` lists every file that a task or source declares and where it was found.
`preceptor data fetch TASK` downloads, where PRECEPTOR_NETWORK=1 allows it, and checks the SHA-256.

Source: Preceptor.
License: Apache-2.0
"""

import argparse
from collections.abc import Iterator
from typing import cast

from preceptor import catalog
from preceptor.components import Command, Source, Task
from preceptor.errors import BadInput, NotFound, PreceptorError
from preceptor.files import data_folders, fetch, locate
from preceptor.records import Data


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("action", nargs="?", choices=["list", "fetch"], default="list")
    parser.add_argument("names", nargs="*", help="tasks or sources, with options; all when listing")


def run(arguments: argparse.Namespace) -> int:
    """List or fetch."""
    if arguments.action == "fetch":
        if not arguments.names:
            raise BadInput("name the tasks to fetch, e.g. preceptor data fetch medqa")
        for name in arguments.names:
            for data in _declared(name):
                print(f"{fetch(data)}")
        return 0
    print(f"PRECEPTOR_DATA: {', '.join(map(str, data_folders())) or 'not set'}")
    for name, data in _all(arguments.names):
        try:
            place = f"at {locate(data)}"
        except NotFound:
            place = f"not here; {data.url or 'no direct download'}"
        print(f"{name}: {data.path} {place}")
    return 0


def _declared(name: str) -> tuple[Data, ...]:
    for kind in ("tasks", "knowledge"):
        try:
            return cast("Task | Source", catalog.load(kind, name)).data
        except NotFound:
            continue
    raise NotFound(f"no task or source {name!r}; `preceptor list tasks knowledge` shows them")


def _all(names: list[str]) -> Iterator[tuple[str, Data]]:
    for name in names or [*catalog.names("tasks"), *catalog.names("knowledge")]:
        try:
            files = _declared(name)
        except PreceptorError as error:
            print(f"{name}: {error}")
            continue
        for data in files:
            yield name, data


COMMAND = Command(add=add, run=run)
