"""MIRAGE: five medical question sets without their source texts, for systems that retrieve their own evidence.

In: a question and its options; PubMedQA without the abstract and BioASQ without the snippets, so that the answer
has to be known or found. Out: one letter. Score: accuracy. `set`: medqa, medmcqa (its dev set), pubmedqa,
bioasq (yes/no), mmlu (six biomedical subjects, in `tags`). Run it closed-book and with a retrieval pipeline;
the difference is what retrieval is worth. The authors' rule: no options in the query of the retriever.

Protocol `mirage` is their scoring: the text behind the last `"answer_choice": "` of the first reply, read by
ten patterns in order, and A when none fits, so that a reply which cannot be read is right whenever A is. An
empty text is wrong here. Their script keeps the previous question's reply where a reply is missing (34 replies of
GPT-3.5's chain of thought); only with that do all 20 printed cells come out.

Source: Xiong G, Jin Q, Lu Z, Zhang A. Benchmarking retrieval-augmented generation for medicine. Findings of ACL
    2024. https://doi.org/10.18653/v1/2024.findings-acl.372
License: United States government work, public domain; MedQA, MedMCQA, PubMedQA, MMLU MIT; BioASQ questions: none
    stated in the repository
Data: 7,663 test questions (1,273 + 4,183 + 500 + 618 + 1,089), real; no examples
"""

import re

from preceptor.components import Published, Task
from preceptor.records import Case
from preceptor.scoring.choice import score_choice
from preceptor.tasks._exam import allowed, by_split, gold
from preceptor.tasks._mirage import BENCHMARK, SETS, benchmark_cases

CITATION = "Xiong et al. 2024, table 6, https://doi.org/10.18653/v1/2024.findings-acl.372"
_FIELD = '"answer_choice": "'
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\A\s*([ABCD])$", r"\A\s*([ABCD]) or", r"\A\s*([ABCD]) and", r"\A\s*([ABCD])/", r"\A\s*([ABCD]),",
        r"[Oo]ption ([ABCD])", r":\s*([ABCD])", r"\A\s*([ABCD])\.", r'\A\s*([ABCD])"', r"\A\s*([ABCD]):",
    )
)  # fmt: skip
# model, method, then accuracy in per cent on medqa, medmcqa, pubmedqa, bioasq, mmlu
TABLE_6 = (
    ("gpt-4-32k-0613", "chain of thought", 83.97, 69.88, 39.6, 84.3, 89.44),
    ("gpt-4-32k-0613", "MedRAG, 32 snippets", 82.8, 66.65, 70.6, 92.56, 87.24),
    ("gpt-3.5-turbo-16k-0613", "chain of thought", 65.04, 55.25, 36.0, 74.27, 72.91),
    ("gpt-3.5-turbo-16k-0613", "MedRAG, 32 snippets", 66.61, 58.04, 67.4, 90.29, 75.48),
)


def mirage(case: Case, text: str) -> float:
    """Score a raw reply by MIRAGE's own rule."""
    if not text:
        return 0.0
    answer = text.split(_FIELD)[-1].strip()
    found = next((match[1] for pattern in _PATTERNS if (match := pattern.search(answer))), "A")
    return float(found == case.target)


def _published(name: str) -> tuple[Published, ...]:
    column = 2 + SETS.index(name)
    return tuple(
        Published(
            model=str(row[0]), method=str(row[1]), value=round(float(row[column]) / 100, 4), citation=CITATION
        )
        for row in TABLE_6
    )


def TASK(*, set: str = "medqa") -> Task:
    """Return one of the five sets.

    Raises:
        BadInput: no such set.
    """
    name = allowed("mirage", "set", set, SETS)
    return Task(
        cases=by_split("mirage", {"test": lambda: benchmark_cases(name)}),
        score=score_choice,
        gold=gold,
        protocols={"mirage": mirage},
        data=(BENCHMARK,),
        access="research" if name == "bioasq" else "open",
        published=_published(name),
    )
