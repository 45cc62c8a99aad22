"""The findings of a run beside people's labels: one entry for each unit of each answer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np

from preceptor.errors import BadInput
from preceptor.labels import Label, answer_hash, read_labels, settled
from preceptor.records import Json, Verdict
from preceptor.rows import Row, read_rows
from preceptor.scoring.rubric import Criterion, Rubric, met_share, rubric_of
from preceptor.stats import Findings

Arm = tuple[str, str, str, str]
NAN = float("nan")


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """One answer of a run with what the judge found: unit -> share met, NaN where it is missing."""

    arm: Arm
    case: str
    group: str
    answer: str
    rubric: Rubric
    judges: tuple[str, ...]
    shares: Mapping[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Judge and people on one unit, both as a share met."""

    judge: str
    unit: Criterion
    group: str
    found: float
    people: float


def judged_answers(folder: Path) -> list[Judged]:
    """Read the answers of a run that a judge held against criteria.

    Raises:
        BadInput: there is none.
    """
    found = [one for row in read_rows(folder) if (one := _judged(row)) is not None]
    if not found:
        raise BadInput(f"{folder} holds no answer that a judge held against criteria; examine with --judge")
    return found


def _judged(row: Row) -> Judged | None:
    target, verdicts = row.get("target"), row.get("score", {}).get("verdicts")
    if not verdicts or not isinstance(target, Mapping) or not isinstance(target.get("criteria"), list):
        return None
    name = row.get("id", "")
    rubric = rubric_of(
        {"criteria": target["criteria"]}, name=str(target.get("rubric", "")), place=f"case {name}"
    )
    read = {str(entry["criterion"]): _verdict(entry) for entry in verdicts}
    shares = {unit.id: met_share(unit, read.get(unit.id)) for unit in rubric.units()}
    names = {one.judge for one in read.values() if one.judge}
    return Judged(
        arm=(
            row.get("task", ""),
            row.get("pipeline", ""),
            row.get("model") or "",
            row.get("perturbation") or "",
        ),
        case=name,
        group=row.get("group") or name,
        answer=answer_hash(str(row.get("answer", {}).get("text", ""))),
        rubric=rubric,
        judges=tuple(sorted(names)),
        shares={id: NAN if share is None else share for id, share in shares.items()},
    )


def _verdict(stored: Mapping[str, Json]) -> Verdict:
    names = ("criterion", "finding", "value", "judge")
    return Verdict(**{name: stored[name] for name in names if name in stored})  # type: ignore[arg-type]


def random_answers(folder: Path, number: int, seed: int) -> list[Judged]:
    """Draw judged answers at random to be rated, whole answers, each as likely as any other.

    Raises:
        BadInput: more than there are.
    """
    found = judged_answers(folder)
    if not 1 <= number <= len(found):
        raise BadInput(f"--number {number} of {len(found)} judged answers; give 1 to {len(found)}")
    chosen = np.random.default_rng(seed).choice(len(found), number, replace=False)
    return [found[place] for place in sorted(chosen.tolist())]


def labels_of(folder_answers: Sequence[Judged], path: Path) -> list[Label]:
    """Read labels that belong to these answers, all or none.

    Raises:
        BadInput: one belongs to another case, answer or criterion, or is off the scale.
    """
    answers: defaultdict[str, set[str]] = defaultdict(set)
    scales: dict[str, tuple[float, float] | None] = {}
    for one in folder_answers:
        answers[one.case].add(one.answer)
        scales |= one.rubric.scales()
    return read_labels(path, answers=answers, criteria=scales)


def people_shares(labels: Iterable[Label], answers: Sequence[Judged]) -> dict[tuple[str, str, str], float]:
    """Settle labels and turn them into shares met, by (case, answer, unit); those who could not judge leave none."""
    units = {(one.case, unit.id): unit for one in answers for unit in one.rubric.units()}
    found: dict[tuple[str, str, str], float] = {}
    for key, label in settled(labels)[0].items():
        unit = units.get((label.case, label.criterion))
        if unit is None or label.finding not in ("met", "not_met"):
            continue
        share = met_share(unit, Verdict(criterion=unit.id, finding=label.finding, value=label.value))
        if share is not None:
            found[key] = share
    return found


def pairs(answers: Sequence[Judged], people: Mapping[tuple[str, str, str], float]) -> Iterator[Pair]:
    """Yield every unit that both the judge and people settled."""
    for one in answers:
        for unit in one.rubric.units():
            share = people.get((one.case, one.answer, unit.id))
            if share is not None and np.isfinite(one.shares[unit.id]):
                yield Pair(
                    judge="+".join(one.judges),
                    unit=unit,
                    group=one.group,
                    found=one.shares[unit.id],
                    people=share,
                )


def stacked(
    answers: Sequence[Judged],
    people: Mapping[tuple[str, str, str], float],
    categories: Sequence[str],
) -> Findings:
    """Stack the units of the answers into arrays."""
    weight, judge, told, category, case = [], [], [], [], []
    for number, one in enumerate(answers):
        most = one.rubric.most()
        for unit in one.rubric.units():
            weight.append(unit.weight / most)
            judge.append(one.shares[unit.id])
            told.append(people.get((one.case, one.answer, unit.id), NAN))
            category.append(categories.index(unit.category))
            case.append(number)
    return Findings(
        weight=np.array(weight), judge=np.array(judge), people=np.array(told),
        category=np.array(category, dtype=int), case=np.array(case, dtype=int),
        group=[one.group for one in answers],
    )  # fmt: skip


def whole_scores(
    answers: Sequence[Judged], people: Mapping[tuple[str, str, str], float]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the judge's and people's signed score of each answer, NaN where a unit is missing."""

    def score(one: Judged, shares: Mapping[str, float]) -> float:
        return sum(unit.weight * shares.get(unit.id, NAN) for unit in one.rubric.units()) / one.rubric.most()

    told = [
        {unit.id: people.get((one.case, one.answer, unit.id), NAN) for unit in one.rubric.units()}
        for one in answers
    ]
    judge = np.array([score(one, one.shares) for one in answers])
    return judge, np.array([score(one, mine) for one, mine in zip(answers, told, strict=True)])


def arms_of(answers: Sequence[Judged]) -> dict[Arm, list[Judged]]:
    """Gather the answers by arm."""
    found: defaultdict[Arm, list[Judged]] = defaultdict(list)
    for one in answers:
        found[one.arm].append(one)
    return cast("dict[Arm, list[Judged]]", dict(found))
