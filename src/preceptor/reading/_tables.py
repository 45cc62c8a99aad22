"""Tables of the package: lines of tab-separated fields, with alternatives written as (a|b)."""

import re
from itertools import product
from pathlib import Path

from preceptor.errors import BadData

_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")


def expand(phrase: str) -> list[str]:
    """Write out the alternatives of a phrase; "(no|without) (new|) fever" is four phrases."""
    parts = _CHOICE.split(phrase)
    options = [part.split("|") if number % 2 else [part] for number, part in enumerate(parts)]
    return [" ".join("".join(chosen).split()) for chosen in product(*options)]


def read_table(path: Path, least: int, most: int) -> list[tuple[int, list[str]]]:
    """Return (line number, fields) of a table; short lines are filled with empty fields.

    Raises:
        BadData: a line has fewer than `least` fields or more than `most`; the message has its number.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split("\t")]
        if not least <= len(fields) <= most:
            raise BadData(
                f"{path}, line {number}: {len(fields)} fields, expected {least} to {most}: {line[:60]!r}"
            )
        rows.append((number, fields + [""] * (most - len(fields))))
    return rows
