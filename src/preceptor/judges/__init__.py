"""Judges as instruments: verdicts, panels, comparisons, what a judge's error is, and which biases it has.

A judge is a model, the mark of the wording it is asked with, and the scale it answers on. It is never trusted
unmeasured: its findings are held against people's labels (`measured`), its registry entry stands in the run
folder, and the score is corrected for its error with an interval that says how uncertain the correction is.
"""

from preceptor.judges._asking import Asking, judged, stands_in
from preceptor.judges._grading import graded, shown_question
from preceptor.judges._rules import Rule, combined, split
from preceptor.judges._wording import UNDESIRED, Material, judge_mark

__all__ = [
    "UNDESIRED",
    "Asking",
    "Material",
    "Rule",
    "combined",
    "graded",
    "judge_mark",
    "judged",
    "shown_question",
    "split",
    "stands_in",
]
