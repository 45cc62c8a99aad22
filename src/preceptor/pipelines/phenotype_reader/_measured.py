"""Findings that are said by a value, a direction, or by something being normal: "Hb 78", "PTH raised", "hears well"."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from preceptor.errors import BadData
from preceptor.pipelines.phenotype_reader._dictionary import Node, compiled, in_order
from preceptor.pipelines.phenotype_reader._growth import growth
from preceptor.pipelines.phenotype_reader._laboratory import laboratory
from preceptor.pipelines.phenotype_reader._milestones import milestones
from preceptor.pipelines.phenotype_reader._ranges import HIGH, LOW, NORMAL, beside, first_value, times_limit
from preceptor.pipelines.phenotype_reader._words import FOLDER, WORD, Token
from preceptor.reading.numbers import Quantity

_FILL = (
    r"^(?:['’]s\b)?(?:\?\s{1,2}[A-Z]\w{1,14}\s?:)?[\s:=()\-–]{0,3}(?:(?:levels?|tests?|counts?|is|was|were|are|has|have|been|at|came|comes?|back|very|markedly|slightly|"
    r"mildly|grossly|serum|still|also|now|remains?|only|sounds?|a|bit|of|the|all|on|testing|examination|structurally|urine|plasma|"
    r"bilaterally|both|appears?|movements?|function|stays?|result|so far|completely|entirely|perfectly|always|within|showed|shows|in|daily)[\s:=]+){0,5}"
)
_LOW = re.compile(
    _FILL
    + r"(?P<word>low|lowish|absent|wasting|fell|dropped|reduced|decreased|down|diminished|deficient|undetectable|falling|↓|subnormal|depressed)",
    re.I,
)
_HIGH = re.compile(
    _FILL
    + r"(?P<word>high|raised|elevated|up|increased|↑|\+\+\+?|positive|\+ve|pos|excessive|advanced|peaked|rose|rising|climbing|through the roof|sky[- ]high)(?!\w)",
    re.I,
)
_NORMAL = re.compile(
    _FILL
    + r"(?P<word>normal(?:ly)?|fine|good|well(?! below| above)|ok|okay|unremarkable|intact|steady|stable|clear|all right|alright|"
    r"(?:the )?(?:normal |reference )(?:range|limits)|negative|nad|satisfactory|age[- ]appropriate|unaffected|preserved|"
    r"not (?:affected|impaired|enlarged)|sharp|as good as ever|all clear|regular|full(?! of)|in place|located|straight|great|perfect|excellent|neg|-ve|no different|could not be felt|not (?:felt|palpable)|descended|clean|no concerns|fully)\b",
    re.I,
)
_NORMAL_BEFORE = re.compile(
    r"(?:\b(?:normal|good|intact|unremarkable|full|well-preserved|passed|preserved|satisfactory|no (?:trouble|problems?|difficult(?:y|ies)|concerns?|issues?) ?(?:with|in|about|of)?)"
    r"(?: (?:his|her|my|their|the))?\s?)$",
    re.I,
)
_ABNORMAL = re.compile(_FILL + r"(?P<word>abnormal|deranged)\b", re.I)
_BAD = re.compile(
    _FILL
    + r"(?P<word>poor|bad|terrible|awful|dreadful|rubbish|hopeless|gone|going|failing|worse|worsening|lost|declin(?:ed|ing)|deteriorat(?:ed|ing)|impaired|"
    r"affected|not (?:good|great|so good|very good|what it was)|isn't (?:good|great|what it was))\b(?! (?:up|from|to)\b)",
    re.I,
)
_BEFORE = re.compile(
    r"(?<![\w-])(?:(?P<low>low|reduced|decreased|diminished|deficient|undetectable|↓+)|(?P<high>high|raised|elevated|increased|↑+)|"
    r"(?P<abnormal>abnormal|deranged))\s?(?:(?:levels? of|serum|plasma|blood|urinary|urine|circulating|concentrations? of|his|her|the)\s){0,3}$",
    re.I,
)
ABNORMAL = "abnormal"
REACH = 70  # characters behind a name in which its value is looked for
Limits = dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Measured:
    """A finding by measurement or normality: `text[start:end]` from the name to the value."""

    start: int
    end: int
    code: str
    absent: bool
    names: tuple[int, ...]
    by_adjective: bool = False  # "raised CK", which a "no" before it denies


@dataclass(frozen=True, slots=True)
class _Row:
    low: str
    high: str
    limits: Limits
    normal: str
    abnormal: str = ""
    bad: bool = False  # "poor" counts as abnormal
    itself: bool = False  # the name alone says that it is normal

    def code(self, way: str) -> str:
        return {LOW: self.low, HIGH: self.high, NORMAL: self.normal, ABNORMAL: self.abnormal}[way]


def _limits(text: str) -> Limits:
    found: Limits = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        unit, low, high = [*part.rsplit(":", 2), ""][:3]
        found[unit] = (float(low or "-inf"), float(high or "inf"))
    return found


def _lines(file: str, fields: int) -> Iterator[tuple[str, list[str]]]:
    """Yield (place, cells) of one of the package's tables."""
    for number, line in enumerate((FOLDER / file).read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not 2 <= len(cells) <= fields:
            raise BadData(f"{file}, line {number}: expected {fields} fields parted by tabs, got {len(cells)}")
        yield f"{file}:{number}", cells + [""] * (fields - len(cells))


@lru_cache(maxsize=4)
def _tables(folders: str) -> tuple[Node, list[str], dict[str, _Row]]:
    """Return the tree of names, the keys that its numbers stand for, and what each key means; our own rows first."""
    rows: dict[str, _Row] = {}
    names: list[tuple[str, str, int]] = []
    for key, cells in _lines("measures_en.tsv", 6):
        rows[key] = _Row(cells[1], cells[2], _limits(cells[3]), cells[4] or cells[1] or cells[2])
        names += [(key, name.strip(), 0) for name in cells[0].split(";")]
    for key, cells in _lines("normal_en.tsv", 3):
        bad = cells[2] == "bad"
        rows[key] = _Row("", "", {}, cells[1], cells[1] if bad else "", bad, cells[2] == "itself")
        names += [(key, name.strip(), 0) for name in cells[0].split(";")]
    for number, tested in enumerate(laboratory(folders)):
        low, high, abnormal = (tested.codes.get(way, "") for way in (LOW, HIGH, ABNORMAL))
        rows[key := f"laboratory:{number}"] = _Row(low, high, {}, high or low or abnormal, abnormal)
        names += [(key, name, 1) for name in tested.names]
    made = compiled("", names, shortest=1)
    return made.stems, made.codes, rows


def _verdict(row: _Row, value: Quantity) -> str | None:
    limits = row.limits.get(value.unit)
    if limits is None:
        return None
    if value.unit == "" and "g/dL" in row.limits and value.value < 25:
        limits = row.limits["g/dL"]
    if value.value < limits[0]:
        return LOW
    return HIGH if value.value > limits[1] else NORMAL


def _by_value(text: str, end: int, stop: int, row: _Row) -> tuple[str, int] | None:
    """Return (low, high or normal; where it ends) of the value behind a name: as the text judges it, else by our limits."""
    if times := times_limit(text, end, stop):
        return times
    value = first_value(text, end, stop)
    if value is None:
        return None
    if said := beside(text, value, stop):
        return said
    way = _verdict(row, value)
    return (way, value.end) if way else None


def _read(text: str, start: int, end: int, low: int, high: int, row: _Row) -> tuple[str, int, int] | None:
    """Return (low, high, abnormal or normal; where it begins; where it ends) for a name at `start..end`."""
    if row.itself:
        return NORMAL, start, end
    tail, head = text[end : min(high, end + REACH)], text[max(low, start - 40) : start]
    if row.bad and (match := _BAD.match(tail)):
        return ABNORMAL, start, end + match.end()
    for way, pattern in ((LOW, _LOW), (HIGH, _HIGH), (ABNORMAL, _ABNORMAL)):
        if row.code(way) and (match := pattern.match(tail)):
            return way, start, end + match.end()
    if (row.low or row.high) and (value := _by_value(text, end, high, row)):
        return value[0], start, value[1]
    if match := _BEFORE.search(head):
        way = LOW if match["low"] else HIGH if match["high"] else ABNORMAL
        return way, start - len(match[0]), end
    if match := _NORMAL.match(tail):
        return NORMAL, start, end + match.end()
    if match := _NORMAL_BEFORE.search(head):
        return NORMAL, start - len(match[0]), end
    return None


def _growth_of(text: str, items: Sequence[Token]) -> list[Measured]:
    starts = [item.start for item in items]
    found = []
    for start, end, code, absent in (*growth(text), *milestones(text)):
        first = bisect_left(starts, start)
        names = tuple(
            place for place in (first, first + 1) if place < len(items) and items[place].start < start + 18
        )
        if names and items[first].start == start:
            found.append(
                Measured(
                    start,
                    end,
                    code,
                    absent,
                    names[: 1 + text[start:end].lower().startswith(("head", "birth"))],
                )
            )
    return found


def measured(
    text: str, items: Sequence[Token], places: Sequence[tuple[int, int]], folders: str
) -> list[Measured]:
    """Return what a text says by values, directions and normality; `places` are its sentences."""
    tree, keys, rows = _tables(folders)
    found = _growth_of(text, items)
    stems, begins = [item.stem for item in items], [start for start, _ in places]
    taken = {place for one in found for place in one.names}
    last = -1
    for first, item in enumerate(items):
        if item.kind != WORD or first <= last or first in taken or item.stem not in tree:
            continue
        names = list(in_order(tree, items, stems, first))
        if not names:
            continue
        key, _, spots = names[-1]
        start, end, row = item.start, items[spots[-1]].end, rows[keys[key]]
        number = max(bisect_right(begins, start) - 1, 0)
        low, high = places[number] if places else (0, len(text))
        if number + 1 < len(places) and text[high - 2 : high].rstrip().endswith("?"):
            high = places[number + 1][1]  # "Hearing? Father: Good."
        verdict = _read(text, start, end, low, high, row)
        if verdict is None:
            continue
        way, begin, stop = verdict
        if not (code := row.code(way)):
            continue
        last = spots[-1]
        found.append(Measured(begin, stop, code, way == NORMAL, spots, begin < start and way != NORMAL))
    return found
