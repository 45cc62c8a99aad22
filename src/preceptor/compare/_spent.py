"""What an answer cost the system that gave it: without the judge that graded it and whoever played the patient."""

from collections.abc import Mapping, Sequence
from typing import cast

from preceptor.records import Json
from preceptor.rows import Row, UsageRow

Object = Mapping[str, Json]


def _own(row: Row) -> list[UsageRow] | None:
    """Return the usage of the system's own calls; None where those of others cannot be told apart."""
    exchanges = cast("Sequence[Object]", row.get("exchanges") or ())
    if any("role" in one for one in exchanges):
        replies = [cast(Object, one.get("reply") or {}) for one in exchanges if "role" not in one]
        return [cast(UsageRow, reply.get("usage") or {}) for reply in replies]
    if any(verdict.get("judge") for verdict in row.get("score", {}).get("verdicts", [])):
        return None
    usage = row.get("usage")
    return [usage] if usage else []


def _asked(row: Row, own: Sequence[UsageRow]) -> bool:
    """Say whether a model was asked: it is named, or somebody counted a request."""
    return bool(row.get("model")) or any(one.get("requests", 0) for one in own)


def tokens_of(row: Row) -> int | None:
    """Return the tokens of an answer, both ways; None where nobody counted them."""
    own = _own(row)
    if own is None:
        return None
    total = sum(one.get("input_tokens", 0) + one.get("output_tokens", 0) for one in own)
    return None if total == 0 and _asked(row, own) else total


def price_of(row: Row) -> float | None:
    """Return the price of an answer; 0 only where no model was asked."""
    own = _own(row)
    if own is None:
        return None
    prices = [one.get("price_usd") for one in own]
    known = [price for price in prices if price is not None]
    if not known and not _asked(row, own):
        return 0.0
    return sum(known) if known and len(known) == len(prices) else None


def was_cached(row: Row) -> bool:
    """Say whether a cache gave the answer, in part or whole, so that its time says nothing."""
    return any(one.get("cached", 0) for one in _own(row) or ())


def seconds_of(row: Row) -> float | None:
    """Return how long an answer took; None where only the time with grading is known, or none."""
    own = _own(row)
    judged = own is None or any(one.get("role") == "judge" for one in row.get("exchanges") or ())
    return row.get("answer_seconds") if judged else row.get("seconds")
