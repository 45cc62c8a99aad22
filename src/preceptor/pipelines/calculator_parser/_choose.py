"""Which calculator a question asks for: the longest of the known phrases in it, else the likest title."""

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from preceptor import catalog
from preceptor.calculate import load
from preceptor.pipelines.calculator_parser._tables import strings, table
from preceptor.reading.terms import Lexicon, expand, form, words

_EMPTY = frozenset(
    [form(word) for word in ["what", "is", "the", "patient", "s", "in", "term", "of", "using", "based", "on", "for", "a", "an", "and", "to", "score", "index", "formula", "equation", "calculator", "calculation", "criteria", "rule", "your", "answer", "should", "be", "value", "number", "please", "return", "as", "unit", "from"]]
)  # fmt: skip
LEAST_LIKENESS = 0.7  # share of a title's weight that a question must name


@dataclass(frozen=True, slots=True)
class Choice:
    """A calculator, the words of the question that named it, and how sure that is."""

    name: str
    words: str
    confidence: float


@lru_cache(maxsize=1)
def _phrases() -> Lexicon:
    names = catalog.names("calculators")
    pairs = [
        (phrase, name)
        for name, row in table("questions").items()
        if name in names
        for written in strings(row, "asked")
        for phrase in expand(written)
    ]
    for name in names:
        title = load(name).title or name.replace("_", " ")
        pairs.extend((phrase, name) for phrase in (name.replace("_", " "), title, _bare(title)) if phrase)
    return Lexicon(pairs)


def _bare(title: str) -> str:
    """A title without its bracket and its general last words; empty where one word would be left."""
    title = re.sub(r"\s*\([^)]*\)", "", title)
    title = re.sub(
        r"(?:\s+(?:score|index|equation|formula|calculator|criteria|rule|scale))+$", "", title, flags=re.I
    )
    return title if len(title.split()) > 1 or any(letter.isdigit() for letter in title) else ""


def _words_of(text: str) -> set[str]:
    return {word.form for word in words(text) if word.form[:1].isalnum()} - _EMPTY


@lru_cache(maxsize=1)
def _weights() -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Return calculator -> word -> weight of its title, and the weight of a word (rarer is more)."""
    titles = {
        name: _words_of(f"{name.replace('_', ' ')} {load(name).title}")
        for name in catalog.names("calculators")
    }
    counts = Counter(word for title in titles.values() for word in title)
    weight = {word: math.log(1 + len(titles) / count) for word, count in counts.items()}
    return {name: {word: weight[word] for word in title} for name, title in titles.items()}, weight


def _narrower(name: str, question: str) -> Choice | None:
    """The variant whose title holds all of a calculator's words and more, all of them asked for.

    "The anion gap corrected for albumin" names the anion gap, and asks for the albumin-corrected one.
    """
    titles, _ = _weights()
    plain = titles.get(name) or {}
    asked = _words_of(question)
    wider = [
        other
        for other, title in titles.items()
        if len(title) > len(plain) and plain.keys() <= title.keys() and title.keys() <= asked
    ]
    if not plain or not wider:
        return None
    return Choice(max(wider, key=lambda other: len(titles[other])), question, 0.9)


@lru_cache(maxsize=256)  # one question is asked of many notes
def choose(question: str) -> Choice | None:
    """Return the calculator that a question asks for, or None where nothing fits."""
    terms = _phrases().find(question)
    if terms:
        best = max(terms, key=lambda term: (term.end - term.start, -term.start))
        titles, _ = _weights()
        asked = _words_of(question)
        name = max(
            best.codes, key=lambda code: sum(titles[code][word] for word in titles[code].keys() & asked)
        )
        sure = 0.95 if len(best.codes) == 1 else 0.6
        return _narrower(name, question) or Choice(name, question[best.start : best.end], sure)
    asked = _words_of(question)
    titles, _ = _weights()
    likeness = {
        name: sum(weight for word, weight in title.items() if word in asked) / sum(title.values())
        for name, title in titles.items()
        if title
    }
    name = max(likeness, key=lambda key: likeness[key], default="")
    if not name or likeness[name] < LEAST_LIKENESS:
        return None
    return Choice(name, question, likeness[name] * 0.8)
