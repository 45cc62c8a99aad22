"""Clinical numeracy: 42 kinds of question about a day of measurements, each as table, JSON and ward note.

In: vital signs or laboratory values of a made-up patient over one day, and a question: retrieve a value, calculate,
compare, or aggregate. Out: a number, a time (HH:MM), or yes or no. The same question is asked on three forms that
hold the same readings, so a drop between forms is the form's. Right: numbers as rounded in the question, counts
exactly, times and yes or no as words. The set is drawn from a seed (another seed is another set that nobody has
seen); 13 patients give 1,638 items, 78 of each form and template counted together.

Set-level metrics: accuracy of each form and operation, of each operation in each form, and `drop_json`,
`drop_note`: accuracy on the table minus accuracy on that form, paired by question.

Options: `seed`; `patients` (42 questions in three forms each); `form=table`, `json` or `note` for one form only.

Source: Preceptor; design after ClinicNumRobBench (github.com/MinhVuong2000/ClinicNumRobBench; operations, three forms, 42 templates), with
    own templates, wording and patients.
License: Apache-2.0
Data: 1,638 items by default, synthetic
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from preceptor.components import Columns, Model, Task
from preceptor.errors import BadInput
from preceptor.records import Answer, Case, Json, Passage, Score
from preceptor.scoring.number_within import gold_within, score_within
from preceptor.tasks import _exam
from preceptor.tasks._synthetic_patients import series
from preceptor.tasks.clinical_numeracy._formats import FORMATS, rendered
from preceptor.tasks.clinical_numeracy._templates import TEMPLATES, asked

INSTRUCTION = 'End with a line that begins with "Answer:" and holds only the answer ({}).'
FORMS = {"decimal": "a number", "integer": "a whole number", "words": "a time as HH:MM, or yes or no"}


def _cases(seed: int, patients: int, forms: tuple[str, ...]) -> Iterator[Case]:
    for number in range(patients):
        day = series(seed, number)
        shown = {form: rendered(day, form, seed) for form in forms}
        for operation, templates in TEMPLATES.items():
            for template in templates:
                question, target = asked(template, day, seed)
                assert isinstance(target, dict)
                for form in forms:
                    yield _case(
                        day.patient, question, target, operation, template.__name__, form, shown[form]
                    )


def _case(
    patient: str,
    question: str,
    target: Mapping[str, Json],
    operation: str,
    template: str,
    form: str,
    text: str,
) -> Case:
    kind = str(target["kind"])
    return Case(
        id=f"{patient}-{template}-{form}",
        prompt=question,
        context=(Passage(id=f"{patient}-{form}", text=text, title=form),),
        instruction=INSTRUCTION.format(FORMS[kind]),
        answer_kind="text" if kind == "words" else "value",
        target=target,
        group=patient,
        tags={"operation": operation, "form": form, "template": template},
    )


def score(case: Case, answer: Answer, judge: Model | None = None) -> Score:
    """Score the answer; its value is also kept under its form and operation, for the set-level metrics."""
    found = score_within(case, answer, judge)
    form, operation = case.tags["form"], case.tags["operation"]
    value = float(found.value or 0.0)
    return replace(found, parts={f"form_{form}": value, operation: value, f"{operation}_{form}": value})


def summarise(columns: Columns) -> Mapping[str, float]:
    """Return the accuracy by form and operation, and what is lost from the table to the other forms."""
    found = {
        name: float(np.nanmean(values))
        for name, values in sorted(columns.items())
        if name.partition("_")[0] in ("form", *TEMPLATES) and np.isfinite(values).any()
    }
    for form in ("json", "note"):
        for operation, stem in (("", "form"), *((f"{name}_", name) for name in TEMPLATES)):
            table, other = found.get(f"{stem}_table"), found.get(f"{stem}_{form}")
            if table is not None and other is not None:
                found[f"{operation}drop_{form}"] = table - other
    return found


def TASK(*, seed: int = 7, patients: int = 13, form: str = "all") -> Task:
    """Return the set that a seed draws."""
    if patients < 1:
        raise BadInput(f"clinical_numeracy: patients={patients}; give 1 or more")
    forms = FORMATS if form == "all" else (_exam.allowed("clinical_numeracy", "form", form, FORMATS),)
    return Task(
        cases=_exam.by_split("clinical_numeracy", {"test": lambda: _cases(seed, patients, forms)}),
        score=score,
        gold=gold_within,
        summarise=summarise,
        version=f"1-{seed}" if seed != 7 else "1",
    )
