"""A plain CSV: one line for each case, named columns."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from preceptor.errors import BadInput, near
from preceptor.foreign_logs._shape import Asked, Draft, Log, rows_of

KNOWN = (
    "id", "score", "task", "model", "pipeline", "epoch", "group", "target", "prompt", "answer", "choice", "error", "why",
    "perturbation", "seconds", "input_tokens", "output_tokens",
)  # fmt: skip
PREFIXES = ("part_", "flag_", "tag_")
TRUE = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}


def _number(cells: Mapping[str, str], name: str, where: str) -> float | None:
    text = cells.get(name, "").strip()
    try:
        return float(text) if text else None
    except ValueError as error:
        raise BadInput(
            f"{where}: {name} {text!r} is no number; leave it empty where it is not known; nothing was imported"
        ) from error


def _flag(text: str, where: str) -> bool:
    if text.strip().lower() not in TRUE:
        raise BadInput(f"{where}: flag {text!r}; allowed: 1, 0, true, false, yes, no; nothing was imported")
    return TRUE[text.strip().lower()]


def _columns(names: list[str], path: Path) -> None:
    for needed in ("id", "score"):
        if needed not in names:
            raise BadInput(
                f"{path} has no column {needed!r}; it has: {', '.join(names)}{near(needed, names)}"
            )
    for name in names:
        if name not in KNOWN and not name.startswith(PREFIXES):
            allowed = ", ".join([*KNOWN, *(f"{prefix}*" for prefix in PREFIXES)])
            raise BadInput(f"{path}: unknown column {name!r}; allowed: {allowed}{near(name, KNOWN)}")


def _draft(cells: Mapping[str, str], asked: Asked, path: Path, number: int) -> Draft:
    where = f"{path}, line {number}"
    model, task = asked.model or cells.get("model", ""), asked.task or cells.get("task", "") or path.stem
    if not cells["id"].strip():
        raise BadInput(f"{where}: no id; nothing was imported")
    epoch = _number(cells, "epoch", where) or 0.0
    parts = {name[5:]: _number(cells, name, where) for name in cells if name.startswith("part_")}
    return Draft(
        id=cells["id"].strip(), task=task, model=model, value=_number(cells, "score", where), epoch=int(epoch),
        error=cells.get("error", ""), group=cells.get("group", ""), target=cells.get("target") or None,
        prompt=cells.get("prompt", ""), text=cells.get("answer", ""), choice=cells.get("choice", ""),
        why=cells.get("why", ""), perturbation=cells.get("perturbation", ""), pipeline=cells.get("pipeline") or "imported",
        seconds=_number(cells, "seconds", where), parts={name: one for name, one in parts.items() if one is not None},
        flags={name[5:]: _flag(text, where) for name, text in cells.items() if name.startswith("flag_")},
        tags={name[4:]: text for name, text in cells.items() if name.startswith("tag_") and text},
        tokens=(int(_number(cells, "input_tokens", where) or 0), int(_number(cells, "output_tokens", where) or 0)),
    )  # fmt: skip


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle, strict=True)
        _columns(list(reader.fieldnames or []), path)
        for number, row in enumerate(reader, 2):
            if None in row or None in row.values():
                raise BadInput(
                    f"{path}, line {number}: other than {len(reader.fieldnames or [])} cells; nothing was imported"
                )
            yield number, row


def read_table(path: Path, asked: Asked) -> Log:
    """Read a table; an empty score is a case without one, a text in `error` a failed case.

    Raises:
        BadInput: a column that is not known, a cell that is no number, an id twice.
    """
    if asked.score:
        raise BadInput(f"--score {asked.score!r}: a table has one column `score`; name the one you want so")
    try:
        drafts = [_draft(cells, asked, path, number) for number, cells in _lines(path)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path} is no CSV in UTF-8: {error}; nothing was imported") from error
    if not drafts:
        raise BadInput(f"{path} holds no case; nothing was imported")
    return Log(program="CSV", rows=rows_of(drafts), files=(path,))
