"""From a rubric's file to a rubric: every name and value checked, each fault in one line that names its place."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast, get_args

from preceptor.errors import BadInput, NotFound, near
from preceptor.files import read_yaml
from preceptor.scoring._rubric_shapes import Criterion, Form, Kind, Rubric, Scale

KINDS: tuple[str, ...] = get_args(Kind)
FORMS: tuple[str, ...] = get_args(Form)
TOP = ("title", "form", "source", "license", "language", "scale", "criteria")
OF_CRITERION = (
    "id", "text", "weight", "kind", "class", "axis", "theme", "items", "scale", "must_have", "never_event",
    "cap", "evidence",
)  # fmt: skip
OF_SCALE = ("low", "high", "labels", "not_applicable")
SHIPPED = Path(__file__).parent / "rubrics"
Object = Mapping[str, object]


def shipped_rubrics() -> list[str]:
    """Name the rubrics that come with the package."""
    return sorted(path.stem for path in SHIPPED.glob("*.yaml"))


def read_rubric(name: str | Path) -> Rubric:
    """Read a rubric: the name of a shipped one, or the path of a YAML or JSON file.

    Raises:
        NotFound: no such rubric.
        BadInput: not as it must be; the message names the criterion.
    """
    path = Path(name)
    if path.suffix not in (".yaml", ".yml", ".json"):
        if str(name) not in shipped_rubrics():
            known = shipped_rubrics()
            raise NotFound(
                f"no rubric {str(name)!r}; shipped: {', '.join(known)}; or the path of a YAML file{near(str(name), known)}"
            )
        path = SHIPPED / f"{name}.yaml"
    content = read_yaml(path)
    if not isinstance(content, dict):
        raise BadInput(f"{path} must hold `name: value` lines; allowed names: {', '.join(TOP)}")
    return rubric_of(content, name=path.stem, place=str(path))


def rubric_of(content: Object, *, name: str, place: str) -> Rubric:
    """Make a rubric of what a file or a row of a data set says.

    Args:
        place: file and row, for messages.

    Raises:
        BadInput: an unknown name, kind or value, equal ids, or weights that no answer can meet.
    """
    _check_names(place, content, TOP)
    form = _one_of(place, "form", content.get("form", "absolute"), FORMS)
    given = content.get("criteria")
    if not isinstance(given, list) or not given:
        raise BadInput(f"{place}: `criteria` must be a list of at least one criterion")
    shared = _scale(place, content["scale"]) if content.get("scale") is not None else None
    criteria = tuple(_criterion(f"{place}, criterion {n}", row, shared) for n, row in enumerate(given, 1))
    rubric = Rubric(
        name=name,
        criteria=criteria,
        form=cast(Form, form),
        **{key: _word(place, key, content.get(key, "")) for key in ("title", "source", "license")},
        language=_word(place, "language", content.get("language", "en")),
    )
    _check_whole(place, rubric)
    return rubric


def _check_whole(place: str, rubric: Rubric) -> None:
    ids = [unit.id for unit in rubric.units()]
    if twice := [id for id in ids if ids.count(id) > 1]:
        raise BadInput(f"{place}: the id {twice[0]!r} occurs twice; give each criterion its own")
    if rubric.most() <= 0:
        raise BadInput(
            f"{place}: no criterion has a weight above 0, so no answer could score; "
            f"give at least one that a good answer meets"
        )
    if rubric.form == "pairwise" and any(c.kind == "checklist" or c.undesired for c in rubric.criteria):
        raise BadInput(
            f"{place}: criteria of a pairwise form have neither items, vetoes nor negative weights"
        )


def _criterion(place: str, row: object, shared: Scale | None) -> Criterion:
    if not isinstance(row, Mapping):
        raise BadInput(f"{place}: expected `name: value` lines, got {str(row)[:40]!r}")
    row = cast(Object, row)
    _check_names(place, row, OF_CRITERION)
    id = _word(place, "id", row.get("id"))
    place = f"{place} ({id})"
    text = _word(place, "text", row.get("text"))
    if not id or not text:
        raise BadInput(f"{place}: a criterion needs an `id` and a `text`")
    items = tuple(_word(place, "items", item) for item in _list(place, "items", row.get("items")))
    scale = _scale(place, row["scale"]) if row.get("scale") is not None else None
    guess = "checklist" if items else "ordinal" if scale else "binary"
    kind = _one_of(place, "kind", row.get("kind", guess), KINDS)
    _check_kind(place, kind, items, scale, shared)
    found = Criterion(
        id=id,
        text=text,
        kind=cast(Kind, kind),
        weight=_number(place, "weight", row.get("weight", 1.0)),
        category=_word(place, "class", row.get("class", "general")) or "general",
        axis=_word(place, "axis", row.get("axis", "")),
        theme=_word(place, "theme", row.get("theme", "")),
        items=items,
        scale=(scale or shared) if kind == "ordinal" else None,
        must_have=_yes_no(place, "must_have", row.get("must_have", False)),
        never_event=_yes_no(place, "never_event", row.get("never_event", False)),
        cap=_number(place, "cap", row.get("cap", 0.0)),
        evidence=tuple(
            _word(place, "evidence", one) for one in _list(place, "evidence", row.get("evidence"))
        ),
    )
    _check_weight(place, found)
    return found


def _check_kind(
    place: str, kind: str, items: Sequence[str], scale: Scale | None, shared: Scale | None
) -> None:
    if kind == "checklist" and not items:
        raise BadInput(f"{place}: a checklist needs `items`")
    if kind != "checklist" and items:
        raise BadInput(f"{place}: `items` belong to kind checklist, not {kind}")
    if kind == "ordinal" and not (scale or shared):
        raise BadInput(f"{place}: an ordinal criterion needs a `scale`, e.g. scale: {{low: 1, high: 5}}")
    if kind != "ordinal" and scale:
        raise BadInput(f"{place}: a `scale` belongs to kind ordinal, not {kind}")


def _check_weight(place: str, criterion: Criterion) -> None:
    if criterion.weight == 0 and not (criterion.must_have or criterion.never_event):
        raise BadInput(f"{place}: weight 0 changes nothing; give another weight, or must_have or never_event")
    if criterion.must_have and criterion.never_event:
        raise BadInput(f"{place}: must_have and never_event exclude each other")
    if criterion.must_have and criterion.weight < 0:
        raise BadInput(f"{place}: a must_have cannot have the negative weight {criterion.weight:g}")
    if criterion.never_event and criterion.weight > 0:
        raise BadInput(
            f"{place}: a never_event cannot earn points; its weight must be 0 or below, e.g. weight: 0"
        )
    if not 0 <= criterion.cap < 1:
        raise BadInput(f"{place}: cap={criterion.cap:g} is not allowed; give 0 or more and less than 1")
    if criterion.kind != "binary" and (criterion.must_have or criterion.never_event):
        raise BadInput(f"{place}: vetoes are for binary criteria, not for kind {criterion.kind}")


def _scale(place: str, given: object) -> Scale:
    if not isinstance(given, Mapping):
        raise BadInput(f"{place}: `scale` must say low and high, e.g. {{low: 1, high: 5}}")
    row = cast(Object, given)
    _check_names(f"{place}, scale", row, OF_SCALE)
    low, high = (_whole(place, name, row.get(name)) for name in ("low", "high"))
    if low >= high:
        raise BadInput(f"{place}: scale from {low} to {high} is no range")
    labels = row.get("labels") or {}
    if not isinstance(labels, Mapping):
        raise BadInput(
            f"{place}: `labels` of a scale must say what points mean, e.g. {{1: poor, 5: very good}}"
        )
    named = {_point(place, key): _word(place, "labels", text) for key, text in labels.items()}
    absent = row.get("not_applicable")
    point = None if absent is None else _whole(place, "not_applicable", absent)
    if wrong := [key for key in named if not low <= key <= high and key != point]:
        raise BadInput(f"{place}: the scale from {low} to {high} has no point {wrong[0]}")
    if point is not None and low <= point <= high:
        raise BadInput(f"{place}: not_applicable={point} is a point of the scale; give one outside it")
    return Scale(low=low, high=high, labels=named, not_applicable=point)


def _point(place: str, key: object) -> int:
    """Read a point of the scale; in JSON, names of an object are texts."""
    text = isinstance(key, str) and key.lstrip("-").isdigit()
    return _whole(place, "labels", int(str(key)) if text else key)


def _check_names(place: str, content: Object, allowed: tuple[str, ...]) -> None:
    for name in content:
        if name not in allowed:
            raise BadInput(
                f"{place}: unknown name {name!r}; allowed: {', '.join(allowed)}{near(str(name), allowed)}"
            )


def _one_of(place: str, name: str, value: object, known: tuple[str, ...]) -> str:
    if value not in known:
        raise BadInput(f"{place}: {name}={value!r}; allowed: {', '.join(known)}{near(str(value), known)}")
    return str(value)


def _word(place: str, name: str, value: object) -> str:
    if isinstance(value, bool | list | dict):
        raise BadInput(f"{place}: {name} must be a text, got {value!r}; put it in quotation marks")
    return "" if value is None else str(value).strip()


def _list(place: str, name: str, value: object) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadInput(f"{place}: {name} must be a list, got {str(value)[:40]!r}")
    return value


def _number(place: str, name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadInput(f"{place}: {name}={value!r} is no number")
    return float(value)


def _whole(place: str, name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadInput(f"{place}: {name}={value!r} is no whole number")
    return value


def _yes_no(place: str, name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise BadInput(f"{place}: {name}={value!r}; allowed: true, false")
    return value
