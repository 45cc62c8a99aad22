"""Rubrics from reference answers or guideline passages: proposed by a model, kept by consensus and evidence.

Several draws propose criteria, each with the passage that it rests on and a quote. A criterion is kept when
most draws propose it, when its quote stands in the passage it names, when a judge finds it borne out by
that passage, and, where there is a reference answer, when that answer meets what earns points and commits no fault.
What is dropped is kept beside it with the reason.

Source: LiveMedBench, QuarkMedBench and MedDialogRubrics propose, agree upon and reject criteria in these ways; own method.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import cast

from preceptor.components import Model
from preceptor.errors import BadInput, ProviderError
from preceptor.files import read_jsonl
from preceptor.judges import Fault, Material, judged, object_schema, stands_in, structured
from preceptor.records import Json, Message, Passage, Verdict
from preceptor.rubric_making._consensus import Proposal, clusters
from preceptor.scoring.rubric import Criterion, criterion_object

MOST, HEAVIEST = 20, 10
LOST = "the judge was lost"
CLASSES = ("accuracy", "completeness", "safety", "context", "communication")
SCHEMA = object_schema(
    {
        "criteria": {
            "type": "array",
            "maxItems": MOST,
            "items": object_schema(
                {
                    "text": {"type": "string", "minLength": 1},
                    "weight": {"type": "integer", "minimum": -HEAVIEST, "maximum": HEAVIEST},
                    "class": {"enum": list(CLASSES)},
                    "passage": {"type": "string"},
                    "quote": {"type": "string", "minLength": 1},
                }
            ),
        }
    }
)
ASK = (
    "Propose criteria by which answers to the question can be graded. Each is one fact, step or warning that an answer "
    "holds or does not hold, that can be checked without further knowledge, in one sentence that begins with "
    '"The answer". Give what matters more a higher weight (1 to 10); what would be a fault has a negative one. Every '
    "criterion rests on one of the passages: name its id and quote the words. Propose nothing that the passages do not "
    'say. Form of the reply: {{"criteria": [{{"text": "...", "weight": 5, "class": "accuracy", "passage": "...", "quote": '
    '"..."}}]}}; classes: {classes}. (Draw {draw}.)'
)
BORNE_OUT = "The passage says, or plainly implies, that this is right to ask of an answer: {text}"
BORNE_OUT_FAULT = "The passage says, or plainly implies, that this would be a fault of an answer: {text}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """The criteria made for one question; `dropped` holds each other proposal with the reason.

    Attributes:
        kept: empty where no criterion that earns points is left.
        lost: replies of the judge that could not be used, draws and findings.
        fault: why there was nothing to choose from.
    """

    id: str
    question: str
    reference: str
    kept: tuple[Criterion, ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()
    lost: int = 0
    fault: str = ""

    def line(self) -> str:
        """Say in one line what became of the proposals."""
        if self.fault:
            return f"{self.id}: {self.fault}"
        why = Counter(reason.partition(":")[0] for _, reason in self.dropped)
        told = ", ".join(f"{count} {reason}" for reason, count in why.items())
        if not self.kept:
            return f"{self.id}: no criterion that earns points is left; dropped: {told}"
        return f"{self.id}: {len(self.kept)} criteria kept, {len(self.dropped)} dropped{f' ({told})' if told else ''}"

    def row(self) -> dict[str, Json]:
        """Return it as a row of `own_rubric`."""
        row: dict[str, Json] = {
            "id": self.id, "prompt": self.question, "criteria": [criterion_object(one) for one in self.kept],
        }  # fmt: skip
        return row | ({"reference": self.reference} if self.reference else {})


def made_rubrics(path: Path, judge: Model, *, draws: int = 3) -> Iterator[Made]:
    """Make a rubric for each row of a JSON-lines file: `id`, `prompt`, and `reference` or `passages` (id, text).

    Raises:
        BadInput: a row lacks what is needed; nothing is asked before all rows are checked.
    """
    if draws < 2:
        raise BadInput(f"--draws {draws}: at least 2, so that there is something to agree on")
    rows = [_checked(f"{path}, row {number}", row) for number, row in enumerate(read_jsonl(path), 1)]
    if not rows:
        raise BadInput(f"{path} holds no questions")
    for id, question, reference, passages in rows:
        try:
            yield made_rubric(judge, question, passages, id=id, reference=reference, draws=draws)
        except ProviderError as error:  # the rubrics before it must not be lost
            yield Made(
                id=id, question=question, reference=reference, lost=1, fault=f"the service failed: {error}"
            )


def _checked(place: str, row: Mapping[str, Json]) -> tuple[str, str, str, list[Passage]]:
    id, question, reference = (str(row.get(name) or "").strip() for name in ("id", "prompt", "reference"))
    given = row.get("passages") or []
    if not id or not question:
        raise BadInput(f"{place}: needs `id` and `prompt`")
    if not isinstance(given, list) or not all(
        isinstance(one, Mapping) and one.get("id") and one.get("text") for one in given
    ):
        raise BadInput(f"{place}: `passages` must be a list of objects with `id` and `text`")
    passages = [
        Passage(id=str(one["id"]), text=str(one["text"])) for one in cast("list[Mapping[str, Json]]", given)
    ]
    if reference:
        passages.insert(0, Passage(id="reference", text=reference))
    if not passages:
        raise BadInput(f"{place}: give a `reference` answer or `passages`; criteria rest on them")
    return id, question, reference, passages


def made_rubric(
    judge: Model,
    question: str,
    passages: Sequence[Passage],
    *,
    id: str = "rubric",
    reference: str = "",
    draws: int = 3,
) -> Made:
    """Make criteria for one question; none is kept where none that earns points is left.

    Raises:
        ProviderError: the service failed for everything that was asked.
    """
    proposals, faults = _proposals(judge, question, passages, draws)
    made = Made(id=id, question=question, reference=reference, lost=len(faults))
    if not proposals:
        why = f" ({faults[-1]})" if faults else ""
        return replace(made, fault=f"no draw of {judge.name} gave criteria{why}")
    dropped: list[tuple[str, str]] = []
    agreed: list[Criterion] = []
    texts = {passage.id: passage.text for passage in passages}
    for cluster in clusters(proposals):
        first = cluster[0]
        said_by = len({one.draw for one in cluster})
        sound = [one for one in cluster if one.passage in texts and stands_in(one.quote, texts[one.passage])]
        if 2 * said_by <= draws:
            dropped.append((first.text, f"no consensus: {said_by} of {draws} draws"))
        elif not sound:
            why = "quote not in the passage: none of its quotes stands where it is said to"
            dropped.append((first.text, why))
        else:
            agreed.append(_criterion(len(agreed) + 1, cluster, sound))
    borne, refused = _borne_out(judge, agreed, texts)
    kept, rejected = _met_by_reference(judge, borne, question, reference)
    dropped += [*refused, *rejected]
    lost = made.lost + sum(why.startswith(LOST) for _, why in dropped)
    earning = tuple(kept) if any(one.weight > 0 for one in kept) else ()
    return replace(made, kept=earning, dropped=tuple(dropped), lost=lost)


def _proposals(
    judge: Model, question: str, passages: Sequence[Passage], draws: int
) -> tuple[list[Proposal], list[str]]:
    shown = "\n\n".join(
        f"[passage {passage.id}]\n{passage.text}\n[end of passage {passage.id}]" for passage in passages
    )
    asked = [
        [
            Message(
                role="user",
                text=f"Question: {question}\n\n{shown}\n\n{ASK.format(classes=', '.join(CLASSES), draw=draw)}",
            )
        ]
        for draw in range(1, draws + 1)
    ]
    found: list[Proposal] = []
    faults: list[str] = []
    for draw, said in enumerate(structured(judge, asked, SCHEMA)):
        if isinstance(said, Fault):
            faults.append(said.words)
            continue
        for entry in cast("list[Mapping[str, Json]]", said["criteria"]):
            weight = float(cast(int, entry["weight"]))
            if weight:
                texts = {name: str(entry[name]) for name in ("text", "passage", "quote")}
                found.append(Proposal(draw=draw, weight=weight, category=str(entry["class"]), **texts))
    return found, faults


def _criterion(number: int, cluster: Sequence[Proposal], sound: Sequence[Proposal]) -> Criterion:
    category = Counter(one.category for one in cluster).most_common(1)[0][0]
    return Criterion(
        id=f"m{number:02d}",
        text=sound[0].text,
        weight=float(median(one.weight for one in cluster)),
        category=category,
        axis=category,
        evidence=tuple(dict.fromkeys(one.passage for one in sound)),
    )


def _borne_out(
    judge: Model, criteria: Sequence[Criterion], texts: Mapping[str, str]
) -> tuple[list[Criterion], list[tuple[str, str]]]:
    kept, dropped = [], []
    for one in criteria:
        form = BORNE_OUT if one.weight > 0 else BORNE_OUT_FAULT
        unit = Criterion(id=one.id, text=form.format(text=one.text))
        passage = "\n\n".join(texts[id] for id in one.evidence)
        (verdict,) = judged([unit], Material(question="", answer=passage), judge)
        if verdict.finding == "met":
            kept.append(one)
        else:
            dropped.append((one.text, _refused("not borne out", verdict)))
    return kept, dropped


def _met_by_reference(
    judge: Model, criteria: Sequence[Criterion], question: str, reference: str
) -> tuple[list[Criterion], list[tuple[str, str]]]:
    if not reference or not criteria:
        return list(criteria), []
    verdicts = judged(criteria, Material(question=question, answer=reference), judge)
    kept, dropped = [], []
    for one, verdict in zip(criteria, verdicts, strict=True):
        if verdict.finding == ("met" if one.weight > 0 else "not_met"):
            kept.append(one)
        else:
            dropped.append((one.text, _refused("the reference fails it", verdict)))
    return kept, dropped


def _refused(why: str, verdict: Verdict) -> str:
    """Say why a criterion is dropped; a judge that failed has refused nothing."""
    why = LOST if verdict.finding == "failed" else why
    return f"{why}: {verdict.finding.replace('_', ' ')} ({' '.join(verdict.words.split())[:120]})"
