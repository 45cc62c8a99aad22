"""The diagnoses of the most similar solved cases, in their order: what dynamic few-shot is worth without a model.

In: a case about a patient, as text or with an `Observed: ... (HP:0001250)` line; `pool` as in `similar_cases`. Out:
up to `k` diseases, each at the place of its most similar case, twins of several catalogues once; the score is the
likeness. No language model, no annotation is used but for the information content of the terms. A disease that the
pool has no case of cannot be found.

Source: nearest neighbours: Cover T, Hart P. IEEE Trans Inf Theory 1967;13:21. https://doi.org/10.1109/TIT.1967.1053964;
    as a baseline for Chen X et al. RareBench. KDD 2024. https://doi.org/10.1145/3637528.3671576.
License: Apache-2.0 (as the package)
"""

from collections.abc import Sequence
from functools import lru_cache

from preceptor import files
from preceptor.components import AnswerFunction, Model, Pipeline, Toolbox
from preceptor.errors import BadInput
from preceptor.knowledge.mondo import mondo, normal_code
from preceptor.pipelines._examples import checked
from preceptor.pipelines._similar import Near, Neighbours, neighbours_in, neighbours_of, stored
from preceptor.records import Answer, Candidate, Case

SHOWN = 3  # neighbours kept with the answer
MOST = 10_000  # cases looked through for k different diseases


@lru_cache(maxsize=50_000)
def _disease(setting: str, codes: tuple[str, ...], name: str) -> str:
    """Return the Mondo id of a disease where there is one, else its first code, else its name."""
    release = mondo()
    for code in map(normal_code, codes):
        if code in release.by_id:
            return code
        if code in release.by_code:
            return release.ids[release.by_code[code][0]]
    return codes[0] if codes and codes[0] else name


def _ranked(near: Sequence[Near], k: int) -> tuple[Candidate, ...]:
    found: dict[str, Candidate] = {}
    setting = files.setting()
    for one in near:
        own = _disease(setting, one.case.codes, one.case.diagnosis)
        reason = f"like case {one.case.id}"
        found.setdefault(
            own, Candidate(id=own, name=one.case.diagnosis, score=one.likeness, reasons=(reason,))
        )
        if len(found) == k:
            break
    return tuple(found.values())


def PIPELINE(*, k: int = 10, pool: str = "", reader: str = "phenotype_reader") -> Pipeline:
    """Rank up to k diseases by their most similar case in `pool`, or among the run's examples.

    Raises:
        BadInput: no disease asked for.
    """
    if k < 1:
        raise BadInput(f"nearest_case: k={k}; give 1 or more diseases")

    def answering(find: Neighbours) -> AnswerFunction:
        def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
            if case.choices:
                return Answer(text="nearest_case ranks diagnoses; it reads no multiple-choice question")
            near = find(case, MOST)
            ranking = _ranked(near, k)
            lines = [f"{place}. {one.name} ({one.id})" for place, one in enumerate(ranking, 1)]
            text = "\n".join(lines) or "No solved case shares a finding with this patient."
            return Answer(text=text, ranking=ranking, data={"similar": stored(near[:SHOWN])})

        return answer

    def prepare(examples: Sequence[Case], model: Model | None) -> AnswerFunction:
        checked("nearest_case", examples, k)
        return answering(neighbours_of(examples, reader))

    if pool:
        return Pipeline(answer=answering(neighbours_in(pool, reader)), needs_model=False, calls=0)
    return Pipeline(prepare=prepare, needs_model=False, calls=0)
