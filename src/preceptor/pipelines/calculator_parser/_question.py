"""A question that also holds the note: which words ask, and which numbers are the question's own formula."""

import re

from preceptor.reading.sentences import sentences

_BRACKET = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_FORMULA = re.compile(
    r"\b(?:for (?:each|every)|per (?:each|every)|each|above|below|times|plus|minus)\b"
    r"|\d\s*[x×*+/]\s*(?=[A-Za-z(])|[A-Za-z)]\s*[/x×*]\s*\d",
    re.I,
)
_FACTOR = re.compile(
    r"\d+(?:[.,]\d+)?\s*[^\s\d]{1,8}\s+(?:for|per) (?:each|every)\s+(?:\d+(?:[.,]\d+)?\s*)?[^\s,;?]+"
    r"(?:\s+(?:above|below|over|under)\s+\d+(?:[.,]\d+)?)?",
    re.I,
)


def asking(text: str) -> str:
    """Return the last sentence that ends in a question mark, the whole text where none does.

    Example:
        >>> asking("A man of 60. Sodium 140. What is the anion gap? Answer in mmol/L.")
        'What is the anion gap?'
    """
    for start, end in reversed(sentences(text)):
        if text[start:end].rstrip().endswith("?"):
            return text[start:end].strip()
    return text


def without_formula(text: str) -> str:
    """Blank out what a question says of its own formula, so that no coefficient is read as a patient's value.

    Places stay as they are. A bracket of the asking sentence is blanked where it holds an operation ("2.4 for each",
    "glucose/18"), and outside brackets "2.4 mmol/L for each 100 mg/dL above 100"; plain values in brackets stay.

    Example:
        >>> without_formula("Albumin 3. What is the calcium corrected (0.8 for each g/dL below 4)?").split()
        ['Albumin', '3.', 'What', 'is', 'the', 'calcium', 'corrected', '?']
    """
    question = asking(text)
    begin = text.rfind(question)

    def blank(match: re.Match[str]) -> str:
        return " " * len(match[0])

    kept = _BRACKET.sub(lambda match: blank(match) if _FORMULA.search(match[0]) else match[0], question)
    kept = _FACTOR.sub(blank, kept)
    return text[:begin] + kept + text[begin + len(question) :]
