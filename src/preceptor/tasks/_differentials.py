"""What every task with a ranked differential shares: the score with its columns, and the metrics over annotated diseases."""

from dataclasses import replace

import numpy as np

from preceptor.components import Columns, Model
from preceptor.records import Answer, Case, Score
from preceptor.scoring.diagnosis_match import related
from preceptor.scoring.ranking import rank_metrics, score_ranking, truth_of


def score_named(case: Case, answer: Answer) -> Score:
    """Score a differential given in codes or in words against the case's diagnosis."""
    return score_ranking(answer, truth_of(case.target), related)


def score(case: Case, answer: Answer, judge: Model | None = None) -> Score:
    """Score a differential; `parts["annotated"]` says whether the disease has annotations."""
    found = score_named(case, answer)
    return replace(found, parts={**found.parts, "annotated": float(case.tags.get("annotated") == "yes")})


def summarise(columns: Columns) -> dict[str, float]:
    """Return rank metrics over the annotated diseases, and with `_all` over all."""
    inside = np.asarray(columns["annotated"], dtype=float) > 0
    return {
        **rank_metrics(columns, inside),
        **rank_metrics(columns, suffix="_all"),
        "annotated": float(inside.mean()),
    }
