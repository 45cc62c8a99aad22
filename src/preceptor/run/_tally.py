"""Running counts of a run, in plain arithmetic: the asking process needs no numerical library."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from preceptor.records import Json
from preceptor.run._lost import judge_lost, lost_because, lost_findings, open_again

KEY = ("task", "version", "pipeline", "model", "perturbation", "epoch", "id")
Z_95 = 1.959963984540054  # 97.5th percentile of the standard normal distribution


@dataclass
class ArmTally:
    """Counts of one arm; `low` and `high` are sums of the bounds over every case asked.

    Attributes:
        judge_lost: cases of which a judge lost something; `lost` counts the findings by reason.
        ungraded: those of them that have no score for it.
    """

    n: int = 0
    scored: int = 0
    failed: int = 0
    inapplicable: int = 0
    judge_lost: int = 0
    ungraded: int = 0
    total: float = 0.0
    low: float = 0.0
    high: float = 0.0
    flags: dict[str, int] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    grouped: bool = False

    def add(self, row: Mapping[str, Json]) -> None:
        """Count one finished row."""
        if row["status"] == "inapplicable":
            self.inapplicable += 1
            return
        self.n += 1
        self.grouped |= bool(row.get("epoch")) or row.get("group", row["id"]) != row["id"]
        if row["status"] == "failed":
            self.failed += 1
            self.high += 1.0
            kind = cast("Mapping[str, str]", row["error"])["kind"]
            self.errors[kind] = self.errors.get(kind, 0) + 1
            return
        score = cast("Mapping[str, Json]", row["score"])
        for flag, raised in cast("Mapping[str, bool]", score.get("flags") or {}).items():
            if raised:
                self.flags[flag] = self.flags.get(flag, 0) + 1
        self.low += cast(float, score["low"])
        self.high += cast(float, score["high"])
        if judge_lost(row):
            self.judge_lost += 1
            self.ungraded += score["value"] is None
            for why in map(lost_because, lost_findings(row)):
                self.lost[why] = self.lost.get(why, 0) + 1
        if score["value"] is not None:
            self.scored += 1
            self.total += cast(float, score["value"])

    def mean(self) -> float | None:
        """Return the score over answered cases, None where there is none."""
        return self.total / self.scored if self.scored else None

    def bounds(self) -> tuple[float, float]:
        """Return the score if everything missing were wrong, and if it were right."""
        return (self.low / self.n, self.high / self.n) if self.n else (0.0, 1.0)

    def interval(self) -> tuple[float, float] | None:
        """Return the 95 % Wilson interval of the score over answered cases.

        It takes cases as independent; `preceptor report` resamples by group where they are not.

        Source: Wilson 1927, J Am Stat Assoc 22:209, doi:10.1080/01621459.1927.10502953
        """
        mean, n = self.mean(), self.scored
        if mean is None:
            return None
        centre = (mean + Z_95**2 / (2 * n)) / (1 + Z_95**2 / n)
        half = Z_95 / (1 + Z_95**2 / n) * math.sqrt(mean * (1 - mean) / n + Z_95**2 / (4 * n * n))
        return max(0.0, centre - half), min(1.0, centre + half)


@dataclass
class Tally:
    """Counts of the whole run, by arm, with the served models and the money spent."""

    arms: dict[str, ArmTally] = field(default_factory=dict)
    served: dict[str, set[str]] = field(default_factory=dict)
    spent_usd: float = 0.0
    unpriced: int = 0
    requests: int = 0
    resumed: int = 0
    _begun: dict[tuple[Json, ...], tuple[int, float]] = field(default_factory=dict)

    def add(self, row: Mapping[str, Json]) -> str:
        """Count one row; returns a warning when the served model has changed, else ""."""
        bits = (row["task"], row["pipeline"], row["model"], row["perturbation"])
        self.arms.setdefault(" · ".join(str(bit) for bit in bits if bit), ArmTally()).add(row)
        self.pay(row)
        return self._changed(row)

    def recall(self, row: Mapping[str, Json]) -> None:
        """Count a row that was there before; of one that will be asked again only the cost."""
        if row["status"] in ("failed", "preparation") or open_again(row):
            self.pay(row)
        else:
            self.add(row)
        if open_again(row):
            usage = cast("Mapping[str, Json]", row.get("usage") or {})
            paid = cast(int, usage.get("requests") or 0), cast(float, usage.get("price_usd") or 0.0)
            self._begun[_key(row)] = paid

    def pay(self, row: Mapping[str, Json]) -> None:
        """Count what a row cost; one that goes on with an earlier row holds that one's cost too."""
        requests, spent = self._begun.pop(_key(row), (0, 0.0))
        usage = cast("Mapping[str, Json]", row.get("usage") or {})
        self.requests += cast(int, usage.get("requests") or 0) - requests
        price = usage.get("price_usd")
        if price is None and usage:
            self.unpriced += 1
        self.spent_usd += cast(float, price or 0.0) - spent

    def _changed(self, row: Mapping[str, Json]) -> str:
        warning = ""
        for exchange in cast("list[Mapping[str, Json]]", row.get("exchanges") or ()):
            reply = cast("Mapping[str, str]", exchange["reply"])
            mark = f"{reply.get('model', '')} {reply.get('fingerprint', '')}".strip()
            if not mark:
                continue
            who = f"{exchange.get('role', 'model')} {row['model']}"
            seen = self.served.setdefault(who, set())
            if seen and mark not in seen:
                warning = f"the served model changed: {who} was {', '.join(sorted(seen))}, now also {mark}"
            seen.add(mark)
        return warning

    @property
    def failed(self) -> int:
        """Return how many cases failed, over all arms."""
        return sum(arm.failed for arm in self.arms.values())

    @property
    def judge_lost(self) -> int:
        """Return of how many cases a judge lost something, over all arms."""
        return sum(arm.judge_lost for arm in self.arms.values())

    def lost(self) -> dict[str, int]:
        """Count the findings that a judge lost, by reason, over all arms."""
        found: dict[str, int] = {}
        for arm in self.arms.values():
            for why, often in arm.lost.items():
                found[why] = found.get(why, 0) + often
        return found

    @property
    def finished(self) -> int:
        """Return how many rows were counted, over all arms."""
        return sum(arm.n + arm.inapplicable for arm in self.arms.values())


def _key(row: Mapping[str, Json]) -> tuple[Json, ...]:
    return tuple(row.get(name) or "" for name in KEY)
