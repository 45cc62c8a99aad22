"""Shows the model the same k solved examples before every case, as earlier turns of the conversation.

In: any case; examples from the task's train split, or from `--examples`. Out: as `direct`. The examples
are drawn once, from `seed` alone, so that every case and every model sees the same ones; they are not
balanced by letter, because the draw then depends on the answer key. Texts that overlap a case under test
have been dropped before the draw (`preceptor.overlap`).

Source: Brown et al. 2020, Language models are few-shot learners, arXiv:2005.14165; on clinical questions
    with 5 examples: Singhal et al. 2023, doi:10.1038/s41586-023-06291-2.
License: Apache-2.0.
"""

from collections.abc import Sequence

from preceptor.components import AnswerFunction, Model, Pipeline, Toolbox
from preceptor.pipelines._asking import ask, messages_of
from preceptor.pipelines._examples import checked, drawn, gold_text, shot, with_shots
from preceptor.records import Answer, Case


def PIPELINE(*, k: int = 5, seed: int = 0) -> Pipeline:
    """Put k fixed examples before each case."""

    def prepare(examples: Sequence[Case], model: Model | None) -> AnswerFunction:
        checked("few_shot", examples, k)
        shots = [shot(example, gold_text(example)) for example in drawn(examples, k, seed)]

        def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
            return ask(case, tools, model, messages_of(with_shots(case, shots)))

        return answer

    return Pipeline(prepare=prepare)
