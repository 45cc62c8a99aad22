"""Choose always the same letter: a baseline without a model that shows whether an exam favours a position.

In: a multiple-choice case. Out: the option `letter` (A unless said otherwise), or the last option where a
question has fewer. Run it with each letter: on a fair exam all are at chance.

Source: Attali Y, Bar-Hillel M. Guess where: the position of correct answers in multiple-choice test items as a
    psychometric variable. J Educ Meas 2003;40(2):109-128. https://doi.org/10.1111/j.1745-3984.2003.tb01099.x
License: Apache-2.0 (as the package)
"""

import re

from preceptor.components import Model, Pipeline, Toolbox
from preceptor.errors import BadInput
from preceptor.pipelines._cues import require_options
from preceptor.records import Answer, Case


def PIPELINE(*, letter: str = "A") -> Pipeline:
    """Return the pipeline that always chooses one letter.

    Raises:
        BadInput: not one capital letter.
    """
    if not re.fullmatch("[A-Z]", str(letter)):
        raise BadInput(f"letter={letter!r}: position_option takes one capital letter, A to Z")

    def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
        require_options(case, "position_option")
        if letter in case.choices:
            return Answer(choice=letter, text=f"{letter}: always this position")
        last = max(case.choices)
        return Answer(choice=last, text=f"{last}: the last position, as there is no option {letter}")

    return Pipeline(answer=answer, needs_model=False, calls=0)
