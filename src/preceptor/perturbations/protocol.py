"""Ask the same question by another protocol: another order of the options, another wording around it.

In: any case. Out: the same case with its options in the given `order` (0 is the order of the source; every other
number is one fixed shuffle of that case, the same under every template and model) and with the question set in
the given `template` (0 is the task's own wording; 1 to 4 reword the lead-in and the instruction, never the
question or an option). None, counted as not applicable, where another order is asked for and `shuffle_options`
cannot give it, since an option speaks of others by letter.

Not a test of robustness by itself: it is what `preceptor sensitivity` crosses with ways of answering, to say how
much of a score is the protocol's.

Source: Alzahrani N, et al. When Benchmarks are Targets: Revealing the Sensitivity of Large Language Model
    Leaderboards. ACL 2024. arXiv:2402.01781; Sclar M, et al. Quantifying Language Models' Sensitivity to Spurious
    Features in Prompt Design. ICLR 2024. arXiv:2310.11324; the wordings are the package's own.
License: Apache-2.0 (as the package)
"""

import random
from dataclasses import replace
from typing import cast

from preceptor import catalog
from preceptor.components import Perturbation
from preceptor.errors import BadInput
from preceptor.records import Case

TEMPLATES = (  # lead-in before the question, instruction after the options ("" keeps the task's own)
    ("", ""),
    ("Question:\n", "Give the letter of the correct option."),
    ("A colleague asks for your opinion.\n\n", "Which option is right? Reply with its letter."),
    ("EXAMINATION ITEM\n\n", "Choose one option. State your choice as a single letter."),
    ("Read the following carefully and decide.\n\n", "Answer: write the letter that stands before the best option."),
)  # fmt: skip


def _ordered(case: Case, order: int) -> Case | None:
    shuffle = cast(Perturbation, catalog.load("perturbations", "shuffle_options"))
    return shuffle.apply(case, random.Random(f"{case.id}\x1f{order}"))


def _worded(case: Case, template: int) -> Case:
    lead, instruction = TEMPLATES[template]
    asked = instruction if case.choices and "," not in str(case.target) else case.instruction
    return replace(case, prompt=f"{lead}{case.prompt}", instruction=asked or case.instruction)


def PERTURBATION(*, order: int = 1, template: int = 1) -> Perturbation:
    """Ask in another order and wording.

    Args:
        order: 0 is the source's; any other number is one fixed shuffle of each case.
        template: 0 is the task's own wording, 1 to 4 others.
    """
    if order < 0 or not 0 <= template < len(TEMPLATES):
        raise BadInput(
            f"order {order} from 0 on and template {template} in 0..{len(TEMPLATES) - 1} are allowed"
        )

    def apply(case: Case, rng: random.Random) -> Case | None:
        ordered = case if order == 0 else _ordered(case, order)
        return None if ordered is None else _worded(ordered, template)

    return Perturbation(apply=apply, keeps_target=True)
