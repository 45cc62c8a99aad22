"""From Mondo's mappings (SSSOM) and edges to flat tables, and from the tables to Mondo in memory."""

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from preceptor.errors import BadData
from preceptor.files import read_bytes
from preceptor.graphs import Graph, Lists, graph
from preceptor.knowledge._tables import Tables, packed, unpacked
from preceptor.knowledge.mondo._shapes import Mondo, normal_code

SHAPE = "1"
_NEEDED = {"subject_id", "subject_label", "object_id"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def _mappings(path: Path) -> tuple[str, list[dict[str, str]]]:
    """Return the release date and the rows of an SSSOM file."""
    lines = read_bytes(path).decode("utf-8").splitlines()
    head = [line for line in lines if line.startswith("#")]
    version = next(
        (found[0] for line in head if "mapping_set_version" in line and (found := _DATE.search(line))), ""
    )
    rows = list(csv.DictReader(lines[len(head) :], delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows or _NEEDED - set(rows[0]):
        raise BadData(f"{path} is no SSSOM mapping: needs the columns {', '.join(sorted(_NEEDED))}")
    return version, rows


def _edges(path: Path) -> Iterator[tuple[str, str]]:
    rows = csv.DictReader(
        read_bytes(path).decode("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    for row in rows:
        ends = row.get("subject") or "", row.get("object") or ""
        if (row.get("predicate") or "").endswith("subclass_of") and all(
            end.startswith("MONDO:") for end in ends
        ):
            yield ends


def read_release(mappings: list[Path], edges: Path | None = None) -> Tables:
    """Read mappings, and edges where there are any, into tables."""
    names: dict[str, str] = {}
    matched: list[tuple[str, str]] = []
    called: list[tuple[str, str]] = []
    release = ""
    for path in mappings:
        version, rows = _mappings(path)
        release = max(release, version)
        for row in rows:
            mondo = row["subject_id"]
            names.setdefault(mondo, row["subject_label"])
            matched.append((mondo, normal_code(row["object_id"])))
            if label := (row.get("object_label") or "").strip():
                called.append((mondo, label))
    above = list(_edges(edges)) if edges else []
    for end in (end for pair in above for end in pair):
        names.setdefault(end, "")
    ids = sorted(names)
    number = {code: place for place, code in enumerate(ids)}
    built = graph(len(ids), [(number[child], number[parent]) for child, parent in above])
    different = dict.fromkeys(
        (number[mondo], label) for mondo, label in called if label.lower() != names[mondo].lower()
    )
    return {
        "release": packed([release or "undated"]),
        "ids": packed(ids),
        "names": packed(names[code] for code in ids),
        "matched_number": np.array([number[mondo] for mondo, _ in matched], np.int32),
        "matched_code": packed(code for _, code in matched),
        "called_number": np.array([place for place, _ in different], np.int32),
        "called": packed(label for _, label in different),
        "parents_start": built.parents.start, "parents": built.parents.values,
        "closure_start": built.closure.start, "closure": built.closure.values,
    }  # fmt: skip


def _gathered(n: int, numbers: np.ndarray, texts: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    held: list[list[str]] = [[] for _ in range(n)]
    for place, text in zip(numbers.tolist(), texts, strict=True):
        held[place].append(text)
    return tuple(tuple(row) for row in held)


def _by_code(
    numbers: np.ndarray, codes: tuple[str, ...], obsolete: frozenset[int]
) -> Mapping[str, tuple[int, ...]]:
    """Code -> numbers, those in use before obsolete ones."""
    found: dict[str, list[int]] = {}
    for place, code in zip(numbers.tolist(), codes, strict=True):
        found.setdefault(code, []).append(place)
    return {
        code: tuple(sorted(places, key=lambda place: place in obsolete)) for code, places in found.items()
    }


def release_from(tables: Tables) -> Mondo:
    """Put Mondo together from its tables."""
    ids, names = unpacked(tables["ids"]), unpacked(tables["names"])
    codes = unpacked(tables["matched_code"])
    obsolete = frozenset(place for place, name in enumerate(names) if name.startswith("obsolete "))
    return Mondo(
        release=unpacked(tables["release"])[0],
        ids=ids,
        names=names,
        other_names=_gathered(len(ids), tables["called_number"], unpacked(tables["called"])),
        by_code=_by_code(tables["matched_number"], codes, obsolete),
        codes=_gathered(len(ids), tables["matched_number"], codes),
        graph=Graph(
            Lists(tables["parents_start"], tables["parents"]),
            Lists(tables["closure_start"], tables["closure"]),
        ),
        obsolete=obsolete,
    )
