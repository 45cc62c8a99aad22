"""Shows the model the k solved examples that are most like the case, as earlier turns.

In: any case; examples from the task's train split, or from `--examples`. Out: as `direct`. Likeness is
that of question and options: `by=words` is BM25 and needs nothing, `by=embeddings` asks the model's
endpoint for embeddings. The nearest example stands last, next to the question. Near is not the same:
texts that overlap a case under test were dropped before (`preceptor.overlap`), otherwise this pipeline
would look its answers up.

Source: Liu et al. 2022, What makes good in-context examples for GPT-3?, arXiv:2101.06804.
License: Apache-2.0.
"""

from collections.abc import Sequence

from preceptor.components import AnswerFunction, Model, Pipeline, Toolbox
from preceptor.pipelines._asking import ask, messages_of
from preceptor.pipelines._examples import checked, gold_text, shot, solved, with_shots
from preceptor.pipelines._nearest import nearest
from preceptor.records import Answer, Case


def PIPELINE(*, k: int = 5, by: str = "words") -> Pipeline:
    """Put the k nearest examples before each case; `by` is words or embeddings."""

    def prepare(examples: Sequence[Case], model: Model | None) -> AnswerFunction:
        checked("knn_few_shot", examples, k)
        able = solved(examples)
        find = nearest(able, k=k, by=by, model=model)

        def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
            near = [able[place] for place in find(case, model)]
            shots = [shot(example, gold_text(example)) for example in near]
            return ask(case, tools, model, messages_of(with_shots(case, shots)))

        return answer

    return Pipeline(prepare=prepare)
