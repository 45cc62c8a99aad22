"""Judges: verdicts on an answer's criteria from a model or a panel, and two answers compared.

A judge is a model, the mark of the wording it is asked with, and the scale it answers on. What its error is, and
scores with that error taken out, is the matter of `calibration`; which biases it has, of `judge_biases`.
"""

from preceptor.judges._asking import Asking, judged, stands_in
from preceptor.judges._grading import graded, shown_question
from preceptor.judges._memory import Heard, Remembering
from preceptor.judges._pairs import compared, win_share
from preceptor.judges._readings import (
    cross_examined,
    graded_claims,
    graded_reasoning,
    listed_claims,
    recall_of_statements,
    same_diagnosis,
)
from preceptor.judges._rules import Rule, combined, split
from preceptor.judges._structured import Fault, object_schema, structured, texts_schema
from preceptor.judges._wording import UNDESIRED, Material, judge_mark

__all__ = [
    "UNDESIRED",
    "Asking",
    "Fault",
    "Heard",
    "Material",
    "Remembering",
    "Rule",
    "combined",
    "compared",
    "cross_examined",
    "graded",
    "graded_claims",
    "graded_reasoning",
    "judge_mark",
    "judged",
    "listed_claims",
    "object_schema",
    "recall_of_statements",
    "same_diagnosis",
    "shown_question",
    "split",
    "stands_in",
    "structured",
    "texts_schema",
    "win_share",
]
