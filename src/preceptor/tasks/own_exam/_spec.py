"""What the YAML file of an own exam says: checked against what is allowed, before any row is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

import yaml

from preceptor.components import Access
from preceptor.errors import BadInput, NotFound, near

AnswerForm = Literal["letter", "index0", "index1", "text"]
KEYS = (
    "file", "columns", "answer", "separator", "several", "language", "license", "access", "instruction",
    "train", "summary",
)  # fmt: skip
ROLES = ("question", "options", "answer", "id", "group", "context", "language", "license", "split", "tags")
CLOSED = {"answer": ("letter", "index0", "index1", "text"), "access": ("open", "research", "credentialed")}


@dataclass(frozen=True, kw_only=True, slots=True)
class Spec:
    """How to read a table of questions.

    Attributes:
        table: the CSV or JSON-lines file.
        columns: role -> column, for the roles of a single column.
        options: columns of the options; one that holds them all where there is one name.
        tags: tag -> column.
        answer: what the answer's column holds.
        separator: between options, or between several answers, in one field.
        several: a question may have more than one right option.
        train: the split that examples come from.
    """

    table: Path
    columns: Mapping[str, str]
    options: tuple[str, ...]
    tags: Mapping[str, str] = field(default_factory=dict)
    answer: AnswerForm = "letter"
    separator: str = ""
    several: bool = False
    language: str = "en"
    access: Access = "open"
    instruction: str = ""
    train: str = "train"


def read_spec(path: Path) -> Spec:
    """Read the YAML file.

    Raises:
        NotFound: it, or the table that it names, is not there.
        BadInput: not YAML, an unknown key, or a value that is not allowed; the message says what is.
    """
    content = _mapping(str(path), _content(path), KEYS)
    columns = _mapping(f"{path}, columns", content.get("columns") or {}, ROLES)
    options = columns.pop("options", "options")
    table = path.parent / _word(path, "file", content.get("file", ""))
    if not content.get("file"):
        raise BadInput(f"{path} names no table; write file: questions.csv")
    if not table.is_file():
        raise NotFound(f"{path}: no file {table}; `file` is looked for beside the YAML file")
    tags = columns.pop("tags", {})
    single = {"question": "question", "answer": "answer"} | columns
    return Spec(
        table=table,
        columns={role: _word(path, f"columns.{role}", name) for role, name in single.items()},
        options=tuple(_words(path, "columns.options", options)),
        tags=_tags(path, tags),
        answer=cast(AnswerForm, _one_of(path, "answer", content.get("answer", "letter"))),
        separator=_word(path, "separator", content.get("separator", "")),
        several=_yes_no(path, "several", content.get("several", False)),
        language=_word(path, "language", content.get("language", "en")),
        access=cast(Access, _one_of(path, "access", content.get("access", "open"))),
        instruction=_word(path, "instruction", content.get("instruction", "")),
        train=_word(path, "train", content.get("train", "train")),
    )


def _content(path: Path) -> object:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise NotFound(f"cannot read {path}: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} is not readable as YAML: {' '.join(str(error).split())}") from error


def _mapping(place: str, content: object, allowed: tuple[str, ...]) -> dict[str, object]:
    if not isinstance(content, dict):
        raise BadInput(f"{place} must hold `name: value` lines; allowed names: {', '.join(allowed)}")
    for name in content:
        if name not in allowed:
            raise BadInput(
                f"{place}: unknown name {name!r}; allowed: {', '.join(allowed)}{near(str(name), allowed)}"
            )
    return {str(name): value for name, value in content.items()}


def _word(path: Path, name: str, value: object) -> str:
    if isinstance(value, bool) or value is None:
        raise BadInput(f"{path}: YAML reads the value of {name} as {value}; put it in quotation marks")
    if isinstance(value, (list, dict)):
        raise BadInput(f"{path}: {name} must be one name, got {value}")
    return str(value)


def _words(path: Path, name: str, value: object) -> list[str]:
    entries = value if isinstance(value, list) else [value]
    found = [_word(path, name, entry) for entry in entries]
    if len(set(found)) < len(found) or not found:
        raise BadInput(f"{path}: {name} must name different columns, got {found}")
    return found


def _tags(path: Path, value: object) -> dict[str, str]:
    if isinstance(value, dict):
        return {str(tag): _word(path, f"columns.tags.{tag}", column) for tag, column in value.items()}
    return {column: column for column in _words(path, "columns.tags", value)}


def _one_of(path: Path, name: str, value: object) -> str:
    known = CLOSED[name]
    if value not in known:
        raise BadInput(f"{path}: {name}={value!r}; allowed: {', '.join(known)}{near(str(value), known)}")
    return str(value)


def _yes_no(path: Path, name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise BadInput(f"{path}: {name}={value!r}; allowed: true, false")
    return value
