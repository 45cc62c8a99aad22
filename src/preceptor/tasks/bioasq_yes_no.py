"""BioASQ, yes/no questions: what the biomedical literature says, for systems that search or remember it.

In: a question of a biomedical expert with the options yes and no, without the snippets that answer it. Out: one
letter. Score: accuracy; chance is 50 %, always-yes 64 %. The questions of 2019 to 2023 in MIRAGE's selection;
an answer was true of the literature of its year. There are no examples.

Source: Krithara A, Nentidis A, Bougiatiotis K, Paliouras G. BioASQ-QA: a manually curated corpus for biomedical
    question answering. Sci Data 2023;10:170. https://doi.org/10.1038/s41597-023-02068-4
License: none stated in the repository that is read; BioASQ's own files need a registration at http://bioasq.org
Data: 618 test questions, real
"""

from preceptor.components import Task
from preceptor.scoring.choice import score_choice
from preceptor.tasks._exam import by_split, gold
from preceptor.tasks._mirage import BENCHMARK, benchmark_cases

TASK = Task(
    cases=by_split("bioasq_yes_no", {"test": lambda: benchmark_cases("bioasq")}),
    score=score_choice,
    gold=gold,
    data=(BENCHMARK,),
    access="research",
)
