"""A set-level metric: risks between 0 and 1 against outcomes, summed up by the area under the ROC curve.

Source: Preceptor; area under the curve after Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747
License: Apache-2.0
Data: 40 own-written items, synthetic.
"""

from collections.abc import Iterator, Mapping

from preceptor.components import Columns, Model, Task
from preceptor.records import Answer, Case, Score
from preceptor.stats import auroc


def cases(split: str) -> Iterator[Case]:
    """Yield forty patients; every third one had the outcome."""
    for number in range(40):
        yield Case(
            id=str(number),
            prompt=f"Patient {number}. What is the risk of the outcome, from 0 to 1?",
            answer_kind="value",
            instruction="Answer with a number from 0 to 1.",
            target=float(number % 3 == 0),
        )


def score(case: Case, answer: Answer, judge: Model | None) -> Score:
    """Score one minus the squared error (Brier); risk and outcome are kept for the whole set."""
    risk, outcome = answer.value, float(str(case.target))
    if risk is None or not 0 <= risk <= 1:
        return Score(value=0.0, low=0.0, high=0.0, flags={"unparsed": True}, why="no risk from 0 to 1")
    value = 1 - (risk - outcome) ** 2
    return Score(value=value, low=value, high=value, parts={"risk": risk, "outcome": outcome})


def summarise(columns: Columns) -> Mapping[str, float]:
    """Return the area under the ROC curve of the scored cases."""
    return {"auroc": auroc(columns["risk"], columns["outcome"])}


TASK = Task(
    cases=cases,
    score=score,
    gold=lambda case: Answer(value=float(str(case.target))),
    summarise=summarise,
)
