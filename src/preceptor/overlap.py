"""Examples that overlap a test case in text, across tasks: they would hand the model its answers.

Sets of clinical questions share items under other names and in other forms: the contexts of MediQ are the
vignettes of MedQA dev, cut into sentences. Words are compared casefolded, letters and digits only, as runs
of 8 words (shingles). Two texts overlap when at least half of the shingles of the shorter one stand in
the other (so also when one holds the whole of the other), and at least 4 of them: 11 words on end, or the
whole of a shorter text. A shingle of more than 20 test cases is a turn of phrase ("which of the following is
the most likely") and does not count, unless 20 that few examples have make up half of one: then the test set
repeats one text in many forms. Shorter texts, and cases with images, overlap when question, images and
options are the same, letter for letter.

Source: Brown et al. 2020, arXiv:2005.14165, appendix C (overlap by runs of 8 to 13 words, punctuation and
case ignored, frequent runs ignored).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from preceptor.records import Case

RUN = 8  # words; the shortest run of Brown et al.
SHARE = 0.5
LEAST = 4  # shingles; fewer are shared by chance, as in "which of the following is true of the"
FREQUENT = 20  # cases; sets that hold their texts in several forms stay below it
_WORD = re.compile(r"[^\W_]+")


def drop_overlapping(examples: Sequence[Case], tests: Iterable[Case]) -> list[Case]:
    """Return the examples that overlap no test case, in their order.

    Args:
        tests: read once, one at a time.
    """
    index = _Index()
    for test in tests:
        index.add(test)
    index.count_phrases(examples)
    return [example for example in examples if not index.overlaps(example)]


def text_of(case: Case) -> str:
    """Return what a reader of the case sees before the options: opening, context, question."""
    parts = [message.text for message in case.messages]
    parts += [passage.text for passage in case.context]
    return " ".join((*parts, case.prompt))


def shingles(case: Case) -> set[int]:
    """Return a hash of each run of 8 words; empty for shorter texts. Hashes hold within one process.

    It is empty for a case with images, too: what their texts share is the question put to every image.
    """
    words = [] if case.images else _WORD.findall(text_of(case).casefold())
    return {hash(tuple(words[start : start + RUN])) for start in range(len(words) - RUN + 1)}


def _signature(case: Case) -> int:
    options = sorted("".join(_WORD.findall(text.casefold())) for text in case.choices.values())
    return hash(("".join(_WORD.findall(text_of(case).casefold())), *options, *case.images))


class _Index:
    """Which test cases hold a shingle: a number, several, or `()` once it is frequent."""

    def __init__(self) -> None:
        self.where: dict[int, int | tuple[int, ...]] = {}
        self.sizes: list[int] = []
        self.signatures: set[int] = set()
        self.phrases: Counter[int] = Counter()

    def add(self, test: Case) -> None:
        found, number = shingles(test), len(self.sizes)
        self.sizes.append(len(found))
        self.signatures.add(_signature(test))
        for shingle in found:
            held = self.where.get(shingle)
            if held is None:
                self.where[shingle] = number
            elif isinstance(held, int):
                self.where[shingle] = (held, number)
            elif held:
                self.where[shingle] = (*held, number) if len(held) < FREQUENT else ()

    def count_phrases(self, examples: Iterable[Case]) -> None:
        """Count in how many examples each frequent shingle of the tests stands."""
        for example in examples:
            self.phrases.update(shingle for shingle in shingles(example) if self.where.get(shingle) == ())

    def overlaps(self, example: Case) -> bool:
        if _signature(example) in self.signatures:
            return True
        found = shingles(example)
        frequent = {shingle for shingle in found if self.where.get(shingle) == ()}
        rare = sum(self.phrases[shingle] <= FREQUENT for shingle in frequent)
        if rare >= max(FREQUENT, SHARE * len(found)):
            return True
        shared: Counter[int] = Counter()
        for shingle in found - frequent:
            place = self.where.get(shingle, ())
            shared.update((place,) if isinstance(place, int) else place)
        size = len(found) - len(frequent)
        return any(_enough(count, min(size, self.sizes[test])) for test, count in shared.items())


def _enough(shared: int, of: int) -> bool:
    return shared >= min(LEAST, of) and shared >= SHARE * of
