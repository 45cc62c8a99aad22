"""What a text says of each finding in it: present, absent, possible, hypothetical, historical, of the family.

ConText: cues are looked up in the sentence; a cue reaches forward or backward to the end of its clause or for a set
number of words; words that look like a cue and are none ("gram negative", "no change", "mother reported") are
taken out first. A section about the family makes its content the family's. The rules stand in a table
(`rules/assertion_en.tsv`) that can be replaced; what they get right is measured in docs/reading.md.

`historical` says that the text speaks of the past; a chronic disease in the history is still one that the
patient has, so the reader of the assertion decides what it means for his question.

Source: Harkema H, Dowling JN, Thornblade T, Chapman WW. ConText: an algorithm for determining negation,
    experiencer, and temporal status from clinical reports. J Biomed Inform 2009. https://doi.org/10.1016/j.jbi.2009.05.002
    The cues are our own list, checked against the English rules of medspaCy 1.3.1 (MIT).
License: Apache-2.0 (as the package)
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from preceptor.errors import BadData
from preceptor.reading._tables import expand, read_table
from preceptor.reading._terms import Lexicon
from preceptor.reading._words import Word, words

Status = Literal["present", "absent", "possible", "hypothetical", "historical", "family"]
Direction = Literal["forward", "backward", "both", ""]
_CATEGORIES = ("absent", "possible", "hypothetical", "historical", "family", "stopped", "pseudo", "end")
_DIRECTIONS: dict[str, Direction] = {"forward": "forward", "backward": "backward", "both": "both", "": ""}


@dataclass(frozen=True, slots=True)
class Assertion:
    """What is said of one finding.

    Attributes:
        absent: said not to be there. `possible`: suspected, to be excluded. `hypothetical`: a risk, a plan, an "if".
        historical: said of the past. `family`: said of somebody else. `stopped`: a treatment that was ended.
        cues: the places of the words that say so.
    """

    absent: bool = False
    possible: bool = False
    hypothetical: bool = False
    historical: bool = False
    family: bool = False
    stopped: bool = False
    cues: tuple[tuple[int, int], ...] = ()

    @property
    def status(self) -> Status:
        """The one word that weighs most: of the family, hypothetical, absent, possible, historical, else present."""
        if self.family:
            return "family"
        if self.hypothetical:
            return "hypothetical"
        if self.absent:
            return "absent"
        if self.possible:
            return "possible"
        return "historical" if self.historical else "present"

    @property
    def holds(self) -> bool:
        """Whether the patient has it or had it: not absent, not only suspected, not somebody else's."""
        return self.status in ("present", "historical")


@dataclass(frozen=True, slots=True)
class _Cue:
    first: int
    last: int
    category: str
    direction: Direction
    reach: int


@dataclass(frozen=True, eq=False)
class Rules:
    """A table of cues, ready for use; `reach` 0 means to the end of the clause."""

    cues: Lexicon
    meaning: dict[str, tuple[str, Direction, int]]


@lru_cache(maxsize=8)
def rules(path: str = "") -> Rules:
    """Read a table of cues: phrase, category, direction, reach in words; the package's English table by default.

    Raises:
        BadData: a line of the table is not of that form; the message has its number.
    """
    file = Path(path) if path else Path(__file__).parent / "rules" / "assertion_en.tsv"
    phrases: list[tuple[str, str]] = []
    meaning: dict[str, tuple[str, Direction, int]] = {}
    for number, (phrase, category, way, reach) in read_table(file, 2, 4):
        if category not in _CATEGORIES or way not in _DIRECTIONS or not (reach or "0").isdigit():
            raise BadData(
                f"{file}, line {number}: no such category, direction or reach: {category!r} {way!r} {reach!r}"
            )
        direction: Direction = _DIRECTIONS[way]
        meaning[str(number)] = (category, direction, int(reach or 0))
        phrases.extend((variant, str(number)) for variant in expand(phrase))
    return Rules(Lexicon(phrases), meaning)


