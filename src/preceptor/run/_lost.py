"""What a judge lost of a row: findings, or the whole grading of an answer that is there."""

from collections.abc import Mapping, Sequence
from typing import cast

from preceptor.records import Json

Object = Mapping[str, Json]
UNKNOWN = "the judge's reply could not be used"


def lost_findings(row: Object) -> list[Object]:
    """Return the findings of a row that a judge lost."""
    score = cast(Object, row.get("score") or {})
    verdicts = cast("Sequence[Object]", score.get("verdicts") or ())
    return [verdict for verdict in verdicts if verdict.get("finding") == "failed"]


def judge_lost(row: Object) -> bool:
    """Say whether a judge lost something of a row, so that its score has bounds that need not be."""
    score = cast(Object, row.get("score") or {})
    return bool(cast(Object, score.get("flags") or {}).get("judge_failed")) or bool(lost_findings(row))


def open_again(row: Object) -> bool:
    """Say whether a row holds an answer whose grading failed, in whole or in part."""
    return (row["status"] == "failed" and "answer" in row) or judge_lost(row)


def lost_because(verdict: Object) -> str:
    """Say in a few words why a finding was lost, without what the judge said."""
    votes = [
        vote for vote in cast("Sequence[Object]", verdict.get("votes") or ()) if vote["finding"] == "failed"
    ]
    words = str((votes[0] if votes else verdict).get("words") or "")
    return words.partition(" (")[0].partition(":")[0] or UNKNOWN
