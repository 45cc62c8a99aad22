"""People's ratings of answers: one label is one person's finding on one criterion of one answer.

CSV with a header and JSON lines hold the same fields. A file is read whole or not at all: a label for
another case, another answer, an unknown criterion or a value off the scale is an error that tells the
line, and nothing of the file is used. A label is a person's; a judge's findings are verdicts.
"""

import csv
import hashlib
import io
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal, cast, get_args

import orjson

from preceptor.errors import BadInput, near
from preceptor.files import read_bytes, write_private
from preceptor.records import Json

Finding = Literal["met", "not_met", "cannot_judge", "a", "b", "tie"]
LabelRole = Literal["rater", "arbiter"]
FINDINGS: tuple[str, ...] = get_args(Finding)
ROLES: tuple[str, ...] = get_args(LabelRole)
SHOWN = 5  # faults in one message


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """One person's finding on one criterion of one answer.

    Attributes:
        task: as the run names it.
        case: id of the case.
        answer: `answer_hash` of what was rated; of a pair the two hashes joined by ":", side a first.
        criterion: id of the rubric's unit that was rated.
        rater: a name or number; never shown beside another's findings.
        finding: met, not_met or cannot_judge; a, b or tie for a pair; "met" beside a value.
        value: the point given, where the criterion has a scale; None without one or not applicable.
        words: the rater's reason.
        seconds: how long it took, None where it was not measured.
        time: when, ISO 8601.
        role: an arbiter's finding stands above the raters'.
    """

    task: str
    case: str
    answer: str
    criterion: str
    rater: str
    finding: Finding
    value: float | None = None
    words: str = ""
    seconds: float | None = None
    time: str = ""
    role: LabelRole = "rater"


NAMES = tuple(entry.name for entry in fields(Label))
NEEDED = ("task", "case", "answer", "criterion", "rater")
Unit = tuple[str, str, str]  # case, answer, criterion


def answer_hash(text: str) -> str:
    """Return 16 hexadecimal digits that name the text of an answer.

    Example:
        >>> answer_hash("Rest and fluids.")
        '88e83199d1ab1368'
    """
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()


def read_labels(
    path: Path,
    *,
    answers: Mapping[str, Collection[str]] | None = None,
    criteria: Mapping[str, tuple[float, float] | None] | None = None,
) -> list[Label]:
    """Read labels from a CSV or JSON-lines file, all of them or none.

    Args:
        answers: case -> hashes of its answers; labels of any other are refused.
        criteria: id of a criterion -> lowest and highest point of its scale, None where it has none.

    Raises:
        NotFound: no such file.
        BadInput: faults; the message has the first of them with their lines.
    """
    found: list[Label] = []
    faults: list[str] = []
    seen: dict[tuple[str, ...], int] = {}
    for line, row in _rows(path):
        try:
            label = _label(row)
            _check_known(label, answers, criteria)
            key = (label.task, label.case, label.answer, label.criterion, label.rater, label.role)
            if (first := seen.setdefault(key, line)) != line:
                raise BadInput(
                    f"{label.rater} rated {label.criterion!r} of case {label.case!r} already in line {first}"
                )
            found.append(label)
        except BadInput as fault:
            faults.append(f"line {line}: {fault}")
    if faults:
        more = f"; and {len(faults) - SHOWN} more lines" if len(faults) > SHOWN else ""
        raise BadInput(f"{path}, {'; '.join(faults[:SHOWN])}{more}; nothing was imported")
    if not found:
        raise BadInput(f"{path} holds no labels")
    return found


def _rows(path: Path) -> list[tuple[int, Mapping[str, Json]]]:
    content = read_bytes(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8 ({error.reason}); save it as UTF-8") from error
    if text.lstrip()[:1] == "{":
        return _json_rows(path, text)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, Mapping[str, Json]]] = []
    header: list[str] = []
    try:
        for cells in reader:
            if not header:
                header = [cell.strip() for cell in cells]
                _check_header(path, header)
            elif cells and len(cells) != len(header):
                raise BadInput(
                    f"{path}, line {reader.line_num}: {len(cells)} fields, the header has {len(header)}; "
                    f"nothing was imported"
                )
            elif cells:
                rows.append((reader.line_num, dict(zip(header, cells, strict=True))))
    except csv.Error as error:
        raise BadInput(f"{path}, line {reader.line_num}: not CSV ({error}); nothing was imported") from error
    return rows


