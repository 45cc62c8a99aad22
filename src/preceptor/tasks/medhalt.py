"""Med-HALT, fake questions: does a model admit that a nonsense question has no answer, or does it invent one?

In: an exam question rewritten until it makes no sense, with options that make none either; the right one is "I do
not know" or an admission of the same in other words. Out: one letter. Score: 1 for an admission (71 questions have
two, both count). At the level of the set also `pointwise`: +1 for right, -0.25 for wrong or unread, on average; the
authors print the sum divided by 100, which over 1,858 questions is 18.58 times that.

The right option nearly always stands last and is the shortest: without a model `shortest_option` scores 98 % and
`position_option(letter=F)` 95 %. So compare a model with them, and with itself under shuffled options. The
rewriting was done with the help of a language model. One question whose options are all in one text is left out.

Source: Pal A, Umapathi LK, Sankarasubbu M. Med-HALT: medical domain hallucination test for large language models. CoNLL
    2023. https://doi.org/10.18653/v1/2023.conll-1.21
License: none stated in the repository, for research
Data: 1,857 test questions, synthetic after real ones; no examples
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from preceptor.components import Columns, Model, Task
from preceptor.errors import BadData
from preceptor.records import Answer, Case, Data, Score
from preceptor.tasks._exam import LETTERS, OR, by_split, gold, question, rows, score_alternatives, text

DATA = Data(
    path="medhalt/reasoning_fake_1858.csv.gz",
    url="https://raw.githubusercontent.com/medhalt/medhalt/"
    "3dfe1e4efa4f565a610e90328500b14c16c1e81c/medhalt/datasets/reasoning_fake.csv",
)
WRONG = -0.25  # Pal et al. 2023, section 4: points lost for a wrong answer
_PLAIN = re.compile(r"\bi do(?:n\W?t| not) know\b", re.IGNORECASE)
_IN_OTHER_WORDS = re.compile(r"\bconceding defeat\b|\badmi(?:t|ssion)", re.IGNORECASE)


def _options(place: str, written: str) -> list[str]:
    """Read the options, a Python dictionary from "0", "1", ... to texts."""
    try:
        found = ast.literal_eval(written)
    except (ValueError, SyntaxError, MemoryError, RecursionError) as error:
        raise BadData(f"{place}: the options are not readable ({error})") from error
    if not isinstance(found, dict) or [str(key) for key in found] != [str(n) for n in range(len(found))]:
        raise BadData(f"{place}: the options must be numbered from 0")
    return [str(option) for option in found.values()]


def _admissions(options: list[str]) -> list[str]:
    plain = [letter for letter, option in zip(LETTERS, options, strict=False) if _PLAIN.search(option)]
    pairs = zip(LETTERS, options, strict=False)
    return plain or [letter for letter, option in pairs if _IN_OTHER_WORDS.search(option)]


def _cases() -> Iterator[Case]:
    for place, row in rows(DATA):
        options = _options(place, text(place, row, "options"))
        if len(options) < 2:
            continue
        yield question(
            place,
            id=text(place, row, "id"),
            prompt=text(place, row, "question"),
            options=options,
            target=OR.join(_admissions(options)),
            tags={"made from": str(row.get("dataset", ""))},
        )


def _score(case: Case, answer: Answer, judge: Model | None) -> Score:
    score = score_alternatives(case, answer, judge)
    return replace(score, parts={"points": 1.0 if score.value else WRONG})


def _summarise(columns: Columns) -> Mapping[str, float]:
    return {"pointwise": float(np.mean(columns["points"]))}


TASK = Task(
    cases=by_split("medhalt", {"test": _cases}),
    score=_score,
    gold=gold,
    summarise=_summarise,
    data=(DATA,),
    access="research",
)
