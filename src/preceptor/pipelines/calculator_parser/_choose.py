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
    pairs = []
    names = set(catalog.names("calculators"))
    for name in names:
        title = load(name).title or name.replace("_", " ")
        pairs.extend((phrase, name) for phrase in (name.replace("_", " "), title, _bare(title)) if phrase)
    for name, row in table("questions").items():
        if name in names:
            pairs.extend((phrase, name) for written in strings(row, "asked") for phrase in expand(written))
    return Lexicon(pairs)


def _bare(title: str) -> str:
    """A title without its bracket and its general last words; empty where one word would be left."""
    title = re.sub(r"\s*\([^)]*\)", "", title)
    title = re.sub(
        r"(?:\s+(?:score|index|equation|formula|calculator|criteria|rule|scale))+$", "", title, flags=re.I
    )
    return title if len(title.split()) > 1 or any(letter.isdigit() for letter in title) else ""


@lru_cache(maxsize=1)
def _weights() -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Return calculator -> word -> weight of its title, and the weight of a word (rarer is more)."""
    titles = {
        name: {word.form for word in words(f"{name.replace('_', ' ')} {load(name).title}")} - _EMPTY
        for name in catalog.names("calculators")
    }
    counts = Counter(word for title in titles.values() for word in title)
    weight = {word: math.log(1 + len(titles) / count) for word, count in counts.items()}
    return {name: {word: weight[word] for word in title} for name, title in titles.items()}, weight


def choose(question: str) -> Choice | None:
    """Return the calculator that a question asks for, or None where nothing fits."""
    terms = _phrases().find(question)
    if terms:
        best = max(terms, key=lambda term: (term.end - term.start, -term.start))
        return Choice(best.codes[0], question[best.start : best.end], 0.95 if len(best.codes) == 1 else 0.6)
    asked = {word.form for word in words(question)} - _EMPTY
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
