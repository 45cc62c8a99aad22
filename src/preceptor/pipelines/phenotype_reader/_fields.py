"""Fields of forms and telegraphic notes: the name before a colon belongs to each item behind it.

"Kidneys: angiomyolipoma, cysts; Tone: low; Seizure type: focal" say renal cysts, low tone and focal seizures; the
words of the field's name are read before those of each item.
"""

from collections.abc import Iterator, Sequence

from preceptor.pipelines.phenotype_reader._words import COMMA, HARD, NO, NOT, SOFT, WORD, Token, stem

LONGEST_NAME, LONGEST_ITEM = 3, 6  # words
_PARTS = frozenset([";", ","])
_LISTS = frozenset(
    stem(word)
    for word in [
        "features",
        "findings",
        "excluded",
        "phenotype",
        "symptoms",
        "signs",
        "complaint",
        "complaints",
        "negatives",
        "positives",
        "observed",
        "history",
        "examination",
        "diagnosis",
        "diagnoses",
        "problems",
        "referral",
        "reason",
    ]
)
"""Names of lists of findings: they name no part of the body and add nothing to what stands behind them."""


def _name(items: Sequence[Token], colon: int) -> list[int]:
    """Places of the words that name a field; empty where too many or none stand before its colon."""
    places: list[int] = []
    place = colon - 1
    while place >= 0 and items[place].kind not in (HARD, COMMA):
        if items[place].kind == WORD:
            places.append(place)
        place -= 1
    if not 0 < len(places) <= LONGEST_NAME or any(items[place].stem in _LISTS for place in places):
        return []
    return places[::-1]


def _items_behind(items: Sequence[Token], colon: int) -> Iterator[list[int]]:
    """Yield the places of the words of each item behind a colon, up to the end of the field."""
    part: list[int] = []
    parts: list[list[int]] = []
    place = colon + 1
    while place < len(items):
        token = items[place]
        if token.kind == HARD and token.stem not in _PARTS:
            if token.stem == ":":
                part = []  # what stood here names the next field
            break
        if token.kind in (HARD, COMMA) or (token.kind == SOFT and token.stem in ("+", "/", "and", "&")):
            parts.append(part)
            part = []
        elif token.kind == WORD:
            part.append(place)
        place += 1
    yield from (one for one in (*parts, part) if one)


def fields(items: Sequence[Token]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield (places of the field's name, places of an item) for every item of every field."""
    for colon, token in enumerate(items):
        if token.stem != ":" or token.kind != HARD:
            continue
        name = _name(items, colon)
        if not name:
            continue
        for item in _items_behind(items, colon):
            words = [place for place in item if items[place].label not in (NO, NOT)]
            if 0 < len(words) <= LONGEST_ITEM:
                yield name, words
