"""Finds the dictionary's phrases in a text: in order, as classes, or apart; the longest wins."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import cast

from preceptor.pipelines.phenotype_reader._dictionary import Bag, Dictionary, in_order
from preceptor.pipelines.phenotype_reader._fields import fields
from preceptor.pipelines.phenotype_reader._measured import Measured
from preceptor.pipelines.phenotype_reader._words import (
    COMMA,
    HARD,
    NO,
    NOT,
    SOFT,
    STOP,
    WORD,
    Token,
    classes,
    label_of,
    stem,
)

APART = 1  # words that are no part of a phrase of two words and may stand inside it; one more for longer ones
SHORT_QUESTION = 3  # words of a question that names what the answer is about
WINDOW = 6  # words within which the words of a phrase must stand
SHORTEST_CORRECTED, LONGEST_CORRECTED = 7, 24  # letters of a misspelt word
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_FREE = frozenset(
    stem(word)
    for word in ["left", "right", "bilateral", "bilaterally", "slightly", "mildly", "severely", "markedly"]
)
IN_ORDER, BY_CLASS, APART_FROM = 3, 2, 1


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: its code, the numbers of its tokens, and how it was found.

    Attributes:
        way: 3 by stems in order, 2 by classes in order, 1 with the words apart.
        cost: words that are not part of it and stand inside.
        negated: a "no" or "not" stands inside that is not part of the phrase.
        value: how it was measured, where it was.
        named: the numbers of the words in the name of the field that it stands under.
    """

    code: str
    places: tuple[int, ...]
    way: int
    cost: int = 0
    trust: int = 0
    negated: bool = False
    value: Measured | None = None
    named: tuple[int, ...] = ()


def _edits(word: str) -> Iterator[str]:
    for place in range(1, len(word) + 1):
        head, tail = word[:place], word[place:]
        yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in _LETTERS:
            yield head + letter + tail[1:]
            yield head + letter + tail


def _corrected(dictionary: Dictionary, token: Token) -> Token:
    """Read a misspelt word as the known one that is one slip away; the first letter is taken as right."""
    word = token.stem
    if token.kind != WORD or token.label in dictionary.vocabulary or word in dictionary.vocabulary:
        return token
    if not SHORTEST_CORRECTED <= len(word) <= LONGEST_CORRECTED or not word.isalpha() or not word.isascii():
        return token
    found = dictionary.corrected.get(word)
    if found is None:
        known = {
            edit for edit in _edits(word) if edit in dictionary.vocabulary and len(edit) >= SHORTEST_CORRECTED
        }
        found = dictionary.corrected[word] = known.pop() if len(known) == 1 else ""
    return token._replace(stem=found, label=label_of(found)) if found else token


def _stacked(items: Sequence[Token], places: Sequence[int], qualities: frozenset[str]) -> bool:
    """Whether only further qualities stand between a quality and its noun: "a short, webbed neck"."""
    return (
        items[places[0]].label in qualities
        and items[places[-1]].label not in qualities
        and all(
            item.kind in (COMMA, SOFT) or item.label in qualities or item.stem in _FREE
            for item in items[places[0] + 1 : places[-1]]
        )
        and items[places[-1] - 1].kind not in (COMMA, SOFT)
    )


def _between(
    items: Sequence[Token], places: Sequence[int], qualities: frozenset[str]
) -> tuple[int, bool] | None:
    """Return (cost, negated) of what stands between the words of a phrase, None where it parts them."""
    cost, negated, inside = 0, False, set(places)
    if items[places[-1]].label in qualities and items[places[-1] - 1].kind == SOFT:
        return None  # "knees and enlarged nodes"
    if len(places) == 2 and _stacked(items, places, qualities):
        return 0, False
    for place in range(places[0], places[-1] + 1):
        if place in inside:
            continue
        item = items[place]
        if item.kind in (HARD, COMMA) or item.label in qualities or item.label in ("(", ")"):
            return None
        if item.label in (NO, NOT):
            negated = True
        elif item.kind == SOFT or item.stem in _FREE:
            continue
        else:
            cost += 1
    return cost, negated


def _nearest(words: Sequence[str], wanted: str, low: int, high: int, middle: int) -> int | None:
    found = [place for place in range(low, high) if words[place] == wanted]
    return min(found, key=lambda place: abs(place - middle)) if found else None


def _apart(dictionary: Dictionary, items: Sequence[Token], words: Sequence[str]) -> Iterator[Match]:
    qualities, pairs = classes()[1], dictionary.pairs
    for first, item in enumerate(items):
        if item.kind != WORD:
            continue
        one, after = words[first], pairs.get(words[first])
        for second in range(first + 1, min(first + WINDOW + 1, len(items))):
            kind = items[second].kind
            if kind == HARD:
                break
            if kind == COMMA:
                if one in qualities and second + 1 < len(items) and items[second + 1].label in qualities:
                    continue
                break
            other = words[second]
            if one < other:
                held = after.get(other) if after else None
            else:
                before = pairs.get(other)
                held = before.get(one) if before else None
            if held:
                yield from _bagged(dictionary, items, words, (first, second), held)


