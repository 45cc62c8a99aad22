"""What the candidate may cost: price, tokens and time per case, against a policy's limits."""

from collections.abc import Iterator, Sequence

import numpy as np

from preceptor.compare._policy import Limits
from preceptor.compare._rules import Finding
from preceptor.compare._sides import Arm, Cases, Side


def price_per_case(cases: Cases) -> float | None:
    """Return the mean price of a case; None where any is not known."""
    prices = [one.price_usd for one in cases.values()]
    known = [price for price in prices if price is not None]
    return sum(known) / len(known) if known and len(known) == len(prices) else None


def tokens_per_case(cases: Cases) -> float:
    """Return the mean number of tokens of a case, both ways."""
    return sum(one.tokens for one in cases.values()) / len(cases)


def median_seconds(cases: Cases) -> float | None:
    """Return the median time of a case, without those that the cache answered."""
    found = [one.seconds for one in cases.values() if one.seconds is not None]
    return float(np.median(found)) if found else None


def _finding(rule: str, value: float | None, limit: float) -> Finding:
    if value is None:
        return Finding(
            rule=rule, verdict="insufficient evidence", why="not known for every case", margin=limit
        )
    fine = value <= limit
    return Finding(
        rule=rule, verdict="pass" if fine else "fail", why=f"{value:.4g}", value=value, margin=limit
    )


def limit_findings(limits: Limits, a: Side, b: Side, found: Sequence[tuple[Arm, Arm]]) -> Iterator[Finding]:
    """Hold every limit against every task of the candidate."""
    for one, other in found:
        cases = b.arms[other]
        named = (
            ("USD per case", limits.usd_per_case, price_per_case(cases)),
            ("tokens per case", limits.tokens_per_case, tokens_per_case(cases)),
            ("median seconds", limits.median_seconds, median_seconds(cases)),
        )
        for name, limit, value in named:
            if limit is not None:
                yield _finding(f"{one.task}: {name} at most {limit:g}", value, limit)
