"""From phrases to HPO terms: each numbered phrase has one."""

import re
from collections.abc import Mapping, Sequence
from typing import cast

from preceptor.knowledge.hpo import Hpo, hpo
from preceptor.records import Answer, Case, Score
from preceptor.scoring.phenotype_sets import CODE, parts_of, present_code, shared_information, term_named
from preceptor.simulators.rare_patient import Narrative
from preceptor.tasks._simulated import labels

INSTRUCTION = (
    "These are findings of one patient, as they were written. Give the term of the Human Phenotype Ontology for each, "
    "under the same number, one a line: the id and the name, as in 1. HP:0001250 Seizure."
)
_LINE = re.compile(r"^\s*\(?(\d{1,3})[.):]\s*(\S.*?)\s*$", re.MULTILINE)


def case(told: Narrative) -> Case:
    """Return the present findings of a text as numbered phrases, each term once."""
    phrases = {str(span.code): span.text for span in reversed(told.spans) if span.assertion == "present"}
    ordered = [(code, phrases[code]) for code in dict.fromkeys(told.patient.said("present"))]
    return Case(
        id=f"simulated-{told.patient.id}",
        prompt="\n".join(f"{number}. {phrase}" for number, (_, phrase) in enumerate(ordered, 1)),
        instruction=INSTRUCTION,
        answer_kind="text",
        target={"codes": [code for code, _ in ordered]},
        group=told.patient.id,
        tags=labels(told),
    )


def _wanted(case: Case) -> list[str]:
    assert isinstance(case.target, Mapping)
    return [str(code) for code in cast("Sequence[str]", case.target["codes"])]


def _by_spans(case: Case, answer: Answer) -> dict[int, str]:
    """Return the code of the longest span on each line of the prompt."""
    found: dict[int, tuple[int, str]] = {}
    for span in answer.spans:
        if span.code:
            line = case.prompt.count("\n", 0, span.start) + 1
            found[line] = max(found.get(line, (0, "")), (span.end - span.start, span.code))
    return {line: code for line, (_, code) in found.items()}


def _by_lines(release: Hpo, text: str) -> dict[int, str]:
    """Return what stands behind each number: an id, else the term of that name, else the words as they are."""
    found: dict[int, str] = {}
    for number, said in _LINE.findall(text):
        code = CODE.search(said)
        found[int(number)] = code[0] if code else term_named(release, said.strip(" .*_")) or said
    return found


def score(case: Case, answer: Answer) -> Score:
    """Score each number's term: the right one, or near it."""
    release, wanted = hpo(), _wanted(case)
    coded = any(span.code for span in answer.spans)
    given = _by_spans(case, answer) if coded else _by_lines(release, answer.text)
    given = {number: present_code(release, code) for number, code in given.items() if number <= len(wanted)}
    pairs = [(given[number], right) for number, right in enumerate(wanted, 1) if number in given]
    found = sum(ours == right for ours, right in pairs)
    sums = [shared_information(release, [ours], [right]) for ours, right in pairs]
    left = [right for number, right in enumerate(wanted, 1) if number not in given]
    missing = sum(shared_information(release, (), [right])[2] for right in left)
    shared, ours, theirs = (sum(one[column] for one in sums) for column in range(3))
    parts = {
        **parts_of("", (found, len(given), len(wanted))),
        **parts_of("ancestor_", (shared, ours, theirs + missing)),
    }
    flags = {} if given else {"unparsed": True}
    why = f"{found} of {len(wanted)} phrases, {len(given)} answered"
    return Score(value=parts["f1"], low=parts["f1"], high=parts["f1"], parts=parts, flags=flags, why=why)


def gold(case: Case) -> Answer:
    """Return the right term of each number."""
    release = hpo()
    lines = [
        f"{number}. {code} {release.names[release.by_id[code]]}"
        for number, code in enumerate(_wanted(case), 1)
    ]
    return Answer(text="\n".join(lines))
