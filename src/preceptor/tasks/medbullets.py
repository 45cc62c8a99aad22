"""MedBullets: recent questions in the style of steps 2 and 3 of the US exam, for clinical reasoning.

In: a vignette with 5 options. Out: one letter. Score: accuracy. Posted in 2022 and later, so that older models have
seen fewer of them than of MedQA. 116 questions point to a figure that is not part of the set (`tags`: figure); 10
repeat the stem of another one. There are no examples.

Source: Chen H, Fang Z, Singla Y, Dredze M. Benchmarking large language models on answering and explaining challenging
    medical questions. NAACL 2025. https://arxiv.org/abs/2402.18060
License: none stated; collected from public posts of Medbullets, for research
Data: 308 test questions, real
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from preceptor.components import Task
from preceptor.records import Case
from preceptor.scoring.choice import score_choice
from preceptor.tasks._exam import by_split, gold
from preceptor.tasks._medagents import case_file, listed

DATA = case_file("medbullets", hard=False)
_FIGURE = re.compile(r"\bFigures? [A-Z]\b")


def _cases() -> Iterator[Case]:
    for case in listed(DATA):
        missing = {"figure": "missing"} if _FIGURE.search(case.prompt) else {}
        yield replace(case, tags={**case.tags, **missing})


TASK = Task(
    cases=by_split("medbullets", {"test": _cases}),
    score=score_choice,
    gold=gold,
    data=(DATA,),
    access="research",
)
