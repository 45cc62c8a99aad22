"""Rows of MedCalc-Bench whose published truth is known to be wrong, each with the reason and a second source.

The list is `medcalc_defects.yaml`: `version` of the set, then `rows`, row number -> `reason`, `source` and, where
one is known, `correct`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from preceptor.errors import BadData

FILE = Path(__file__).with_name("medcalc_defects.yaml")


@dataclass(frozen=True, kw_only=True, slots=True)
class Defect:
    """Why a row's truth is wrong, and who says so."""

    reason: str
    source: str
    correct: str = ""


@cache
def defects(file: Path = FILE) -> Mapping[str, Defect]:
    """Return row number -> defect.

    Raises:
        BadData: an entry without a reason or a source.
    """
    if not file.exists():
        return {}
    content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    rows = content.get("rows", content)
    entries = rows.items() if isinstance(rows, dict) else ((entry.get("row"), entry) for entry in rows)
    found = {}
    for number, entry in entries:
        reason, source = str(entry.get("reason") or ""), str(entry.get("source") or "")
        if number is None or not reason or not source:
            raise BadData(f"{file.name}: row {number} needs `reason` and `source`; it has {', '.join(entry)}")
        found[str(number)] = Defect(reason=reason, source=source, correct=str(entry.get("correct") or ""))
    return found
