"""Simulated patients as cases: drawn from a seed, some for tests and others for examples, and said to be simulated."""

from collections.abc import Callable, Iterator
from itertools import islice

from preceptor.errors import BadInput
from preceptor.knowledge.hpo import hpo
from preceptor.simulators.rare_patient import Narrative, RarePatient, narratives
from preceptor.tasks._phenotypes import Finding, terms_prompt

SEED = 59
VERSION = "1-simulated"  # stands beside the task's name in every report
TRAIN_START = 1_000_000  # number of the first patient of the examples
TRAINING = 60
KEPT = 2048  # patients whose options are kept: a run reads a task once for each arm
FORMS = ("text", "terms")
Drawn = Callable[[int], Iterator[RarePatient]]  # from the number of the first patient on


def labels(told: Narrative, *others: str) -> dict[str, str]:
    """Return the tags that say what a case is made of: simulated patients, of which releases, in which voice."""
    releases = ", ".join((f"HPO {hpo().release}", *others))
    return {"patients": "simulated", "releases": releases, "voice": told.voice}


def checked_number(task: str, n: int) -> int:
    """Return how many patients a task is made of.

    Raises:
        BadInput: fewer than 1, or so many that they meet those of the examples.
    """
    if not 1 <= n <= TRAIN_START:
        raise BadInput(f"{task}: n={n}; give 1 to {TRAIN_START} patients")
    return n


def told(drawn: Drawn, split: str, n: int, fits: Callable[[RarePatient], bool]) -> Iterator[Narrative]:
    """Write down the first n patients of a split that fit, the voices in turn."""
    start, number = (TRAIN_START, TRAINING) if split == "train" else (0, n)
    return islice(narratives(one for one in drawn(start) if fits(one)), number)


def patient_text(told: Narrative, form: str) -> str:
    """Return a patient as the narrative, or as the terms that it says are present and absent."""
    if form == "text":
        return told.text
    release, patient = hpo(), told.patient
    findings = [
        Finding(code=code, label=release.names[release.by_id[code]], excluded=said == "absent")
        for said in ("present", "absent")
        for code in dict.fromkeys(patient.said(said))
    ]
    onset = "" if patient.onset_years is None else f"P{patient.onset_years:.2f}Y"
    return terms_prompt(findings, sex=patient.sex, onset=onset)
