"""How many words a text shares with a reference: ROUGE-1, ROUGE-2, ROUGE-L and BLEU of one text.

Words are runs of letters and digits in lower case; texts of other scripts keep their letters. What shares words need not
share facts: on MTS-Dialog ROUGE-1 follows experts' factual F1 with r 0.41 and what is made up not at all (docs/judges.md).

Source: Lin 2004, aclanthology.org/W04-1013 (ROUGE); Papineni and others 2002, doi:10.3115/1073083.1073135 (BLEU); Lin and
Och 2004, doi:10.3115/1220355.1220427 (add-one smoothing for one sentence); Hyyrö 2004 (bit-parallel common subsequence).
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlap:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float
    f1: float


def words(text: str) -> list[str]:
    """Split a text into lower-case words.

    Example:
        >>> words("Give 1.5 mg, not more!")
        ['give', '1', '5', 'mg', 'not', 'more']
    """
    return re.findall(r"[^\W_]+", text.lower())


def _overlap(both: float, made: int, wanted: int) -> Overlap:
    precision, recall = both / made if made else 0.0, both / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return Overlap(precision=precision, recall=recall, f1=f1)


def _grams(found: Sequence[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(found[start : start + n]) for start in range(len(found) - n + 1))


def rouge_n(reference: str, text: str, n: int = 1) -> Overlap:
    """Return the overlap of runs of n words.

    Example:
        >>> rouge_n("rest and drink water", "drink water").recall
        0.5
    """
    wanted, made = _grams(words(reference), n), _grams(words(text), n)
    return _overlap((wanted & made).total(), made.total(), wanted.total())


def subsequence_length(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the length of the longest common subsequence.

    Example:
        >>> subsequence_length("a b c d".split(), "b x d".split())
        2
    """
    places: dict[str, int] = {}
    for place, word in enumerate(one):
        places[word] = places.get(word, 0) | 1 << place
    whole = (1 << len(one)) - 1
    row = whole
    for word in other:
        match = row & places.get(word, 0)
        row = ((row + match) | (row - match)) & whole
    return len(one) - row.bit_count()


def rouge_l(reference: str, text: str) -> Overlap:
    """Return the overlap of the longest common subsequence of words."""
    wanted, made = words(reference), words(text)
    return _overlap(subsequence_length(wanted, made), len(made), len(wanted))


def bleu(reference: str, text: str, *, longest: int = 4) -> float:
    """Return BLEU of one text against one reference, 0 to 1; runs of two words and more are smoothed by one.

    Example:
        >>> bleu("rest and drink water often", "rest and drink water often")
        1.0
    """
    wanted, made = words(reference), words(text)
    if not made or not wanted:
        return 0.0
    logs = 0.0
    for n in range(1, longest + 1):
        ours = _grams(made, n)
        both, total = (_grams(wanted, n) & ours).total(), ours.total()
        both, total = (both, total) if n == 1 else (both + 1, total + 1)
        if not both:
            return 0.0
        logs += math.log(both / total) / longest
    brevity = min(1.0, math.exp(1 - len(wanted) / len(made)))
    return brevity * math.exp(logs)