@dataclass(frozen=True, slots=True)
class _Read:
    """The words and cues of one sentence, and where its clauses end."""

    words: Sequence[Word]
    starts: Sequence[int]
    cues: Sequence[_Cue]
    ends: Sequence[int]


@lru_cache(maxsize=256)
def _read(table: Rules, text: str, start: int, end: int) -> _Read:
    """Read a sentence once for all that is asked of it."""
    given = words(text, start, end)
    starts = [word[0] for word in given]
    cues = _cues(table, given, starts)
    ends = sorted(cue.first for cue in cues if cue.category == "end")
    return _Read(given, starts, [cue for cue in cues if cue.category != "end"], ends)


def _cues(table: Rules, given: Sequence[Word], starts: Sequence[int]) -> list[_Cue]:
    found = []
    for term in table.cues.find_in(given):
        first, last = bisect_left(starts, term.start), bisect_right(starts, term.end - 1) - 1
        found.extend(_Cue(first, last, *table.meaning[code]) for code in term.codes)
    return [cue for cue in found if cue.category != "pseudo"]


def _reaches(cue: _Cue, first: int, last: int, ends: Sequence[int]) -> bool:
    """Whether a cue reaches the words `first..last`, with no end of clause between."""
    if first <= cue.last and cue.first <= last:
        return False
    forward = first > cue.last
    if cue.direction not in ("both", "forward" if forward else "backward"):
        return False
    low, high = (cue.last, first) if forward else (last, cue.first)
    if cue.reach and high - low > cue.reach:
        return False
    return bisect_right(ends, high - 1) == bisect_right(ends, low)


def _sentence(read: _Read, spans: Sequence[tuple[int, int]], family: bool) -> list[Assertion]:
    given, starts, ends = read.words, read.starts, read.ends
    found = []
    for start, end in spans:
        first, last = max(bisect_right(starts, start) - 1, 0), max(bisect_left(starts, end) - 1, 0)
        hits = [cue for cue in read.cues if _reaches(cue, first, last, ends)]
        kinds = {cue.category for cue in hits}
        found.append(
            Assertion(
                absent="absent" in kinds,
                possible="possible" in kinds,
                hypothetical="hypothetical" in kinds,
                historical="historical" in kinds,
                family=family or "family" in kinds,
                stopped="stopped" in kinds,
                cues=tuple((given[cue.first].start, given[cue.last].end) for cue in hits),
            )
        )
    return found


def assertions(
    text: str,
    spans: Sequence[tuple[int, int]],
    sentences: Sequence[tuple[int, int]],
    family_parts: Iterable[tuple[int, int]] = (),
    table: Rules | None = None,
) -> list[Assertion]:
    """Say for each place of a text what the text asserts of it.

    Args:
        spans: (start, end) of the findings, in any order.
        sentences: as `reading.sentences.sentences` gives them.
        family_parts: stretches that speak of the family, such as the sections of that kind.
        table: the cues; the package's English ones by default.

    Example:
        >>> note = "No fever. Cough."
        >>> [found.status for found in assertions(note, [(3, 8), (10, 15)], [(0, 9), (10, 16)])]
        ['absent', 'present']
    """
    cues = table or rules()
    parts = list(family_parts)
    begins = [start for start, _ in sentences]
    grouped: dict[int, list[int]] = {}
    for number, (start, _) in enumerate(spans):
        grouped.setdefault(max(bisect_right(begins, start) - 1, 0), []).append(number)
    found: list[Assertion] = [Assertion()] * len(spans)
    for sentence, members in grouped.items():
        if not sentences:
            break
        start, end = sentences[sentence]
        family = any(low <= start < high for low, high in parts)
        results = _sentence(_read(cues, text, start, end), [spans[number] for number in members], family)
        for number, result in zip(members, results, strict=True):
            found[number] = result
    return found
