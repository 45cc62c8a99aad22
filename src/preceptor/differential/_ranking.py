"""From findings to a ranking: candidates with probabilities, the chance that none is right, a set that holds 90 %."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np

from preceptor.differential._context import context_evidence
from preceptor.differential._counts import Floats, Ints
from preceptor.differential._features import Seen, look
from preceptor.differential._profiles import Diseases
from preceptor.differential._reasons import Reason, reasons, spoken
from preceptor.differential._scorer import Weights, scorer
from preceptor.errors import BadInput

Sex = Literal["female", "male", "unknown"]


class Ranked(NamedTuple):
    """One disease of a ranking.

    Attributes:
        id: its Mondo id where there is one; members: the catalogue ids that were merged.
        probability: calibrated on simulated patients, in [0, 1].
        in_set: whether it belongs to the 90 % set.
        reasons: filled for the first few.
    """

    id: str
    name: str
    members: tuple[str, ...]
    probability: float
    in_set: bool
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class Ranking:
    """Diseases, best first.

    Attributes:
        none: probability that the right disease is not among them.
        none_in_set: whether "none of these" belongs to the 90 % set.
        notes: what was mapped, left out or contradictory, in words.
        seen: the numbers behind it, for the next question.
    """

    diseases: tuple[Ranked, ...]
    none: float
    none_in_set: bool
    notes: tuple[str, ...]
    left_out: int
    seen: Seen = field(repr=False)
    probabilities: Floats = field(repr=False)
    set_of: Diseases = field(repr=False)
    observed: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()


def checked(
    diseases: Diseases, observed: Iterable[int], excluded: Iterable[int]
) -> tuple[list[int], list[int], list[str]]:
    """Leave out what is no finding, what another finding implies, and what contradicts itself; say so.

    Raises:
        BadInput: nothing observed is left.
    """
    there, absent = list(dict.fromkeys(observed)), list(dict.fromkeys(excluded))
    names, notes = diseases.term_names, list[str]()
    if other := [term for term in (*there, *absent) if not diseases.is_finding[term]]:
        notes.append(f"no findings, not used: {', '.join(names[term] for term in other)}")
    there = [term for term in there if diseases.is_finding[term]]
    absent = [term for term in absent if diseases.is_finding[term]]
    implied = set(diseases.graph.ancestors(there).tolist())
    if clash := [term for term in absent if term in implied]:
        said = ", ".join(names[term] for term in clash)
        notes.append(
            f"contradictory, counted as observed: {said} is excluded, but it or a kind of it is observed"
        )
    kept = diseases.graph.most_specific(there)
    if not kept:
        raise BadInput(
            "no observed finding is left to rank by; give at least one term below HP:0000118 (Phenotypic abnormality)"
        )
    return kept, [term for term in absent if term not in implied], notes


def _set(probabilities: Floats, none: float, mass: float) -> tuple[float, bool]:
    """Return the smallest probability that belongs to the set, and whether "none" does."""
    every = np.sort(np.append(probabilities, none))[::-1]
    last = int(np.searchsorted(np.cumsum(every), mass))
    least = float(every[min(last, len(every) - 1)])
    return least, none >= least


def _listed(
    diseases: Diseases,
    seen: Seen,
    order: Ints,
    probabilities: Floats,
    least: float,
    first: list[tuple[Reason, ...]],
) -> tuple[Ranked, ...]:
    numbers, chance = seen.candidates[order].tolist(), probabilities[order]
    why = [*first, *[()] * (len(numbers) - len(first))]
    ids, names, members = zip(*(diseases.cards[number] for number in numbers), strict=True)
    listed = zip(ids, names, members, chance.tolist(), (chance >= least).tolist(), why, strict=True)
    return tuple(map(Ranked._make, listed))


def _explained(
    diseases: Diseases, seen: Seen, there: list[int], absent: list[int], places: list[int]
) -> list[tuple[Reason, ...]]:
    if not places:
        return []
    patient = spoken(diseases, there, absent)
    return [reasons(diseases, seen, place, patient) for place in places]


def ranked(
    diseases: Diseases,
    observed: Iterable[int],
    excluded: Iterable[int] = (),
    *,
    age_years: float | None = None,
    sex: Sex = "unknown",
    leave_out: Sequence[str] = (),
    weights: Weights = "new",
    explained: int = 10,
    notes: Iterable[str] = (),
) -> Ranking:
    """Rank diseases for term numbers; see `preceptor.differential.rank` for the arguments."""
    there, absent, said = checked(diseases, observed, excluded)
    seen = look(diseases, there, absent, leave_out)
    scored = scorer(weights)
    score = scored.scores(seen.table) + context_evidence(diseases, seen, age_years, sex)
    none = float(1 / (1 + np.exp(-scored.none_odds(seen.table, score))))
    probabilities = np.exp(score - score.max())
    probabilities *= (1 - none) / probabilities.sum()
    least, none_in_set = _set(probabilities, none, scored.set_mass)
    order = np.argsort(-score, kind="stable")
    first = _explained(diseases, seen, there, absent, order[:explained].tolist())
    found = _listed(diseases, seen, order, probabilities, least, first)
    return Ranking(
        diseases=found, none=none, none_in_set=none_in_set, notes=(*notes, *said), left_out=len(seen.left.rows),
        seen=seen, probabilities=probabilities, set_of=diseases, observed=tuple(there), excluded=tuple(absent),
    )  # fmt: skip
