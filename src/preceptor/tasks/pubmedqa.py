"""PubMedQA, expert-labelled: what a study found, read from its abstract, for reading and weighing evidence.

In: the abstract without its conclusion, as context passages, and the question in its title; options yes, no, maybe.
Out: one letter. Score: accuracy; at the level of the set also macro-F1, the mean of the F1 of the three answers (an
answer that cannot be read counts against the recall of the right one). Always-yes scores 55 %.

The label is what the abstract's own conclusion says, not what is true: later studies may have refuted it. `maybe`
is rare (11 %). The same 500 questions without the abstract are `mirage(set=pubmedqa)`. The other 500 labelled ones
are the `train` split.

Source: Jin Q, Dhingra B, Liu Z, Cohen W, Lu X. PubMedQA: a dataset for biomedical research question answering. EMNLP
    2019. https://doi.org/10.18653/v1/D19-1259
License: MIT (https://github.com/pubmedqa/pubmedqa)
Data: 500 test and 500 train questions, real; test is the list of the authors' test_ground_truth.json
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from preceptor.components import Columns, Model, Task
from preceptor.errors import BadData
from preceptor.files import locate, read_json
from preceptor.records import Answer, Case, Data, Json, Passage, Score
from preceptor.scoring.choice import score_choice
from preceptor.tasks._exam import by_split, gold, letters_of, question, text

URL = "https://raw.githubusercontent.com/pubmedqa/pubmedqa/1cbae8e92f72f20c8d3747cbb3bf5bc53554d997/data"
QUESTIONS = Data(path="pubmedqa/ori_pqal.json.gz", url=f"{URL}/ori_pqal.json")
TEST = Data(path="pubmedqa/test_ground_truth.json", url=f"{URL}/test_ground_truth.json")
ANSWERS = ("yes", "no", "maybe")


def _object(data: Data) -> dict[str, Json]:
    document = read_json(locate(data))
    if not isinstance(document, dict):
        raise BadData(f"{data.path}: expected an object by PubMed id")
    return {str(pmid): row for pmid, row in document.items()}


def _cases(split: str) -> Iterator[Case]:
    every, tested = _object(QUESTIONS), _object(TEST)
    for pmid in tested if split == "test" else [pmid for pmid in every if pmid not in tested]:
        place = f"{QUESTIONS.path}, {pmid}"
        row = every.get(pmid)
        if not isinstance(row, dict):
            raise BadData(f"{place}: no such question; {TEST.path} lists it")
        decision = text(place, row, "final_decision").lower()
        if decision not in ANSWERS:
            raise BadData(f"{place}: the answer is {decision!r}; expected yes, no or maybe")
        yield question(
            place,
            id=pmid,
            prompt=text(place, row, "QUESTION"),
            options=ANSWERS,
            target="ABC"[ANSWERS.index(decision)],
            context=_abstract(place, pmid, row),
        )


def _abstract(place: str, pmid: str, row: Mapping[str, Json]) -> tuple[Passage, ...]:
    parts, labels = row.get("CONTEXTS"), row.get("LABELS")
    if not isinstance(parts, list) or not isinstance(labels, list) or len(parts) != len(labels):
        raise BadData(f"{place}: CONTEXTS and LABELS must be lists of the same length")
    return tuple(
        Passage(id=f"{pmid}/{number}", title=str(label), text=str(part), source=f"PubMed {pmid}")
        for number, (label, part) in enumerate(zip(labels, parts, strict=True))
    )


def _score(case: Case, answer: Answer, judge: Model | None) -> Score:
    read = [case.choices[letter] for letter in letters_of(case, answer)]
    given = float(ANSWERS.index(read[0])) if len(read) == 1 and read[0] in ANSWERS else -1.0
    right = case.choices[str(case.target)]
    parts = {"given": given, "right": float(ANSWERS.index(right)) if right in ANSWERS else -1.0}
    return replace(score_choice(case, answer, judge), parts=parts)


def _summarise(columns: Columns) -> Mapping[str, float]:
    """Return the macro-F1 over the answers that occur."""
    given, right = columns["given"], columns["right"]
    found = []
    for place in range(len(ANSWERS)):
        hit = np.sum((given == place) & (right == place))
        named = np.sum(given == place) + np.sum(right == place)
        if named:
            found.append(2 * hit / named)
    return {"macro_f1": float(np.mean(found)) if found else float("nan")}


TASK = Task(
    cases=by_split("pubmedqa", {"test": lambda: _cases("test"), "train": lambda: _cases("train")}),
    score=_score,
    gold=gold,
    summarise=_summarise,
    splits=("test", "train"),
    train="train",
    data=(QUESTIONS, TEST),
)
