"""A rubric as a form: which questions a rater is asked, with which answers on which keys."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import cast

from preceptor.errors import BadInput
from preceptor.records import Json
from preceptor.scoring.rubric import Criterion, Rubric, Scale, rubric_of

Finding = str | float
NOT_APPLICABLE = "not_applicable"
CANNOT = ("cannot_judge", "x", "Cannot judge")
BINARY = (("met", "1", "Yes"), ("not_met", "2", "No"), CANNOT)
PAIR = (("a", "1", "A"), ("tie", "2", "Tie"), ("b", "3", "B"), CANNOT)
EXCHANGED: Mapping[Finding, Finding] = {"a": "b", "b": "a"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One answer to a question and the key that gives it."""

    value: Finding
    key: str
    label: str


def options(unit: Criterion, *, pairwise: bool) -> tuple[Option, ...]:
    """Return the answers to one unit of a rubric, in the order in which they are shown."""
    if pairwise:
        rows: tuple[tuple[Finding, str, str], ...] = PAIR
    elif unit.scale is None:
        rows = BINARY
    else:
        rows = (*_points(unit.scale), CANNOT)
    return tuple(Option(value=value, key=key, label=label) for value, key, label in rows)


def _points(scale: Scale) -> list[tuple[Finding, str, str]]:
    points = range(scale.low, scale.high + 1)
    as_they_are = scale.low >= 0 and scale.high <= 9
    found: list[tuple[Finding, str, str]] = [
        (float(point), str(point if as_they_are else place) if as_they_are or place <= 9 else "",
         f"{point} {scale.labels.get(point, '')}".strip())
        for place, point in enumerate(points, 1)
    ]  # fmt: skip
    if scale.not_applicable is not None:
        said = scale.labels.get(scale.not_applicable) or "Not applicable"
        found.append((NOT_APPLICABLE, "n", said))
    return found


def check_findings(rubric: Rubric, given: Mapping[str, Finding], *, asked: frozenset[str]) -> None:
    """Refuse findings on what is not asked, or that the form does not offer.

    Raises:
        BadInput: the message names the criterion and what is allowed.
    """
    units = {unit.id: unit for unit in rubric.units()}
    for name, finding in given.items():
        if name not in asked:
            raise BadInput(f"criterion {name!r} is not asked here; asked are {', '.join(sorted(asked))}")
        allowed = [one.value for one in options(units[name], pairwise=rubric.form == "pairwise")]
        if finding not in allowed or isinstance(finding, bool):
            raise BadInput(f"criterion {name!r}: {finding!r:.40}; allowed: {', '.join(map(str, allowed))}")


def rubric_content(rubric: Rubric) -> dict[str, Json]:
    """Write a rubric as its file would, so that it can be stored and read back by `rubric_of`."""
    head: dict[str, Json] = {
        name: getattr(rubric, name) for name in ("title", "form", "source", "license", "language")
    }
    return {**head, "criteria": [_criterion(one) for one in rubric.criteria]}


def _criterion(criterion: Criterion) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for entry in fields(criterion):
        value = getattr(criterion, entry.name)
        if entry.name in ("weight", "kind", "cap") or (value and value != entry.default):
            found["class" if entry.name == "category" else entry.name] = value
    for name in ("items", "evidence"):
        if name in found:
            found[name] = list(cast("tuple[str, ...]", found[name]))
    if scale := criterion.scale:
        found["scale"] = {"low": scale.low, "high": scale.high, "labels": _labels(scale),
                          "not_applicable": scale.not_applicable}  # fmt: skip
    return found


def _labels(scale: Scale) -> dict[str, Json]:
    return {str(point): text for point, text in scale.labels.items()}


def rubric_from(content: Mapping[str, Json], name: str) -> Rubric:
    """Make a rubric of what `rubric_content` wrote."""
    criteria = [_with_points(row) for row in cast("list[dict[str, Json]]", content["criteria"])]
    return rubric_of({**content, "criteria": criteria}, name=name, place=f"the study's rubric {name}")


def _with_points(row: dict[str, Json]) -> dict[str, object]:
    """Turn the points of a scale, texts in JSON, into whole numbers."""
    scale = cast("dict[str, Json] | None", row.get("scale"))
    if not scale:
        return dict(row)
    labels = {int(point): text for point, text in cast("dict[str, str]", scale.get("labels") or {}).items()}
    return {**row, "scale": {**scale, "labels": labels}}
