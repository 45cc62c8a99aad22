"""Choose the longest option: a baseline without a model that shows whether length gives the answer away.

In: a multiple-choice case. Out: the letter of the option with most characters, the first of several. It reads
nothing else. On a fair exam it stays at chance; where it does not, every score on that exam contains some of it.

Source: Haladyna TM, Downing SM, Rodriguez MC. A review of multiple-choice item-writing guidelines for classroom
    assessment (guideline 24: keep the length of options about equal). Appl Meas Educ 2002;15(3):309-333.
    https://doi.org/10.1207/S15324818AME1503_5
License: Apache-2.0 (as the package)
"""

from preceptor.components import Model, Pipeline, Toolbox
from preceptor.pipelines._cues import require_options
from preceptor.records import Answer, Case


def _answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
    require_options(case, "longest_option")
    choices = case.choices
    letter = max(choices, key=lambda key: len(choices[key]))
    return Answer(choice=letter, text=f"{letter}: the longest option ({len(choices[letter])} characters)")


PIPELINE = Pipeline(answer=_answer, needs_model=False, calls=0)
