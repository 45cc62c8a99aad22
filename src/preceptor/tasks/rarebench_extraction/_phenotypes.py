"""From a text to the HPO terms of what the patient has."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from preceptor.knowledge.hpo import Hpo, hpo
from preceptor.records import Answer, Case, Score
from preceptor.scoring.phenotype_sets import parts_of, present_code, read_terms, shared_information
from preceptor.simulators.rare_patient import Narrative
from preceptor.tasks._simulated import labels

INSTRUCTION = (
    "List what this patient has or had, as terms of the Human Phenotype Ontology, one a line: the id and the name, as "
    "in HP:0001250 Seizure. Leave out what is denied, what is only suspected, and what a relative has."
)
NOT_OURS = {"denied": "absent", "suspected": "uncertain", "family": "family"}


def case(told: Narrative) -> Case:
    """Return a text as a case; the truth is what it says is present."""
    patient = told.patient
    present = dict.fromkeys(patient.said("present"))
    others = {
        what: [code for code in dict.fromkeys(patient.said(said)) if code not in present]
        for what, said in NOT_OURS.items()
    }
    return Case(
        id=f"simulated-{patient.id}",
        prompt=told.text,
        instruction=INSTRUCTION,
        answer_kind="text",
        target={"codes": list(present), **others},
        group=patient.id,
        tags=labels(told),
    )


def codes_in(case: Case, what: str) -> list[str]:
    """Return the codes of one kind in a case's target."""
    assert isinstance(case.target, Mapping)
    return [str(code) for code in cast("Sequence[str]", case.target[what])]


def given_codes(release: Hpo, answer: Answer) -> list[str]:
    """Return the terms that an answer gives as the patient's: its spans that are present, else what its text lists."""
    if any(span.code for span in answer.spans):
        spans = [span for span in answer.spans if span.code and span.assertion in (None, "present")]
        return list(dict.fromkeys(present_code(release, str(span.code)) for span in spans))
    return read_terms(release, answer.text)


def _unsupported(release: Hpo, given: Iterable[str], said: Sequence[str]) -> int:
    """Count the given terms that are neither said nor above or below anything said."""
    numbers = [release.by_id[code] for code in said if code in release.by_id]
    count = 0
    for code in given:
        own = release.by_id.get(code)
        kin = own is not None and any(
            release.graph.is_a(own, other) or release.graph.is_a(other, own) for other in numbers
        )
        count += not kin
    return count


def score(case: Case, answer: Answer) -> Score:
    """Score the given terms against what the text says is present."""
    release = hpo()
    given, wanted = given_codes(release, answer), codes_in(case, "codes")
    others = {what: codes_in(case, what) for what in NOT_OURS}
    found = len(set(given) & set(wanted))
    parts = {
        **parts_of("", (found, len(given), len(wanted))),
        **parts_of("ancestor_", shared_information(release, given, wanted)),
        "unsupported": float(
            _unsupported(release, given, [*wanted, *(code for codes in others.values() for code in codes)])
        ),
    }
    for what, codes in others.items():
        parts |= {f"{what}_said": float(len(codes)), f"{what}_given": float(len(set(codes) & set(given)))}
    wrong = [what for what in NOT_OURS if parts[f"{what}_given"]]
    why = f"{found} of {len(wanted)} findings among {len(given)} given" + "".join(
        f"; {what} given as present" for what in wrong
    )
    flags = {} if given else {"unparsed": True}
    return Score(value=parts["f1"], low=parts["f1"], high=parts["f1"], parts=parts, flags=flags, why=why)


def gold(case: Case) -> Answer:
    """Return the terms that the text says are present."""
    release = hpo()
    lines = [f"{code} {release.names[release.by_id[code]]}" for code in codes_in(case, "codes")]
    return Answer(text="\n".join(lines))
