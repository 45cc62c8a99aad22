"""What a judge's error is against people, and scores with that error taken out; both as plain objects to be stored."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from preceptor.calibration._findings import (
    Arm,
    Judged,
    Pair,
    arms_of,
    judged_answers,
    labels_of,
    pairs,
    people_shares,
    stacked,
    whole_scores,
)  # fmt: skip
from preceptor.errors import BadInput
from preceptor.files import sha256
from preceptor.records import Json
from preceptor.stats import Corrected, Estimate, cohen_kappa, corrected_score, error_rates, powered_mean

LEAST_CASES = 10  # labelled answers of an arm, below which it is corrected by the labels of the others
Object = dict[str, Json]
Settled = Mapping[tuple[str, str, str], float]


def _rounded(value: float) -> float | None:
    return round(value, 6) if np.isfinite(value) else None


def _interval(found: Estimate) -> Object | None:
    if not np.isfinite(found.value):
        return None
    return {
        "value": _rounded(found.value),
        "low": _rounded(found.low),
        "high": _rounded(found.high),
        "n": found.n,
    }


def measurements(found: Iterable[Pair], source: str) -> list[Object]:
    """Measure each judge in each class of criteria: sensitivity and specificity, or weighted kappa on a scale."""
    gathered: defaultdict[tuple[str, str, str], list[Pair]] = defaultdict(list)
    for pair in found:
        scale = pair.unit.scale
        on = "met or not met" if scale is None else f"{scale.low} to {scale.high}"
        gathered[pair.judge, on, pair.unit.category].append(pair)
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    return [
        {
            "judge": judge,
            "scale": scale,
            "class": category,
            "date": today,
            "source": source,
            **_measured(mine),
        }
        for (judge, scale, category), mine in sorted(gathered.items())
    ]


def _measured(mine: Sequence[Pair]) -> Object:
    judge, people = np.array([pair.found for pair in mine]), np.array([pair.people for pair in mine])
    groups = [pair.group for pair in mine]
    found: Object = {"n": len(mine), "answers": len(set(groups))}
    ordinal = mine[0].unit.scale is not None
    if not ordinal:
        rates = error_rates(judge, people, groups)
        found["sensitivity"], found["specificity"] = (
            _interval(rates.sensitivity),
            _interval(rates.specificity),
        )
    if len(mine) > 1:
        ratings = np.column_stack([judge, people]).round(6).tolist()
        weights = "quadratic" if ordinal else "unweighted"
        name = "weighted_kappa" if ordinal else "kappa"
        found[name] = _interval(cohen_kappa(ratings, groups, weights=weights, draws=2000))
    return found


def calibration(folder: Path, labels: Path) -> Object:
    """Measure a run's judge against labels of its answers and correct every arm's score.

    Returns:
        `measured`: one entry a judge, scale and class; `corrected`: one an arm; `labels`: what it rests on; `rows`: the
        size of the run's rows, by which a later reader sees that they have changed since.

    Raises:
        BadInput: the run holds no judged answers, or a label belongs to none of them, or no unit has both.
    """
    answers = judged_answers(folder)
    given = labels_of(answers, labels)
    people = people_shares(given, answers)
    both = list(pairs(answers, people))
    if not both:
        raise BadInput(
            f"{labels}: no finding of people meets one of the judge (all open, or none could judge); "
            f"have them settled by an arbiter"
        )
    rated = {(label.case, label.answer) for label in given}
    return {
        "labels": {
            "file": labels.name, "sha256": sha256(labels), "labels": len(given), "answers": len(rated),
            "raters": len({label.rater for label in given}), "of_answers": len({(one.case, one.answer) for one in answers}),
        },
        "measured": list(measurements(both, f"{labels.name} on {folder.resolve().name}")),
        "corrected": _corrections(arms_of(answers), people),
        "rows": (folder / "cases.jsonl").stat().st_size,
    }  # fmt: skip


def _corrections(arms: Mapping[Arm, list[Judged]], people: Settled) -> list[Json]:
    every = [one for mine in arms.values() for one in mine]
    categories = sorted({unit.category for one in every for unit in one.rubric.units()})
    found: list[Json] = []
    for arm, mine in arms.items():
        labelled = {one.case for one in mine if any(key[:2] == (one.case, one.answer) for key in people)}
        others = [one for one in every if one.arm != arm]
        entry = dict(zip(("task", "pipeline", "model", "perturbation"), arm, strict=True))
        result, note = _corrected(mine, others, people, categories, len(labelled))
        found.append(
            {**entry, "labelled_answers": len(labelled), "note": note, **(_plain(result) if result else {})}
        )
    return found


def _corrected(
    mine: Sequence[Judged],
    others: Sequence[Judged],
    people: Settled,
    categories: Sequence[str],
    labelled: int,
) -> tuple[Corrected | None, str]:
    ordinal = any(unit.scale is not None for one in mine for unit in one.rubric.units())
    if ordinal:
        judge, told = whole_scores(mine, people)
        whole = int((np.isfinite(told) & np.isfinite(judge)).sum())
        if whole < LEAST_CASES:
            return (
                None,
                f"{whole} answers are labelled on every criterion; {LEAST_CASES} are needed on a scale",
            )
        lowest = np.array(
            [sum(min(u.weight, 0.0) for u in one.rubric.units()) / one.rubric.most() for one in mine]
        )
        return powered_mean(judge, told, [one.group for one in mine], low=lowest), ""
    own = stacked(mine, people, categories)
    if labelled >= LEAST_CASES:
        found = corrected_score(own)
        return found, _classes_named(found.note, categories)
    elsewhere = [one for one in others if any(key[:2] == (one.case, one.answer) for key in people)]
    if not elsewhere:
        return (
            None,
            f"{labelled} labelled answers, at least {LEAST_CASES} are needed, and no other arm has any",
        )
    bare = stacked(mine, {}, categories)
    found = corrected_score(bare, labelled=stacked(elsewhere, people, categories))
    return found, _classes_named(found.note, categories)


def _classes_named(note: str, categories: Sequence[str]) -> str:
    for number, name in reversed(list(enumerate(categories))):
        note = note.replace(f"class {number}:", f"class {name}:")
    return note


def _plain(found: Corrected) -> Object:
    numbers = ("naive", "value", "low", "high", "sampling", "calibration", "missing")
    return {
        **{name: _rounded(float(getattr(found, name))) for name in numbers},
        "method": found.method, "n": found.n, "groups": found.groups, "labels": found.labels,
    }  # fmt: skip
