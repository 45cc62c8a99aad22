"""Numbers within limits, whole numbers, dates, week-day pairs, and "cannot be computed": read and scored.

A case's target is an object: `kind` and what belongs to it.

| kind | fields | right when |
|---|---|---|
| decimal | value, low, high | low <= number <= high |
| integer | value | the rounded number equals it |
| date | value (YYYY-MM-DD) | the same day |
| weeks_days | value [weeks, days] | both equal |
| words | value, also | one of the phrases and no other of `others` |
| cannot | why | the answer says that it cannot be computed, and gives no number |

An answer's text is read only where it states a result; no part of it is ever run as code. An answer that says
"cannot be computed" where a number is due is wrong and flagged `declined`; a number where none is possible is
wrong and flagged `invented`.

Source: Preceptor; limits of 5 % and the rounding of whole numbers as in MedCalc-Bench (Khandekar et al. 2024,
    arXiv:2406.12036).
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import cast

from preceptor.components import Model
from preceptor.errors import BadData
from preceptor.records import Answer, Case, Json, Score
from preceptor.scoring._choice_refusals import refuses
from preceptor.scoring._number_text import (
    arithmetic,
    declines,
    numbers,
    read_date,
    read_number,
    read_weeks_days,
    stated,
)

__all__ = [
    "arithmetic", "decimal", "declines", "gold_within", "integer", "number_of", "numbers", "read_date", "read_number",
    "read_weeks_days", "score_within", "stated", "target_of", "within",
]  # fmt: skip

CANNOT = "cannot be computed"


def decimal(
    value: float, *, share: float = 0.05, low: float | None = None, high: float | None = None
) -> Json:
    """Return the target of a measured number; limits are `share` of its size around it unless given."""
    width = abs(value) * share
    return {
        "kind": "decimal",
        "value": value,
        "low": value - width if low is None else low,
        "high": value + width if high is None else high,
    }


def integer(value: float) -> Json:
    """Return the target of a whole number, such as a score."""
    return {"kind": "integer", "value": round(value)}


def target_of(case: Case) -> Mapping[str, Json]:
    """Return the target of a case.

    Raises:
        BadData: it is none of this module.
    """
    target = case.target
    if not isinstance(target, Mapping) or "kind" not in target:
        raise BadData(f"case {case.id}: target {str(target)[:60]!r} is no object with a kind")
    return target


def number_of(answer: Answer) -> float | None:
    """Return the number that an answer settles on: as its text states it, else its value, else as the text ends."""
    said = stated(answer.text)
    if said is not None and (found := read_number(answer.text)) is not None:
        return found
    return read_number(answer.text) if answer.value is None else float(answer.value)


def within(target: Mapping[str, Json], number: float) -> bool:
    """Say whether a number hits a target of kind decimal or integer."""
    if target["kind"] == "integer":
        return abs(number) < 1e15 and round(number) == int(cast(float, target["value"]))
    return cast(float, target["low"]) <= number <= cast(float, target["high"])


def score_within(case: Case, answer: Answer, judge: Model | None = None) -> Score:
    """Score an answer 1 if it hits the target, else 0; no judge is needed."""
    target = target_of(case)
    shown = CANNOT if target["kind"] == "cannot" else str(target["value"])
    if not answer.text.strip() and answer.value is None:
        return _score(False, f"no answer; expected {shown}", "unparsed")
    if target["kind"] == "cannot":
        return _declined(answer)
    if answer.value is None and declines(answer.text):
        return _score(False, f"read {CANNOT!r}; expected {shown}", "declined")
    read = _READERS[str(target["kind"])](target, answer)
    if read is None:
        flag = "refused" if refuses(answer.text) else "unparsed"
        return _score(False, f"nothing of kind {target['kind']} can be read; expected {shown}", flag)
    right, what = read
    return _score(right, f"read {what}; expected {shown}")


def _declined(answer: Answer) -> Score:
    if declines(answer.text) and answer.value is None:
        return _score(True, f"read {CANNOT!r}")
    number = number_of(answer)
    if number is None:
        flag = "refused" if refuses(answer.text) else "unparsed"
        return _score(False, f"neither a number nor {CANNOT!r}", flag)
    return _score(False, f"read {number:g} where nothing can be computed", "invented")


def _score(right: bool, why: str, flag: str = "") -> Score:
    flags = {flag: True} if flag else {}
    return Score(value=float(right), low=float(right), high=float(right), flags=flags, why=why)


Read = tuple[bool, str] | None


def _number(target: Mapping[str, Json], answer: Answer) -> Read:
    found = number_of(answer)
    return None if found is None else (within(target, found), f"{found:g}")


def _date(target: Mapping[str, Json], answer: Answer) -> Read:
    found = read_date(answer.text)
    return None if found is None else (found == date.fromisoformat(str(target["value"])), found.isoformat())


def _weeks_days(target: Mapping[str, Json], answer: Answer) -> Read:
    found = read_weeks_days(answer.text)
    return None if found is None else (list(found) == list(cast("list[int]", target["value"])), f"{found}")


def _words(target: Mapping[str, Json], answer: Answer) -> Read:
    said = stated(answer.text)
    part = " ".join((answer.text if said is None else said.partition("\n")[0]).lower().split())
    accepted = [str(target["value"]), *map(str, cast("list[str]", target.get("also", [])))]
    others = [str(word) for word in cast("list[str]", target.get("others", []))]
    hit = [word for word in accepted if _holds(part, word)]
    missed = [
        word for word in others if _holds(part, word) and not any(word.lower() in h.lower() for h in hit)
    ]
    if not hit and not missed:
        return None
    return bool(hit) and not missed, ", ".join(hit + missed)


def _holds(part: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word.lower())}(?!\w)", part) is not None


_READERS = {"decimal": _number, "integer": _number, "date": _date, "weeks_days": _weeks_days, "words": _words}


def gold_within(case: Case) -> Answer:
    """Return the answer that hits a case's target."""
    target = target_of(case)
    kind, value = target["kind"], target.get("value")
    if kind == "cannot":
        return Answer(text=f"Answer: {CANNOT}")
    if kind in ("decimal", "integer"):
        return Answer(text=f"Answer: {value}", value=float(cast(float, value)))
    if kind == "weeks_days":
        weeks, days = cast("list[int]", value)
        return Answer(text=f"Answer: {weeks} weeks, {days} days")
    return Answer(text=f"Answer: {value}")
