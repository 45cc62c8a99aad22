"""RareBench, differential diagnosis: public rare-disease cases as HPO terms, to be answered with ranked diagnoses.

In: the observed phenotypes of one patient, names and HPO codes, nothing else (no age, sex or excluded finding).
Out: ranked diseases. Score: reciprocal rank of the diagnosis, metrics as in `phenopackets`; any of the codes that
the source gives a case counts as its disease. Terms that the HPO release at hand has renumbered are shown under
their present code; terms that it does not know keep the source's code, without a name.

The cases name no publication, so annotations from a case's own paper cannot be left out here: figures of a ranker
that uses the annotations are "as shipped". The cases come from MME, RAMEDIS, LIRICAL and HMS, which the file does
not tell apart.

Source: Chen X, Mao X, Guo Q, et al. RareBench: can LLMs serve as rare diseases specialists? KDD 2024.
    https://doi.org/10.1145/3637528.3671576; cases: Mao X, Huang Y, Jin Y, et al. A phenotype-based AI pipeline
    outperforms human experts in differentially diagnosing rare diseases using EHRs. npj Digit Med 2025;8:68.
License: Apache-2.0 (https://github.com/xiaohaomao/timgroup_disease_diagnosis)
Data: 873 cases
"""

from collections.abc import Iterator, Sequence

from preceptor.components import Task
from preceptor.errors import BadData, BadInput, NotFound
from preceptor.files import locate, read_json
from preceptor.knowledge.hpo import hpo
from preceptor.knowledge.mondo import mondo, normal_code
from preceptor.records import Case, Data, Json
from preceptor.tasks import _exam
from preceptor.tasks._differentials import score, summarise
from preceptor.tasks._phenotypes import (
    TEN_LIKELY,
    Finding,
    gold,
    is_annotated,
    terms_prompt,
    twins,
)  # fmt: skip

COMMIT = "f3c2a255ded96faa2caaa3737ff8ced0c0a8d2b8"
CASES = Data(
    path="kb-rarebench/Public_Test_set.json",
    url=f"https://raw.githubusercontent.com/xiaohaomao/timgroup_disease_diagnosis/{COMMIT}/Public_Test_set.json",
)


def _finding(code: str) -> Finding:
    try:
        found = hpo().resolve(code)
    except (NotFound, BadInput):
        return Finding(code=code, label="term of another release")
    return Finding(code=found.id, label=hpo().names[found.term])


def _name(codes: Sequence[str]) -> str:
    for code in codes:
        try:
            return mondo().names[mondo().number(code)]
        except NotFound:
            continue
    return codes[0]


def _codes(place: str, row: Json) -> tuple[list[str], list[str]]:
    pair = row if isinstance(row, Sequence) and len(row) == 2 else ((), ())
    terms, diseases = ([str(code) for code in part] if isinstance(part, Sequence) else [] for part in pair)
    if not terms or not diseases:
        raise BadData(f"{place}: expected [[HPO codes], [disease codes]], got {str(row)[:60]!r}")
    return terms, diseases


def _cases() -> Iterator[Case]:
    document = read_json(locate(CASES))
    if not isinstance(document, list):
        raise BadData(f"{CASES.path}: expected a list of cases")
    for number, row in enumerate(document, 1):
        terms, diseases = _codes(f"{CASES.path}, case {number}", row)
        found = {one.code: one for one in (_finding(code) for code in terms)}
        known = [normal_code(code) for code in diseases if not code.startswith("CCRD:")] or diseases
        codes = list(dict.fromkeys(code for own in known for code in twins(own)))
        yield Case(
            id=f"case-{number}",
            prompt=terms_prompt(list(found.values())),
            instruction=TEN_LIKELY,
            answer_kind="ranking",
            target={"codes": codes, "name": _name(codes)},
            group=known[0],
            tags={"annotated": "yes" if is_annotated(codes) else "no"},
        )


TASK = Task(
    cases=_exam.by_split("rarebench", {"test": _cases}),
    score=score,
    gold=gold,
    summarise=summarise,
    data=(CASES,),
)
