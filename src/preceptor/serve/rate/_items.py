"""What is rated: answers drawn from run folders or from a table of one's own, without a word of who gave them.

An item holds one answer, or two for a comparison. Where an answer came from stands in `origin`, which never
leaves the study's folder except in the coordinator's export.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import cast

import orjson

from preceptor.errors import BadData, BadInput
from preceptor.files import read_csv, read_jsonl
from preceptor.labels import answer_hash
from preceptor.records import Json
from preceptor.rows import Row, read_rows

CUT = ("length", "filtered")
PLAIN = {"chat", "instruct", "base", "model", "mini", "large", "small", "medium", "turbo", "preview", "think", "med", "medical",
         "clinical", "doctor", "health", "care", "answer", "the", "and", "for", "not"}  # fmt: skip  # words of any answer
ORIGIN = ("run", "pipeline", "model", "perturbation", "epoch")


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """One answer: its text, its hash as labels name it, the conversation, and (kept from raters) its origin."""

    text: str
    digest: str
    turns: tuple[tuple[str, str], ...] = ()
    origin: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One thing to rate; `id` is a number in random order and says nothing about the case.

    Attributes:
        case: id of the case within its task.
        group: the patient or source document, the unit of resampling.
        answers: one, or two for a comparison, in the order of the study's sides.
        reference: the expected answer, "" where there is none or it is not to be shown.
        form: the case's own rubric, `{"name", "content"}`; empty where the study has one for all.
    """

    id: str
    task: str
    case: str
    group: str
    question: str
    answers: tuple[Given, ...]
    choices: Mapping[str, str] = field(default_factory=dict)
    reference: str = ""
    form: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Which rows of the runs are rated; empty fields take all, `perturbation="none"` the unperturbed."""

    task: str = ""
    pipeline: str = ""
    model: str = ""
    perturbation: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Population:
    """Everything that could have been rated, and what was left out and why."""

    items: tuple[Item, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)


def answer_text(answer: Mapping[str, Json], choices: Mapping[str, str]) -> str:
    """Write an answer for people: its text, or what it settled on where it has no text."""
    if text := str(answer.get("text") or "").strip():
        return text
    if letter := str(answer.get("choice") or ""):
        return f"{letter}. {choices.get(letter, '')}".strip()
    if ranking := answer.get("ranking"):
        named = [str(one.get("name") or one.get("id")) for one in cast("list[dict[str, Json]]", ranking)]
        return "\n".join(f"{place}. {name}" for place, name in enumerate(named, 1))
    rest = next((answer[key] for key in ("data", "value", "spans") if answer.get(key) is not None), None)
    return "" if rest is None else orjson.dumps(rest, option=orjson.OPT_INDENT_2).decode()


def _given(row: Row, run: str) -> Given:
    answer = row.get("answer") or {}
    said = cast("list[dict[str, Json]]", answer.get("messages") or [])
    turns = tuple((str(turn.get("role", "")), str(turn.get("text", ""))) for turn in said)
    origin = {"run": run, **{key: str(row.get(key) or "") for key in ORIGIN[1:]}}
    text = answer_text(answer, row.get("choices") or {})
    digest = answer_hash(str(answer.get("text") or "") or text)
    return Given(text=text, digest=digest, turns=turns, origin=origin)


def _is_wanted(row: Row, wanted: Wanted) -> bool:
    perturbation = row.get("perturbation") or ("none" if wanted.perturbation == "none" else "")
    found = {"task": row.get("task"), "pipeline": row.get("pipeline"), "model": row.get("model"),
             "perturbation": perturbation}  # fmt: skip
    return all(getattr(wanted, key) in ("", value) for key, value in found.items())


def _fault(row: Row, given: Given) -> str:
    if row.get("status") in ("failed", "inapplicable"):
        return str(row.get("status"))
    if (row.get("answer") or {}).get("finish") in CUT:
        return "cut off or withheld"
    return "" if given.text or given.turns else "without text"


def _reference(target: Json) -> str:
    if isinstance(target, Mapping):
        return str(target.get("reference") or target.get("ideal") or "")
    return target if isinstance(target, str) else "" if target is None else orjson.dumps(target).decode()


def _own_form(target: Json) -> dict[str, Json]:
    """Return the rubric that a row's target holds, empty where it holds none."""
    if not isinstance(target, Mapping) or not isinstance(target.get("criteria"), list):
        return {}
    return {"name": str(target.get("rubric", "")), "content": {"criteria": target["criteria"]}}


def _item(row: Row, answers: tuple[Given, ...], *, reference: bool) -> Item:
    return Item(
        id="",
        task=row.get("task", ""),
        case=row.get("id", ""),
        group=row.get("group") or row.get("id", ""),
        question=row.get("prompt", ""),
        choices=row.get("choices") or {},
        answers=answers,
        reference=_reference(row.get("target")) if reference else "",
        form=_own_form(row.get("target")),
    )


def items_of_runs(folders: Sequence[Path], wanted: Wanted, *, sides: int, reference: bool) -> Population:
    """Gather what the rows of run folders offer to raters.

    Args:
        sides: 1, every answer is an item; 2, every two answers to one case by different arms are.

    Raises:
        NotFound, BadInput, BadData: as `read_rows`; or nothing there to rate.
    """
    left_out: Counter[str] = Counter()
    by_case: dict[tuple[str, str, str], list[tuple[Row, Given]]] = defaultdict(list)
    for folder in folders:
        for row in read_rows(folder):
            if not _is_wanted(row, wanted):
                continue
            given = _given(row, str(folder))
            if fault := _fault(row, given):
                left_out[fault] += 1
            else:
                by_case[(row.get("task", ""), row.get("version", ""), row.get("id", ""))].append((row, given))
    items = [
        _item(chosen[0][0], tuple(given for _, given in chosen), reference=reference)
        for answers in by_case.values()
        for chosen in combinations(answers, sides)
        if sides == 1 or _comparable(chosen)
    ]
    items = _told_apart(items, left_out)
    if not items:
        raise BadInput(_nothing(folders, sides, left_out))
    return Population(items=tuple(items), left_out=dict(left_out))


