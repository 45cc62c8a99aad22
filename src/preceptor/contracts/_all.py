"""Promises of every component."""

from pathlib import Path

from preceptor import catalog
from preceptor.contracts._doubles import require

LONGEST_FILE = 300
NO_LICENCE_WORDS = ("unknown", "todo", "tbd", "?")


def documented(kind: str, name: str) -> None:
    """The docstring says what it is in its first line and where it comes from."""
    stem = catalog.parse(name)[0]
    require(bool(catalog.summary(kind, stem)), f"{name} has no docstring")
    require(bool(catalog.section(kind, stem, "Source")), f"{name} has no `Source:` in its docstring")


def licensed(kind: str, name: str) -> None:
    """The licence is known."""
    licence = catalog.section(kind, catalog.parse(name)[0], "License")
    require(bool(licence), f"{name} has no `License:` in its docstring")
    require(licence.lower() not in NO_LICENCE_WORDS, f"{name} has licence {licence!r}")


def short(kind: str, name: str) -> None:
    """No file of it is longer than 300 lines."""
    path = catalog.path(kind, catalog.parse(name)[0])
    files = path.parent.glob("*.py") if path.name == "__init__.py" else [path]
    for file in files:
        lines = len(Path(file).read_text(encoding="utf-8").splitlines())
        require(lines <= LONGEST_FILE, f"{file.name} has {lines} lines, at most {LONGEST_FILE}")


def loadable(kind: str, name: str) -> None:
    """It loads, and is of its kind's shape."""
    catalog.load(kind, name)


ALL = (documented, licensed, short, loadable)
