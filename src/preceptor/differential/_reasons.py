"""Why a disease stands where it stands: which finding supports it, which is missing, which contradicts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from preceptor.differential._counts import Floats, Ints
from preceptor.differential._features import Seen
from preceptor.differential._profiles import Diseases, pooled

Kind = Literal["supports", "unexplained", "missing", "contradicts"]
USUAL = 0.6  # share of patients from which on a finding that is not mentioned is called missing
CONTRADICTING = 0.5  # share of patients from which on an excluded finding is called a contradiction
MOST_MISSING = 5
_UNNAMED = "not among its own annotations"
_LENT = f"{_UNNAMED}, lent by a broader one or a relative"


class Reason(NamedTuple):
    """One finding for or against a disease.

    Attributes:
        share: of the disease's patients that show it, 0 where the annotations do not say.
        times: how much likelier the finding is in this disease than in all, for observed findings.
    """

    kind: Kind
    term: str
    name: str
    share: float
    times: float = 1.0

    @property
    def text(self) -> str:
        """The reason in words."""
        often = (
            f"in {self.share:.0%} of its patients" if self.share else _LENT if self.times > 1 else _UNNAMED
        )
        match self.kind:
            case "supports":
                return f"supports: {self.name} ({self.term}), {self.times:.1f} times likelier than on average; {often}"
            case "unexplained":
                return f"unexplained: {self.name} ({self.term}), {1 / self.times:.1f} times rarer than on average; {often}"
            case "missing":
                return f"missing: {self.name} ({self.term}) {often}, not mentioned"
            case _:
                return f"contradicts: {self.name} ({self.term}) {often}, excluded here"


@dataclass(frozen=True, eq=False)
class Spoken:
    """What the findings of a patient speak about, worked out once for all candidates.

    Attributes:
        known: terms that an observed or excluded finding is, implies or, for observed ones, may be read as.
    """

    observed: Sequence[int]
    excluded: Sequence[int]
    known: NDArray[np.bool_]


def spoken(diseases: Diseases, observed: Sequence[int], excluded: Sequence[int]) -> Spoken:
    """Mark the terms that need not be called missing."""
    known = np.zeros(len(diseases.term_ids), bool)
    known[diseases.graph.ancestors([*observed, *excluded])] = True
    for term in observed:
        known[diseases.graph.descendants(term)] = True
    return Spoken(observed, excluded, known)


def _profile(diseases: Diseases, seen: Seen, number: int) -> tuple[Ints, Floats]:
    """Return terms and shares of a disease, without the rows left out."""
    if number in seen.left.diseases:
        rows = np.arange(diseases.row_start[number], diseases.row_start[number + 1])
        kept = np.setdiff1d(rows, seen.left.rows)
        _, term, share = pooled(diseases, kept, 1, np.zeros(len(kept), np.int64))
        return term, share
    start, term, share = diseases.profile
    part = slice(start[number], start[number + 1])
    return term[part], share[part]


def reasons(diseases: Diseases, seen: Seen, place: int, patient: Spoken) -> tuple[Reason, ...]:
    """List the reasons of one candidate: observed findings by weight, then what is missing, then contradictions."""

    def reason(kind: Kind, term: int, share: float, times: float = 1.0) -> Reason:
        return Reason(
            kind=kind, term=diseases.term_ids[term], name=diseases.term_names[term], share=share, times=times
        )

    found: list[Reason] = []
    times, shown = np.exp(seen.evidence[:, place]).tolist(), seen.shown[:, place].tolist()
    for row in sorted(range(len(times)), key=lambda row: -times[row]):
        kind = "supports" if times[row] >= 1 else "unexplained"
        found.append(reason(kind, patient.observed[row], shown[row], times[row]))
    term, share = _profile(diseases, seen, int(seen.candidates[place]))
    missing = np.flatnonzero((share >= USUAL) & ~patient.known[term])
    missing = missing[np.argsort(-share[missing], kind="stable")][:MOST_MISSING]
    found += [reason("missing", int(term[spot]), float(share[spot])) for spot in missing]
    for row, often in enumerate(seen.excluded[:, place].tolist()):
        if often >= CONTRADICTING:
            found.append(reason("contradicts", patient.excluded[row], often))
    return tuple(found)
