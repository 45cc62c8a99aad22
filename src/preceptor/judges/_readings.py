"""Answers graded by what they say: same diagnosis, claims, reasoning steps, and questions put to text and source."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from preceptor.components import Model
from preceptor.judges._asking import Asking, judged
from preceptor.judges._structured import Fault, object_schema, structured, texts_schema
from preceptor.judges._wording import SYSTEM, Material
from preceptor.labels import answer_hash
from preceptor.records import Json, Message, Score, Verdict
from preceptor.scoring.claims import claims_score, loss_flags
from preceptor.scoring.cross_examination import Pair, Said, examination_score
from preceptor.scoring.reasoning import Step, StepKind, reasoning_score, split_steps
from preceptor.scoring.rubric import Criterion, Rubric, rubric_score, unanswered

MOST_QUESTIONS, MOST_CLAIMS = 30, 300
NONE_LISTED = "it listed none"
SAME_DIAGNOSIS = (
    "The diagnosis that the answer settles on is the reference diagnosis: the same disease under any name, or a kind of "
    "it. A broader group of diseases, a complication, or one of several that the answer leaves open is not."
)
KIND = (
    "Say what the step does. reasoning: it draws something new from the findings. citation: it only restates what the "
    'case says. repeat: it says again what an earlier step said. Form of the reply: {"reason": "...", "kind": "..."}'
)
CLAIMS = (
    "List every claim of the text that could be true or false on its own, one sentence each, in its order, leaving "
    'nothing out and adding nothing. Form of the reply: {"claims": ["..."]}'
)
QUESTIONS = (
    f"Write questions that the text answers with yes or no, at most {MOST_QUESTIONS}, about what matters clinically, as "
    'many with the answer no as with yes. Each must stand without the text. Form of the reply: {"questions": ["..."]}'
)
SAYS = (
    'Answer the question from the text alone. Where the text does not settle it, it is "not said". Form of the reply: '
    '{"reason": "...", "said": "yes"}; "said" is "yes", "no" or "not said".'
)


def _ask(text: str, task: str, extra: str = "") -> tuple[Message, ...]:
    mark = answer_hash(text)[:8]
    shown = f"[text {mark}]\n{text}\n[end of text {mark}]"
    return Message(role="system", text=SYSTEM), Message(
        role="user", text="\n\n".join(filter(None, (shown, extra, task)))
    )


def same_diagnosis(
    question: str, answer: str, reference: str, judge: Model, *, asking: Asking | None = None
) -> Score:
    """Grade whether an answer settles on the reference diagnosis; 1, 0, or None with bounds."""
    unit = Criterion(id="same_diagnosis", text=SAME_DIAGNOSIS, category="diagnosis")
    rubric = Rubric(name="same_diagnosis", criteria=(unit,))
    if not answer.strip():
        return unanswered(rubric)
    material = Material(question=question, answer=answer, reference=reference)
    return rubric_score(rubric, judged(rubric.units(), material, judge, asking))


def _settled(
    texts: Sequence[str], form: str, answer: str, reference: str, judge: Model, name: str
) -> list[Verdict]:
    units = [Criterion(id=f"{name}{n}", text=form.format(text=text)) for n, text in enumerate(texts, 1)]
    return judged(units, Material(question="", answer=answer, reference=reference), judge) if units else []


def _held(verdicts: Sequence[Verdict]) -> list[bool | None]:
    return [None if one.finding in ("failed", "cannot_judge") else one.finding == "met" for one in verdicts]


def listed_claims(text: str, judge: Model, *, least: int = 0) -> list[str] | None:
    """List the claims of a text; None where the judge's reply could not be used.

    Args:
        least: 1 for a text that has claims: a judge that lists none of it has failed.
    """
    return _listed("claims", CLAIMS, text, judge, least, MOST_CLAIMS)


def _listed(name: str, task: str, text: str, judge: Model, least: int, most: int) -> list[str] | None:
    """List what a text holds; that it holds nothing is believed only where it is said at every attempt."""
    if not text.strip():
        return []
    schema = texts_schema(name, most, least=least)
    (said,) = structured(
        judge, [_ask(text, task)], schema, check=lambda data: "" if data[name] else NONE_LISTED
    )
    if isinstance(said, Fault):
        return [] if said.words == NONE_LISTED else None
    return [str(one) for one in cast("Sequence[Json]", said[name])]


def graded_claims(
    answer: str, reference: str, judge: Model, *, reference_claims: Sequence[str] | None = None
) -> Score:
    """Grade an answer by its claims against a reference: recall, precision, F1.

    Args:
        reference_claims: those of the reference, where people listed them; else the judge lists them.
    """
    if not answer.strip():
        return Score(value=0.0, low=0.0, high=0.0, why="the answer is empty")
    wanted = listed_claims(reference, judge, least=1) if reference_claims is None else list(reference_claims)
    made = listed_claims(answer, judge)
    if wanted is None or made is None:
        return Score(
            value=None, low=0.0, high=1.0, flags={"judge_failed": True}, why="the claims could not be listed"
        )
    recalled = _settled(wanted, "The answer states or plainly implies: {text}", answer, "", judge, "recall.")
    supported = _settled(
        made, "The text states or plainly implies: {text}", reference, "", judge, "precision."
    )
    if not made and any(_held(recalled)):
        return _contradictory(recalled)
    return claims_score(_held(recalled), _held(supported), [*recalled, *supported])


def _contradictory(recalled: Sequence[Verdict]) -> Score:
    """Score an answer in which a judge finds claims of the reference, and lists none of its own."""
    score = claims_score(_held(recalled), [None], recalled)
    flags = {"judge_unsure": True} | loss_flags(sum(one is None for one in _held(recalled)), recalled)
    why = f"{score.why}: the judge lists no claim of an answer in which it finds some"
    return replace(score, flags=flags, why=why, parts={**score.parts, "claims": 0.0})


def recall_of_statements(statements: Sequence[str], trace: str, judge: Model) -> Score:
    """Grade how many of clinicians' reasoning statements a trace holds (MedCaseReasoning)."""
    form = "The reasoning states or plainly implies: {text}"
    units = tuple(
        Criterion(id=f"statement.{n}", text=form.format(text=text)) for n, text in enumerate(statements, 1)
    )
    rubric = Rubric(name="statements", criteria=units)
    if not trace.strip():
        return unanswered(rubric)
    return rubric_score(rubric, judged(units, Material(question="", answer=trace), judge))


