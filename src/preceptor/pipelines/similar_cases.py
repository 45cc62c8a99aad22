"""Shows the model the k solved cases whose findings are most like the patient's: RareBench's dynamic few-shot.

In: a case about a patient, as text or with an `Observed: ... (HP:0001250)` line; `pool`: where the solved cases are
from: a task (`rarebench`, `phenopackets`), a file of JSON lines or of phenopackets, a folder of phenopackets,
`simulated` (5,000 patients drawn from the annotations), or, left empty, the run's examples (`--examples`). Out: as
`of` answers, with the solved cases as a passage before the question, the most similar last, and their ids, diagnoses
and likeness in `data["similar"]`.

Likeness is shared information along the ontology (`retrieval/similar_patients.py`), computed here, so that any model
can be shown the same cases. Left out are the case itself, cases that share one of its publications (tag
`publications`), and cases with exactly its findings, who may be the same patient. Where nothing is read, or nothing is
alike, the model is asked without examples. A row of a file is `{"id", "observed": ["HP:0001250"], "diagnosis",
"codes", "publications"}` or a phenopacket.

What the neighbours are worth without a model is what `nearest_case` measures.

Source: Chen X, Mao X, Guo Q, et al. RareBench: can LLMs serve as rare diseases specialists? KDD 2024.
    https://doi.org/10.1145/3637528.3671576: 3 cases, chosen by phenotype embeddings weighted with information content.
    Here the ontology itself stands in for the embeddings. Own prompt.
License: Apache-2.0 (as the package)
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from preceptor import catalog
from preceptor.components import AnswerFunction, Model, Pipeline, Toolbox
from preceptor.errors import BadInput
from preceptor.pipelines._examples import checked
from preceptor.pipelines._similar import Neighbours, neighbours_in, neighbours_of, passage, stored
from preceptor.records import Answer, Case


def _inner(of: str, k: int, pool: str) -> Pipeline:
    if k < 1:
        raise BadInput(f"similar_cases: k={k}; give 1 or more cases, or use `{of}` alone")
    inner = cast(Pipeline, catalog.load("pipelines", of))
    if inner.answer is None:
        raise BadInput(
            f"similar_cases(of={of}): {of} takes examples itself; give one that does not, as direct"
        )
    if not inner.needs_model:
        raise BadInput(
            f"similar_cases(of={of}): {of} asks no model that could be shown cases; try nearest_case"
        )
    if catalog.parse(of)[0] == "diagnose":
        raise BadInput(
            f"similar_cases(of={of}): use diagnose(model_role=candidates,similar={pool or 'POOL'})"
        )
    return inner


def PIPELINE(*, of: str = "direct", k: int = 3, pool: str = "", reader: str = "phenotype_reader") -> Pipeline:
    """Put the k most similar solved cases of `pool` before each case, and let `of` answer.

    Raises:
        BadInput: no example asked for, `of` learns from examples itself, asks no model, or reads the text itself.
    """
    inner = _inner(of, k, pool)
    answer_by = cast(AnswerFunction, inner.answer)

    def answering(find: Neighbours) -> AnswerFunction:
        def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
            near = find(case, k)
            shown = passage(near)
            found = answer_by(replace(case, context=(*shown, *case.context)), tools, model)
            passages = (*shown, *found.passages)
            if case.schema:  # data is the reply, checked against the schema
                return replace(found, passages=passages)
            data = found.data if isinstance(found.data, Mapping) else {}
            return replace(found, passages=passages, data={**data, "similar": stored(near)})

        return answer

    def prepare(examples: Sequence[Case], model: Model | None) -> AnswerFunction:
        checked("similar_cases", examples, k)
        return answering(neighbours_of(examples, reader))

    if pool:
        return Pipeline(answer=answering(neighbours_in(pool, reader)), calls=inner.calls)
    return Pipeline(prepare=prepare, calls=inner.calls)
