"""Words of a text with their places, in the form in which a lexicon is looked up."""

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

# Hyphens join words of one phrase ("heart-failure") and are no words themselves.
_WORD = re.compile(r"[^\W_]+(?:['’][a-z]+)?|[^\w\s\-‐‑–—]", re.UNICODE)
_SPELLING = (
    ("aem", "em"), ("oed", "ed"), ("oea", "ea"), ("aes", "es"), ("paed", "ped"), ("oes", "es"), ("oet", "et"),
    ("gynae", "gyne"), ("aeti", "eti"), ("caec", "cec"), ("leuc", "leuk"), ("sulph", "sulf"), ("ise", "ize"),
    ("isa", "iza"), ("yse", "yze"),
)  # fmt: skip
_UNSPLIT = ("ss", "us", "is")  # endings that are no plurals


class Word(NamedTuple):
    """One word or sign: `text[start:end]`, and its form in look-ups."""

    start: int
    end: int
    form: str


_new = tuple.__new__  # three times as fast as the class's own, and a note has hundreds of words


def form(word: str) -> str:
    """Fold case, British spelling and a plain plural.

    Example:
        >>> form("Oedemas"), form("haemoglobin"), form("diagnosis"), form("tumours")
        ('edema', 'hemoglobin', 'diagnosis', 'tumor')
    """
    word = word.lower().replace("’", "'")
    if word.endswith("'s"):
        word = word[:-2]
    if len(word) <= 3 or not word.isalpha():
        return word
    for british, american in _SPELLING:
        if british in word:
            word = word.replace(british, american)
    if word.endswith("ies") and len(word) > 5:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(_UNSPLIT):
        word = word[:-1]
    return word[:-2] + "r" if word.endswith("our") else word


class _Forms(dict[str, str]):
    """Word -> its form, found once; a plain look-up is the fastest that Python has."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_FORMS:
            self.clear()
        found = self[word] = form(word)
        return found


_MOST_FORMS = 100_000
_forms = _Forms()


@lru_cache(maxsize=4)
def _all(text: str) -> tuple[list[Word], list[int]]:
    """The words of a whole text and their starts; several readers in a row ask for the same text."""
    found, starts, place, where = [], [], 0, text.index
    for written in _WORD.findall(text):
        start = where(written, place)
        place = start + len(written)
        starts.append(start)
        found.append(_new(Word, (start, place, _forms[written])))
    return found, starts


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """Return the words and signs that begin in a stretch of a text, in order; hyphens are left out."""
    found, starts = _all(text)
    return found[bisect_left(starts, start) : len(found) if end is None else bisect_left(starts, end)]
