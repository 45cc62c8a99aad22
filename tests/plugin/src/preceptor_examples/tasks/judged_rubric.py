"""A judged rubric: three weighted criteria; a verdict that is lost widens the bounds, never the score.

Source: Preceptor.
License: Apache-2.0
Data: 3 own-written items, synthetic.
"""

from collections.abc import Iterator

from preceptor.components import Model, Task
from preceptor.errors import BadInput, ProviderError
from preceptor.records import Answer, Case, Message, Score, Verdict

CRITERIA = {"names the drug": 2.0, "gives the dose": 1.0, "warns of bleeding": 1.0}
SCHEMA = {
    "type": "object",
    "properties": {"met": {"type": "boolean"}, "quote": {"type": "string"}},
    "required": ["met", "quote"],
}
GOLD = "names the drug; gives the dose; warns of bleeding"


def cases(split: str) -> Iterator[Case]:
    """Yield three requests for advice."""
    for number, drug in enumerate(("alpha", "beta", "gamma")):
        yield Case(id=str(number), prompt=f"Advise on {drug}.", answer_kind="text", target=GOLD)


def verdict(judge: Model, criterion: str, weight: float, text: str) -> Verdict:
    """Ask the judge about one criterion; no fault of the judge becomes a finding."""
    question = f"Is this criterion met: {criterion}?\n\nAnswer to judge:\n{text}"
    try:
        reply = judge([Message(role="user", text=question)], schema=SCHEMA)
    except ProviderError as error:
        return Verdict(criterion=criterion, finding="failed", weight=weight, words=str(error))
    if not isinstance(reply.data, dict):
        return Verdict(criterion=criterion, finding="failed", weight=weight, words=reply.text)
    finding = "met" if reply.data["met"] else "not_met"
    return Verdict(criterion=criterion, finding=finding, weight=weight, quote=str(reply.data["quote"]))


def score(case: Case, answer: Answer, judge: Model | None) -> Score:
    """Score the share of weight that is met; lost weight is the distance between the bounds."""
    if judge is None:
        raise BadInput("judged_rubric needs a judge: give --judge MODEL")
    verdicts = tuple(verdict(judge, name, weight, answer.text) for name, weight in CRITERIA.items())
    total = sum(CRITERIA.values())
    met = sum(v.weight for v in verdicts if v.finding == "met") / total
    lost = sum(v.weight for v in verdicts if v.finding in ("failed", "cannot_judge")) / total
    seen = 1.0 - lost
    return Score(value=met / seen if seen else None, low=met, high=met + lost, verdicts=verdicts)


TASK = Task(cases=cases, score=score, gold=lambda case: Answer(text=GOLD), needs_judge=True)
