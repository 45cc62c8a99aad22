"""Sections of a clinical note: where each heading begins, and what kind of statement stands under it.

A heading is a known title at the start of a line, or after a full stop with a colon behind it. Text before
the first heading is of kind "" (unknown), the usual case for case reports.

License: Apache-2.0 (as the package)
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "", "complaint", "present", "past", "family", "social", "medications", "allergies", "examination", "vitals",
    "labs", "imaging", "assessment", "plan", "course", "discharge", "review",
]  # fmt: skip

_TITLES: dict[Kind, str] = {
    "complaint": "chief complaint|presenting complaint|reason for (?:visit|admission|consultation)|cc",
    "present": "history of (?:the )?present(?:ing)? illness|history of presenting complaint|hpi|present illness|subjective|interval history",
    "past": "past (?:medical|surgical|psychiatric|obstetric(?:al)?)(?: and surgical)? history|past history|medical history|surgical history|pmhx?|psh|pshx|comorbidities|problem list|history",
    "family": "family (?:medical )?history|fhx?|family hx",
    "social": "social (?:and [a-z]+ )?history|shx?|habits|personal history",
    "medications": "(?:current |home |admission |outpatient )?(?:medications?|meds|drugs)(?: on admission| at home| prior to admission)?|treatment|drug history",
    "allergies": "(?:drug )?allerg(?:y|ies)(?: and adverse reactions)?",
    "examination": "physical exam(?:ination)?|(?:on )?examination|exam|pe|objective|clinical examination",
    "vitals": "vitals?(?: signs)?|vs",
    "labs": "(?:pertinent |admission |laboratory )?(?:labs|laborator(?:y|ies)(?: (?:data|results|findings|tests|values|studies))?|blood tests?|results|investigations)|pertinent results",
    "imaging": "imaging(?: studies)?|radiology|x-?ray|ct|mri|ultrasound|echocardiogra(?:m|phy)|ecg|ekg|diagnostics|studies",
    "assessment": "assessment(?: and plan| & plan|/plan)?|impression|diagnos[ie]s|(?:primary|secondary|admission|final|working) diagnos[ie]s|a/p|conclusion",
    "plan": "plan|recommendations?|follow[- ]?up|instructions",
    "course": "(?:brief |summary of )?hospital course|clinical course|course|progress",
    "discharge": "discharge (?:medications?|diagnos[ie]s|instructions|condition|summary|labs|exam)|condition on discharge|disposition",
    "review": "review of systems|ros",
}  # fmt: skip
_BY_TITLE: list[tuple[re.Pattern[str], Kind]] = [
    (re.compile(rf"(?:{titles})\Z", re.I), kind) for kind, titles in _TITLES.items()
]
_HEADING = re.compile(
    r"(?:(?:^|\n)[ \t]*(?:[-*#•]+[ \t]*|\d+[.)][ \t]*)?|(?<=[.;] ))([A-Za-z][A-Za-z/& -]{1,48}?)[ \t]*(:|\n|-{2,}|$)"
)


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading: the body is `text[start:end]`, the heading comes before it."""

    start: int
    end: int
    kind: Kind
    title: str


def _kind(title: str, line_end: bool) -> Kind | None:
    for pattern, kind in _BY_TITLE:
        if pattern.match(title):
            return None if line_end and len(title) < 4 else kind
    return None


def sections(text: str) -> list[Section]:
    """Return the sections in order; they cover the text from the first heading's body, and what comes before it.

    Example:
        >>> [(part.kind, part.title) for part in sections("Seen today.\\nFamily history: diabetes")]
        [('', ''), ('family', 'Family history')]
    """
    heads: list[tuple[int, int, Kind, str]] = [(0, 0, "", "")]
    for match in _HEADING.finditer(text):
        title = match[1].strip()
        if kind := _kind(title, match[2] != ":"):
            heads.append((match.start(1), match.end(2), kind, title))
    ends = [head[0] for head in heads[1:]] + [len(text)]
    return [
        Section(body, end, kind, title)
        for (_, body, kind, title), end in zip(heads, ends, strict=True)
        if kind or end
    ]


def section_at(parts: list[Section], place: int) -> Section | None:
    """Return the section in which an offset lies; `parts` as `sections` gave them."""
    number = bisect_right([part.start for part in parts], place) - 1
    return parts[number] if number >= 0 else None
