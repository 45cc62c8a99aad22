"""From the rows of a user's table to cases, each fault with its row."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import orjson

from preceptor.errors import BadData, near
from preceptor.files import open_bytes, read_json, read_jsonl
from preceptor.records import Case, Json, Passage
from preceptor.tasks._exam import LETTERS
from preceptor.tasks.own_exam._spec import Spec

Row = Mapping[str, Json]
SHOWN = 5  # faults in one message
INSTRUCTIONS = {
    "en": ("Answer with the letter of the one best option.",
           "Answer with the letters of all right options, separated by commas."),
    "fr": ("Répondez par la lettre de la meilleure proposition.",
           "Répondez par les lettres de toutes les propositions exactes, séparées par des virgules."),
    "de": ("Antworten Sie mit dem Buchstaben der besten Antwort.",
           "Antworten Sie mit den Buchstaben aller richtigen Antworten, durch Kommas getrennt."),
    "es": ("Responda con la letra de la mejor opción.",
           "Responda con las letras de todas las opciones correctas, separadas por comas."),
    "ja": ("最も適切な選択肢の記号を1つ答えよ。", "正しい選択肢の記号をすべて、コンマで区切って答えよ。"),
}  # fmt: skip


class Fault(BadData):
    """What is wrong with one row; the message gets its place where the table is checked."""


def table_rows(path: Path) -> Iterator[tuple[int, Row]]:
    """Yield (row, fields); in a CSV table the header is row 1, and `,`, `;` or tabs divide the fields.

    Raises:
        BadData: not readable, or a row with more fields than the header.
    """
    with open_bytes(path) as handle:
        start = handle.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] == b"{":
        yield from enumerate(read_jsonl(path), 1)
    elif start[:1] == b"[":
        document = read_json(path)
        assert isinstance(document, list)
        for number, row in enumerate(document, 1):
            if not isinstance(row, dict):
                raise BadData(f"{path}, row {number}: expected an object, got {str(row)[:40]!r}")
            yield number, row
    else:
        header = start.split(b"\n", 1)[0].decode("utf-8", errors="replace")
        yield from _csv_rows(path, max(",;\t", key=header.count))


def _csv_rows(path: Path, divider: str) -> Iterator[tuple[int, Row]]:
    csv.field_size_limit(2**30)
    number, header = 0, []
    try:
        with open_bytes(path) as handle:
            text = io.TextIOWrapper(handle, encoding="utf-8-sig", newline="")
            for number, fields in enumerate(csv.reader(text, delimiter=divider, strict=True), 1):
                if not header:
                    header = _header(path, fields)
                elif len(fields) != len(header) and fields:
                    raise BadData(
                        f"{path}, row {number}: {len(fields)} fields, but the header has {len(header)}; "
                        f"put texts that hold {divider!r} in quotation marks"
                    )
                elif any(field.strip() for field in fields):
                    yield number, dict(zip(header, fields, strict=True))
    except UnicodeDecodeError as error:
        raise BadData(f"{path}, after row {number}: not UTF-8; save it as UTF-8 ({error.reason})") from error
    except csv.Error as error:
        raise BadData(f"{path}, after row {number}: not readable as CSV ({error})") from error


def _header(path: Path, fields: list[str]) -> list[str]:
    header = [field.strip() for field in fields]
    for name in header:
        if header.count(name) > 1:
            raise BadData(f"{path}: {header.count(name)} columns are called {name!r}; give each its own name")
    return header


def split_cases(spec: Spec, split: str) -> Iterator[Case]:
    """Yield the cases of one split, in the order of the table."""
    for number, row in table_rows(spec.table):
        if split_of(spec, row) == split:
            yield read_case(spec, number, row)


def split_of(spec: Spec, row: Row) -> str:
    """Return the split that a row belongs to; `test` where the table tells none."""
    column = spec.columns.get("split")
    return str(row.get(column) or "").strip() or "test" if column else "test"


def checked_splits(spec: Spec) -> tuple[str, ...]:
    """Read the whole table and return its splits, `test` first and the split of the examples last.

    Raises:
        BadData: faults, the first of them with their rows; or no question at all.
    """
    faults: list[str] = []
    seen: dict[str, int] = {}
    splits: dict[str, None] = {}
    for number, row in table_rows(spec.table):
        if not seen and not faults:
            _check_columns(spec, row)
        try:
            case = read_case(spec, number, row)
            first = seen.setdefault(case.id, number)
            if first != number:
                raise Fault(f"id {case.id!r} is already that of row {first}")
            splits[split_of(spec, row)] = None
        except Fault as fault:
            faults.append(f"row {number}: {fault}")
    if faults:
        more = f"; and {len(faults) - SHOWN} more rows" if len(faults) > SHOWN else ""
        raise BadData(f"{spec.table}, {'; '.join(faults[:SHOWN])}{more}")
    if not seen:
        raise BadData(f"{spec.table} holds no questions")
    return tuple(sorted(splits, key=lambda name: (name != "test", name == spec.train)))


def _check_columns(spec: Spec, row: Row) -> None:
    names = [*spec.columns.items(), *(("options", name) for name in spec.options)]
    for role, name in [*names, *((f"tags.{tag}", name) for tag, name in spec.tags.items())]:
        if name not in row:
            there = ", ".join(row)
            raise BadData(f"{spec.table}: no column {name!r} for {role}; it has: {there}{near(name, row)}")


def read_case(spec: Spec, number: int, row: Row) -> Case:
    """Make a case of a row.

    Raises:
        Fault: what is wrong with it.
    """

    def field(role: str) -> str:
        return _text(row, spec.columns[role]) if role in spec.columns else ""

    question, choices = field("question"), _choices(spec, row)
    if not question:
        raise Fault("the question is empty")
    id = field("id") or str(number)
    if "id" in spec.columns and not field("id"):
        raise Fault("the id is empty")
    language = field("language") or spec.language
    tags = {tag: _text(row, column) for tag, column in spec.tags.items()} | {"license": field("license")}
    ways = INSTRUCTIONS.get(language.partition("-")[0].lower(), INSTRUCTIONS["en"])
    return Case(
        id=id,
        prompt=question,
        choices=choices,
        instruction=spec.instruction or ways[spec.several],
        target=_target(spec, row, choices),
        context=_context(spec, row, id),
        language=language,
        group=field("group"),
        tags={tag: value for tag, value in tags.items() if value},
    )


def _text(row: Row, column: str) -> str:
    value = row.get(column)
    if isinstance(value, (list, dict)):
        raise Fault(f"{column!r} must hold one text, got a list or object")
    return "" if value is None else str(value).strip()


def _choices(spec: Spec, row: Row) -> dict[str, str]:
    only, *others = spec.options
    texts = [_text(row, column) for column in spec.options] if others else _listed(spec, row.get(only))
    while texts and not texts[-1]:
        texts.pop()
    choices = dict(zip(LETTERS, texts, strict=False))
    if len(texts) > len(LETTERS):
        raise Fault(f"{len(texts)} options; at most {len(LETTERS)}")
    if len(texts) < 2:
        raise Fault(f"{len(texts)} options; at least 2")
    for letter, text in choices.items():
        if not text:
            raise Fault(f"option {letter} is empty, but a later one is not")
    if len(set(texts)) < len(texts):
        raise Fault("two options are the same")
    return choices


def _listed(spec: Spec, value: Json) -> list[str]:
    """Read the options of one field: a list, an object by letter, either as JSON text, or a divided text."""
    if isinstance(value, str) and spec.separator:
        value = value.split(spec.separator)
    elif isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError as error:
            raise Fault(f"the options are not JSON ({error})") from error
    elif isinstance(value, str):
        raise Fault("the options are one text; give a separator, or one column for each option")
    if isinstance(value, Mapping):
        keys = sorted(value, key=str.upper)
        if [key.strip().upper() for key in keys] != list(LETTERS[: len(keys)]):
            raise Fault(f"the options must have the letters A, B, ... in order, not {', '.join(keys)}")
        value = [value[key] for key in keys]
    if not isinstance(value, list):
        raise Fault(f"the options must be a list or an object, got {str(value)[:40]!r}")
    if any(isinstance(entry, (list, dict)) for entry in value):
        raise Fault("an option must be one text")
    return ["" if entry is None else str(entry).strip() for entry in value]


def _target(spec: Spec, row: Row, choices: Mapping[str, str]) -> str:
    value = row.get(spec.columns["answer"])
    if isinstance(value, list):
        parts = [str(entry).strip() for entry in value]
    elif spec.several and not isinstance(value, dict):
        parts = [part.strip() for part in _text(row, spec.columns["answer"]).split(spec.separator or ",")]
    else:
        parts = [_text(row, spec.columns["answer"])]
    if len(parts) > 1 and not spec.several:
        raise Fault(f"{len(parts)} answers, but one is expected; write several: true")
    letters = sorted({_READERS[spec.answer](part, choices) for part in parts})
    return ",".join(letters)


def _by_letter(given: str, choices: Mapping[str, str]) -> str:
    letter = given.strip("().[] ").upper()
    if letter not in choices:
        raise Fault(f"answer {given!r} is none of the letters {', '.join(choices)}")
    return letter


def _by_index(given: str, choices: Mapping[str, str], first: int) -> str:
    if not given.isascii() or not given.isdigit() or not first <= int(given) < first + len(choices):
        raise Fault(f"answer {given!r} is no number from {first} to {first + len(choices) - 1}")
    return LETTERS[int(given) - first]


def _by_text(given: str, choices: Mapping[str, str]) -> str:
    for letter, text in choices.items():
        if text == given:
            return letter
    raise Fault(f"answer {given[:60]!r} is none of the options{near(given, choices.values())}")


_READERS: dict[str, Callable[[str, Mapping[str, str]], str]] = {
    "letter": _by_letter,
    "index0": lambda given, choices: _by_index(given, choices, 0),
    "index1": lambda given, choices: _by_index(given, choices, 1),
    "text": _by_text,
}


def _context(spec: Spec, row: Row, id: str) -> tuple[Passage, ...]:
    column = spec.columns.get("context")
    value = row.get(column) if column else None
    parts = value if isinstance(value, list) else [value]
    if any(isinstance(part, (list, dict)) for part in parts):
        raise Fault("the context must be a text or a list of texts")
    texts = [str(part).strip() for part in parts if part is not None and str(part).strip()]
    return tuple(Passage(id=f"{id}/{place}", text=text) for place, text in enumerate(texts))
