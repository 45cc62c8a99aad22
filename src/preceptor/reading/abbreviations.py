"""Short forms that a text explains itself: "blood urea nitrogen (BUN)" and "BUN (blood urea nitrogen)".

The letters of the short form must occur in order in the words before it, the first at the beginning of a word.

Source: Schwartz AS, Hearst MA. A simple algorithm for identifying abbreviation definitions in biomedical text.
    Pac Symp Biocomput 2003; 451-462.
License: Apache-2.0 (as the package)
"""

import re

_BRACKET = re.compile(r"\(([^()]{2,60})\)")
_SHORT = re.compile(r"[A-Za-z][A-Za-z0-9./&+-]{1,9}$")


def _long_form(short: str, before: str) -> str | None:
    """The shortest end of `before` that spells out the short form, or None."""
    letters = [letter.lower() for letter in short if letter.isalnum()]
    place = len(before)
    for number, letter in enumerate(reversed(letters)):
        place -= 1
        first = number == len(letters) - 1
        while place >= 0 and (
            before[place].lower() != letter or (first and place > 0 and before[place - 1].isalnum())
        ):
            place -= 1
        if place < 0:
            return None
    return before[place:].strip()


def abbreviations(text: str) -> dict[str, str]:
    """Return short form -> long form for the short forms that the text explains.

    Example:
        >>> abbreviations("Blood urea nitrogen (BUN) was high.")
        {'BUN': 'Blood urea nitrogen'}
    """
    found: dict[str, str] = {}
    for match in _BRACKET.finditer(text):
        inside, before = match[1].strip(), text[max(0, match.start() - 100) : match.start()].rstrip()
        short, candidates = (inside, before) if _SHORT.match(inside) else ("", "")
        if not short and before and _SHORT.match(word := before.split()[-1]) and " " in inside:
            short, candidates = word, inside
        if not short or sum(letter.isupper() for letter in short) < 2:
            continue
        most = min(len(short) + 5, len(short) * 2)
        window = " ".join(re.split(r"[.;:(]\s", candidates)[-1].split()[-most:])
        if (long := _long_form(short, window)) and len(long) > len(short):
            found.setdefault(short, long)
    return found
