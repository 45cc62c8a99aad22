"""Verdicts from a model: asked, checked, asked again where the reply cannot be used, and else `failed`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast, get_args

from preceptor.components import Model
from preceptor.errors import BadInput, ProviderError, near
from preceptor.judges._rules import Rule, combined
from preceptor.judges._wording import (
    LONGEST_REASON,
    Material,
    asked_again,
    findings_in,
    judge_mark,
    reply_schema,
    request,
)
from preceptor.panel import MemberReply, ask_each, member_replies
from preceptor.records import Json, Message, Reply, Verdict
from preceptor.scoring.rubric import Criterion

FINDINGS = {"met": "met", "rated": "met", "not met": "not_met"}
FINISHES = {
    "length": "it was cut off",
    "filtered": "the provider withheld it",
    "tools": "it asked for a tool",
}
Batch = tuple[Criterion, ...]
RULES: tuple[str, ...] = get_args(Rule)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking:
    """How a judge is asked.

    Attributes:
        at_once: units in one request; 1 asks for each on its own.
        attempts: how often a request is sent before its findings are `failed`.
        rule: how a panel's votes are joined; on never-events they must be unanimous whatever the rule.
    """

    at_once: int = 1
    attempts: int = 3
    rule: Rule = "majority"
    temperature: float | None = None
    max_tokens: int | None = None

    def __post_init__(self) -> None:
        for name in ("at_once", "attempts"):
            if getattr(self, name) < 1:
                raise BadInput(f"{name}={getattr(self, name)} is not allowed; give 1 or more")
        if self.rule not in RULES:
            raise BadInput(
                f"rule={self.rule!r} is not allowed; give one of: {', '.join(RULES)}{near(self.rule, RULES)}"
            )


@dataclass(slots=True)
class _Open:
    """A request under way: who has given what so far, whose reply was bad, whose service failed."""

    batch: Batch
    messages: tuple[Message, ...]
    replies: dict[str, Mapping[str, Mapping[str, Json]]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)
    attempts: dict[str, int] = field(default_factory=dict)


def judged(
    units: Sequence[Criterion], material: Material, model: Model, asking: Asking | None = None
) -> list[Verdict]:
    """Ask a judge for a finding on every unit.

    Returns:
        One verdict for each unit, in order; those of a panel hold its members' votes.

    Raises:
        ProviderError: the service failed for every single request, so that nothing is known; a caller that
            counts failed cases asks again later.
    """
    asking = asking or Asking()
    work = [_Open(batch, request(batch, material)) for batch in _batches(units, asking.at_once)]
    down: ProviderError | None = None
    for attempt in range(1, asking.attempts + 1):
        if todo := [one for one in work if attempt == 1 or one.faults]:
            down = _ask(todo, model, asking, attempt) or down
    if down is not None and not any(one.replies or one.faults for one in work):
        raise down
    mark = judge_mark(together=asking.at_once > 1)
    return [verdict for one in work for verdict in _verdicts(one, material, mark, asking)]


def _batches(units: Sequence[Criterion], size: int) -> Iterator[Batch]:
    for start in range(0, len(units), size):
        yield tuple(units[start : start + size])


def _sent(one: _Open, attempt: int) -> tuple[Message, ...]:
    if attempt == 1:
        return one.messages
    return asked_again(one.messages, fault=next(iter(one.faults.values())), attempt=attempt)


def _ask(todo: Sequence[_Open], model: Model, asking: Asking, attempt: int) -> ProviderError | None:
    """Send the requests, those of one form together; return the last fault of the service."""
    down: ProviderError | None = None
    forms: dict[str, list[_Open]] = {}
    for one in todo:
        forms.setdefault(str(reply_schema(one.batch)), []).append(one)
    for group in forms.values():
        replies = ask_each(
            model,
            [_sent(one, attempt) for one in group],
            schema=reply_schema(group[0].batch),
            temperature=asking.temperature,
            max_tokens=asking.max_tokens,
        )
        for one, reply in zip(group, replies, strict=True):
            if isinstance(reply, ProviderError):
                down = reply
            _note(one, reply, model.name, attempt)
    return down


def _note(one: _Open, reply: Reply | ProviderError, name: str, attempt: int) -> None:
    """Keep what could be read of a reply; a service that failed was asked again by its model already."""
    if isinstance(reply, ProviderError):
        for member in list(one.faults) or [name]:
            one.lost[member], one.attempts[member] = f"the service failed: {reply}", attempt
        one.faults.clear()
        return
    for said in member_replies(reply, name):
        if said.model in one.replies or said.model in one.lost:
            continue
        one.attempts[said.model] = attempt
        one.faults.pop(said.model, None)
        found = findings_in(said.data, one.batch) if said.finish == "stop" and not said.error else {}
        if found:
            one.replies[said.model] = found
        elif said.error:
            one.lost[said.model] = f"the service failed: {said.error}"
        else:
            one.faults[said.model] = _fault(said)


def _fault(said: MemberReply) -> str:
    if said.finish in FINISHES:
        return FINISHES[said.finish]
    shown = " ".join(said.text.split())[:80]
    return f"it was not of the form asked for ({shown!r})" if shown else "it was empty"


def _verdicts(one: _Open, material: Material, mark: str, asking: Asking) -> Iterator[Verdict]:
    for unit in one.batch:
        votes = [
            _verdict(unit, entries[unit.id], material, f"{name}#{mark}", one.attempts[name])
            for name, entries in one.replies.items()
        ]
        votes += [
            Verdict(
                criterion=unit.id, finding="failed", weight=unit.weight, words=fault,
                judge=f"{name}#{mark}", attempts=one.attempts[name],
            )
            for name, fault in (one.faults | one.lost).items()
        ]  # fmt: skip
        yield votes[0] if len(votes) == 1 else combined(unit, votes, asking.rule)


def _verdict(
    unit: Criterion, entry: Mapping[str, Json], material: Material, judge: str, attempts: int
) -> Verdict:
    finding = FINDINGS.get(str(entry["finding"]), "cannot_judge")
    quote, reason = str(entry.get("quote") or ""), str(entry.get("reason") or "")[:LONGEST_REASON]
    if entry["finding"] == "not applicable":
        reason = f"not applicable: {reason}"
    verdict = Verdict(
        criterion=unit.id, finding=finding, weight=unit.weight, quote=quote, words=reason,  # type: ignore[arg-type]
        quote_found=stands_in(quote, material.answer), judge=judge, attempts=attempts,
    )  # fmt: skip
    rated = unit.scale is not None and finding == "met"
    return replace(verdict, value=float(cast(int, entry["point"]))) if rated else verdict


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def stands_in(quote: str, text: str) -> bool:
    """Say whether a quote stands in a text, letter case, spaces and punctuation apart; parts may be left out by "...".

    Example:
        >>> stands_in("rest ... 2 litres", "Get rest, and drink 2 litres a day."), stands_in("10 mg", "1 mg")
        (True, False)
    """
    words, place = _bare(text), 0
    for part in re.split(r"\.{3}|…|\[[.…]+\]", quote):
        part = _bare(part)
        if not part:
            continue
        found = f" {words} ".find(f" {part} ", place)
        if found < 0:
            return False
        place = found + len(part)
    return True
