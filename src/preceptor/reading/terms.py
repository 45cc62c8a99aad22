"""Phrases of a lexicon found in a text: longest match first, blind to case, hyphens, British spelling and plurals.

The cost does not grow with the lexicon: words are looked up one after the other in a tree of phrases, so ten
phrases and a hundred thousand take the same time. One phrase may stand for several codes.

License: Apache-2.0 (as the package)
"""

from preceptor.reading._tables import expand
from preceptor.reading._terms import Lexicon, Term
from preceptor.reading._words import Word, form, words

__all__ = ["Lexicon", "Term", "Word", "expand", "form", "words"]
