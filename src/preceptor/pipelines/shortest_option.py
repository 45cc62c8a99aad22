"""Choose the shortest option: a baseline without a model that shows whether length gives the answer away.

In: a multiple-choice case. Out: the letter of the option with fewest characters, the first of several. It reads
nothing else: the counterpart of `longest_option`, for exams whose writers padded the wrong options.

Source: Haladyna TM, Downing SM, Rodriguez MC. A review of multiple-choice item-writing guidelines for classroom
    assessment (guideline 24: keep the length of options about equal). Appl Meas Educ 2002;15(3):309-333.
    https://doi.org/10.1207/S15324818AME1503_5
License: Apache-2.0 (as the package)
"""

from preceptor.components import Model, Pipeline, Toolbox
from preceptor.pipelines._cues import require_options
from preceptor.records import Answer, Case


def _answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
    require_options(case, "shortest_option")
    choices = case.choices
    letter = min(choices, key=lambda key: len(choices[key]))
    return Answer(choice=letter, text=f"{letter}: the shortest option ({len(choices[letter])} characters)")


PIPELINE = Pipeline(answer=_answer, needs_model=False, calls=0)
