"""CUPCase: uncommon diagnoses from published case reports, as an open question or with four options.

In: the case presentation; `share` shows only its first 20, 40, 60 or 80 per cent of words (any whole per cent is
taken), as the source did. `form=open` (the default): name the final diagnosis; out: one diagnosis, or several with
the most likely first. `form=choice`: one letter of four. Score: open, reciprocal rank of the diagnosis with `top1` and
`family_top1` as in `phenopackets`, by this project's matcher of names; choice, accuracy.

The source scores open answers by BERTScore, which rewards wording, not diagnosis; it is not computed here. Some cases
are series of several patients, some golds are sentences that name two diseases, and in a few an option repeats the
gold (`tags["repeated_option"]`): they are kept as published. The order of options is drawn from the case's text.

Source: Perets O, Shoham OB, Grinberg N, Rappoport N. CUPCase: clinically uncommon patient cases and diagnoses dataset.
    AAAI 2025. https://arxiv.org/abs/2503.06204
License: none stated for the data at hand: local tests only
Data: 525 of 3,562 case reports, as others evaluated them
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace

from preceptor.components import Model, Task
from preceptor.records import Answer, Case, Data, Json, Score
from preceptor.scoring.choice import score_choice
from preceptor.scoring.ranking import rank_metrics
from preceptor.tasks import _exam, _phenotypes
from preceptor.tasks._differentials import score_named
from preceptor.tasks._disclosure import allowed_share, opening

CASES = Data(path="cupcase_fork/CUPCASE_RTEST_eval_525.csv.gz")
NAME_IT = "Name the final diagnosis. If you are not sure, list up to five, the most likely first, one a line."
FORMS = ("open", "choice")
OPTIONS = ("final diagnosis", "distractor1", "distractor2", "distractor3")
Row = Mapping[str, Json]


def _open(place: str, row: Row, share: int) -> Case:
    return Case(
        id=_exam.text(place, row, "id"),
        prompt=opening(_exam.text(place, row, "clean text"), share),
        instruction=NAME_IT,
        answer_kind="ranking",
        target={"codes": [], "name": _exam.text(place, row, "final diagnosis")},
    )


def _choice(place: str, row: Row, share: int) -> Case:
    right, *wrong = (_exam.text(place, row, name) for name in OPTIONS)
    mixed = [right, *wrong]
    whole = _exam.text(place, row, "clean text")
    random.Random(whole).shuffle(mixed)
    case = _exam.question(
        place,
        id=_exam.text(place, row, "id"),
        prompt=f"{opening(whole, share)}\n\nWhich is the final diagnosis?",
        options=mixed,
        target=_exam.LETTERS[mixed.index(right)],
    )
    repeated = any(right.casefold() == other.casefold() for other in wrong)
    return replace(case, tags={"repeated_option": "yes"}) if repeated else case


def _cases(form: str, share: int) -> Iterator[Case]:
    made = _open if form == "open" else _choice
    for place, row in _exam.rows(CASES):
        yield made(place, row, share)


def score(case: Case, answer: Answer, judge: Model | None = None) -> Score:
    """Score an open answer by the diagnosis it names, a choice by its letter."""
    return score_choice(case, answer) if case.choices else score_named(case, answer)


def TASK(*, form: str = "open", share: int = 100) -> Task:
    """Return the cases as open questions or with options, with the first `share` per cent of the text.

    Raises:
        BadInput: another form, or a share outside 1 to 100.
    """
    chosen, shown = _exam.allowed("cupcase", "form", form, FORMS), allowed_share("cupcase", share)
    return Task(
        cases=_exam.by_split("cupcase", {"test": lambda: _cases(chosen, shown)}),
        score=score,
        gold=_phenotypes.gold if chosen == "open" else _exam.gold,
        summarise=rank_metrics if chosen == "open" else None,
        data=(CASES,),
    )
