"""When in the story something is said to be: at admission, before it, after it, at discharge, now.

Cues such as "on admission", "at baseline", "two weeks ago", "on day 5" or "at discharge" are found with their
places (`rules/times_en.tsv`); a statement takes the last cue before it in its sentence, else the first behind it.

License: Apache-2.0 (as the package)
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from preceptor.errors import BadData
from preceptor.reading._tables import expand, read_table
from preceptor.reading._terms import Lexicon
from preceptor.reading._words import words

Moment = Literal["admission", "before", "after", "discharge", "now"]
_MOMENTS: dict[str, Moment] = {
    "admission": "admission", "before": "before", "after": "after", "discharge": "discharge", "now": "now",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TimeCue:
    """Words that say when: `text[start:end]`, and the moment they name."""

    start: int
    end: int
    moment: Moment


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon:
    path = Path(__file__).parent / "rules" / "times_en.tsv"
    pairs = []
    for number, (phrase, moment) in read_table(path, 2, 2):
        if moment not in _MOMENTS:
            raise BadData(f"{path}, line {number}: no moment {moment!r}; moments: {', '.join(_MOMENTS)}")
        pairs.extend((variant, moment) for variant in expand(phrase))
    return Lexicon(pairs)


def time_cues(text: str) -> list[TimeCue]:
    """Return the cues of time of a text in order.

    Example:
        >>> [cue.moment for cue in time_cues("On admission Na was 120; two days later it was 134.")]
        ['admission', 'after']
    """
    found = _lexicon().find_in(words(text))
    return [TimeCue(term.start, term.end, _MOMENTS[term.codes[0]]) for term in found]


def moment_of(place: int, sentence: tuple[int, int], cues: Sequence[TimeCue]) -> Moment | None:
    """Return the moment that holds at a place: the last cue before it in its sentence, else the first behind it."""
    number = bisect_right(cues, place, key=lambda cue: cue.start)
    if number and cues[number - 1].start >= sentence[0]:
        return cues[number - 1].moment
    if number < len(cues) and cues[number].start < sentence[1]:
        return cues[number].moment
    return None
