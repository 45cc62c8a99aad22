"""Show a component: its documentation, options, licence, data, published figures and an example prompt.

Source: Preceptor.
License: Apache-2.0
"""

import argparse
from typing import cast

from preceptor import catalog
from preceptor.calculate import load
from preceptor.commands._calculator_texts import described
from preceptor.components import Command, Source, Task
from preceptor.errors import NotFound, PreceptorError, near
from preceptor.files import locate
from preceptor.prompts import question_text
from preceptor.records import Data


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("name", help="e.g. medqa, self_consistency, medqa(options=5)")
    parser.add_argument("--kind", choices=list(catalog.KINDS), help="where two kinds share the name")


def run(arguments: argparse.Namespace) -> int:
    """Print everything that is known of a component."""
    stem, _ = catalog.parse(arguments.name)
    kinds = [arguments.kind] if arguments.kind else _kinds_of(stem)
    for kind in kinds:
        print(f"{kind.removesuffix('s')} {catalog.resolve(kind, stem)}\n")
        print(catalog.docstring(kind, stem))
        for option, default in catalog.options(kind, stem).items():
            print(f"option {option}={default!r}" if default is not None else f"option {option}")
        if kind == "tasks":
            _show_task(cast(Task, catalog.load(kind, arguments.name)))
        if kind == "calculators":
            print(described(load(arguments.name)))
        if kind == "knowledge":
            source = cast(Source, catalog.load(kind, arguments.name))
            print(f"version: {source.version or 'none'}")
            _show_data(source.data)
    return 0


def _kinds_of(name: str) -> list[str]:
    found, every = [], set()
    for kind in catalog.KINDS:
        every |= set(catalog.names(kind))
        try:
            catalog.resolve(kind, name)
            found.append(kind)
        except NotFound:
            continue
    if not found:
        raise NotFound(f"no component {name!r}{near(name, every) or '; `preceptor list` shows all'}")
    return found


def _show_task(task: Task) -> None:
    print(f"\nversion: {task.version}   access: {task.access}   splits: {', '.join(task.splits)}")
    print(
        f"examples from: {task.train or 'no split of its own'}   judge: {'needed' if task.needs_judge else 'none'}"
    )
    if task.protocols:
        print(f"protocols: {', '.join(task.protocols)}")
    _show_data(task.data)
    for figure in task.published:
        print(
            f"published: {figure.model} {figure.method} {figure.metric} {figure.value:g} ({figure.citation})"
        )
    try:
        case = next(task.cases(task.splits[0]), None)
    except PreceptorError as error:
        print(f"\nno example: {error}")
        return
    if case is not None:
        print(f"\nexample ({case.id}), expected {case.target!r}:\n\n{question_text(case)}")


def _show_data(files: tuple[Data, ...]) -> None:
    for data in files:
        try:
            place = str(locate(data))
        except PreceptorError:
            place = "not here"
        print(
            f"data: {data.path}: {place}; {data.url or 'no direct download'}; sha256 {data.sha256 or 'unpinned'}"
        )


COMMAND = Command(add=add, run=run)
