"""Choose distractors so that neither length, nor place, nor words of the stem give the answer away.

For each family the right option is as often the shortest as second, third or longest, in both languages at
once; it shares as many words with the stem as each distractor; its letter is drawn without regard to the rest.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import chain

from preceptor.tasks._fictional_drafts import CONTENT_LETTERS, Draft, Option, words_of

OPTIONS = 4
LETTERS = "ABCD"
FARTHEST = 3  # questions of a family, longest and shortest taken together
LOOKED_AT = 60  # candidates of a tier; enough to find three on each side


class Balance:
    """Chooses options for one draft after the other and keeps the books of each family."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._ranks: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self._hits: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        self._letters: list[str] = []

    def options(self, draft: Draft) -> tuple[str, list[Option]] | None:
        """Return the letter of the right option and the four options; None where no balance exists."""
        shorter, longer = self._sides(draft)
        sets = {
            rank: shorter[:rank] + longer[: OPTIONS - 1 - rank]
            for rank in range(OPTIONS)
            if rank <= len(shorter) and OPTIONS - 1 - rank <= len(longer)
        }
        rank = self._rank(draft, sets)
        if rank is None:
            return None
        wrong = sets[rank]
        self._rng.shuffle(wrong)
        letter = self._letter()
        place = LETTERS.index(letter)
        return letter, [*wrong[:place], draft.gold, *wrong[place:]]

    def _rank(self, draft: Draft, sets: dict[int, list[Option]]) -> int | None:
        """Choose the rank that leaves those who pick the longest or the shortest closest to chance.

        None where even that would take them further from it than `FARTHEST` questions.
        """
        counts, hits = self._ranks[draft.family], self._hits[draft.family]
        chance = (counts.total() + 1) / OPTIONS
        edges = {rank: _edges(draft.gold, wrong) for rank, wrong in sets.items()}

        def away(rank: int) -> tuple[float, int, float]:
            gap = sum(abs(hit + edge - chance) for hit, edge in zip(hits, edges[rank], strict=True))
            return round(gap), counts[rank], self._rng.random()

        rank = min(sets, key=away, default=None)
        if rank is None or away(rank)[0] > FARTHEST:
            return None
        counts[rank] += 1
        hits[:] = [hit + edge for hit, edge in zip(hits, edges[rank], strict=True)]
        return rank

    def _letter(self) -> str:
        if not self._letters:
            self._letters = self._rng.sample(LETTERS, len(LETTERS))
        return self._letters.pop()

    def _sides(self, draft: Draft) -> tuple[list[Option], list[Option]]:
        """Up to three distractors shorter and three longer than the right option, tempting ones first."""
        gold = draft.gold
        stems = (words_of(draft.stem[0]), words_of(draft.stem[1]))
        shared = _shared(gold, stems)
        sides: tuple[list[Option], list[Option]] = ([], [])
        seen = {gold.text[0], gold.text[1]}
        for candidate in chain.from_iterable(self._drawn(tier) for tier in draft.tiers):
            side = sides[_order(candidate, gold) == 1]
            if len(side) >= OPTIONS - 1 or not _order(candidate, gold):
                continue
            if seen & set(candidate.text) or _shared(candidate, stems) != shared:
                continue
            seen.update(candidate.text)
            side.append(candidate)
            if len(sides[0]) == len(sides[1]) == OPTIONS - 1:
                break
        return sides

    def _drawn(self, tier: Sequence[Option]) -> list[Option]:
        return self._rng.sample(tier, min(len(tier), LOOKED_AT))


def _edges(gold: Option, wrong: list[Option]) -> tuple[float, float]:
    """How likely the right option is the first longest, and the first shortest, in random order."""
    own, others = len(gold.text[0]), [len(entry.text[0]) for entry in wrong]
    ties = 1 + others.count(own)
    return (own >= max(others)) / ties, (own <= min(others)) / ties


def _order(candidate: Option, gold: Option) -> int:
    """-1 where shorter in both languages, 1 where longer; equal lengths are ordered by value; else 0."""
    orders = {
        (key > other) - (key < other)
        for key, other in (
            ((len(text), candidate.value), (len(right), gold.value))
            for text, right in zip(candidate.text, gold.text, strict=True)
        )
    }
    return orders.pop() if len(orders) == 1 else 0


def _shared(entry: Option, stems: tuple[frozenset[str], frozenset[str]]) -> tuple[int, ...]:
    """How many words, and how many long words, an option has in common with the stem in each language."""
    counts: list[int] = []
    for own, stem in zip(entry.words, stems, strict=True):
        common = own & stem
        counts += (len(common), sum(len(word) >= CONTENT_LETTERS for word in common))
    return tuple(counts)