def _told_apart(items: Sequence[Item], left_out: Counter[str]) -> list[Item]:
    """Keep one item for each answer, and only pairs whose answers differ."""
    kept: dict[tuple[str, ...], Item] = {}
    for item in items:
        digests = [one.digest for one in item.answers]
        key = (item.task, item.case, *sorted(digests))
        if len(digests) > 1 and len(set(digests)) == 1:
            left_out["pairs of equal answers"] += 1
        elif kept.setdefault(key, item) is not item:
            left_out["the same answer again"] += 1
    return list(kept.values())


def _comparable(pair: Sequence[tuple[Row, Given]]) -> bool:
    """Two answers by different arms to the same question in the same repeat."""
    (row, one), (other_row, other) = pair
    arms = [{key: value for key, value in given.origin.items() if key != "epoch"} for given in (one, other)]
    return (
        arms[0] != arms[1]
        and row.get("epoch", 0) == other_row.get("epoch", 0)
        and row.get("prompt") == other_row.get("prompt")
    )


def _nothing(folders: Sequence[Path], sides: int, left_out: Mapping[str, int]) -> str:
    where = ", ".join(map(str, folders))
    gone = "".join(f"; {count} {reason}" for reason, count in left_out.items())
    if sides == 2:
        return f"{where}: no case was answered by two different arms{gone}; name two runs of the same cases"
    return f"{where}: no answer to rate{gone}; check --task, --pipeline, --model and --perturbation"


def items_of_table(path: Path, *, sides: int, reference: bool) -> Population:
    """Read items from a CSV or JSONL table: `id`, `prompt`, `answer` (or `answer_a`, `answer_b`).

    Also read where present: `task`, `group`, `reference`, `system` (or `system_a`, `system_b`).

    Raises:
        BadData: a row lacks a column; the message has its number.
    """
    texts = ("answer",) if sides == 1 else ("answer_a", "answer_b")
    items: list[Item] = []
    for number, row in enumerate(_table(path), 1):
        if lacking := [name for name in ("id", "prompt", *texts) if not row.get(name, "").strip()]:
            raise BadData(
                f"{path}, row {number}: no {lacking[0]!r}; needed are id, prompt, {', '.join(texts)}"
            )
        task = row.get("task", "")
        systems = (row.get(name.replace("answer", "system"), "") for name in texts)
        answers = (
            Given(
                text=row[name], digest=answer_hash(row[name]), origin={"run": str(path), "pipeline": system}
            )
            for name, system in zip(texts, systems, strict=True)
        )
        items.append(
            Item(id="", task=task, case=row["id"], group=row.get("group") or row["id"], question=row["prompt"],
                 answers=tuple(answers), reference=row.get("reference", "") if reference else "")
        )  # fmt: skip
    if not items:
        raise BadData(f"{path} has no rows; needed are id, prompt, {', '.join(texts)}")
    left_out: Counter[str] = Counter()
    kept = tuple(_told_apart(items, left_out))
    return Population(items=kept, left_out=dict(left_out))


def _table(path: Path) -> Iterator[dict[str, str]]:
    if path.suffix == ".csv":
        yield from read_csv(path)
        return
    for row in read_jsonl(path):
        yield {key: value if isinstance(value, str) else orjson.dumps(value).decode()
               for key, value in row.items() if value is not None}  # fmt: skip


def draw(population: Sequence[Item], sample: int, seed: int) -> list[Item]:
    """Draw items at random without replacement and number them in random order; 0 takes all.

    Raises:
        BadInput: more are wanted than there are.
    """
    if not 0 <= sample <= len(population):
        raise BadInput(f"--sample {sample}: there are {len(population)} to draw from; 0 takes all of them")
    chosen = random.Random(f"{seed}/sample").sample(population, sample or len(population))
    return [replace(item, id=f"i{number:04d}") for number, item in enumerate(chosen, 1)]


def names_its_system(item: Item) -> bool:
    """Say whether an answer speaks the name of the model that gave it, as far as its words tell.

    Example:
        >>> given = Given(text="I am Clinic-7B.", digest="", origin={"model": "http://host/v1/clinic-7b"})
        >>> names_its_system(Item(id="", task="", case="", group="", question="", answers=(given,)))
        True
    """
    return any(
        _own_words(given) & set(re.findall(r"[a-z]{3,}", given.text.lower())) for given in item.answers
    )


def _own_words(given: Given) -> set[str]:
    name = given.origin.get("model", "").rstrip("/").rpartition("/")[2].lower()
    return set(re.findall(r"[a-z]{3,}", name)) - PLAIN


def stored(item: Item) -> dict[str, Json]:
    """Turn an item into the object that is stored."""
    return cast("dict[str, Json]", asdict(item))


def restored(entry: Mapping[str, Json]) -> Item:
    """Make an item of a stored object."""
    answers = tuple(
        Given(
            text=one["text"],
            digest=one["digest"],
            turns=tuple((role, text) for role, text in one["turns"]),
            origin=one["origin"],
        )
        for one in cast("list[dict]", entry["answers"])
    )
    return Item(**{**entry, "answers": answers})  # type: ignore[arg-type]
