"""The parser's own tables, read once: measured values, findings, levels, questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

import yaml

from preceptor.errors import BadData
from preceptor.reading.terms import Lexicon, expand
from preceptor.records import Json

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Measure:
    """A measured value: its units in the order in which they are guessed, each with what is plausible.

    Attributes:
        written_only: units that are read where the note writes them and never guessed from a number's size.
        unsure: sizes of a number without a unit that two units can have in a patient.
    """

    name: str
    units: Mapping[str, tuple[float, float]]
    written_only: frozenset[str] = frozenset()
    unsure: tuple[float, float] = (0.0, -1.0)


@lru_cache(maxsize=8)
def table(name: str) -> Mapping[str, Mapping[str, Json]]:
    """Read one of the YAML tables beside this file.

    Raises:
        BadData: it is no mapping of mappings.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)
    if not isinstance(content, dict) or not all(isinstance(row, dict) for row in content.values()):
        raise BadData(f"{FOLDER / name}.yaml is no mapping of mappings; reinstall the package")
    return cast("Mapping[str, Mapping[str, Json]]", content)


def strings(row: Mapping[str, Json], key: str) -> list[str]:
    """Return a row's list of texts; a missing one is empty."""
    return [str(one) for one in cast("Sequence[Json]", row.get(key) or [])]


@lru_cache(maxsize=1)
def measures() -> dict[str, Measure]:
    """Return the measured values by name."""
    found = {}
    for name, row in table("measures").items():
        units = cast("Mapping[str, Sequence[float]]", row.get("units") or {})
        ranges = {unit: (float(ends[0]), float(ends[1])) for unit, ends in units.items()}
        low, high = cast("Sequence[float]", row.get("unsure") or (0.0, -1.0))
        found[name] = Measure(
            name, ranges, frozenset(strings(row, "written_only")), (float(low), float(high))
        )
    return found


@lru_cache(maxsize=1)
def measure_of_input() -> dict[str, str]:
    """Return name of an input (any alias) -> name of the measured value that it means."""
    found: dict[str, str] = {}
    for name, row in table("measures").items():
        for alias in (name, *strings(row, "inputs")):
            found.setdefault(alias, name)
    return found


@lru_cache(maxsize=4)
def lexicon(*names: str) -> Lexicon:
    """Return the phrases of one or several tables; a code is `table:row`."""
    return Lexicon(
        (phrase, f"{name}:{row}")
        for name in names
        for row, content in table(name).items()
        for written in strings(content, "phrases")
        for phrase in expand(written)
    )
