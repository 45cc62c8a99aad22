"""CRAFT-MD: clinical vignettes of the clinic, to be answered with a diagnosis in the model's own words.

In: a vignette, most of them licensing-exam questions without their options, and 200 of dermatology. `form=free` (the
default): name the diagnosis or answer; `form=choice`: one letter of four. `set` takes all cases, `usmle`,
`dermatology_public` or `dermatology_private`. Score: free, 1 if the one answer is the gold or a subtype of it, as the
source rules ("several diagnoses" without a choice is wrong); choice, accuracy.

Many golds are no diagnosis but a test, drug or finding; those are compared as text, and `tags["category"]` is the
source's specialty. The source graded free answers with GPT-4; how far this matcher agrees with it is shown in
docs/diagnosis_match.md and by `preceptor rescore craft_md FILE`. The source's gold answers carry stray spaces, which are
cut here: its own multiple-choice figures need them uncut (protocol `craft_md`). One case whose gold is not among its options is left out of `form=choice`. The
conversations of the source are not held here.

Source: Johri S, Jeong J, Tran BA, et al. An evaluation framework for clinical use of large language models in patient
    interaction tasks. Nat Med 2025;31:77-86. https://doi.org/10.1038/s41591-024-03328-5
License: MIT (https://github.com/rajpurkarlab/craft-md)
Data: 2,004 vignettes: 1,804 of MedQA, 100 public and 100 private of dermatology
"""

from collections.abc import Iterator, Mapping

from preceptor.components import Model, Task
from preceptor.records import Answer, Case, Data, Json, Score
from preceptor.scoring.choice import score_choice
from preceptor.scoring.diagnosis_match import score_diagnosis
from preceptor.scoring.ranking import truth_of
from preceptor.tasks import _exam, _phenotypes

COMMIT = "3bb2737d4fae5d64694d38456f878c2c5d35576a"
CASES = Data(
    path="craft_md/usmle_and_derm_dataset.csv.gz",
    url=f"https://raw.githubusercontent.com/rajpurkarlab/craft-md/{COMMIT}/data/usmle_and_derm_dataset.csv",
)
FORMS = ("free", "choice")
SETS = {
    "all": "",
    "usmle": "MedQA_USMLE",
    "dermatology_public": "dermatology_public",
    "dermatology_private": "dermatology_private",
}
ONE_ANSWER = "What is the most likely diagnosis or answer? Give one, its name only."
OPTIONS = ("choice_1", "choice_2", "choice_3", "choice_4")
Row = Mapping[str, Json]


def _clean(place: str, row: Row, name: str) -> str:
    """Return a field without the stray quotation mark and line end that some golds carry."""
    return _exam.text(place, row, name).strip(' \n"')


def _free(place: str, row: Row) -> Case:
    return Case(
        id=_exam.text(place, row, "case_id"),
        prompt=_exam.text(place, row, "case_vignette"),
        instruction=ONE_ANSWER,
        answer_kind="text",
        target={"codes": [], "name": _clean(place, row, "answer")},
        tags={"set": _exam.text(place, row, "dataset"), "category": _exam.text(place, row, "category")},
    )


def _options(place: str, row: Row) -> list[str]:
    return [_clean(place, row, name) for name in OPTIONS]


def _choice(place: str, row: Row) -> Case:
    options = _options(place, row)
    right = _clean(place, row, "answer")
    return _exam.question(
        place,
        id=_exam.text(place, row, "case_id"),
        prompt=_exam.text(place, row, "case_vignette"),
        options=options,
        target=_exam.LETTERS[options.index(right)],
        facts={"answer": str(row.get("answer"))},
        tags={"set": _exam.text(place, row, "dataset"), "category": _exam.text(place, row, "category")},
    )


def _cases(form: str, chosen: str) -> Iterator[Case]:
    made = _free if form == "free" else _choice
    for place, row in _exam.rows(CASES):
        lost = form == "choice" and _clean(place, row, "answer") not in _options(place, row)
        if not lost and (not chosen or row.get("dataset") == chosen):
            yield made(place, row)


def score(case: Case, answer: Answer, judge: Model | None = None) -> Score:
    """Score a free answer by what it settles on, a choice by its letter."""
    return score_choice(case, answer) if case.choices else score_diagnosis(answer, truth_of(case.target))


def craft_md(case: Case, text: str) -> float:
    """Mark a choice as the published figures need it: the gold as the file has it, blanks and all, stands in the text."""
    return float(str(case.facts["answer"]).lower() in text.lower())


def TASK(*, form: str = "free", set: str = "all") -> Task:
    """Return the vignettes as free questions or with options, all or one of the three sets.

    Raises:
        BadInput: another form or set.
    """
    chosen = _exam.allowed("craft_md", "form", form, FORMS)
    part = SETS[_exam.allowed("craft_md", "set", set, SETS)]
    return Task(
        cases=_exam.by_split("craft_md", {"test": lambda: _cases(chosen, part)}),
        score=score,
        gold=_phenotypes.gold if chosen == "free" else _exam.gold,
        protocols={} if chosen == "free" else {"craft_md": craft_md},
        data=(CASES,),
    )
