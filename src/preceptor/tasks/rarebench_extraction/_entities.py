"""From a text to the patient's findings in the text's own words."""

from collections.abc import Mapping, Sequence
from typing import cast

from preceptor.records import Answer, Case, Json, Score, Span
from preceptor.scoring.phenotype_sets import parts_of
from preceptor.simulators.rare_patient import Narrative
from preceptor.tasks._simulated import labels

INSTRUCTION = (
    "Copy from the text, word for word, each finding that this patient has or had, one a line, without words on how "
    "severe it is or when it began. Leave out what is denied, what is only suspected, and what a relative has."
)
NOT_OURS = {"denied": "absent", "suspected": "uncertain", "family": "family"}
Place = tuple[int, int]


def case(told: Narrative) -> Case:
    """Return a text as a case; the truth is where its findings stand."""
    target: dict[str, Json] = {
        what: [[span.start, span.end] for span in told.spans if span.assertion == said]
        for what, said in (("present", "present"), *NOT_OURS.items())
    }
    return Case(
        id=f"simulated-{told.patient.id}",
        prompt=told.text,
        instruction=INSTRUCTION,
        answer_kind="spans",
        target=target,
        group=told.patient.id,
        tags=labels(told),
    )


def places_in(case: Case, what: str) -> list[Place]:
    """Return the places of one kind in a case's target."""
    assert isinstance(case.target, Mapping)
    rows = cast("Sequence[Sequence[int]]", case.target[what])
    return [(start, end) for start, end in rows]


def _given(answer: Answer) -> list[Span]:
    """Return what an answer gives as the patient's, the same words once."""
    kept = [span for span in answer.spans if span.assertion in (None, "present")]
    return list({span.text.casefold() or (span.start, span.end): span for span in kept}.values())


def _touches(span: Span, places: Sequence[Place]) -> bool:
    return any(span.start < end and start < span.end for start, end in places)


def score(case: Case, answer: Answer) -> Score:
    """Score quoted findings: the same words exactly, and words in common with the right place."""
    given, wanted = _given(answer), places_in(case, "present")
    words = {case.prompt[start:end].casefold() for start, end in wanted}
    found = sum(span.text.casefold() in words for span in given)
    hit = {
        place for place in wanted if any(span.start < place[1] and place[0] < span.end for span in given)
    } | {
        place
        for place in wanted
        if case.prompt[slice(*place)].casefold() in {s.text.casefold() for s in given}
    }
    right = sum(_touches(span, wanted) for span in given)
    precision, recall = right / len(given) if given else 0.0, len(hit) / len(wanted)
    overlap_f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    parts = {
        **parts_of("", (found, len(given), len(words))),
        "overlap_precision": precision, "overlap_recall": recall, "overlap_f1": overlap_f1,
    }  # fmt: skip
    for what in NOT_OURS:
        places = places_in(case, what)
        told = {place for place in places if any(_touches(span, [place]) for span in given)}
        parts |= {f"{what}_said": float(len(places)), f"{what}_given": float(len(told))}
    flags = {} if given else {"unparsed": True}
    why = f"{found} of {len(words)} findings word for word among {len(given)} given"
    return Score(value=parts["f1"], low=parts["f1"], high=parts["f1"], parts=parts, flags=flags, why=why)


def gold(case: Case) -> Answer:
    """Return the findings as they are written."""
    spans = [
        Span(start=start, end=end, text=case.prompt[start:end]) for start, end in places_in(case, "present")
    ]
    return Answer(text="\n".join(span.text for span in spans), spans=tuple(spans))
