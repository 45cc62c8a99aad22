"""One side of a comparison: which rows of which run, and which of them answer the same cases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from preceptor.compare._spent import price_of, seconds_of, tokens_of, was_cached
from preceptor.compare._targets import Target
from preceptor.errors import BadInput, NotFound, near
from preceptor.report import short_model
from preceptor.rows import Row, read_rows

NONE = "none"  # how the unperturbed arm is named where a perturbation is asked for
HEAD = 160


@dataclass(frozen=True, kw_only=True, slots=True)
class Arm:
    """What all rows of one line share."""

    task: str
    pipeline: str
    model: str
    perturbation: str

    def label(self) -> str:
        """Name it for people, without the task."""
        return " · ".join(
            part for part in (self.pipeline, short_model(self.model), self.perturbation) if part
        )


OF_THE_REPLY = (
    "refused", "unparsed", "truncated", "filtered", "out_of_turns", "judge_failed", "judge_unsure", "panel_split",
    "quote_not_found",
)  # fmt: skip  # flags that are known of every answer, whatever the judge could not say


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """One case as one side answered it.

    Attributes:
        value: None where it failed or was not scored.
        low, high: where the score lies whatever is missing; 0 and 1 where it failed.
        parts: named numbers behind the score, without those that are not defined.
        flags: raised or ruled out; None where there is no answer that could carry one. One that is not named was not
            raised, unless findings of a judge are `open`: then nobody knows.
        open: findings are missing, so that the score has bounds or no value.
        tokens, seconds, price_usd: of the answer alone, without its judge; None where they are not known.
        cached: a cache gave the answer, so that its time says nothing.
    """

    value: float | None
    low: float
    high: float
    failed: bool
    group: str
    parts: Mapping[str, float]
    flags: Mapping[str, bool] | None
    open: bool
    tags: Mapping[str, str]
    target: Target
    version: str
    question: str
    told: str
    tokens: int | None
    seconds: float | None
    price_usd: float | None
    cached: bool

    def raised(self, flag: str) -> bool | None:
        """Say whether the answer carries a flag; None where that is not known."""
        if self.flags is None:
            return None
        if flag in self.flags or flag in OF_THE_REPLY or not self.open:
            return bool(self.flags.get(flag))
        return None


Cases = dict[tuple[str, int], Answered]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Which rows of a run a side takes; empty fields take all.

    Attributes:
        cluster: the tag whose values are the unit of resampling, such as a hospital; else each case's group.
    """

    tasks: tuple[str, ...] = ()
    pipeline: str = ""
    model: str = ""
    perturbation: str = ""
    cluster: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """The rows of one side by arm, how the user named it, and who graded them: model and mark of the wording."""

    name: str
    folder: Path
    arms: Mapping[Arm, Cases]
    judges: frozenset[str] = frozenset()


def split_name(text: str) -> tuple[Path, str]:
    """Split `RUN` or `RUN:VALUE` at the colon that ends an existing folder.

    Raises:
        NotFound: no part before a colon is a folder.
    """
    if Path(text).is_dir():
        return Path(text), ""
    for place in (place for place, letter in enumerate(text) if letter == ":"):
        if Path(text[:place]).is_dir() and text[place + 1 :]:
            return Path(text[:place]), text[place + 1 :]
    raise NotFound(
        f"no run folder {text!r}; give RUN, or RUN:VALUE with a pipeline, model or perturbation of it"
    )


def _cluster(row: Row, tag: str) -> str:
    if not tag:
        return row.get("group") or row.get("id", "")
    tags = row.get("tags", {})
    if tag not in tags:
        known = ", ".join(tags) or "none"
        raise BadInput(
            f"case {row.get('id')!r} has no tag {tag!r} to cluster by; its tags: {known}{near(tag, tags)}"
        )
    return str(tags[tag])


def _answered(row: Row, cluster: str) -> Answered:
    score = row.get("score", {})
    value = score.get("value") if row.get("status") == "scored" else None
    low, high = score.get("low"), score.get("high")
    error = row.get("error")
    return Answered(
        value=value,
        low=(0.0 if value is None else value) if low is None else low,
        high=(1.0 if value is None else value) if high is None else high,
        failed=row.get("status") == "failed",
        group=_cluster(row, cluster),
        parts={name: part for name, part in score.get("parts", {}).items() if part is not None},
        flags=None if error or not score else score.get("flags") or {},
        open=value is None or low != high or bool(score.get("parts", {}).get("missing")),
        tags=row.get("tags", {}),
        target=Target(
            expected=row.get("target"),
            choices=row.get("choices", {}),
            perturbation=row.get("perturbation") or "",
        ),
        version=row.get("version", ""),
        question=" ".join(row.get("prompt", "")[: 2 * HEAD].split())[:HEAD],
        told=f"failed: {error['kind']}" if error else score.get("why", ""),
        tokens=tokens_of(row),
        seconds=seconds_of(row),
        price_usd=price_of(row),
        cached=was_cached(row),
    )


