"""malco: rare-disease patients told in sentences, to be answered with a ranked differential in free text.

In: a short narrative made from a published phenopacket (who, onset, what was found, what was excluded). Out: up to
ten diseases by name. Score: reciprocal rank of the diagnosis, as in `phenopackets`, with the same metrics: each
name is grounded to Mondo by this project's matcher, not by the authors' tool. Intervals resample whole diseases.

The narratives are templates that hold the HPO labels word for word, so they prove little about reading real notes.
`tags["publications"]` names the patient's paper, so that a ranker can leave its annotations out. A case without a
gold disease is left out. The raw differentials that others published are scored again by `preceptor rescore malco FILE`:
the mean reciprocal rank, or, with `--protocol top10`, the share of cases with the disease among the first ten.

Source: Reese JT, Chimirri L, Bridges Y, et al. Systematic benchmarking demonstrates large language models have not
    reached the diagnostic accuracy of traditional rare-disease decision support tools. medRxiv 2024.
    https://doi.org/10.1101/2024.07.22.24310816
License: BSD-3-Clause (https://github.com/monarch-initiative/malco)
Data: 5,213 narratives, one without a gold disease; as many as the file at hand holds
"""

import re
from collections.abc import Iterator
from functools import partial

from preceptor.components import Task
from preceptor.knowledge.mondo import normal_code
from preceptor.records import Answer, Case, Data
from preceptor.scoring.ranking import PLACES
from preceptor.tasks import _exam
from preceptor.tasks._differentials import score, summarise
from preceptor.tasks._phenotypes import TEN_LIKELY, gold, is_annotated, twins

PACKED = Data(path="malco_rare_disease/data/cases.jsonl.gz")
WHOLE = Data(path="malco_rare_disease/data/cases_5213.jsonl.gz")


def publication(case: str) -> str:
    """Return the paper that a case's id begins with.

    Example:
        >>> publication("PMID_123_II_1_en-prompt.txt")
        'PMID:123'
    """
    found = re.match(r"PMID_(\d+)", case)
    return f"PMID:{found[1]}" if found else ""


def _cases() -> Iterator[Case]:
    (data,) = _exam.either(PACKED, (WHOLE,))
    for place, row in _exam.rows(data):
        if not row.get("gold_omim"):
            continue
        code = normal_code(_exam.text(place, row, "gold_omim"))
        codes, own = twins(code), _exam.text(place, row, "id")
        tags = {"publications": publication(own), "annotated": "yes" if is_annotated(codes) else "no"}
        yield Case(
            id=own.removesuffix("_en-prompt.txt"),
            prompt=_exam.text(place, row, "case"),
            instruction=TEN_LIKELY,
            answer_kind="ranking",
            target={"codes": codes, "name": _exam.text(place, row, "gold_name")},
            group=code,
            tags={key: value for key, value in tags.items() if value},
        )


def _top(most: int, kind: str, case: Case, written: str) -> float:
    return score(case, Answer(text=written)).parts[f"{kind}top{most}"]


TASK = Task(
    cases=_exam.by_split("malco", {"test": _cases}),
    score=score,
    gold=gold,
    summarise=summarise,
    data=(PACKED, WHOLE),
    protocols={f"{kind}top{most}": partial(_top, most, kind) for kind in ("", "family_") for most in PLACES},
)
