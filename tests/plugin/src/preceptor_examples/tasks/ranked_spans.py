"""A ranking with spans and reasons: diagnoses ordered, each finding pointed at in the text.

Source: Preceptor.
License: Apache-2.0
Data: 2 own-written items, synthetic.
"""

from collections.abc import Iterator

from preceptor.components import Model, Task
from preceptor.records import Answer, Candidate, Case, Score, Span

NOTE = "Fever for two days. No rash. Stiff neck."


def cases(split: str) -> Iterator[Case]:
    """Yield two notes."""
    for number in range(2):
        yield Case(
            id=str(number),
            prompt=f"{NOTE} Patient {number}. Rank the diagnoses, most likely first.",
            answer_kind="ranking",
            instruction="One diagnosis a line.",
            target="meningitis",
            facts={"spans": [[0, 5], [28, 38]]},
        )


def score(case: Case, answer: Answer, judge: Model | None) -> Score:
    """Score the reciprocal rank of the target; the share of found spans is a part."""
    names = [candidate.name.casefold() for candidate in answer.ranking]
    rank = names.index(str(case.target)) + 1 if case.target in names else 0
    value = 1 / rank if rank else 0.0
    wanted = {(0, 5), (28, 38)}
    found = {(span.start, span.end) for span in answer.spans}
    return Score(value=value, low=value, high=value, parts={"spans": len(wanted & found) / len(wanted)})


def gold(case: Case) -> Answer:
    """Return meningitis first, with the reasons and where they stand."""
    return Answer(
        ranking=(
            Candidate(
                id="1", name="meningitis", score=0.8, reasons=("supports: fever", "supports: stiff neck")
            ),
            Candidate(id="2", name="influenza", score=0.2, reasons=("supports: fever",)),
        ),
        spans=(
            Span(start=0, end=5, text=NOTE[0:5], code="HP:0001945", assertion="present"),
            Span(start=28, end=38, text=NOTE[28:38], code="HP:0031258", assertion="present"),
        ),
    )


TASK = Task(cases=cases, score=score, gold=gold)
