"""RareBench, screening for one rare disease, on SIMULATED patients: does this patient have it: yes, no, cannot be told?

The benchmark's own records are a hospital's and not public, so these patients are drawn from HPO's annotations (simulator
`rare_patient`) and every case carries the tag `patients: simulated`: a figure from them is a figure on simulated
patients. In: a text in one of six voices (`form=text`), or the same as terms (`form=terms`), and a disease. Out: A yes,
B no, C cannot be told. Each patient is asked about twice: once with the right disease, once with another one, which
shares findings with the patient but leaves at least 30 % of their information unexplained: one that Mondo puts beside
it (tag `asked: relative`), one of the closest by findings (`neighbour`), or, for every third patient, one that
explains next to nothing (`unrelated`), for contrast.

Score: 1 for the right letter; C is never right, and counted apart. Set level: `sensitivity` and `specificity` (C counts
as missed), both again over what was answered, `balanced_accuracy`, `abstained`, and specificity for each kind of other
disease. Always yes or always no: balanced accuracy 0.5. Intervals resample patients.

A program that looks the annotations up reads the book that the patients are written from; its figure says that it looks
up well. No gene or laboratory confirmation is in the text, so for a language model a cautious C is a fair answer.

Options: `n` patients (two questions each), `seed`, `form`. The split `train` holds 60 other patients.

Source: Chen X, Mao X, Guo Q, et al. RareBench: can LLMs serve as rare diseases specialists? KDD 2024.
    https://doi.org/10.1145/3637528.3671576 (task 2); patients, other diseases, prompts and scoring are our own.
License: Apache-2.0 (as the package); annotations under HPO's terms, names and kinship Mondo CC BY 4.0
Data: 300 synthetic questions by default
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from random import Random

import numpy as np

from preceptor import files
from preceptor.components import Columns, Model, Task
from preceptor.errors import BadInput
from preceptor.knowledge.hpo import hpo
from preceptor.knowledge.mondo import mondo
from preceptor.records import Answer, Case, Score
from preceptor.scoring.choice import score_choice
from preceptor.simulators.rare_patient import Narrative, RarePatient, patients
from preceptor.tasks import _exam, _lookalikes
from preceptor.tasks._simulated import FORMS, KEPT, SEED, VERSION, checked_number, labels, patient_text, told

NAME = "rarebench_screening"
CHOICES = {"A": "yes", "B": "no", "C": "cannot be told"}
YES, NO, UNSURE = CHOICES
KINDS = ("neighbour", "relative", "unrelated")
FEWEST = 3  # findings that are said


def fits(patient: RarePatient) -> bool:
    """Say whether a patient says enough, and has a disease that Mondo names."""
    return len(set(patient.said("present"))) >= FEWEST and _lookalikes.place(patient.disease) is not None


def _other(rng: Random, patient: RarePatient, own: int, kind: str) -> tuple[int, str]:
    """Draw the disease that is asked about and is not the right one, and return its kind."""
    diseases = _lookalikes.rare()
    explained = diseases.explained(hpo(), patient.said("present"))
    if kind == "relative" and (found := _lookalikes.relative(rng, explained, own)) is not None:
        return found, kind
    if kind != "unrelated":
        near = _lookalikes.lookalikes(rng, diseases, explained, diseases.truth(own), 1)
        if near:
            return near[0], "neighbour"
    return _lookalikes.stranger(rng, explained, own), "unrelated"


@lru_cache(maxsize=KEPT)
def _questions(setting: str, seed: int, patient: RarePatient, kind: str) -> tuple[tuple[int, str, str], ...]:
    """Return (disease, right letter, kind) of both questions, in the order in which they are asked."""
    own = _lookalikes.place(patient.disease)
    assert own is not None
    rng = Random(f"screening/{seed}/{patient.id}")
    other, what = _other(rng, patient, own, kind)
    pair = [(own, YES, "own"), (other, NO, what)]
    rng.shuffle(pair)
    return tuple(pair)


def _asked(one: Narrative, form: str, number: int, seed: int) -> Iterator[Case]:
    patient, diseases = one.patient, _lookalikes.rare()
    pair = _questions(files.setting(), seed, patient, KINDS[number % len(KINDS)])
    for mark, (disease, target, what) in zip("ab", pair, strict=True):
        question = f"Disease in question: {diseases.names[disease]}\nDoes this patient have it?"
        yield Case(
            id=f"simulated-{patient.id}-{mark}",
            prompt=f"{patient_text(one, form)}\n\n{question}",
            choices=CHOICES,
            instruction=_exam.ONE_BEST,
            target=target,
            facts={"codes": list(diseases.codes[disease])},
            group=patient.id,
            tags={**labels(one, f"Mondo {mondo().release}"), "asked": what},
        )


def score(case: Case, answer: Answer, judge: Model | None = None) -> Score:
    """Score the letter; what was said is kept for the set-level metrics."""
    found = score_choice(case, answer)
    said = (_exam.letters_of(case, answer) or ("",))[0]
    there = case.target == YES
    right = "sensitivity" if there else "specificity"
    parts = {right: float(found.value or 0.0), "abstained": float(said == UNSURE)}
    if said in (YES, NO):
        parts[f"{right}_answered"] = parts[right]
    if not there:
        parts[f"specificity_{case.tags['asked']}"] = parts[right]
    return replace(found, parts=parts)


def summarise(columns: Columns) -> Mapping[str, float]:
    """Return the mean of each part over the cases that have it, and balanced accuracy."""
    found = {
        name: float(np.nanmean(values))
        for name, values in columns.items()
        if name.startswith(("sensitivity", "specificity", "abstained")) and np.isfinite(values).any()
    }
    for ending in ("", "_answered"):
        pair = [found.get(f"{name}{ending}") for name in ("sensitivity", "specificity")]
        if None not in pair:
            found[f"balanced_accuracy{ending}"] = sum(value or 0.0 for value in pair) / 2
    return found


def TASK(*, n: int = 150, seed: int = SEED, form: str = "text") -> Task:
    """Return two questions for each of n patients.

    Raises:
        BadInput: no patient, or another form.
    """
    number, chosen = checked_number(NAME, n), _exam.allowed(NAME, "form", form, FORMS)

    def cases(split: str) -> Iterator[Case]:
        if len(_lookalikes.rare().names) < 2:
            raise BadInput(
                f"{NAME}: HPO {hpo().release} and Mondo share fewer than two diseases; use full releases"
            )
        drawn = told(lambda start: patients(seed=seed, start=start), split, number, fits)
        for place, one in enumerate(drawn):
            yield from _asked(one, chosen, place, seed)

    return Task(
        cases=_exam.by_split(NAME, {split: lambda split=split: cases(split) for split in ("test", "train")}),
        score=score,
        gold=_exam.gold,
        summarise=summarise,
        splits=("test", "train"),
        train="train",
        version=VERSION,
    )
