"""The next best question: the finding whose answer is expected to tell most about the disease."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from preceptor.differential._counts import Floats
from preceptor.differential._evidence import shares
from preceptor.differential._ranking import Ranking

LOOKED_AT = 40  # diseases whose findings may be asked for
RARE = 0.02  # chance of a finding in a disease whose annotations do not name it


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A finding to ask for.

    Attributes:
        bits: expected fall of the uncertainty about the disease.
        yes: probability that the finding is there.
        after_yes, after_no: the likeliest disease after each answer.
    """

    term: str
    name: str
    bits: float
    yes: float
    after_yes: str
    after_no: str


def _entropy(p: Floats) -> Floats:
    """Entropy in bits along the first axis."""
    return -np.sum(p * np.log2(np.clip(p, 1e-12, 1.0)), axis=0)


def expected_gain(p: Floats, chance: Floats) -> Floats:
    """Return the expected information of each question in bits.

    Args:
        p: probabilities of the diseases, `(diseases,)`, sum 1.
        chance: of yes in each disease, `(questions, diseases)`.

    Example:
        >>> expected_gain(np.array([0.5, 0.5]), np.array([[1.0, 0.0], [0.5, 0.5]])).round(3).tolist()
        [1.0, 0.0]
    """
    yes = chance @ p
    if_yes = (chance * p).T / np.maximum(yes, 1e-12)
    if_no = ((1 - chance) * p).T / np.maximum(1 - yes, 1e-12)
    return _entropy(p) - yes * _entropy(if_yes) - (1 - yes) * _entropy(if_no)


def next_questions(ranking: Ranking, *, k: int = 5, asked: Collection[str] = ()) -> tuple[Question, ...]:
    """Return the `k` findings that are worth asking for next, most telling first.

    Args:
        asked: ids of terms that were asked before and had no answer.
    """
    diseases, seen = ranking.set_of, ranking.seen
    best = np.argsort(-ranking.probabilities, kind="stable")[:LOOKED_AT]
    p = ranking.probabilities[best] / ranking.probabilities[best].sum()
    start, term, _ = diseases.profile
    numbers = seen.candidates[best]
    pool = np.unique(np.concatenate([term[start[number] : start[number + 1]] for number in numbers]))
    known = set(diseases.graph.ancestors(ranking.observed).tolist())
    known |= {int(low) for one in ranking.excluded for low in diseases.graph.descendants(one)}
    open_terms = [int(one) for one in pool if int(one) not in known and diseases.term_ids[one] not in asked]
    if not open_terms:
        return ()
    chance = np.clip(shares(diseases, open_terms, seen.left, numbers), RARE, 1 - RARE)
    gain = expected_gain(p, chance)
    yes = chance @ p
    return tuple(
        Question(
            term=diseases.term_ids[open_terms[row]],
            name=diseases.term_names[open_terms[row]],
            bits=float(gain[row]),
            yes=float(yes[row]),
            after_yes=diseases.ids[int(numbers[np.argmax(chance[row] * p)])],
            after_no=diseases.ids[int(numbers[np.argmax((1 - chance[row]) * p)])],
        )
        for row in np.argsort(-gain, kind="stable")[:k]
    )
