"""What the coordinator sees: how far everybody is, how well the raters agree, what is left to settle."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median
from typing import cast

from preceptor.errors import BadInput
from preceptor.records import Json
from preceptor.report import visible
from preceptor.scoring.rubric import Criterion
from preceptor.serve.rate._desk import Desk
from preceptor.serve.rate._forms import Finding
from preceptor.serve.rate._items import Item
from preceptor.serve.rate._judges import judged_runs, kept_calibrations
from preceptor.serve.rate._outcome import is_complete, outcome
from preceptor.stats import Estimate, agreement

DRAWS = 2000  # resamples behind each interval of this page
Form = tuple[Finding, ...]
Rated = tuple[Item, Criterion]
MISSING = ("cannot_judge", "not_applicable")


def progress(desk: Desk) -> dict[str, Json]:
    """Gather everything for the coordinator's page."""
    setup = desk.setup
    return {
        "title": visible(desk.title),
        "pairwise": desk.pairwise,
        "items": len(desk.items),
        "population": setup.population,
        "seed": setup.seed,
        "left_out": dict(setup.left_out),
        "people": [_person(desk, name) for name in [*desk.raters(), *filter(None, [desk.arbiter()])]],
        "settling": _settling(desk),
        "agreement": agreement_lines(desk),
        "outcome": outcome(desk),
        "judged": bool(judged_runs(desk)),
        "calibrations": kept_calibrations(desk),
    }


def _person(desk: Desk, name: str) -> Json:
    person = next(one for one in desk.setup.people if one.name == name)
    finished = [rating for rating in desk.ratings.by(name) if rating.done]
    return {
        "name": name,
        "role": person.role,
        "finished": len(finished),
        "total": len(desk.order(person)),
        "seconds": round(median(rating.seconds for rating in finished), 1) if finished else None,
        "hours": round(sum(rating.seconds for rating in desk.ratings.by(name)) / 3600, 2),
        "last": max((rating.at for rating in finished), default=""),
    }


def _settling(desk: Desk) -> dict[str, Json]:
    finished = [
        item for item in desk.items if all(desk.ratings.of(name, item).done for name in desk.raters())
    ]
    disputed = [item for item in finished if desk.disputed(item)]
    settled = [item for item in disputed if desk.arbiter() and desk.ratings.of(desk.arbiter(), item).done]
    return {
        "finished": len(finished),
        "disputed": len(disputed),
        "settled": len(settled),
        "arbiter": desk.arbiter(),
        "complete": is_complete(desk),
    }


def agreement_lines(desk: Desk) -> list[Json]:
    """Estimate the raters' agreement on each criterion, and on all criteria of one form together.

    Whoever could not judge gave no rating; how often stands beside. Intervals resample patients or sources.
    """
    if len(desk.raters()) < 2:
        return []
    every = [(item, unit) for item in desk.items.values() for unit in desk.rubric_of(item.id).units()]
    gathered: dict[tuple[str, Form], list[Rated]] = defaultdict(list)
    for item, unit in every:
        name = unit.id if desk.rubric else f"class {unit.category}"
        gathered[name, _categories(desk, unit)].append((item, unit))
    lines = [_line(desk, rated, name, _text(desk, name, rated)) for (name, _), rated in gathered.items()]
    for form in dict.fromkeys(form for _, form in gathered):
        alike = [(item, unit) for item, unit in every if _categories(desk, unit) == form]
        if sum(own == form for _, own in gathered) > 1:
            lines.append(_line(desk, alike, "", _all_of(desk, form)))
    return lines


def _text(desk: Desk, name: str, rated: Sequence[Rated]) -> str:
    return rated[0][1].text if desk.rubric else f"{name}: {len(rated)} criteria"


def _all_of(desk: Desk, form: Form) -> str:
    if desk.pairwise:
        return "All axes"
    ends = [f"{point:g}" for point in (form[0], form[-1]) if isinstance(point, float)]
    return f"All criteria on {' to '.join(ends)}" if ends else "All yes-or-no criteria"


