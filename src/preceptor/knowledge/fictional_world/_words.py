"""Names as they stand in a sentence: French articles and contractions, numbers, lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from preceptor.knowledge.fictional_world._shapes import ReferenceRange, Term, Test


@dataclass(frozen=True, slots=True)
class Word:
    """A name with what French puts before it; in English all forms are the bare name.

    In a template, `{d}` is the name, `{d.le}`, `{d.du}`, `{d.au}` and `{d.de}` have the article or
    preposition, `{d.Le}` and `{d.Cap}` begin a sentence.
    """

    plain: str
    le: str
    du: str
    au: str
    de: str
    Le: str
    Cap: str

    def __str__(self) -> str:
        return self.plain


@cache
def word(term: Term, language: str) -> Word:
    """Return the forms of a name in a language.

    Example:
        >>> zone = Term(en="tingling of the lips", fr="engourdissement des lèvres")
        >>> word(zone, "fr").le, word(zone, "fr").du, str(word(zone, "en"))
        ("l'engourdissement des lèvres", "de l'engourdissement des lèvres", 'tingling of the lips')
    """
    name = term.text(language)
    cap = name[0].upper() + name[1:]
    if language != "fr":
        return Word(name, name, name, name, name, cap, cap)
    if name[0] in "aeiouéèê":
        le, du, au, de = "l'" + name, "de l'" + name, "à l'" + name, "d'" + name
    elif term.feminine:
        le, du, au, de = "la " + name, "de la " + name, "à la " + name, "de " + name
    else:
        le, du, au, de = "le " + name, "du " + name, "au " + name, "de " + name
    return Word(name, le, du, au, de, le[0].upper() + le[1:], cap)


def number_text(value: float, language: str, decimals: int | None = None) -> str:
    """Write a number with the language's decimal mark; without `decimals`, as short as it goes.

    Example:
        >>> number_text(7.5, "fr"), number_text(12.0, "en"), number_text(2.5, "en", 2)
        ('7,5', '12', '2.50')
    """
    text = f"{value:g}" if decimals is None else f"{value:.{decimals}f}"
    return text.replace(".", ",") if language == "fr" else text


def percent_text(share: float, language: str) -> str:
    """Write a share as a percentage.

    Example:
        >>> percent_text(0.07, "en"), percent_text(0.07, "fr")
        ('7%', '7 %')
    """
    return f"{round(share * 100)}{' %' if language == 'fr' else '%'}"


def range_text(test: Test, entry: ReferenceRange, language: str) -> str:
    """Write a reference range with its unit."""
    low = number_text(entry.low, language, test.decimals)
    high = number_text(entry.high, language, test.decimals)
    return f"{low} {'à' if language == 'fr' else 'to'} {high} {test.unit}"


def joined(items: Sequence[str], language: str, last: str = "") -> str:
    """Write a list as "a, b and c"; `last` replaces "and" or "et".

    Example:
        >>> joined(["a", "b", "c"], "fr")
        'a, b et c'
    """
    if len(items) < 2:
        return "".join(items)
    link = last or ("et" if language == "fr" else "and")
    return f"{', '.join(items[:-1])} {link} {items[-1]}"
