"""Two answers side by side on every axis of a pairwise form, blinded, each axis asked in both orders."""

from collections.abc import Mapping, Sequence

from preceptor.components import Model
from preceptor.errors import BadInput
from preceptor.judges._structured import Fault, object_schema, structured
from preceptor.judges._wording import SYSTEM
from preceptor.labels import answer_hash
from preceptor.records import Json, Message, Verdict
from preceptor.scoring.rubric import Criterion, Rubric

BETTER = ("first", "second", "tie", "cannot judge")
SCHEMA = object_schema({"reason": {"type": "string"}, "better": {"enum": list(BETTER)}})
VALUE = {"first": 1.0, "second": 0.0, "tie": 0.5}
FORM = (
    '"better" is "first", "second", "tie" where neither is better, or "cannot judge". The order of the answers means '
    'nothing. Form of the reply: {"reason": "...", "better": "..."}'
)


def pair_request(question: str, first: str, second: str, axis: Criterion) -> tuple[Message, ...]:
    """Write the conversation that asks which of two answers is better on an axis."""
    mark = answer_hash(f"{question}\x1f{first}\x1f{second}")[:8]
    shown = [
        f"[{name} {mark}]\n{text}\n[end of {name} {mark}]"
        for name, text in (("question", question), ("first answer", first), ("second answer", second))
        if text
    ]
    text = "\n\n".join([*shown, f"Compare the answers: {axis.text}\n{FORM}"])
    return Message(role="system", text=SYSTEM), Message(role="user", text=text)


def compared(
    rubric: Rubric, question: str, a: str, b: str, model: Model, *, attempts: int = 3
) -> list[Verdict]:
    """Compare answers a and b on every axis, each in both orders.

    Returns:
        One verdict an axis: "met" with value 1 where a is better, 0 where b is, 0.5 for a tie. Where the two
        orders contradict each other the finding is `cannot_judge`: what follows the order is no judgement.
        `votes` holds both, the one with a shown first first.

    Raises:
        BadInput: a rubric of another form.
        ProviderError: the service failed for everything.
    """
    if rubric.form != "pairwise":
        raise BadInput(f"rubric {rubric.name} grades one answer; give one of form pairwise")
    orders = [((a, b), (b, a)) for _ in rubric.criteria]
    asked = [
        pair_request(question, *order, axis)
        for axis, both in zip(rubric.criteria, orders, strict=True)
        for order in both
    ]
    said = structured(model, asked, SCHEMA, attempts=attempts)
    return [
        _joined(axis, _vote(axis, said[2 * n], model, False), _vote(axis, said[2 * n + 1], model, True))
        for n, axis in enumerate(rubric.criteria)
    ]


def _vote(axis: Criterion, said: Mapping[str, Json] | Fault, model: Model, turned: bool) -> Verdict:
    if isinstance(said, Fault):
        return Verdict(
            criterion=axis.id, finding="failed", words=said.words, judge=model.name, attempts=said.attempts
        )
    value = VALUE.get(str(said["better"]))
    words = str(said["reason"])
    if value is None:
        return Verdict(criterion=axis.id, finding="cannot_judge", words=words, judge=model.name)
    return Verdict(
        criterion=axis.id,
        finding="met",
        value=1.0 - value if turned else value,
        words=words,
        judge=model.name,
    )


def _joined(axis: Criterion, one: Verdict, other: Verdict) -> Verdict:
    votes = (one, other)
    findings = {vote.finding for vote in votes}
    if findings == {"met"} and one.value == other.value:
        return Verdict(
            criterion=axis.id, finding="met", value=one.value, weight=axis.weight, words=one.words,
            judge=one.judge, votes=votes,
        )  # fmt: skip
    words = "the two orders contradict each other" if findings == {"met"} else "one order has no finding"
    finding = "failed" if "failed" in findings else "cannot_judge"
    return Verdict(
        criterion=axis.id, finding=finding, weight=axis.weight, words=words, judge=one.judge, votes=votes
    )


def win_share(verdicts: Sequence[Verdict]) -> tuple[float | None, float, float]:
    """Return how often a won, ties as halves, over axes with a finding; and its bounds over all axes."""
    known = [vote.value for vote in verdicts if vote.finding == "met" and vote.value is not None]
    n = len(verdicts)
    missing = n - len(known)
    value = sum(known) / len(known) if known else None
    return value, sum(known) / n if n else 0.0, (sum(known) + missing) / n if n else 1.0