def _categories(desk: Desk, unit: Criterion) -> Form:
    if desk.pairwise:
        return ("a", "tie", "b")
    if unit.scale is None:
        return ("not_met", "met")
    return tuple(float(point) for point in range(unit.scale.low, unit.scale.high + 1))


def _line(desk: Desk, rated: Sequence[Rated], name: str, text: str) -> Json:
    rows: list[list[Finding | None]] = []
    unsure = 0
    for item, unit in rated:
        ratings = [desk.ratings.of(rater, item.id) for rater in desk.raters()]
        found = [rating.findings.get(unit.id) if rating.done else None for rating in ratings]
        unsure += sum(finding in MISSING for finding in found)
        rows.append([None if finding in MISSING else finding for finding in found])
    first = rated[0][1]
    scale = "ordinal" if desk.pairwise else "nominal" if first.scale is None else "interval"
    line: dict[str, Json] = {"criterion": name, "text": visible(text), "unsure": unsure, "n": 0}
    groups = [item.group for item, _ in rated]
    try:
        told = agreement(rows, scale, groups, categories=_categories(desk, first), draws=DRAWS)
    except BadInput:
        return {**line, "told": "no item has findings of two raters yet"}
    coefficients = {label: _estimate(estimate) for label, estimate in told.coefficients.items()}
    return {**line, "n": told.items, "coefficients": coefficients, "paradox": told.paradox}


def _estimate(estimate: Estimate) -> Json:
    numbers = (estimate.value, estimate.low, estimate.high)
    return [number if math.isfinite(number) else None for number in numbers]


def progress_text(found: Mapping[str, Json]) -> str:
    """Write the progress of a study for the terminal."""
    settling = cast("Mapping[str, Json]", found["settling"])
    lines = [f"{found['title']}: {found['items']} of {found['population']} drawn with seed {found['seed']}"]
    for person in cast("list[dict[str, Json]]", found["people"]):
        spent = f", median {person['seconds']} s an item" if person["seconds"] is not None else ""
        lines.append(
            f"  {person['name']:12} {person['role']:8} {person['finished']} of {person['total']}{spent}"
        )
    lines.append(
        f"finished by all raters: {settling['finished']}; in doubt: {settling['disputed']}, settled: {settling['settled']}"
    )
    for line in cast("list[dict[str, Json]]", found["agreement"]):
        lines += _agreement_text(line)
    for line in _outcome_lines(cast("Mapping[str, Json] | None", found["outcome"])):
        lines.append(line)
    return "\n".join(lines) + "\n"


def _outcome_lines(found: Mapping[str, Json] | None) -> list[str]:
    if found is None:
        return ["which answers came from which system is told when every item is settled"]
    lines = []
    for line in cast("list[dict]", found.get("systems", [])):
        lines.append(f"score by people, {line['system']}: {_percent(line['score'])}, n {line['n']}")
    for line in cast("list[dict]", found.get("preferences", [])):
        one, other = line["systems"]
        lines.append(
            f"{line['criterion']}: {one} {_percent(line['first'])}, tie {_percent(line['tie'])}, "
            f"{other} {_percent(line['second'])}, n {line['n']}"
        )
    return lines


def _percent(numbers: Sequence[float | None]) -> str:
    value, low, high = numbers
    between = "" if low is None or high is None else f" ({100 * low:.0f} to {100 * high:.0f})"
    return "undefined" if value is None else f"{100 * value:.0f} %{between}"


def _agreement_text(line: Mapping[str, Json]) -> list[str]:
    lines = [f"{line['criterion'] or line['text']} (n {line['n']}, could not judge {line['unsure']})"]
    if told := line.get("told"):
        return [*lines, f"  {told}"]
    for name, numbers in cast("dict[str, list[float | None]]", line["coefficients"]).items():
        value, low, high = numbers
        between = "no interval" if low is None or high is None else f"{low:.2f} to {high:.2f}"
        lines.append(f"  {name:32} {'undefined' if value is None else f'{value:.2f}':>9}  {between}")
    return [*lines, f"  {line['paradox']}"] if line["paradox"] else lines
