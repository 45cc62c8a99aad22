"""The tree of phrases behind `terms`, shared with the cues of `assertion` and `times`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from preceptor.reading._words import Word, words


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase found: `text[start:end]`, and the codes that the lexicon gives it."""

    start: int
    end: int
    codes: tuple[str, ...]


@dataclass(slots=True)
class _Node:
    children: "dict[str, _Node]" = field(default_factory=dict)
    codes: tuple[str, ...] = ()


class Lexicon:
    """A set of phrases, each with one or several codes; "#" in a phrase stands for any number."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """Take (phrase, code) pairs; a phrase that occurs twice keeps both codes."""
        self._root = _Node()
        for phrase, code in phrases:
            node = self._root
            for word in words(phrase):
                node = node.children.setdefault(word.form, _Node())
            if node is not self._root and code not in node.codes:
                node.codes = (*node.codes, code)

    def find(self, text: str) -> list[Term]:
        """Return the phrases in a text, in order, none inside another.

        Example:
            >>> [term.codes for term in Lexicon([("heart failure", "chf")]).find("No heart-failures.")]
            [('chf',)]
        """
        return self.find_in(words(text))

    def find_in(self, given: Sequence[Word]) -> list[Term]:
        """Return the phrases in words read before; one reading serves several lexicons."""
        found: list[Term] = []
        forms = [word[2] for word in given]
        first, numbered = self._root.children, "#" in self._root.children
        free = 0  # the word from which on no phrase has been found yet
        for place, form in enumerate(forms):
            node = first.get(form)
            if node is None and numbered and form[0].isdigit():
                node = first["#"]
            if node is None or place < free:
                continue
            last, codes = _longest(node, forms, place)
            if last >= 0:
                found.append(Term(given[place][0], given[last][1], codes))
                free = last + 1
        return found


def _longest(node: _Node, forms: Sequence[str], place: int) -> tuple[int, tuple[str, ...]]:
    """The last word and the codes of the longest phrase that begins at a place with a node; -1 where none does."""
    last, codes = (place, node.codes) if node.codes else (-1, ())
    for ahead in range(place + 1, len(forms)):
        children = node.children
        if not children:
            break
        step = children.get(forms[ahead])
        if step is None:
            step = children.get("#") if forms[ahead][0].isdigit() else None
            if step is None:
                break
        node = step
        if node.codes:
            last, codes = ahead, node.codes
    return last, codes