def _takes(arm: Arm, wanted: Wanted, value: str) -> bool:
    change = arm.perturbation or NONE
    return (
        (not wanted.tasks or arm.task in wanted.tasks)
        and wanted.pipeline in ("", arm.pipeline)
        and wanted.model in ("", arm.model)
        and wanted.perturbation in ("", change)
        and value in ("", arm.pipeline, arm.model, change)
    )


def _known(arms: Iterable[Arm]) -> list[str]:
    found = [part for arm in arms for part in (arm.pipeline, arm.model, arm.perturbation or NONE) if part]
    return list(dict.fromkeys(found))


def read_side(text: str, wanted: Wanted) -> Side:
    """Read the rows of one side.

    Raises:
        NotFound: no such folder, or nothing in it has the wanted names.
    """
    folder, value = split_name(text)
    every: dict[Arm, None] = {}
    arms: dict[Arm, Cases] = {}
    judges: set[str] = set()
    for row in read_rows(folder):
        arm = Arm(
            task=row.get("task", ""), pipeline=row.get("pipeline", ""),
            model=row.get("model") or "", perturbation=row.get("perturbation") or "",
        )  # fmt: skip
        every[arm] = None
        if _takes(arm, wanted, value) and row.get("status") != "inapplicable":
            arms.setdefault(arm, {})[row.get("id", ""), row.get("epoch", 0)] = _answered(row, wanted.cluster)
            judges |= {
                str(one["judge"]) for one in row.get("score", {}).get("verdicts", []) if one.get("judge")
            }
    if not every:
        raise NotFound(f"{folder} has no finished case yet")
    if value and value not in _known(every):
        known = _known(every)
        raise NotFound(
            f"{folder} has no pipeline, model or perturbation {value!r}; it has: {', '.join(known)}{near(value, known)}"
        )
    if not arms:
        tasks = ", ".join(dict.fromkeys(arm.task for arm in every))
        raise NotFound(
            f"nothing in {text} has the wanted task, pipeline, model and perturbation; tasks: {tasks}; others: {', '.join(_known(every))}"
        )
    return Side(name=text, folder=folder, arms=arms, judges=frozenset(judges))


FIELDS = (
    ("pipeline", "model", "perturbation"), ("model", "perturbation"), ("pipeline", "perturbation"),
    ("pipeline", "model"), ("perturbation",), ("model",), ("pipeline",), (),
)  # fmt: skip


def _by(arms: Sequence[Arm], fields: Sequence[str]) -> dict[tuple[str, ...], Arm] | None:
    """Index arms by some of their fields; None where these do not tell them apart."""
    found = {tuple(str(getattr(arm, field)) for field in fields): arm for arm in arms}
    return found if len(found) == len(arms) else None


def _pairs_of_task(task: str, a: Sequence[Arm], b: Sequence[Arm]) -> list[tuple[Arm, Arm]]:
    for fields in FIELDS:
        left, right = _by(a, fields), _by(b, fields)
        shared = [key for key in left if key in right] if left and right else []
        if left and right and shared:
            return [(left[key], right[key]) for key in shared]
    raise BadInput(
        f"{task}: cannot tell what to pair, A has {'; '.join(arm.label() for arm in a)} and B has "
        f"{'; '.join(arm.label() for arm in b)}; name one of each, as RUN:VALUE or with --pipeline, --model, --perturbation"
    )


def pairs(a: Side, b: Side) -> list[tuple[Arm, Arm]]:
    """Decide which arm of A is compared with which of B.

    Arms of one task that agree in all of pipeline, model and perturbation are paired; where none do, those
    that agree in as much of it as tells them apart; a single arm on each side is paired whatever it is.

    Raises:
        BadInput: no task in common, several arms that nothing pairs, or the same rows on both sides.
    """
    if a.folder.resolve() == b.folder.resolve() and set(a.arms) & set(b.arms):
        raise BadInput(f"A and B share rows of {a.folder}; name what differs, as {a.folder}:VALUE")
    tasks = [
        task for task in dict.fromkeys(arm.task for arm in a.arms) if any(arm.task == task for arm in b.arms)
    ]
    if not tasks:
        listed = " and ".join(", ".join(dict.fromkeys(arm.task for arm in side.arms)) for side in (a, b))
        raise BadInput(f"A and B have no task in common: {listed}")
    return [
        pair
        for task in tasks
        for pair in _pairs_of_task(
            task, [arm for arm in a.arms if arm.task == task], [arm for arm in b.arms if arm.task == task]
        )
    ]
