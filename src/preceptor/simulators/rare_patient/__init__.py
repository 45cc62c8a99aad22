"""Rare-disease patients who are drawn from HPO's annotations, told in six voices, and answer questions truthfully.

A patient is a disease, the findings drawn by their annotated frequencies, age of onset, age, sex, and what is said
of it with noise: findings left out, ancestors in place of findings, everyday findings that have nothing to do with
it, findings denied although they are there. `patients` draws, `narratives` writes them as a specialist's letter, a
telegraphic GP note, the patient's own words, a discharge summary, a dialogue or a referral form, with the exact
place of every finding (`text[start:end]`). `dialogue_case` makes a case whose partner (`SIMULATOR`) answers
questions from the patient's truth: yes to a finding and to what it is a kind of, "not sure" to something more
specific, no to everything else, for in this world the drawn findings are all that there is. The partner's words
come from templates: the model of the role `--patient` is not asked, so that nothing untrue can be said.
`everyday_patients` draws patients with one of 150 common diseases, for tasks that tell rare from common.

Diseases are drawn evenly, not by prevalence, which is not known for most; findings are drawn as if independent,
which they are not; a finding without a stated frequency is drawn half of the time. Whoever learns from these patients
learns the annotations, so figures on them are figures on simulated patients and must be called so.

Source: the idea of rare candidates from simulated patients: Schumacher E et al. RareScale: rare disease differential
    diagnosis with large language models at scale. 2025. https://arxiv.org/abs/2502.15069. Voices and words are our own.
License: Apache-2.0 (as the package); the findings are HPO's (knowledge source `hpo`), the everyday diseases those of
    knowledge source `common_diseases`
"""

from collections.abc import Iterator, Sequence
from typing import get_args

from preceptor.components import Simulator
from preceptor.errors import BadInput, near
from preceptor.simulators.rare_patient._draw import draw
from preceptor.simulators.rare_patient._everyday import EverydayDisease, everyday_diseases, everyday_patients
from preceptor.simulators.rare_patient._partner import dialogue_case, partner
from preceptor.simulators.rare_patient._shapes import Narrative, RarePatient, Statement, Voice
from preceptor.simulators.rare_patient._voices import write
from preceptor.simulators.rare_patient._world import world

__all__ = [
    "SIMULATOR", "VOICES", "EverydayDisease", "Narrative", "RarePatient", "Statement", "Voice", "dialogue_case",
    "everyday_diseases", "everyday_patients", "narratives", "patients",
]  # fmt: skip
VOICES: tuple[Voice, ...] = get_args(Voice)


def _checked(name: str, value: float) -> float:
    if not 0 <= value < 1:
        raise BadInput(f"{name}={value}: a rate from 0 to below 1")
    return value


def patients(
    *, seed: int = 0, start: int = 0, disease: str | None = None, missing: float = 0.3, imprecise: float = 0.15,
    unrelated: float = 0.25, wrong_negative: float = 0.03,
) -> Iterator[RarePatient]:  # fmt: skip
    """Draw patients without end; patient `number` of a seed does not depend on those before.

    Args:
        start: number of the first.
        disease: id such as OMIM:154700, for patients of that disease only.
        missing: share of the findings that are not said.
        imprecise: share of the said findings that are said by an ancestor term.
        unrelated: chance of each of two everyday findings.
        wrong_negative: share of the denied findings that the patient has.

    Raises:
        BadInput: a rate outside 0..1, or a disease with too few annotated findings.
    """
    rates = {
        name: _checked(name, value)
        for name, value in (
            ("missing", missing), ("imprecise", imprecise), ("unrelated", unrelated), ("wrong_negative", wrong_negative),
        )
    }  # fmt: skip
    drawn_from = world()
    ids = drawn_from.hpo.disease_ids
    wanted = {ids[entry.number]: entry for entry in drawn_from.diseases} if disease else {}
    if disease and disease not in wanted:
        raise BadInput(
            f"no disease {disease!r} with at least three annotated findings{near(disease, wanted)}"
        )
    chosen = wanted.get(disease or "")
    number = start
    while True:
        yield draw(
            drawn_from, seed, number, disease=chosen, missing=rates["missing"], imprecise=rates["imprecise"],
            unrelated=rates["unrelated"], wrong_negative=rates["wrong_negative"],
        )  # fmt: skip
        number += 1


def narratives(drawn: Iterator[RarePatient], voices: Sequence[Voice] = VOICES) -> Iterator[Narrative]:
    """Write each patient down in one voice, the voices in turn.

    Raises:
        BadInput: no such voice.
    """
    if unknown := [voice for voice in voices if voice not in VOICES]:
        raise BadInput(f"no voice {unknown[0]!r}; voices: {', '.join(VOICES)}{near(unknown[0], VOICES)}")
    release = world().hpo
    for number, patient in enumerate(drawn):
        yield write(patient, voices[number % len(voices)], release)


SIMULATOR = Simulator(partner=partner)
