"""What an own_rubric file says, and its questions, each fault with its row."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast, get_args

from preceptor.components import Access
from preceptor.errors import BadInput, NotFound, near
from preceptor.files import read_jsonl, read_yaml
from preceptor.records import Case, Json
from preceptor.scoring.rubric import Rubric, read_rubric, rubric_of
from preceptor.tasks._open_answers import messages_of, target_of

KEYS = ("file", "rubric", "access", "instruction", "language")
FIELDS = ("id", "prompt", "messages", "criteria", "reference", "ideal", "group", "language", "tags")
ACCESS: tuple[str, ...] = get_args(Access)


@dataclass(frozen=True, kw_only=True, slots=True)
class Spec:
    """Where the questions and the rubric are; `changed` tells a stale reading."""

    questions: Path
    rubric: str
    rubric_file: Path | None
    access: Access
    instruction: str
    language: str
    changed: tuple[int, ...]


def read_spec(path: Path) -> Spec:
    """Read the YAML file.

    Raises:
        NotFound: it, or a file that it names, is not there.
        BadInput: not YAML, an unknown name, or a value that is not allowed.
    """
    content = _content(path)
    access = content.get("access") or "open"
    if access not in ACCESS:
        raise BadInput(f"{path}: access={access!r}; allowed: {', '.join(ACCESS)}{near(access, ACCESS)}")
    questions = path.parent / content["file"]
    if not questions.is_file():
        raise NotFound(f"{path}: no file {questions}; `file` is looked for beside the YAML file")
    rubric = content.get("rubric") or ""
    beside = path.parent / rubric if Path(rubric).suffix in (".yaml", ".yml", ".json") else None
    return Spec(
        questions=questions,
        rubric=str(beside or rubric),
        rubric_file=beside,
        access=cast(Access, access),
        instruction=content.get("instruction") or "",
        language=content.get("language") or "en",
        changed=tuple(place.stat().st_mtime_ns for place in (questions, beside) if place and place.exists()),
    )


def _content(path: Path) -> dict[str, str]:
    content = read_yaml(path)
    if not isinstance(content, dict) or not content.get("file"):
        raise BadInput(
            f"{path} names no questions; write file: questions.jsonl; allowed names: {', '.join(KEYS)}"
        )
    for name, value in content.items():
        if name not in KEYS:
            raise BadInput(
                f"{path}: unknown name {name!r}; allowed: {', '.join(KEYS)}{near(str(name), KEYS)}"
            )
        if not isinstance(value, str | None):
            raise BadInput(f"{path}: {name} must be a text, got {value!r}; put it in quotation marks")
    return content


@lru_cache(maxsize=8)
def checked_cases(spec: Spec) -> tuple[Case, ...]:
    """Read every question.

    Raises:
        NotFound: no such rubric.
        BadInput: a row is not as it must be, two have one id, or there is none.
    """
    shared = read_rubric(spec.rubric) if spec.rubric else None
    if shared is not None and shared.form == "pairwise":
        raise BadInput(
            f"{spec.rubric} compares two answers; a task grades one: give a rubric of form absolute"
        )
    found: dict[str, Case] = {}
    for number, row in enumerate(read_jsonl(spec.questions), 1):
        place = f"{spec.questions}, row {number}"
        case = _case(place, spec, row, shared)
        if case.id in found:
            raise BadInput(f"{place}: the id {case.id!r} occurs twice; give each question its own")
        found[case.id] = case
    if not found:
        raise BadInput(f"{spec.questions} holds no questions")
    return tuple(found.values())


def _case(place: str, spec: Spec, row: Mapping[str, Json], shared: Rubric | None) -> Case:
    for name in row:
        if name not in FIELDS:
            raise BadInput(
                f"{place}: unknown field {name!r}; allowed: {', '.join(FIELDS)}{near(name, FIELDS)}"
            )
    texts = {
        name: _text(place, row, name) for name in ("id", "prompt", "reference", "ideal", "group", "language")
    }
    if not texts["id"]:
        raise BadInput(f"{place}: the id is empty")
    messages = messages_of(place, row["messages"]) if row.get("messages") is not None else ()
    if bool(texts["prompt"]) == bool(messages):
        raise BadInput(f"{place}: give either a `prompt` or `messages`")
    rubric = _rubric(place, spec, row, shared)
    tags = row.get("tags") or {}
    if not isinstance(tags, Mapping):
        raise BadInput(f"{place}: tags must be an object of texts, got {str(tags)[:40]!r}")
    return Case(
        id=texts["id"],
        prompt=texts["prompt"],
        messages=messages,
        instruction=spec.instruction,
        answer_kind="text",
        target=target_of(rubric, reference=texts["reference"], ideal=texts["ideal"]),
        language=texts["language"] or spec.language,
        group=texts["group"],
        tags={str(tag): str(value) for tag, value in tags.items()},
    )


def _rubric(place: str, spec: Spec, row: Mapping[str, Json], shared: Rubric | None) -> Rubric:
    if row.get("criteria") is not None:
        return rubric_of({"criteria": row["criteria"]}, name=spec.questions.stem, place=place)
    if shared is None:
        raise BadInput(f"{place}: no `criteria`, and the YAML file names no rubric")
    return shared


def _text(place: str, row: Mapping[str, Json], name: str) -> str:
    value = row.get(name)
    if isinstance(value, bool | list | dict):
        raise BadInput(f"{place}: {name} must be a text, got {str(value)[:40]!r}")
    return "" if value is None else str(value).strip()
