"""RiskQA: risk of an outcome read off a published risk calculator, five options, for agents with calculators.

In: a vignette and a question about a risk (a score, a rate, a class) that a particular published calculator
answers; the article that holds it is named by its PubMed number in the tags. Out: one letter. Score: accuracy.
Questions and options were written by a language model from the articles and checked by their authors; some ask for
a figure that only the article's own table has, so a model without tools recalls or guesses. `official` as a
protocol is the authors' own reading: the first of A. to F. whose letter and full stop stand in the text.

Source: Jin Q, Wang Z, Yang Y, et al. AgentMD: Empowering language agents for risk prediction with large-scale
    clinical tool learning. Nat Commun 2025. arXiv:2402.13225
License: public domain (work of the US government)
Data: 350 questions, made up
"""

from collections.abc import Iterator

from preceptor.components import Published, Task
from preceptor.records import Case, Data
from preceptor.scoring.choice import score_choice
from preceptor.tasks import _exam

COMMIT = "1c64a637b8eecce887cb4b1ee97c8429cdfbfade"
DATA = Data(
    path="riskqa/riskqa_350.json.gz",
    url=f"https://raw.githubusercontent.com/ncbi-nlp/Clinical-Tool-Learning/{COMMIT}/riskqa_evaluation/dataset/riskqa.json",
)
CITATION = "Jin et al., abstract, arXiv:2402.13225"


def _cases() -> Iterator[Case]:
    for number, (place, row) in enumerate(_exam.rows(DATA)):
        yield _exam.question(
            place,
            id=str(number),
            prompt=_exam.text(place, row, "question"),
            options=_exam.texts(place, row, "choices"),
            target=_exam.text(place, row, "answer"),
            tags={"pmid": str(row.get("pmid") or "")},
        )


def official(case: Case, text: str) -> float:
    """Return 1.0 or 0.0 as the authors' script reads a text."""
    read = next((letter for letter in "ABCDEF" if f"{letter}." in text), "X")
    return float(read == case.target)


TASK = Task(
    cases=_exam.by_split("riskqa", {"test": _cases}),
    score=score_choice,
    gold=_exam.gold,
    protocols={"official": official},
    data=(DATA,),
    published=(
        Published(model="GPT-4", method="AgentMD with RiskCalcs", value=0.877, citation=CITATION),
        Published(model="GPT-4", method="chain of thought", value=0.409, citation=CITATION),
    ),
)