def graded_reasoning(
    case: str, reasoning: str, reference_steps: Sequence[str], evidence: str, judge: Model
) -> Score:
    """Grade a reasoning step by step (MedR-Bench): efficiency, factuality, completeness.

    Args:
        evidence: passages that facts are held against, beside the case.
    """
    texts = split_steps(reasoning)
    form: Mapping[str, Json] = {
        "reason": {"type": "string"},
        "kind": {"enum": ["reasoning", "citation", "repeat"]},
    }
    shown = [f"Case:\n{case}\n\nEarlier steps:\n" + "\n".join(texts[:n]) for n in range(len(texts))]
    asked = [_ask(text, KIND, before) for text, before in zip(texts, shown, strict=True)]
    said = structured(judge, asked, object_schema(form)) if asked else []
    kinds: list[StepKind | None] = [
        None if isinstance(one, Fault) else cast(StepKind, one["kind"]) for one in said
    ]
    reasons = [n for n, kind in enumerate(kinds) if kind == "reasoning"]
    facts = [
        verdict
        for n in reasons
        for verdict in _settled(
            ["x"], "What the answer says is medically right and fits the reference.", texts[n], f"{case}\n\n{evidence}", judge, f"step {n + 1}.",
        )
    ]  # fmt: skip
    holds = dict(zip(reasons, _held(facts), strict=True))
    steps = [Step(text=text, kind=kinds[n], holds=holds.get(n)) for n, text in enumerate(texts)]
    covered = _settled(
        reference_steps, "The reasoning contains this step: {text}", reasoning, "", judge, "reference."
    )
    return reasoning_score(steps, _held(covered), [*facts, *covered])


def cross_examined(source: str, text: str, judge: Model) -> Score:
    """Grade a text against its source without a reference (MEDIC): coverage, conformity, consistency, conciseness."""
    counts = {"source_words": len(source.split()), "words": len(text.split())}
    if not text.strip():
        return Score(value=0.0, low=0.0, high=0.0, why="the text is empty")
    of_source, of_text = (
        _listed("questions", QUESTIONS, one, judge, least, MOST_QUESTIONS)
        for one, least in ((source, 1), (text, 0))
    )
    if of_source is None or of_text is None:
        return Score(
            value=None, low=0.0, high=1.0, flags={"judge_failed": True}, why="no questions could be made"
        )
    return examination_score(
        _answered(of_source, source, text, judge), _answered(of_text, source, text, judge), **counts
    )


def _answered(questions: Sequence[str], source: str, text: str, judge: Model) -> list[Pair]:
    form: Mapping[str, Json] = {"reason": {"type": "string"}, "said": {"enum": ["yes", "no", "not said"]}}
    asked = [_ask(one, SAYS, f"Question: {question}") for question in questions for one in (source, text)]
    said = structured(judge, asked, object_schema(form)) if asked else []
    found: list[Said | None] = [None if isinstance(one, Fault) else cast(Said, one["said"]) for one in said]
    return list(zip(found[::2], found[1::2], strict=True))
