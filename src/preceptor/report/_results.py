"""What the figures need of each row, gathered by arm: one task, pipeline, model and perturbation of a run."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from preceptor.records import Json
from preceptor.rows import Row, Status, UsageRow


@dataclass(frozen=True, kw_only=True, slots=True)
class ArmKey:
    """What is compared: everything that rows of one table line share."""

    run: str
    task: str
    version: str
    pipeline: str
    model: str
    perturbation: str


def several_versions(keys: Iterable[ArmKey]) -> tuple[str, ...]:
    """Return the tasks that occur with several versions."""
    seen = {(key.task, key.version) for key in keys}
    often = Counter(task for task, _ in seen)
    return tuple(sorted(task for task, versions in often.items() if versions > 1))


def task_name(key: ArmKey, versioned: Collection[str]) -> str:
    """Name the task of an arm, with its version where the report has several of them."""
    return f"{key.task} (version {key.version or 'unknown'})" if key.task in versioned else key.task


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """A finished case, as far as the figures need it."""

    id: str
    epoch: int
    group: str
    status: Status
    value: float | None
    low: float
    high: float
    parts: Mapping[str, float]
    flags: tuple[str, ...]
    tags: Mapping[str, str]
    confidence: float | None
    chance: float | None
    usage: UsageRow
    seconds: float | None


@dataclass(kw_only=True)
class Arm:
    """The results of one arm, and what was served while they came in."""

    key: ArmKey
    results: list[Result] = field(default_factory=list)
    inapplicable: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    first_error: dict[str, str] = field(default_factory=dict)
    served: Counter[tuple[str, str]] = field(default_factory=Counter)


def _confidence(answer: Mapping[str, Json]) -> float | None:
    found = answer.get("confidence")
    return float(found) if isinstance(found, (int, float)) and 0 <= found <= 1 else None


def _chance(row: Row) -> float | None:
    """Return how often one letter drawn at random is right; None where several letters belong together."""
    choices, target = row.get("choices"), row.get("target")
    if not choices or not isinstance(target, str) or "," in target:
        return None
    return len(target.split("|")) / len(choices)


def result(row: Row) -> Result:
    """Take from a row what the figures need; a failed case may score anything from 0 to 1."""
    score = row.get("score", {})
    value = score.get("value") if row.get("status") == "scored" else None
    low, high = score.get("low"), score.get("high")
    name = row.get("id", "")
    return Result(
        id=name,
        epoch=row.get("epoch", 0),
        group=row.get("group") or name,
        status=row.get("status", "failed"),
        value=value,
        low=(0.0 if value is None else value) if low is None else low,
        high=(1.0 if value is None else value) if high is None else high,
        parts=score.get("parts", {}),
        flags=tuple(flag for flag, on in score.get("flags", {}).items() if on),
        tags=row.get("tags", {}),
        confidence=_confidence(row.get("answer", {})),
        chance=_chance(row),
        usage=row.get("usage", {}),
        seconds=row.get("seconds"),
    )


def arm_key(row: Row, run: str) -> ArmKey:
    """Return the arm that a row belongs to."""
    return ArmKey(
        run=run, task=row.get("task", ""), version=row.get("version", ""),
        pipeline=row.get("pipeline", ""), model=row.get("model") or "",
        perturbation=row.get("perturbation") or "",
    )  # fmt: skip


def add(arm: Arm, row: Row) -> None:
    """Add a row to its arm."""
    status = row.get("status")
    if status == "inapplicable":
        arm.inapplicable += 1
        return
    if status == "failed":
        error = row.get("error") or {"kind": "unknown", "message": ""}
        arm.errors[error["kind"]] += 1
        arm.first_error.setdefault(error["kind"], error.get("message", ""))
    for exchange in row.get("exchanges", ()):
        reply = exchange.get("reply")
        if (
            "role" not in exchange
            and isinstance(reply, dict)
            and (reply.get("model") or reply.get("fingerprint"))
        ):
            arm.served[str(reply.get("model", "")), str(reply.get("fingerprint", ""))] += 1
    arm.results.append(result(row))
