"""MedMCQA: short questions of Indian postgraduate entrance exams, for knowledge of all clinical subjects.

In: a question, mostly one sentence, with 4 options. Out: one letter. Score: accuracy. The key of the official test
set is not public; the field reports the official dev set, which is what the `test` split holds here.

The questions were collected from the web: 21 have two equal options, some lack their figure, some are meant for
several answers though one is keyed, so that no system should reach 100 %. The subjects are not in the file that is
read (MIRAGE's, which holds the whole dev set as plain JSON). There are no examples: give `--examples medqa:dev`.

Source: Pal A, Umapathi LK, Sankarasubbu M. MedMCQA: a large-scale multi-subject multi-choice dataset for medical
    domain question answering. CHIL 2022, PMLR 174:248-260. https://proceedings.mlr.press/v174/pal22a.html
License: MIT (https://github.com/medmcqa/medmcqa)
Data: 4,183 questions, real
"""

from preceptor.components import Task
from preceptor.scoring.choice import score_choice
from preceptor.tasks._exam import by_split, gold
from preceptor.tasks._mirage import BENCHMARK, benchmark_cases

TASK = Task(
    cases=by_split("medmcqa", {"test": lambda: benchmark_cases("medmcqa")}),
    score=score_choice,
    gold=gold,
    data=(BENCHMARK,),
)
