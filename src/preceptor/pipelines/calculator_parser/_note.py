"""A note read once: sentences, sections, words of time, numbers, and the parser's phrases, in order."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from preceptor.pipelines.calculator_parser._tables import lexicon
from preceptor.reading.numbers import Quantity, quantities
from preceptor.reading.sections import Section, sections
from preceptor.reading.sentences import sentences
from preceptor.reading.terms import Term
from preceptor.reading.times import Moment, TimeCue, moment_of, time_cues

_CARRIED: tuple[Moment, ...] = ("admission", "after", "discharge")


@dataclass(frozen=True, slots=True)
class Note:
    """What was read of a note; places are offsets into `text`."""

    text: str
    sentences: list[tuple[int, int]]
    sections: list[Section]
    cues: list[TimeCue]
    quantities: list[Quantity]
    terms: list[Term]

    def sentence_of(self, place: int) -> tuple[int, int]:
        """Return the sentence in which a place lies."""
        return self.sentences[self.sentence_number(place)]

    def sentence_number(self, place: int) -> int:
        """Return the number of the sentence in which a place lies."""
        return max(bisect_right(self.sentences, place, key=lambda pair: pair[0]) - 1, 0)

    def moment(self, place: int) -> Moment | None:
        """Return when a statement is said to hold, by the cues of its own sentence."""
        return moment_of(place, self.sentence_of(place), self.cues)


def read_note(text: str) -> Note:
    """Read a note once for everything that the parser asks of it."""
    return Note(
        text=text,
        sentences=sentences(text) or [(0, len(text))],
        sections=sections(text),
        cues=time_cues(text),
        quantities=quantities(text),
        terms=lexicon("measures", "findings", "levels").find(text),
    )


_SHORT = re.compile(r"pH|[^a-z]+")
_WORDS_TOO = frozenset(
    ["hit", "aids", "map", "pad", "pet", "arf", "sle", "all", "cap"]
)  # English words but for case


def short_form_fits(text: str, term: Term) -> bool:
    """Whether a short form is written as an abbreviation ("Na", "T", "HIT"), not as a word ("na", "t", "hit")."""
    written = text[term.start : term.end]
    if len(written) > 2:
        return written.lower() not in _WORDS_TOO or written.isupper()
    return written[:1].isupper() or bool(_SHORT.fullmatch(written))
