"""The page of one ranked differential: what was read and where, findings against diseases, reasons, what to ask."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import orjson
from markupsafe import Markup

from preceptor.records import Json
from preceptor.report._frame import page

SCRIPTS = ("nodes.js", "differential.js", "diagnosis.js")
Row = Mapping[str, Json]


def _marked(text: str, findings: Sequence[Row]) -> list[tuple[str, str, str]]:
    """Cut a text into (stretch, assertion, what it was read as); a stretch that is no finding has neither."""
    parts: list[tuple[str, str, str]] = []
    end = 0
    for one in sorted(findings, key=lambda one: (cast(int, one["start"]), -cast(int, one["end"]))):
        start, stop = cast(int, one["start"]), cast(int, one["end"])
        if start < end:
            continue  # within a stretch that is marked already
        parts += [(text[end:start], "", "")] if start > end else []
        parts.append(
            (text[start:stop], str(one["assertion"]), f"{one['name']} ({one['code']}), {one['assertion']}")
        )
        end = stop
    return [*parts, (text[end:], "", "")] if end < len(text) else parts


def in_script(value: Json) -> Markup:
    """Write JSON for a script element: no text in it can end the element."""
    return Markup(orjson.dumps(value).decode().replace("<", "\\u003c"))


def diagnosis_page(found: Row, matrix: Row) -> str:
    """Write the page.

    Args:
        found: what `preceptor diagnose --json` prints.
        matrix: findings x diseases, as the run folders of ranking pipelines hold it.
    """
    patient = cast(Row, found["patient"])
    text = str(patient.get("text") or "")
    findings = cast("Sequence[Row]", patient.get("findings") or ())
    return page(
        Path(__file__).parent / "diagnosis.html",
        {
            "found": {"similar": (), "model": None, **found},
            "patient": patient,
            "marked": _marked(text, findings) if text else [],
            "unused": [one for one in findings if one["assertion"] in ("family", "uncertain")],
            "matrix": in_script(matrix),
        },
        SCRIPTS,
    )
