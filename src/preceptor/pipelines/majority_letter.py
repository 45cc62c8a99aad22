"""Choose the letter that is right most often in the examples: the baseline of a class-prior guesser.

In: a multiple-choice case, and the examples of the task's train split, of which only the targets are read.
Out: the most frequent target letter (the first in the alphabet of several), or, where a question has no such
option, the most frequent one that it has. The confidence is that letter's share among the examples, each letter
counted once more than seen. Without examples there is no majority: a task without a train split is refused; use
`position_option` there.

Source: the majority-class baseline, as in Jin D et al. What disease does this patient have? Appl Sci
    2021;11(14):6421. https://doi.org/10.3390/app11146421
License: Apache-2.0 (as the package)
"""

from collections import Counter
from collections.abc import Sequence

from preceptor.components import AnswerFunction, Model, Pipeline, Toolbox
from preceptor.errors import BadInput
from preceptor.pipelines._cues import require_options
from preceptor.records import Answer, Case


def _prepare(examples: Sequence[Case], model: Model | None) -> AnswerFunction:
    counts = Counter(
        letter for case in examples if case.choices for letter in str(case.target).split(",")
    )  # fmt: skip
    if not counts:
        raise BadInput(
            "majority_letter got no multiple-choice examples: it needs a task with a train split; "
            "position_option(letter=A) chooses a fixed letter without one"
        )

    def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
        require_options(case, "majority_letter")
        letter = min(case.choices, key=lambda key: (-counts[key], key))
        share = (counts[letter] + 1) / (sum(counts[key] for key in case.choices) + len(case.choices))
        text = f"{letter}: right in {counts[letter]} of {counts.total()} examples"
        return Answer(choice=letter, text=text, confidence=share)

    return answer


PIPELINE = Pipeline(prepare=_prepare, needs_model=False, calls=0)
