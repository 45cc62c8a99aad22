"""The options of a question, prepared for comparison with an answer's words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from preceptor.scoring._choice_text import plain

Words: TypeAlias = tuple[str, ...]
ARTICLES = frozenset(("a", "an", "the"))
_PASSED_OVER = ARTICLES | {"and"}  # inside an option's words these may be missing or added
_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|(?<=\w)'s\b|[぀-ヿ㐀-鿿가-힣]|[^\W\d_぀-ヿ㐀-鿿가-힣]+|[%<>≤≥]")
_PREFIX = re.compile(r"\s*[(\[]?([A-Za-z])[)\].:]\s*(?=\S)")
_KIND = re.compile(
    r"(?<=\w{5})\s(?:syndrome|disease|disorder)\Z", re.IGNORECASE
)  # "Turner" for Turner syndrome
_BRACKETED = re.compile(r"\([^()]{0,80}\)")


@dataclass(frozen=True, slots=True)
class Options:
    """The options of one question, prepared for comparison."""

    letters: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]
    words: Mapping[str, tuple[Words, ...]]
    by_first: Mapping[str, tuple[tuple[Words, Words], ...]]


def words_of(text: str) -> list[tuple[str, int, int]]:
    """Split a text into comparable words with their places; a plural s is dropped."""
    words = ((found[0], found.start(), found.end()) for found in _TOKEN.finditer(text))
    return [(_stem(word.casefold()), start, end) for word, start, end in words if word != "'s"]


def _stem(word: str) -> str:
    """Drop a plural s and write British spellings the American way: tumours, haemorrhage, oedema."""
    if len(word) <= 3:
        return word
    word = word.replace("ae", "e").replace("oe", "e").replace("our", "or")
    return word[:-1] if word[-1] == "s" and word[-2] not in "sui" else word


def options_of(choices: Mapping[str, str]) -> Options:
    """Prepare the options of a question; the last few questions are remembered."""
    return _prepared(tuple(choices.items()))


@lru_cache(maxsize=256)
def _prepared(choices: tuple[tuple[str, str], ...]) -> Options:
    texts = [(letter, plain(text).strip()) for letter, text in choices]
    prefixes = [_PREFIX.match(text) for _, text in texts]
    if all(prefixes):  # "a) malaria" below the letter A: the question numbered its options twice
        texts = [(letter, _PREFIX.sub("", text, count=1)) for letter, text in texts]
    texts = [(letter, text.rstrip(' ."\n\\')) for letter, text in texts]
    owners: dict[Words, dict[str, None]] = {}
    words: dict[str, tuple[Words, ...]] = {}
    for letter, text in texts:
        versions = (text, _BRACKETED.sub(" ", text), _KIND.sub("", text))
        forms = dict.fromkeys(_form(version) for version in versions)
        words[letter] = tuple(form for form in forms if form)
        for form in words[letter]:
            owners.setdefault(form, {})[letter] = None
    by_first: dict[str, list[tuple[Words, Words]]] = {}
    for form, letters in owners.items():
        first = form[0]
        if len(form) > 1 or len(first) > 1 or first.isdigit() or not first.isascii():
            by_first.setdefault(first, []).append((form, tuple(letters)))
    ranked = {word: tuple(sorted(forms, key=lambda one: -len(one[0]))) for word, forms in by_first.items()}
    return Options(tuple(letter for letter, _ in choices), tuple(texts), words, ranked)


def _form(text: str) -> Words:
    words = [word for word, _, _ in words_of(text)]
    while len(words) > 1 and words[0] in ARTICLES:
        words.pop(0)
    return tuple(words)


def end_of(form: Words, words: list[tuple[str, int, int]], place: int) -> int:
    """Return the index behind an option's words where they begin at `place`, 0 otherwise; articles may differ."""
    here = 0
    while here < len(form):
        if place >= len(words):
            return 0
        word = words[place][0]
        if word == form[here]:
            place, here = place + 1, here + 1
        elif here and word in _PASSED_OVER:
            place += 1
        elif here and form[here] in _PASSED_OVER and here + 1 < len(form):
            here += 1
        else:
            return 0
    return place
