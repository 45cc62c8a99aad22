"""RareBench, common and rare diseases compared, on SIMULATED patients: which of eight look-alikes does the patient have?

The benchmark's own records are a hospital's and not public, so half of these patients are drawn from HPO's annotations of
rare diseases and half from everyday diseases of emergency departments (simulator `rare_patient`, both), told in the
same six voices, and every case carries the tag `patients: simulated`: a figure from them is a figure on simulated
patients. In: a text (`form=text`), or the same as terms (`form=terms`), and eight diseases, four rare and four common,
whichever the right one is: those that explain most of the findings' information, but at most 70 % of it. Out: one letter.

Score: accuracy (chance 1/8). Set level: accuracy on rare and on common patients and their mean (`balanced_accuracy`),
`rare_taken_for_common`, `common_taken_for_rare` (a zebra seen where a horse stood), and `kind_right`: the share of
answers of the right kind. What is called common is what the source lists, some of it uncommon ("cholangiocarcinoma").
Findings of common patients are drawn by their learnt weight, which is no frequency.

Options: `n` patients, `seed`, `form`. The split `train` holds 60 others.

Source: Chen X, Mao X, Guo Q, et al. RareBench: can LLMs serve as rare diseases specialists? KDD 2024.
    https://doi.org/10.1145/3637528.3671576 (task 3); everyday diseases: knowledge source `common_diseases` (Rotmensch M et
    al. Sci Rep 2017;7:5994. https://doi.org/10.1038/s41598-017-05778-z). Patients, options, prompts and scoring are ours.
License: Apache-2.0 (as the package); annotations under HPO's terms, names Mondo CC BY 4.0, everyday diseases CC BY 4.0
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
from preceptor.scoring.ranking import Truth
from preceptor.simulators.rare_patient import Narrative, RarePatient, everyday_patients, patients
from preceptor.tasks import _exam, _lookalikes
from preceptor.tasks._simulated import FORMS, KEPT, SEED, VERSION, checked_number, labels, patient_text, told

NAME = "rarebench_comparison"
OF_EACH = 4
FEWEST = 3  # findings that are said
QUESTION = "Which of these diseases does this patient have?"
EVERYDAY = "everyday:"


def fits(patient: RarePatient) -> bool:
    """Say whether a patient says enough, and has a disease that can stand as an option."""
    known = patient.disease.startswith(EVERYDAY) or _lookalikes.place(patient.disease) is not None
    return known and len(set(patient.said("present"))) >= FEWEST


def _mixed(seed: int, start: int) -> Iterator[RarePatient]:
    """Draw rare and everyday patients in turn; the voices, six, would fall on one kind only, so pairs swap places."""
    pairs = zip(
        filter(fits, patients(seed=seed, start=start)),
        filter(fits, everyday_patients(seed=seed, start=start)),
        strict=False,
    )
    for number, pair in enumerate(pairs):
        yield from pair if number % 6 < 3 else pair[::-1]


@lru_cache(maxsize=KEPT)
def _options(setting: str, seed: int, patient: RarePatient) -> tuple[str, tuple[tuple[str, str], ...], int]:
    """Return the patient's kind, (name, kind) of all options as they are shown, and the place of the right one."""
    rng = Random(f"comparison/{seed}/{patient.id}")
    found, rare, everyday = patient.said("present"), _lookalikes.rare(), _lookalikes.everyday()
    if patient.disease.startswith(EVERYDAY):
        own, kind = Truth(codes=(), name=patient.disease_name), "common"
    else:
        number = _lookalikes.place(patient.disease)
        assert number is not None
        own, kind = rare.truth(number), "rare"
    options = [(own.name, kind)]
    barred = [own]
    for which, diseases in (("common", everyday), ("rare", rare)):
        explained = diseases.explained(hpo(), found)
        wanted = OF_EACH - (which == kind)
        near = _lookalikes.lookalikes(rng, diseases, explained, own, wanted, barred)
        if len(near) < wanted:
            raise BadInput(
                f"{NAME}: fewer than {OF_EACH} {which} diseases look like {own.name}; use full releases"
            )
        options += [(diseases.names[one], which) for one in near]
        barred += [diseases.truth(one) for one in near]
    right = options[0]
    rng.shuffle(options)
    return kind, tuple(options), options.index(right)


def _case(one: Narrative, form: str, seed: int) -> Case:
    patient = one.patient
    kind, options, right = _options(files.setting(), seed, patient)
    letters = _exam.LETTERS[: len(options)]
    return Case(
        id=f"simulated-{patient.id}",
        prompt=f"{patient_text(one, form)}\n\n{QUESTION}",
        choices={letter: name for letter, (name, _) in zip(letters, options, strict=True)},
        instruction=_exam.ONE_BEST,
        target=letters[right],
        facts={letter: which for letter, (_, which) in zip(letters, options, strict=True)},
        group=patient.id,
        tags={**labels(one, f"Mondo {mondo().release}"), "disease": kind},
    )


def score(case: Case, answer: Answer, judge: Model | None = None) -> Score:
    """Score the letter, and whether it is of the right kind."""
    found = score_choice(case, answer)
    said = (_exam.letters_of(case, answer) or ("",))[0]
    own, chosen = case.tags["disease"], case.facts.get(said)
    other = "common" if own == "rare" else "rare"
    parts = {
        f"accuracy_{own}": float(found.value or 0.0),
        f"{own}_taken_for_{other}": float(chosen == other),
        "kind_right": float(chosen == own),
    }
    return replace(found, parts=parts)


def summarise(columns: Columns) -> Mapping[str, float]:
    """Return the mean of each part over the cases that have it, and the mean over rare and common."""
    names = (
        "accuracy_rare",
        "accuracy_common",
        "rare_taken_for_common",
        "common_taken_for_rare",
        "kind_right",
    )
    found = {
        name: float(np.nanmean(columns[name]))
        for name in names
        if name in columns and np.isfinite(columns[name]).any()
    }
    if "accuracy_rare" in found and "accuracy_common" in found:
        found["balanced_accuracy"] = (found["accuracy_rare"] + found["accuracy_common"]) / 2
    return found


def TASK(*, n: int = 300, seed: int = SEED, form: str = "text") -> Task:
    """Return one question for each of n patients, half with a rare and half with a common disease.

    Raises:
        BadInput: no patient, or another form.
    """
    number, chosen = checked_number(NAME, n), _exam.allowed(NAME, "form", form, FORMS)

    def cases(split: str) -> Iterator[Case]:
        drawn = told(lambda start: _mixed(seed, start), split, number, fits)
        return (_case(one, chosen, seed) for one in drawn)

    return Task(
        cases=_exam.by_split(NAME, {split: lambda split=split: cases(split) for split in ("test", "train")}),
        score=score,
        gold=_exam.gold,
        summarise=summarise,
        splits=("test", "train"),
        train="train",
        version=VERSION,
    )
