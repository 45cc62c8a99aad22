"""The level of a choice that a note says: the gravest that holds, or the one that a denial means."""

from collections.abc import Mapping
from functools import lru_cache

from preceptor.calculation import Input
from preceptor.pipelines.calculator_parser._findings import Evidences, finding
from preceptor.pipelines.calculator_parser._given import Given
from preceptor.pipelines.calculator_parser._note import Note
from preceptor.pipelines.calculator_parser._tables import table
from preceptor.records import Json


@lru_cache(maxsize=1)
def _choices() -> dict[str, list[str]]:
    """Return choice -> its rows in the order of the table, mildest first."""
    found: dict[str, list[str]] = {}
    for row in table("levels"):
        found.setdefault(row.partition("/")[0], []).append(row)
    return found


def level_of(
    note: Note,
    levels: Evidences,
    findings: Evidences,
    key: str,
    declared: Input,
    hint: Json,
) -> Given | None:
    """Return the level of a choice, None where the note does not say.

    `hint` is the name of the choice in the table, or a mapping level -> rows of findings that mean it, gravest first.
    """
    if isinstance(hint, Mapping):
        for level, rows in hint.items():
            found = finding(
                note, findings, [str(row) for row in rows] if isinstance(rows, (list, tuple)) else []
            )
            if found.holds and found.evidence and level in declared.levels:
                one = found.evidence
                return Given(level, one.start, one.end, assertion=one.said.status)
        return None
    choice = str(hint) if isinstance(hint, str) else key
    for row in reversed(_choices().get(choice, [])):
        level = row.partition("/")[2]
        for one in levels.of(row):
            if level in declared.levels and not (
                (one.said.absent and not _negative(row)) or one.said.family or one.said.hypothetical
            ):
                return Given(level, one.start, one.end, assertion=one.said.status)
    return None


def _negative(row: str) -> bool:
    """Whether a level is itself a denial ("no ascites"), so that a denying cue belongs to it."""
    return row.endswith(("/absent", "/none", "/normal"))
