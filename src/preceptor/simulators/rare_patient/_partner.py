"""Answers questions as the simulated patient, from the truth in the case's hidden facts."""

import re
from collections.abc import Mapping, Sequence
from typing import cast

from preceptor import catalog
from preceptor.components import Model, Partner, Pipeline, Toolbox
from preceptor.errors import BadInput
from preceptor.knowledge.hpo import Hpo, hpo
from preceptor.records import Case, Json, Message
from preceptor.simulators.rare_patient._shapes import RarePatient
from preceptor.simulators.rare_patient._voices import spoken_age

_AGE = re.compile(r"\bhow old\b|\bage\b(?! of onset)|\bdate of birth\b", re.I)
_SEX = re.compile(r"\b(?:sex|gender)\b|\bmale or female\b|\bboy or (?:a )?girl\b", re.I)
_ONSET = re.compile(r"\b(?:when|what age)\b.*\b(?:start|began|begin|first|onset)|\bage of onset\b", re.I)
_OPEN = re.compile(
    r"\b(?:else|more|tell me|describe|what brings|symptoms|complain|how are|problem|help you)\b", re.I
)
TOLD_AT_ONCE = 2
READER = "phenotype_reader"


def dialogue_case(patient: RarePatient, *, opening: int = 2) -> Case:
    """Return a case in which the patient says `opening` findings and the rest has to be asked for.

    Raises:
        BadInput: opening below 1.
    """
    if opening < 1:
        raise BadInput(f"opening={opening}: the patient says at least one finding")
    release = hpo()
    codes = [one.code for one in patient.statements if one.assertion == "present"] or list(patient.findings)
    named = " and ".join(_name(release, code) for code in codes[:opening])
    facts: dict[str, Json] = {
        "disease": patient.disease, "findings": [*patient.findings, *patient.unrelated], "told": codes[:opening],
        "age_years": patient.age_years, "sex": patient.sex, "onset_years": patient.onset_years,
    }  # fmt: skip
    return Case(
        id=patient.id,
        prompt=f"A {spoken_age(patient.age_years)} {patient.sex} patient says: I have {named}. "
        f"Ask what you need to know, then give the differential diagnosis.",
        answer_kind="ranking", target=patient.disease, facts=facts, group=patient.disease,
    )  # fmt: skip


def _name(release: Hpo, code: str) -> str:
    number = release.by_id[code]
    lay = [
        one.text for one in release.synonyms_of(number) if one.kind == "layperson" and one.scope == "EXACT"
    ]
    name = (lay or [release.names[number]])[0]
    return name if name[1:2].isupper() else name[0].lower() + name[1:]


def _asked(question: str) -> list[str]:
    """The HPO terms of a question, read by the phenotype reader."""
    reader = cast(Pipeline, catalog.load("pipelines", READER))
    if reader.answer is None:
        raise BadInput(
            f"pipeline {READER} has no answer function; the simulated patient needs it to understand"
        )
    read = reader.answer(Case(id="question", prompt=question, answer_kind="spans"), Toolbox(), None)
    return list(dict.fromkeys(span.code for span in read.spans if span.code))


def _about(release: Hpo, findings: Sequence[str], code: str) -> str:
    """Answer whether the patient has a finding: yes to it and what it is a kind of; unsure of what is more specific."""
    if code not in release.by_id:
        return "I don't know that."
    asked, closure = release.by_id[code], release.graph.closure
    own = [release.by_id[one] for one in findings if one in release.by_id]
    covered = [one for one in own if asked in closure[one]]
    if covered:
        exact = asked if asked in covered else covered[0]
        return f"Yes, {_name(release, release.ids[exact])}."
    if any(one in closure[asked] for one in own):
        return f"I'm not sure about {_name(release, code)}; nobody looked that closely."
    return f"No {_name(release, code)}."


def _plain(facts: Mapping[str, Json], question: str) -> list[str]:
    said = []
    onset = facts.get("onset_years")
    if _ONSET.search(question):
        known = isinstance(onset, int | float)
        said.append(
            f"It began at the age of {spoken_age(onset)[:-4]}." if known else "I can't say when it began."
        )
    elif _AGE.search(question):
        said.append(f"I am {spoken_age(cast(float, facts['age_years']))[:-4]} old.")
    if _SEX.search(question):
        said.append(f"I am {facts['sex']}.")
    return said


def partner(case: Case, model: Model | None) -> Partner:
    """Return the partner that plays the patient of `dialogue_case`; `model` is not asked.

    Raises:
        BadInput: the case holds no simulated patient.
    """
    facts = case.facts
    findings = facts.get("findings")
    if not isinstance(findings, Sequence) or isinstance(findings, str):
        raise BadInput(
            f"case {case.id!r} has no simulated patient in its facts; make it with dialogue_case(patient)"
        )
    codes = [str(code) for code in findings]
    told = facts.get("told")
    already = [str(code) for code in told] if isinstance(told, Sequence) else []
    release = hpo()

    def respond(messages: Sequence[Message]) -> str:
        question = messages[-1].text
        said = _plain(facts, question)
        said += [_about(release, codes, code) for code in _asked(question)]
        if said:
            return " ".join(said)
        if not _OPEN.search(question):
            return "I don't understand the question."
        opened = sum(
            message.role == "assistant" and bool(_OPEN.search(message.text)) for message in messages[:-1]
        )
        waiting = [code for code in codes if code not in already]
        place = opened * TOLD_AT_ONCE
        more = waiting[place : place + TOLD_AT_ONCE]
        return f"There is {' and '.join(_name(release, code) for code in more)}." if more else "That is all."

    return Partner(respond=respond, max_turns=20)
