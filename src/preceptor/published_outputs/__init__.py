"""Outputs that others published, read row by row; the format is told by the file's own columns.

Every row keeps what the authors wrote about it (their extraction, their mark), so that their rule can be
applied beside ours. Reading is all that happens here: nothing is scored, dropped or joined.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from preceptor.errors import BadData, BadInput, NotFound
from preceptor.files import read_csv, read_jsonl
from preceptor.published_outputs import (
    _afrimed,
    _biasmedqa,
    _craft_md,
    _malco,
    _medagents,
    _medcalc,
    _mirage,
)
from preceptor.published_outputs._columns import read_columns
from preceptor.published_outputs._medcalc import read_summary
from preceptor.published_outputs._names import alike, fold, numbered
from preceptor.published_outputs._shapes import Mark, Output, PublishedRun
from preceptor.records import Json

__all__ = [
    "Mark",
    "Output",
    "PublishedRun",
    "alike",
    "files_of",
    "fold",
    "numbered",
    "read_outputs",
    "read_summary",
]

ENDINGS = (".csv", ".csv.gz", ".jsonl", ".jsonl.gz", ".tsv", ".tsv.gz")
FORMATS = (
    (_medagents.FIELDS, _medagents.read_medagents),
    (_biasmedqa.FIELDS, _biasmedqa.read_biasmedqa),
    (_mirage.FIELDS, _mirage.read_mirage),
    (_afrimed.FIELDS, _afrimed.read_afrimed),
    (_medcalc.FIELDS, _medcalc.read_medcalc),
    (_craft_md.FIELDS, _craft_md.read_craft_md),
    (_malco.GROUNDED, _malco.read_grounded),
)


def files_of(path: Path) -> list[Path]:
    """Return the file itself, or the CSV, TSV and JSON-lines files of a folder in order of their names.

    Raises:
        NotFound: nothing there, or a folder without such files.
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise NotFound(f"no file or folder {path}")
    found = sorted(entry for entry in path.iterdir() if entry.name.endswith(ENDINGS))
    if not found:
        raise NotFound(f"no outputs in {path}; it needs files that end in {', '.join(ENDINGS)}")
    return found


def read_outputs(path: Path, *, columns: Mapping[str, str] | None = None) -> Iterator[Output]:
    """Read the outputs of a file, or of every file of a folder.

    Args:
        columns: part (id, text, model, method, task, split) -> column, for files of no known format.

    Raises:
        NotFound: no such file.
        BadInput: a file of no known format whose columns are not clear.
        BadData: a damaged file.
    """
    for file in files_of(path):
        yield from _read_file(file, columns or {})


def _read_file(path: Path, columns: Mapping[str, str]) -> Iterator[Output]:
    if not path.name.endswith(ENDINGS):
        raise BadInput(f"{path} is no file of outputs; it must end in {', '.join(ENDINGS)}")
    first = next(iter(_rows(path)), None)
    if first is None:
        raise BadData(f"{path} holds no rows")
    if not columns:
        if _malco.is_raw(first):
            yield from _malco.read_raw(path)
            return
        for fields, read in FORMATS:
            if fields <= first.keys():
                yield from read(path)
                return
    yield from read_columns(path, _rows(path), columns)


def _rows(path: Path) -> Iterator[Mapping[str, Json]]:
    if ".tsv" in path.name:
        return _malco.read_table(path)
    return read_csv(path) if ".csv" in path.name else read_jsonl(path)
