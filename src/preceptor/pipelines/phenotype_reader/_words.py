"""Words as the dictionary is looked up: folded, stemmed, and gathered into classes of words that mean the same here.

The same folding is applied to the dictionary and to the text, so it need not be right English, only the same on
both sides and not so coarse that different findings fall together.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from preceptor.errors import BadData

TOKEN = re.compile(r"[^\W\d_]+(?:['’](?!s\b)[a-z]+)?|\d+(?:[.,]\d+)?(?:st|nd|rd|th)?|[^\w\s]|\n+")
FOLDER = Path(__file__).parent
STOP, SOFT, HARD, WORD, COMMA = range(5)
NO, NOT = "NO", "NOT"  # "no fever" and "does not walk"


def _small_words() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in (FOLDER / "small_words_en.txt").read_text(encoding="utf-8").splitlines()[1:]:
        kind, *words = line.split()
        found.setdefault(kind, set()).update(words)
    return {kind: frozenset(words) for kind, words in found.items()}


_SMALL = _small_words()
_STOPS, _SOFTS, _HARDS, _NOES, _NOTS = (_SMALL[kind] for kind in ("stop", "soft", "hard", "no", "not"))
_BRITISH = (
    ("ae", "e"), ("oe", "e"), ("sulph", "sulf"), ("isation", "ization"), ("ising", "izing"), ("ised", "ized"),
    ("yse", "yze"), ("ysing", "yzing"), ("leuco", "leuko"), ("fibre", "fiber"), ("centre", "center"),
    ("litre", "liter"), ("grey", "gray"), ("mould", "mold"),
)  # fmt: skip
_DASHES = frozenset("-–—")
_DOUBLED = re.compile(r"([bdgmnprt])\1$")


class Token(NamedTuple):
    """One word or sign: where it stands, its kind, its stem and its class (the stem where it has none)."""

    start: int
    end: int
    kind: int
    stem: str
    label: str


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Fold case, accents, British spelling, plural and verb endings.

    Example:
        >>> stem("Oedemas") == stem("edema"), stem("tumours") == stem("tumor"), stem("swelling"), stem("calcified")
        (True, True, 'swel', 'calcifi')
    """
    word = word.lower().replace("’", "'")
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    for british, american in _BRITISH:
        if british in word:
            word = word.replace(british, american)
    if len(word) <= 3 or not word.isalpha():
        return word
    word = _singular(word)
    if word.endswith("our") and len(word) > 4:
        word = word[:-2] + "r"
    for ending, kept in (
        ("ification", "ifi"),
        ("ization", "iz"),
        ("ing", ""),
        ("ied", "i"),
        ("ed", ""),
        ("ly", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)] + kept
            break
    word = _DOUBLED.sub(r"\1", word)
    if word.endswith("ll"):
        word = word[:-1]
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


_ROOTS = (
    ("tension", "tens"), ("tensiv", "tens"), ("itis", "it"), ("osis", ""), ("otic", ""), ("ation", "at"), ("ism", ""),
    ("iti", ""), ("ia", ""), ("ic", ""), ("i", ""),
)  # fmt: skip
SHORTEST_ROOT = 4  # letters
_NO_ROOT = frozenset(["acid", "plast", "bas", "negativ", "real"])  # acidosis is more than an acid


def root(stemmed: str) -> str:
    """Take the learned endings of a finding and of its adjective off a stem, so that both read the same.

    Example:
        >>> [root(stem(word)) for word in ("ataxia", "ataxic", "hypothyroidism", "hypothyroid", "cirrhotic")]
        ['atax', 'atax', 'hypothyroid', 'hypothyroid', 'cirrh']
    """
    for ending, kept in _ROOTS:
        if stemmed.endswith(ending):
            found = stemmed[: -len(ending)] + kept
            return found if len(found) >= SHORTEST_ROOT and found not in _NO_ROOT else stemmed
    return stemmed


@lru_cache(maxsize=1)
def classes() -> tuple[Mapping[str, str], frozenset[str]]:
    """Return stem -> class, and the classes that are qualities (small, absent, painful).

    Raises:
        BadData: a word stands in two classes.
    """
    of: dict[str, str] = {}
    qualities = set()
    path = FOLDER / "classes_en.txt"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        members = line.partition("#")[0].split()
        if not members:
            continue
        name = members[0].lstrip("!")
        if members[0].startswith("!"):
            qualities.add(name.upper())
        for word in [name, *members[1:]]:
            if of.setdefault(stem(word), name.upper()) != name.upper():
                raise BadData(f"{path}, line {number}: {word!r} stands in class {of[stem(word)]} already")
    return of, frozenset(qualities)


def label_of(stemmed: str) -> str:
    """Return the class of a stem, else its root."""
    return classes()[0].get(stemmed) or root(stemmed)


@lru_cache(maxsize=200_000)
def _read(word: str) -> tuple[int, str, str]:
    """Return (kind, stem, class) of a word or sign as written."""
    low = word.lower().replace("’", "'")
    if low in _NOES:
        return WORD, NO, NO
    if low in _NOTS:
        return WORD, NOT, NOT
    if low in _SOFTS:
        return SOFT, low, low
    if low == ",":
        return COMMA, ",", ","
    if low in _HARDS or word[0] == "\n":
        return HARD, low, low
    if low in _STOPS or not (word[0].isalnum()):
        return STOP, low, low
    if word.isupper() and len(word) <= 2:
        return WORD, f"={word}", f"={word}"
    found = stem(word)
    return WORD, found, label_of(found)


def tokens(text: str) -> list[Token]:
    """Return the words and signs of a text in order.

    Example:
        >>> [token.label for token in tokens("The hearing was reduced") if token.kind == WORD]
        ['HEARING', 'LOW']
    """
    found = []
    for match in TOKEN.finditer(text):
        word = match.group()
        start = match.start()
        if word in _DASHES and start and text[start - 1] == " ":
            word = ";"
        found.append(Token(start, match.end(), *_read(word)))
    return found
