"""Choose the option that shares most words with the question: a baseline without a model for clues in the stem.

In: a multiple-choice case. Out: the letter of the option with most distinct words that also stand in the prompt
(case ignored, short words included), the first of several. Context passages are not read, so this measures what
the wording of the question alone gives away.

Source: Haladyna TM, Downing SM, Rodriguez MC. A review of multiple-choice item-writing guidelines for classroom
    assessment (guideline 28: no clues to the right answer, such as clang associations). Appl Meas Educ
    2002;15(3):309-333. https://doi.org/10.1207/S15324818AME1503_5
License: Apache-2.0 (as the package)
"""

import re

from preceptor.components import Model, Pipeline, Toolbox
from preceptor.pipelines._cues import require_options
from preceptor.records import Answer, Case

_WORD = re.compile(r"\w+")


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
    require_options(case, "overlap_option")
    stem = _words(case.prompt or " ".join(message.text for message in case.messages))
    shared = {letter: len(stem & _words(text)) for letter, text in case.choices.items()}
    letter = max(shared, key=lambda key: shared[key])
    return Answer(choice=letter, text=f"{letter}: shares {shared[letter]} words with the question")


PIPELINE = Pipeline(answer=_answer, needs_model=False, calls=0)
