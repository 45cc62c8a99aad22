"""A note read once: sentences, sections, words of time, numbers, and the parser's phrases, in order."""

import re
from bisect import bisect_right
from functools import cached_property

from preceptor.pipelines.calculator_parser._tables import lexicon
from preceptor.reading.numbers import Quantity, quantities
from preceptor.reading.sections import Section, sections
from preceptor.reading.sentences import sentences
from preceptor.reading.terms import Term
from preceptor.reading.times import Moment, TimeCue, moment_of, time_cues

_CARRIED: tuple[Moment, ...] = ("admission", "after", "discharge")


class Note:
    """What is read of a note, each kind when it is first asked for; places are offsets into `text`."""

    def __init__(self, text: str) -> None:
        """Take a text; nothing is read yet."""
        self.text = text

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The places of the sentences, in order."""
        return sentences(self.text) or [(0, len(self.text))]

    @cached_property
    def sections(self) -> list[Section]:
        """The sections, in order."""
        return sections(self.text)

    @cached_property
    def cues(self) -> list[TimeCue]:
        """The words of time, in order."""
        return time_cues(self.text)

    @cached_property
    def quantities(self) -> list[Quantity]:
        """The numbers with their units, in order."""
        return quantities(self.text)

    @cached_property
    def terms(self) -> list[Term]:
        """The phrases of the parser's tables, in order."""
        return lexicon("measures", "findings", "levels").find(self.text)

    def sentence_of(self, place: int) -> tuple[int, int]:
        """Return the sentence in which a place lies."""
        return self.sentences[self.sentence_number(place)]

    def sentence_number(self, place: int) -> int:
        """Return the number of the sentence in which a place lies."""
        return max(bisect_right(self.sentences, place, key=lambda pair: pair[0]) - 1, 0)

    def moment(self, place: int) -> Moment | None:
        """Return when a statement is said to hold, by the cues of its own sentence."""
        return moment_of(place, self.sentence_of(place), self.cues)


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
