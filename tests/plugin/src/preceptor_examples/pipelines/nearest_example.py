"""k-nearest few-shot without a model: answers with the letter of the example that shares most words.

Source: Fix & Hodges 1951, nearest-neighbour classification, reprinted doi:10.2307/1403797
License: Apache-2.0
"""

from collections.abc import Sequence

from preceptor.components import AnswerFunction, Model, Pipeline, Toolbox
from preceptor.errors import BadInput
from preceptor.records import Answer, Case


def prepare(examples: Sequence[Case], model: Model | None) -> AnswerFunction:
    """Keep the words of every example."""
    if not examples:
        raise BadInput("nearest_example needs examples; none were given")
    words = [(set(example.prompt.split()), str(example.target)) for example in examples]

    def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
        asked = set(case.prompt.split())
        _, letter = max(words, key=lambda entry: len(entry[0] & asked))
        return Answer(choice=letter, text=letter)

    return answer


PIPELINE = Pipeline(prepare=prepare, needs_model=False, calls=0)
