"""MMLU, the six medical and biological subjects: a quick look at textbook knowledge, for any model.

In: a question with 4 options. Out: one letter. Score: accuracy, by subject in `tags`. `subject` keeps one of
anatomy, clinical_knowledge, college_biology, college_medicine, medical_genetics, professional_medicine; empty
is all. The average of all questions is not the average of the subjects (100 to 272 questions each): say which.

The questions are old, public and near saturation; a score says more about a model's floor than about its fitness.
The five examples a subject that belong to the set are not in the file that is read: give `--examples medqa:dev`.

Source: Hendrycks D, Burns C, Basart S, et al. Measuring massive multitask language understanding. ICLR 2021.
    https://arxiv.org/abs/2009.03300
License: MIT (https://github.com/hendrycks/test)
Data: 1,089 test questions, real
"""

from collections.abc import Iterator

from preceptor.components import Task
from preceptor.records import Case
from preceptor.scoring.choice import score_choice
from preceptor.tasks._exam import allowed, by_split, gold
from preceptor.tasks._mirage import BENCHMARK, benchmark_cases

SUBJECTS = (
    "anatomy", "clinical_knowledge", "college_biology", "college_medicine", "medical_genetics",
    "professional_medicine",
)  # fmt: skip


def TASK(*, subject: str = "") -> Task:
    """Return all subjects or one.

    Raises:
        BadInput: no such subject.
    """
    name = allowed("mmlu_medical", "subject", subject, SUBJECTS) if subject else ""

    def cases() -> Iterator[Case]:
        return (case for case in benchmark_cases("mmlu") if name in ("", case.tags["subject"]))

    return Task(
        cases=by_split("mmlu_medical", {"test": cases}), score=score_choice, gold=gold, data=(BENCHMARK,)
    )
