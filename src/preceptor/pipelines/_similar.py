"""Which solved cases are most like a patient, without the patient's own and those of the same paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from preceptor.components import AnswerFunction
from preceptor.knowledge.hpo import hpo
from preceptor.pipelines._solved import Solved, findings_of, papers_of, pool_named, reader_named, solved
from preceptor.records import Case, Json, Passage
from preceptor.retrieval.similar_patients import SimilarPatients

SAME = 0.999  # likeness of two patients with the same findings
TITLE = "Solved cases of other patients with similar findings, the most similar last:"


@dataclass(frozen=True, kw_only=True, slots=True)
class Near:
    """A solved case and its likeness, in [0, 1]."""

    case: Solved
    likeness: float


Neighbours = Callable[[Case, int], list[Near]]


def neighbours(pool: Sequence[Solved], read: AnswerFunction) -> Neighbours:
    """Return a function: (case, k) -> the k most similar solved cases, the most similar first.

    Left out are the case itself (by its id), cases of its own papers, and cases with exactly its findings: they may
    be the same patient under another id.
    """
    index = SimilarPatients(hpo(), [one.findings for one in pool])

    def find(case: Case, k: int) -> list[Near]:
        own, papers = findings_of(case, read), papers_of(case)
        barred = [
            place for place, one in enumerate(pool) if one.id == case.id or not papers.isdisjoint(one.papers)
        ]
        found = index.nearest(own, len(pool), without=barred)
        return [
            Near(case=pool[place], likeness=likeness) for place, likeness in found if likeness < SAME
        ][:k]  # fmt: skip

    return find


def neighbours_in(pool: str, reader: str) -> Neighbours:
    """Return `neighbours` over a pool given by name."""
    return neighbours(pool_named(pool, reader), reader_named(reader))


def neighbours_of(examples: Sequence[Case], reader: str) -> Neighbours:
    """Return `neighbours` over the examples of a run."""
    read = reader_named(reader)
    return neighbours(solved(examples, read), read)


def told(near: Sequence[Near]) -> str:
    """Put solved cases before a question: findings and diagnosis, the most similar last; "" for none."""
    return "\n".join([TITLE, *(_told(one.case) for one in reversed(near))]) if near else ""


def _told(one: Solved) -> str:
    if one.shown:
        return f"- {one.shown}"
    names = hpo().names
    findings = "; ".join(sorted(names[term] for term in one.findings))
    return f"- Findings: {findings}. Diagnosis: {one.diagnosis}."


def passage(near: Sequence[Near]) -> tuple[Passage, ...]:
    """Return solved cases as one passage to be shown before the question."""
    return (Passage(id="similar-cases", text=told(near), title=TITLE),) if near else ()


def stored(near: Sequence[Near]) -> Json:
    """Return what is kept of the neighbours with an answer."""
    return [
        {"id": one.case.id, "diagnosis": one.case.diagnosis, "likeness": round(one.likeness, 4)}
        for one in near
    ]
