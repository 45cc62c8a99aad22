"""A case that was answered and not graded as it should: its answer is kept, and only what the judge lost is asked."""

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from preceptor.errors import ComponentError, PreceptorError, Refused
from preceptor.judges import Heard, Remembering
from preceptor.records import Json, Message, Reply, Usage
from preceptor.run._case import Item, Roles, Row, account, perturbed, recorders, scored, where
from preceptor.run._lost import lost_findings
from preceptor.run._plan import Arm, Plan
from preceptor.run._row import decode_answer, record

Object = Mapping[str, Json]


def graded_again(arm: Arm, roles: Roles, plan: Plan, item: Item) -> Row:
    """Grade a stored answer again: what the judge settled stands, what it lost it is asked.

    The row keeps its score where grading failed again as a whole, or lost more than before.
    """
    started, row = time.perf_counter(), dict(cast(Object, item.before))
    models = recorders(arm, roles, plan, item.epoch)
    if judge := models.get("judge"):
        models_judge = Remembering(judge, list(_heard(item.exchanges)))
    else:
        models_judge = None
    try:
        case = perturbed(arm, item.case, plan.seed)
        if case is None:
            raise ComponentError(f"{arm.key[4]} changed this case before and no longer applies")
        new = scored(arm, case, decode_answer(row), models_judge)
        if not _worse(new, row):
            row = {name: content for name, content in row.items() if name != "error"} | new
    except (KeyboardInterrupt, Refused):
        raise
    except Exception as error:
        if "score" not in row:
            known = isinstance(error, PreceptorError)
            kind = type(error).__name__ if known else ComponentError.__name__
            row["error"] = {"kind": kind, "message": str(error) if known else where(error)}
    account(row, models, item)
    row["seconds"] = round(cast(float, row.get("seconds") or 0.0) + time.perf_counter() - started, 6)
    return row


def going_on(item: Item, before: Object) -> Item:
    """Return a case with the row that it left, what was asked for it, and what that cost."""
    return Item(
        case=item.case,
        index=item.index,
        epoch=item.epoch,
        exchanges=tuple(cast(list[Json], before.get("exchanges") or [])),
        usage=record(Usage, cast(Object, before.get("usage") or {})),
        before=before,
    )


def _worse(new: Object, before: Object) -> bool:
    """Say whether a grading lost what the one before had: a service that died on the way takes nothing away."""
    if "score" not in before:
        return False
    widths = [
        cast(float, score["high"]) - cast(float, score["low"])
        for score in (cast(Object, row["score"]) for row in (new, before))
    ]
    return len(lost_findings(new)) > len(lost_findings(before)) or widths[0] > widths[1] + 1e-9


def _heard(exchanges: Sequence[Json]) -> Iterator[Heard]:
    """Read the exchanges with the judge; messages that are those of the exchange before are not stored again."""
    last: dict[str, tuple[Message, ...]] = {}
    for exchange in cast("Sequence[Object]", exchanges):
        role = str(exchange.get("role", "model"))
        if "messages" in exchange:
            stored = cast("Sequence[Object]", exchange["messages"])
            last[role] = tuple(record(Message, message) for message in stored)
        if role == "judge" and role in last:
            yield last[role], record(Reply, cast(Object, exchange["reply"]))
