"""MedAgentsBench: the questions of seven exams that most models get wrong, for comparing agents and reasoning.

In: a question with 3 to 10 options. Out: one letter. Score: accuracy. `set`: medqa, pubmedqa (abstract and question
in one), medmcqa, medbullets, mmlu, mmlu-pro, afrimedqa. `hard=false` is the whole list that the hard one was drawn
from.

A hard question is one that fewer than half of the authors' models answered. So the models used in that choice look
bad here by construction, questions with a wrong key are likely to be among them, and a figure on the hard list says
nothing about general ability: compare systems with each other, on the same list. With 32 to 100 questions a set,
intervals are wide. Options "n/a" of AfriMed-QA are left out.

Protocol `medagents` is the authors' rule: the predicted letter equals the key, anything else is wrong. Apply it to
the first row of each `realidx`; some of their files hold questions twice.

Source: Tang X, Shao D, Sohn J, et al. MedAgentsBench: benchmarking thinking models and agent frameworks for complex
    medical reasoning. 2025. https://doi.org/10.48550/arXiv.2503.07459
License: Apache-2.0; MedQA, PubMedQA, MedMCQA, MMLU MIT; AfriMed-QA CC BY-NC-SA 4.0; MedBullets: none stated
Data: hard 594 (100, 100, 100, 89, 73, 100, 32), whole 6,978 (1,273, 500, 2,816, 308, 1,089, 818, 174), real; no
    examples
"""

from collections.abc import Iterator

from preceptor.components import Published, Task
from preceptor.records import Case
from preceptor.scoring.choice import score_choice
from preceptor.tasks._exam import allowed, by_split, gold
from preceptor.tasks._medagents import SETS, case_file, listed

CITATION = "Tang et al. 2025, table 1 and zero-shot figure, https://doi.org/10.48550/arXiv.2503.07459"
RESEARCH = ("medbullets", "afrimedqa")
# model, method, then accuracy in per cent on medqa, pubmedqa, medmcqa, medbullets, mmlu, mmlu-pro, afrimedqa
HARD = (
    ("gpt-4o-mini", "zero-shot", 19.0, 9.0, 16.0, 9.0, 13.7, 12.0, 15.6),
    ("gpt-4o", "zero-shot", 35.0, 8.0, 27.0, 18.0, 28.8, 15.0, 21.9),
    ("o1-mini", "zero-shot", 41.0, 15.0, 25.0, 39.3, 34.2, 9.0, 15.6),
    ("claude-3-5-sonnet", "zero-shot", 17.0, 9.0, 11.0, 11.2, 16.4, 13.0, 9.4),
    ("DeepSeek-V3", "zero-shot", 15.0, 13.0, 22.0, 15.7, 12.3, 12.0, 6.2),
    ("DeepSeek-R1", "zero-shot", 47.0, 12.0, 34.0, 43.8, 41.1, 37.0, 28.1),
    ("Llama-3.3-70B-Instruct-Turbo", "zero-shot", 12.0, 13.0, 18.0, 19.1, 11.0, 10.0, 12.5),
    ("gpt-4o", "chain of thought", 39.0, 13.0, 31.0, 21.3, 30.1, 42.0, 18.8),
    ("gpt-4o", "medprompt-3", 35.0, 12.0, 26.0, 22.5, 26.0, 23.0, 18.8),
    ("gpt-4o", "MDAgents", 36.0, 11.0, 22.0, 21.3, 24.7, 8.0, 31.2),
    ("gpt-4o", "MedAgents", 43.0, 15.0, 30.0, 27.0, 28.8, 8.0, 18.8),
    ("gpt-4o", "AFlow", 48.0, 18.0, 31.0, 34.8, 38.4, 37.0, 28.1),
)
WHOLE = (
    ("gpt-4o-mini", "zero-shot", 73.4, 76.2, 66.0, 53.6, 84.3, 57.5, 75.9),
    ("gpt-4o", "zero-shot", 87.8, 79.2, 76.6, 70.5, 91.3, 69.1, 81.6),
    ("o1-mini", "zero-shot", 89.9, 77.4, 73.2, 73.1, 90.7, 67.8, 78.7),
    ("claude-3-5-sonnet", "zero-shot", 77.7, 76.4, 68.8, 56.5, 86.9, 64.2, 75.9),
    ("DeepSeek-V3", "zero-shot", 79.3, 73.6, 74.3, 61.0, 89.7, 64.7, 75.9),
    ("DeepSeek-R1", "zero-shot", 92.0, 76.2, 81.9, 79.2, 95.0, 79.6, 79.3),
    ("Llama-3.3-70B-Instruct-Turbo", "zero-shot", 76.8, 77.8, 71.4, 61.7, 85.2, 61.7, 76.4),
)


def medagents(case: Case, text: str) -> float:
    """Score a predicted letter by MedAgentsBench's own rule."""
    return float(text == case.target)


def TASK(*, set: str = "medqa", hard: bool = True) -> Task:
    """Return the hard list of a set, or with `hard=false` the whole one.

    Raises:
        BadInput: no such set.
    """
    name = allowed("medagentsbench", "set", set, SETS)
    data = case_file(name, hard=bool(hard))

    def cases() -> Iterator[Case]:
        return listed(data)

    return Task(
        cases=by_split("medagentsbench", {"test": cases}),
        score=score_choice,
        gold=gold,
        protocols={"medagents": medagents},
        data=(data,),
        access="research" if name in RESEARCH else "open",
        published=_published(name, HARD if hard else WHOLE),
    )


def _published(name: str, table: tuple[tuple[str | float, ...], ...]) -> tuple[Published, ...]:
    column = 2 + SETS.index(name)
    return tuple(
        Published(
            model=str(row[0]), method=str(row[1]), value=round(float(row[column]) / 100, 4), citation=CITATION
        )
        for row in table
    )