def _json_rows(path: Path, text: str) -> list[tuple[int, Mapping[str, Json]]]:
    rows: list[tuple[int, Mapping[str, Json]]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise BadInput(f"{path}, line {number}: not JSON ({error}); nothing was imported") from error
        if not isinstance(row, dict):
            raise BadInput(f"{path}, line {number}: expected an object; nothing was imported")
        rows.append((number, row))
    return rows


def _check_header(path: Path, header: Sequence[str]) -> None:
    if unknown := [name for name in header if name not in NAMES]:
        raise BadInput(
            f"{path}: unknown column {unknown[0]!r}; allowed: {', '.join(NAMES)}{near(unknown[0], NAMES)}"
        )
    if lacking := [name for name in NEEDED if name not in header]:
        raise BadInput(f"{path}: no column {lacking[0]!r}; needed: {', '.join(NEEDED)}, and finding or value")


def _label(row: Mapping[str, Json]) -> Label:
    if unknown := [name for name in row if name not in NAMES]:
        raise BadInput(f"unknown field {unknown[0]!r}; allowed: {', '.join(NAMES)}{near(unknown[0], NAMES)}")
    for name in NEEDED:
        if not isinstance(row.get(name), str) or not str(row[name]).strip():
            raise BadInput(f"{name!r} must be a text, got {row.get(name)!r:.40}")
    value, seconds = _number(row, "value"), _number(row, "seconds")
    finding = str(row.get("finding") or ("" if value is None else "met")).strip()
    role = str(row.get("role") or "rater").strip()
    if finding not in FINDINGS:
        raise BadInput(f"finding {finding!r}; allowed: {', '.join(FINDINGS)}{near(finding, FINDINGS)}")
    if role not in ROLES:
        raise BadInput(f"role {role!r}; allowed: {', '.join(ROLES)}")
    if value is not None and finding != "met":
        raise BadInput(f"value {value:g} beside finding {finding!r}; give one of them")
    if seconds is not None and seconds < 0:
        raise BadInput(f"seconds {seconds:g} is below 0")
    return Label(
        **{name: str(row[name]).strip() for name in NEEDED},  # type: ignore[arg-type]
        finding=cast(Finding, finding),
        value=value,
        words=str(row.get("words") or ""),
        seconds=seconds,
        time=str(row.get("time") or ""),
        role=cast(LabelRole, role),
    )


def _number(row: Mapping[str, Json], name: str) -> float | None:
    given = row.get(name)
    if given is None or given == "":
        return None
    try:
        if isinstance(given, bool) or not isinstance(given, str | int | float):
            raise ValueError(given)
        value = float(given)
    except ValueError as error:
        raise BadInput(f"{name} {given!r:.40} is no number") from error
    if value != value or value in (float("inf"), float("-inf")):
        raise BadInput(f"{name} {given!r} is no finite number")
    return value


def _check_known(
    label: Label,
    answers: Mapping[str, Collection[str]] | None,
    criteria: Mapping[str, tuple[float, float] | None] | None,
) -> None:
    if answers is not None and label.case not in answers:
        raise BadInput(f"case {label.case!r} is none of the {len(answers)} cases here")
    if answers is not None and label.answer not in answers[label.case]:
        raise BadInput(f"case {label.case!r} has no answer {label.answer!r} here: another answer was rated")
    if criteria is None:
        return
    if label.criterion not in criteria:
        raise BadInput(f"no criterion {label.criterion!r} in the rubric{near(label.criterion, criteria)}")
    scale = criteria[label.criterion]
    if label.value is None and scale is not None and label.finding == "met":
        raise BadInput(f"criterion {label.criterion!r} needs a value from {scale[0]:g} to {scale[1]:g}")
    if label.value is not None and (scale is None or not scale[0] <= label.value <= scale[1]):
        allowed = "no value" if scale is None else f"{scale[0]:g} to {scale[1]:g}"
        raise BadInput(f"criterion {label.criterion!r}: value {label.value:g}; allowed: {allowed}")


def labels_text(labels: Iterable[Label], *, form: Literal["csv", "jsonl"] = "csv") -> str:
    """Write labels as CSV with a header, or as JSON lines; `read_labels` reads both back."""
    if form == "jsonl":
        return "".join(
            orjson.dumps(
                {name: getattr(label, name) for name in NAMES if getattr(label, name) not in (None, "")}
            ).decode()
            + "\n"
            for label in labels
        )
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(NAMES)
    for label in labels:
        cells = [getattr(label, name) for name in NAMES]
        writer.writerow(["" if cell is None else cell for cell in cells])
    return out.getvalue()


def write_labels(path: Path, labels: Iterable[Label]) -> None:
    """Write labels as the file's name says (`.csv`, else JSON lines), readable by its owner only."""
    form: Literal["csv", "jsonl"] = "csv" if path.suffix == ".csv" else "jsonl"
    write_private(path, labels_text(labels, form=form).encode())


def by_unit(labels: Iterable[Label]) -> dict[Unit, list[Label]]:
    """Gather the labels of each (case, answer, criterion), in the order given."""
    found: defaultdict[Unit, list[Label]] = defaultdict(list)
    for label in labels:
        found[label.case, label.answer, label.criterion].append(label)
    return dict(found)


def settled(labels: Iterable[Label]) -> tuple[dict[Unit, Label], dict[Unit, list[Label]]]:
    """Settle each unit: the arbiter's finding, else the strict majority of its raters'.

    On a scale the raters' middle value stands, where they gave an odd number of values or agree.

    Returns:
        (settled, open): open units have no arbiter and no majority; whoever could not judge has no vote.
    """
    done: dict[Unit, Label] = {}
    left: dict[Unit, list[Label]] = {}
    for unit, given in by_unit(labels).items():
        found = _settle(given)
        if found is None:
            left[unit] = given
        else:
            done[unit] = found
    return done, left


def _settle(given: Sequence[Label]) -> Label | None:
    arbiters = [label for label in given if label.role == "arbiter"]
    if arbiters:
        return arbiters[-1]
    votes = [label for label in given if label.finding != "cannot_judge"]
    valued = sorted((label for label in votes if label.value is not None), key=lambda one: one.value or 0.0)
    if valued and len(valued) == len(votes):
        same = valued[0].value == valued[-1].value
        return valued[len(valued) // 2] if same or len(valued) % 2 else None
    often = Counter(label.finding for label in votes).most_common(1)
    if not often or 2 * often[0][1] <= len(votes):
        return None
    return next(label for label in votes if label.finding == often[0][0])
