"""The terms of an ontology in OBO format: names, synonyms, other and obsolete ids, is-a edges."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from preceptor.errors import BadData
from preceptor.files import read_bytes

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*([A-Z]*)\s*([^\s\[]*)')
_ESCAPE = re.compile(r"\\(.)")


@dataclass
class Stanza:
    """One [Term] of an OBO file; synonyms are (text, scope, type)."""

    id: str = ""
    name: str = ""
    definition: str = ""
    synonyms: list[tuple[str, str, str]] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    obsolete: bool = False
    replaced_by: list[str] = field(default_factory=list)
    consider: list[str] = field(default_factory=list)


def _quoted(value: str) -> tuple[str, str, str]:
    match = _QUOTED.match(value)
    if match is None:
        return "", "", ""
    return _ESCAPE.sub(r"\1", match[1]), match[2], match[3]


def _note(term: Stanza, key: str, value: str) -> None:
    match key:
        case "id" | "name":
            setattr(term, key, value)
        case "def":
            term.definition = _quoted(value)[0]
        case "synonym":
            term.synonyms.append(_quoted(value))
        case "is_a":
            term.parents.append(value.split(" ", 1)[0])
        case "alt_id":
            term.alternatives.append(value)
        case "xref":
            term.references.append(value.split(" ", 1)[0])
        case "is_obsolete":
            term.obsolete = value.startswith("true")
        case "replaced_by" | "consider":
            getattr(term, key).append(value.split(" ", 1)[0])


def _stanzas(text: str) -> Iterator[Stanza]:
    term: Stanza | None = None
    for line in text.splitlines():
        if line.startswith("["):
            if term:
                yield term
            term = Stanza() if line.startswith("[Term]") else None
        elif term:
            key, _, value = line.partition(": ")
            _note(term, key, value.strip())
    if term:
        yield term


def read_obo(path: Path) -> tuple[str, list[Stanza]]:
    """Return the version of an OBO file and its terms, in the order of the file.

    Raises:
        BadData: no terms, or a term without an id.
    """
    text = read_bytes(path).decode("utf-8")
    version = re.search(r"^data-version: .*?(\d{4}-\d{2}-\d{2})", text, re.MULTILINE)
    terms = list(_stanzas(text))
    if not terms or not all(term.id for term in terms):
        raise BadData(
            f"{path} is no OBO file: {len(terms)} terms, {sum(not t.id for t in terms)} without an id"
        )
    return version[1] if version else "undated", terms
