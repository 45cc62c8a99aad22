"""What the coordinator sees: how far everybody is, how well the raters agree, what is left to settle."""

import math
from collections.abc import Mapping, Sequence
from statistics import median
from typing import cast

from preceptor.errors import BadInput
from preceptor.records import Json
from preceptor.report import visible
from preceptor.scoring.rubric import Criterion
from preceptor.serve.rate._desk import Desk
from preceptor.serve.rate._forms import Finding
from preceptor.serve.rate._outcome import outcome
from preceptor.stats import Estimate, agreement

DRAWS = 2000  # resamples behind each interval of this page
MISSING = ("cannot_judge", "not_applicable")


def progress(desk: Desk) -> dict[str, Json]:
    """Gather everything for the coordinator's page."""
    setup = desk.setup
    return {
        "title": visible(desk.rubric.title or desk.rubric.name),
        "pairwise": desk.pairwise,
        "items": len(desk.items),
        "population": setup.population,
        "seed": setup.seed,
        "left_out": dict(setup.left_out),
        "people": [_person(desk, name) for name in [*desk.raters(), *filter(None, [desk.arbiter()])]],
        "settling": _settling(desk),
        "agreement": agreement_lines(desk),
        "outcome": outcome(desk),
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
        "complete": len(finished) == len(desk.items) and len(settled) == len(disputed),
    }


def agreement_lines(desk: Desk) -> list[Json]:
    """Estimate the raters' agreement on each criterion, and on all criteria of one form together.

    Whoever could not judge gave no rating; how often stands beside. Intervals resample patients or sources.
    """
    if len(desk.raters()) < 2:
        return []
    units = desk.rubric.units()
    lines = [_line(desk, (unit,), unit.id, unit.text) for unit in units]
    for form in dict.fromkeys(_categories(desk, unit) for unit in units):
        alike = tuple(unit for unit in units if _categories(desk, unit) == form)
        if len(alike) > 1:
            lines.append(_line(desk, alike, "", f"all {len(alike)} criteria with these answers"))
    return lines


def _categories(desk: Desk, unit: Criterion) -> tuple[Finding, ...]:
    if desk.pairwise:
        return ("a", "tie", "b")
    if unit.scale is None:
        return ("not_met", "met")
    return tuple(float(point) for point in range(unit.scale.low, unit.scale.high + 1))


def _line(desk: Desk, units: Sequence[Criterion], name: str, text: str) -> Json:
    rows: list[list[Finding | None]] = []
    groups: list[str] = []
    unsure = 0
    for item in desk.items.values():
        ratings = [desk.ratings.of(rater, item.id) for rater in desk.raters()]
        for unit in units:
            found = [rating.findings.get(unit.id) if rating.done else None for rating in ratings]
            unsure += sum(finding in MISSING for finding in found)
            rows.append([None if finding in MISSING else finding for finding in found])
            groups.append(item.group)
    categories = _categories(desk, units[0])
    scale = "ordinal" if desk.pairwise else "nominal" if units[0].scale is None else "interval"
    line: dict[str, Json] = {"criterion": name, "text": visible(text), "unsure": unsure, "n": 0}
    try:
        found = agreement(rows, scale, groups, categories=categories, draws=DRAWS)
    except BadInput:
        return {**line, "told": "no item has findings of two raters yet"}
    coefficients = {label: _estimate(estimate) for label, estimate in found.coefficients.items()}
    return {**line, "n": found.items, "coefficients": coefficients, "paradox": found.paradox}


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
    return "\n".join(lines) + "\n"


def _agreement_text(line: Mapping[str, Json]) -> list[str]:
    lines = [f"{line['criterion'] or line['text']} (n {line['n']}, could not judge {line['unsure']})"]
    if told := line.get("told"):
        return [*lines, f"  {told}"]
    for name, numbers in cast("dict[str, list[float | None]]", line["coefficients"]).items():
        value, low, high = numbers
        between = "no interval" if low is None or high is None else f"{low:.2f} to {high:.2f}"
        lines.append(f"  {name:32} {'undefined' if value is None else f'{value:.2f}':>9}  {between}")
    return [*lines, f"  {line['paradox']}"] if line["paradox"] else lines
