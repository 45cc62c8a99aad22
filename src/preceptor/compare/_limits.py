"""What the candidate may cost: price, tokens and time per case, against a policy's limits."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from preceptor.compare._policy import Limits
from preceptor.compare._rules import Finding
from preceptor.compare._sides import Answered, Arm, Cases, Side


def _known(values: Iterable[tuple[Answered, float | None]]) -> list[float] | None:
    """Return what is known of the answered cases; None where something is not, or no case was answered."""
    found = [value for one, value in values if not one.failed]
    known = [value for value in found if value is not None]
    return known if known and len(known) == len(found) else None


def price_per_case(cases: Cases) -> float | None:
    """Return the mean price of an answer; None where any is not known."""
    known = _known((one, one.price_usd) for one in cases.values())
    return sum(known) / len(known) if known else None


def tokens_per_case(cases: Cases) -> float | None:
    """Return the mean number of tokens of an answer, both ways; None where any is not known."""
    known = _known((one, one.tokens) for one in cases.values())
    return sum(known) / len(known) if known else None


def median_seconds(cases: Cases) -> float | None:
    """Return the median time of an answer, those of a cache apart; None where that of any other is not known."""
    known = _known((one, one.seconds) for one in cases.values() if not one.cached)
    return float(np.median(known)) if known else None


def _finding(rule: str, value: float | None, limit: float, n: int) -> Finding:
    if value is None:
        why = "not known for every answer"
        return Finding(rule=rule, verdict="insufficient evidence", why=why, margin=limit)
    verdict = "pass" if value <= limit else "fail"
    return Finding(rule=rule, verdict=verdict, why=f"{value:.4g}", value=value, margin=limit, n=n)


def limit_findings(limits: Limits, a: Side, b: Side, found: Sequence[tuple[Arm, Arm]]) -> Iterator[Finding]:
    """Hold every limit against every task of the candidate."""
    for one, other in found:
        cases = b.arms[other]
        answered = sum(not case.failed for case in cases.values())
        named = (
            ("USD per case", limits.usd_per_case, price_per_case(cases)),
            ("tokens per case", limits.tokens_per_case, tokens_per_case(cases)),
            ("median seconds", limits.median_seconds, median_seconds(cases)),
        )
        for name, limit, value in named:
            if limit is not None:
                yield _finding(f"{one.task}: {name} at most {limit:g}", value, limit, answered)
