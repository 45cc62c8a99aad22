"""What a rubric is: criteria with signed weights, scales, vetoes; and the units that are rated."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import orjson

from preceptor.records import Json

Kind = Literal["binary", "ordinal", "checklist"]
Form = Literal["absolute", "pairwise"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Scale:
    """Points of an ordinal criterion; `not_applicable` is a point that means none of them."""

    low: int
    high: int
    labels: Mapping[int, str] = field(default_factory=dict)
    not_applicable: int | None = None

    def share(self, value: float) -> float:
        """Return where a point lies between the ends, 0 to 1."""
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True, kw_only=True, slots=True)
class Criterion:
    """One thing that an answer is held against.

    Attributes:
        weight: what it adds where it is met; negative where meeting it is a fault.
        category: the class within which a judge's error is measured and corrected.
        items: of a checklist, each met or not; they share the weight.
        must_have: where it is not met, the score is at most `cap`.
        never_event: where it is met, the score is at most `cap`.
        evidence: ids of the passages that the criterion rests on.
    """

    id: str
    text: str
    weight: float = 1.0
    kind: Kind = "binary"
    category: str = "general"
    axis: str = ""
    theme: str = ""
    items: tuple[str, ...] = ()
    scale: Scale | None = None
    must_have: bool = False
    never_event: bool = False
    cap: float = 0.0
    evidence: tuple[str, ...] = ()

    @property
    def undesired(self) -> bool:
        """Say whether meeting it is a fault."""
        return self.weight < 0 or self.never_event


@dataclass(frozen=True, kw_only=True, slots=True)
class Rubric:
    """Criteria for one kind of answer; of form "pairwise", for two answers side by side."""

    name: str
    criteria: tuple[Criterion, ...]
    title: str = ""
    form: Form = "absolute"
    source: str = ""
    license: str = ""
    language: str = "en"

    def units(self) -> tuple[Criterion, ...]:
        """Return what is rated one by one: the criteria, a checklist as its items (`id.1`, `id.2` ...)."""
        return tuple(unit for criterion in self.criteria for unit in _units(criterion))

    def scales(self) -> dict[str, tuple[float, float] | None]:
        """Return the ends of each unit's scale, None where it has none, as `labels.read_labels` wants it."""
        return {
            unit.id: (unit.scale.low, unit.scale.high) if unit.scale and self.form == "absolute" else None
            for unit in self.units()
        }

    def mark(self) -> str:
        """Return 8 hexadecimal digits that change with anything that is scored."""
        content = [
            [
                unit.id,
                unit.text,
                unit.weight,
                unit.must_have,
                unit.never_event,
                unit.cap,
                _ends(unit.scale),
            ]
            for unit in self.units()
        ]
        return hashlib.blake2b(orjson.dumps([self.form, content]), digest_size=4).hexdigest()

    def most(self) -> float:
        """Return the sum of the positive weights: the points of a faultless answer."""
        return sum(max(unit.weight, 0.0) for unit in self.units())


def _ends(scale: Scale | None) -> list[int] | None:
    return [scale.low, scale.high] if scale else None


def _units(criterion: Criterion) -> tuple[Criterion, ...]:
    if criterion.kind != "checklist":
        return (criterion,)
    share = criterion.weight / len(criterion.items)
    return tuple(
        replace(
            criterion,
            id=f"{criterion.id}.{number}",
            text=f"{criterion.text.rstrip(' .:')}: {item}",
            weight=share,
            kind="binary",
            items=(),
        )
        for number, item in enumerate(criterion.items, 1)
    )


def criterion_object(criterion: Criterion) -> dict[str, Json]:
    """Return a criterion as a rubric's file spells it, without what is at its default."""
    scale = criterion.scale
    found: dict[str, Json] = {
        "id": criterion.id,
        "text": criterion.text,
        "weight": criterion.weight,
        "kind": criterion.kind,
        "class": criterion.category,
        "axis": criterion.axis,
        "theme": criterion.theme,
        "items": list(criterion.items),
        "must_have": criterion.must_have,
        "never_event": criterion.never_event,
        "cap": criterion.cap,
        "evidence": list(criterion.evidence),
    }
    if scale is not None:
        ends: dict[str, Json] = {"low": scale.low, "high": scale.high}
        if scale.labels:
            ends["labels"] = {str(point): text for point, text in scale.labels.items()}
        if scale.not_applicable is not None:
            ends["not_applicable"] = scale.not_applicable
        found["scale"] = ends
    left_out = ("", [], False, 0.0, "binary", "general")
    return {
        name: value
        for name, value in found.items()
        if name in ("id", "text", "weight") or value not in left_out
    }
