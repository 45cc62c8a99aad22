"""The tree of phrases behind `terms`, shared with the cues of `assertion`."""

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


def _step(node: _Node, form: str) -> _Node | None:
    """The node behind a word; "#" in a phrase stands for any number."""
    found = node.children.get(form)
    return node.children.get("#") if found is None and form[0].isdigit() else found


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
        place, count = 0, len(given)
        while place < count:
            node = _step(self._root, given[place].form)
            if node is None:
                place += 1
                continue
            last, codes, ahead = (place, node.codes, place + 1) if node.codes else (-1, (), place + 1)
            while ahead < count and (step := _step(node, given[ahead].form)):
                node = step
                if node.codes:
                    last, codes = ahead, node.codes
                ahead += 1
            if last < 0:
                place += 1
                continue
            found.append(Term(given[place].start, given[last].end, codes))
            place = last + 1
        return found