def _bagged(
    dictionary: Dictionary,
    items: Sequence[Token],
    words: Sequence[str],
    two: tuple[int, int],
    held: Sequence[Bag],
) -> Iterator[Match]:
    """Yield the phrases of two words that are found whose other words stand close by, in any order."""
    first, second = two
    low, high = max(0, second - WINDOW), min(len(items), first + WINDOW + 1)
    near = frozenset(words[low:high])
    for code, trust, rest in held:
        if not near.issuperset(rest):
            continue
        more = [_nearest(words, word, low, high, second) for word in rest]
        places = tuple(sorted({first, second, *cast("list[int]", more)}))
        between = _between(items, places, classes()[1])
        if len(places) == len(rest) + 2 and between and between[0] <= APART + (len(rest) > 0):
            yield Match(dictionary.codes[code], places, APART_FROM, between[0], trust, between[1])


def candidates(dictionary: Dictionary, items: Sequence[Token]) -> list[Match]:
    """Return every phrase of the dictionary in a text's words and signs, whatever overlaps."""
    stems, labels = [item.stem for item in items], [item.label for item in items]
    codes, found = dictionary.codes, []
    for start, item in enumerate(items):
        if item.kind != WORD:
            continue
        same: set[tuple[int, ...]] = set()
        if stems[start] in dictionary.stems:
            for code, trust, places in in_order(dictionary.stems, items, stems, start):
                same.add(places)
                found.append(Match(codes[code], places, IN_ORDER, 0, trust))
        if labels[start] in dictionary.labels:
            for code, trust, places in in_order(dictionary.labels, items, labels, start):
                if places not in same:  # found by its stems already
                    found.append(Match(codes[code], places, BY_CLASS, 0, trust))
    found.extend(_apart(dictionary, items, labels))
    return found


def under_fields(dictionary: Dictionary, items: Sequence[Token]) -> Iterator[Match]:
    """Yield the phrases that the name of a field makes with an item behind its colon: "Kidneys: large, cysts"."""
    for name, item in fields(items):
        if not any(items[place].label in dictionary.vocabulary for place in name):
            continue
        places = [*name, *item]
        for match in candidates(dictionary, [items[place] for place in places]):
            inside = tuple(places[number] for number in match.places)
            own = tuple(place for place in inside if place in item)
            if own and len(own) < len(inside):
                head = tuple(place for place in inside if place not in own)
                yield replace(match, places=own, named=head, cost=match.cost + 1)


def as_match(value: Measured) -> Match:
    """Return a measured finding among the phrases; the word for its direction counts as one of its words."""
    return Match(value.code, value.names, IN_ORDER + 1, 0, 0, False, value)


def _turned(read: Sequence[Token]) -> frozenset[int]:
    """Places of the sign and the speaker between a short question and its answer: "Sinuses? Patient: Always blocked"."""
    left: set[int] = set()
    asked = 0
    for place, token in enumerate(read):
        if token.stem == "?" and 0 < asked <= SHORT_QUESTION:
            behind = [
                later for later in range(place + 1, min(place + 5, len(read))) if read[later].stem[0] != "\n"
            ]
            if len(behind) > 1 and read[behind[0]].kind == WORD and read[behind[1]].stem == ":":
                left.update(range(place, behind[1] + 1))
        asked = 0 if token.kind == HARD else asked + (token.kind == WORD)
    return frozenset(left)


def items_of(dictionary: Dictionary, read: Sequence[Token]) -> list[Token]:
    """Return the words and signs that count, misspelt ones corrected; a short question goes on in its answer."""
    left = _turned(read) if any(token.stem == "?" for token in read) else ()
    return [
        _corrected(dictionary, token)
        for place, token in enumerate(read)
        if token.kind != STOP and place not in left
    ]


def _stands(match: Match, taken: dict[int, Match], items: Sequence[Token]) -> bool:
    """Whether a match adds something to those that were taken: it shares no word, or only that of a list."""
    shared = [place for place in match.places if place in taken]
    if not shared:
        return True
    if len(shared) == len(match.places) or match.way != APART_FROM or match.cost > APART:
        return False
    inside = range(match.places[0], match.places[-1] + 1)
    return any(items[place].kind in (SOFT, COMMA) for place in inside)


def resolved(found: Sequence[Match], items: Sequence[Token]) -> list[Match]:
    """Take the longest phrases first and drop what they cover; in the order of the text."""
    ranked = sorted(
        found,
        key=lambda m: (
            -len(m.places) - len(m.named) - (m.value is not None), -m.way, m.cost, m.trust, m.places[0],
        ),
    )  # fmt: skip
    taken: dict[int, Match] = {}
    kept = []
    for match in ranked:
        if _stands(match, taken, items):
            kept.append(match)
            for place in match.places:
                taken.setdefault(place, match)
    heads = {place for match in kept for place in match.named}
    kept = [match for match in kept if match.named or not heads.issuperset(match.places)]
    return sorted(kept, key=lambda m: m.places)
