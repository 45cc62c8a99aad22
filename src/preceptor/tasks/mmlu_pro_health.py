"""MMLU-Pro, health: textbook knowledge with up to ten options, for models that have outgrown MMLU.

In: a question with 3 to 10 options. Out: one letter. Score: accuracy; chance is 12 %. `tags` name the part of MMLU
that a question comes from. The added options were written by a language model and checked by people; 134 questions
share their stem with another one and differ in the options. The five examples of the set are not in the file that
is read: give `--examples medqa:dev`.

Source: Wang Y, Ma X, Zhang G, et al. MMLU-Pro: a more robust and challenging multi-task language understanding
    benchmark. NeurIPS 2024. https://arxiv.org/abs/2406.01574
License: Apache-2.0 (the repository of MedAgentsBench, which holds the file)
Data: 818 test questions, real; part of the options synthetic
"""

from preceptor.components import Task
from preceptor.scoring.choice import score_choice
from preceptor.tasks._exam import by_split, gold
from preceptor.tasks._medagents import case_file, listed

DATA = case_file("mmlu-pro", hard=False)
TASK = Task(
    cases=by_split("mmlu_pro_health", {"test": lambda: listed(DATA)}),
    score=score_choice,
    gold=gold,
    data=(DATA,),
)
