"""When a run stops before its end: nothing works, the price is not known, the budget is spent."""

from collections.abc import Mapping
from typing import cast

from preceptor.errors import ProviderError, Refused
from preceptor.records import Json
from preceptor.run._case import Row
from preceptor.run._lost import UNKNOWN, lost_because, lost_findings
from preceptor.run._plan import Arm, Plan
from preceptor.run._tally import Tally

FIRST_FAILURES = 20  # a run whose first cases all fail is stopped: the service or a name is wrong


def stop_if_hopeless(tally: Tally, arm: Arm, row: Row, opening: int) -> None:
    """Stop an arm whose first cases all failed, or all came back from the judge with nothing.

    Raises:
        ProviderError: says of how many cases, and why of the last one.
    """
    counts, asked = tally.arms[arm.label()], tally.finished - opening
    if asked < FIRST_FAILURES or counts.n > counts.failed + counts.ungraded:
        return
    if row["status"] == "failed":
        fault = cast("Mapping[str, str]", row["error"])
        what, why = "all failed", f"with {fault['kind']}: {fault['message']}"
    else:
        lost = lost_findings(row)
        what = "have no score, since the judge gave nothing that could be used"
        why = f"because {lost_because(lost[0]) if lost else UNKNOWN}"
    raise ProviderError(
        f"stopped: the first {asked} cases of {arm.label()} {what}, the last {why}; nothing is lost, the same "
        f"command goes on"
    )


def stop_if_unpriced(plan: Plan, row: Row) -> None:
    """Stop where a budget is given and a row cost what nobody knows.

    Raises:
        Refused: names the model.
    """
    usage = cast("Mapping[str, Json]", row.get("usage") or {})
    if plan.budget_usd and usage and usage.get("price_usd") is None:
        raise Refused(
            f"the price of {row['model']} is not known, so --budget cannot hold; give --prices FILE"
        )


def stop_at_budget(plan: Plan, tally: Tally) -> None:
    """Stop where the budget is spent.

    Raises:
        Refused: says what was spent and done.
    """
    if plan.budget_usd and tally.spent_usd >= plan.budget_usd:
        raise Refused(
            f"stopped at the budget: {tally.spent_usd:.4f} of {plan.budget_usd} USD spent, "
            f"{tally.finished} cases done; raise --budget to go on"
        )
