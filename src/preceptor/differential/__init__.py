"""Ranked differential diagnosis from findings, without a language model.

    from preceptor.differential import rank, next_questions
    ranking = rank(["HP:0001250", "HP:0001263"], excluded=["HP:0000252"], age_years=3, sex="female")
    ranking.diseases[0].name, ranking.diseases[0].probability, ranking.none

Each finding is weighed for each annotated disease as a likelihood ratio to all diseases: a patient's finding is one
of the disease's, by its frequency, or an ancestor of one, or a sibling below it, or noise. Mondo parents and siblings
lend their findings at a lower weight. The 400 best candidates are scored again by a small network over forty
features, trained on simulated patients only. docs/differential.md has the figures.
"""

from collections.abc import Iterable, Sequence

from preceptor.differential._everyday import everyday_diseases
from preceptor.differential._features import CANDIDATES
from preceptor.differential._profiles import Diseases
from preceptor.differential._questions import Question, next_questions
from preceptor.differential._ranking import Ranked, Ranking, Sex, ranked
from preceptor.differential._rare import rare_diseases
from preceptor.differential._reasons import Reason
from preceptor.differential._scorer import Weights
from preceptor.errors import BadInput, NotFound
from preceptor.knowledge.hpo import hpo

__all__ = [
    "CANDIDATES",
    "Diseases",
    "Question",
    "Ranked",
    "Ranking",
    "Reason",
    "everyday_diseases",
    "next_questions",
    "rank",
    "ranked",
    "rare_diseases",
    "resolved",
]  # fmt: skip


def resolved(codes: Iterable[str]) -> tuple[list[int], list[str]]:
    """Return term numbers for HPO ids, and notes on ids that were mapped or are not known to the release."""
    found, notes = [], []
    release = hpo()
    for code in codes:
        try:
            term = release.resolve(code)
        except (NotFound, BadInput) as error:
            notes.append(f"not used: {error}")
            continue
        found.append(term.term)
        if term.note:
            notes.append(term.note)
    return found, notes


def rank(
    observed: Iterable[str],
    excluded: Iterable[str] = (),
    *,
    age_years: float | None = None,
    sex: Sex = "unknown",
    leave_out: Sequence[str] = (),
    weights: Weights = "new",
    explained: int = 10,
) -> Ranking:
    """Rank the annotated rare diseases for a patient.

    Args:
        observed: HPO ids of what was found; excluded: of what was looked for and is absent.
        age_years: age at onset, negative before birth.
        leave_out: references ("PMID:123") whose annotations, and the frequencies derived from them, are not used.
        weights: "new" for a patient whom the annotations do not know (the default, also with `leave_out`);
            "published" for one who may be among those that the annotations were made from; "plain" adds up the
            evidence of the findings and learns nothing.
        explained: how many of the first diseases get reasons.

    Returns:
        up to 400 diseases, best first.

    Raises:
        BadInput: no observed finding is left.
    """
    there, notes = resolved(observed)
    absent, more = resolved(excluded)
    if not there and notes:
        raise BadInput(f"no observed finding is left to rank by; {'; '.join(notes)}")
    return ranked(
        rare_diseases(), there, absent, age_years=age_years, sex=sex, leave_out=leave_out, weights=weights,
        explained=explained, notes=(*notes, *more),
    )  # fmt: skip
