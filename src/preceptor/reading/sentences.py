"""Sentences of a clinical text: hard line ends, lists and headings count, abbreviations and decimals do not.

A line end closes a sentence when the line is empty, ends with a full stop, or the next begins a list item or a
heading; inside running text that was wrapped at a fixed width it does not. Measured in docs/reading.md.

Source: the traps are those named by Read J, Dridan R, Oepen S, Solberg LJ. Sentence boundary detection: a long
    solved problem? COLING 2012; the rules are our own.
License: Apache-2.0 (as the package)
"""

import re

_ABBREVIATIONS = frozenset(
    ["dr", "mr", "mrs", "ms", "prof", "st", "vs", "fig", "figs", "eq", "no", "nos", "approx", "ca", "cf", "e.g", "i.e", "eg", "ie", "etc", "al", "resp", "inc", "ltd", "jr", "sr", "dept", "tab", "tabs", "temp", "wt", "ht", "pt", "hr", "min", "max", "vol", "cm", "mm", "kg", "mg", "g", "ml", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "ref", "refs", "b.i.d", "t.i.d", "q.i.d", "q.d", "p.o", "i.v", "i.m", "s.c", "p.r.n"]
)  # fmt: skip
_STOP = re.compile(r"[.!?]+(?:[\"'”’)\]]*)(?=\s|$|\[)|\n+")
_ITEM = re.compile(r"\s*(?:[-*•·▪]|\d{1,2}[.)]\s|[A-Z][A-Za-z /]{1,40}:)")
WRAPPED_AT = 60  # characters: a shorter line was ended on purpose


def _ends_abbreviation(text: str, stop: int) -> bool:
    """Whether the full stop at `stop` belongs to an abbreviation, an initial or a list number."""
    word = text[max(text.rfind(" ", 0, stop), text.rfind("\n", 0, stop), text.rfind("(", 0, stop)) + 1 : stop]
    after = text[stop + 1 : stop + 40].lstrip()
    if not after:
        return False
    if word.lower() in _ABBREVIATIONS:
        return not (after[0].isupper() and word.lower() in _ENDING)
    if len(word) == 1 and word.isupper() and after[0].isupper():
        return True
    # Telegraphic notes begin sentences in lower case; a short or dotted word before is an abbreviation.
    return after[0].islower() and (len(word) <= 2 or "." in word)


# Words that abbreviate and also end sentences ("weighed 70 kg. He ..."): a capital after them begins anew.
_ENDING = frozenset(["etc", "al", "cm", "mm", "kg", "mg", "g", "ml", "min", "hr", "no", "max"])


def _breaks_line(text: str, stop: int, after: int) -> bool:
    line = text[text.rfind("\n", 0, stop) + 1 : stop].rstrip()
    return (
        after - stop > 1
        or len(line) < WRAPPED_AT
        or line.endswith((".", ":", ";", "!", "?"))
        or bool(_ITEM.match(text, after))
    )


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the places of the sentences, in order, without the white space between them.

    Example:
        >>> note = "Na 136 mEq/L. Seen by Dr. Smith. No fever"
        >>> [note[start:end] for start, end in sentences(note)]
        ['Na 136 mEq/L.', 'Seen by Dr. Smith.', 'No fever']
    """
    found, start = [], 0
    for match in _STOP.finditer(text):
        stop, after = match.span()
        if text[stop] == "\n":
            if not _breaks_line(text, stop, after):
                continue
        elif text[stop] == "." and _ends_abbreviation(text, stop):
            continue
        found.append((start, after))
        start = after
    found.append((start, len(text)))
    return [place for place in (_trimmed(text, *pair) for pair in found) if place[0] < place[1]]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    stretch = text[start:end]
    return start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip())
