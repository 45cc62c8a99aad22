"""The disease annotations (phenotype.hpoa): which disease shows which term, how often, in whom, says who."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from preceptor.errors import BadData
from preceptor.files import open_bytes, read_bytes
from preceptor.knowledge._tables import Tables, packed

COLUMNS = (
    "database_id", "disease_name", "qualifier", "hpo_id", "reference", "evidence", "onset", "frequency", "sex",
    "modifier", "aspect", "biocuration",
)  # fmt: skip
# HPO's frequency classes: term -> (lowest, highest share of patients)
FREQUENCY_CLASSES = {
    "HP:0040280": (1.0, 1.0), "HP:0040281": (0.80, 0.99), "HP:0040282": (0.30, 0.79),
    "HP:0040283": (0.05, 0.29), "HP:0040284": (0.01, 0.04), "HP:0040285": (0.0, 0.0),
}  # fmt: skip
SEXES = {"": 0, "FEMALE": 1, "MALE": 2}
_COUNTED = re.compile(r"(\d+)/(\d+)")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_COLUMNS = ("disease", "term", "negated", "onset", "sex", "patients", "aspect", "evidence", "curated")
HEAD_LINES = 20
_VERSION = re.compile(r"^#(?:version|date): *(\d{4}-\d{2}-\d{2})", re.MULTILINE)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def frequency(text: str) -> tuple[float, int]:
    """Return (share of patients, patients counted): (NaN, 0) when not stated, 0 counted when only estimated.

    Example:
        >>> frequency("3/12"), frequency("45%"), frequency("HP:0040281")
        ((0.25, 12), (0.45, 0), (0.895, 0))
    """
    if match := _COUNTED.fullmatch(text):
        shown, counted = int(match[1]), int(match[2])
        return (shown / counted, counted) if counted else (float("nan"), 0)
    if match := _PERCENT.fullmatch(text):
        return float(match[1]) / 100, 0
    if text in FREQUENCY_CLASSES:
        return round(sum(FREQUENCY_CLASSES[text]) / 2, 6), 0
    return float("nan"), 0


def version_of(path: Path) -> str:
    """Return the date that the annotations carry, yyyy-mm-dd; "" where they carry none."""
    with open_bytes(path) as lines:
        head = b"".join(
            line for line, _ in zip(lines, range(HEAD_LINES), strict=False) if line.startswith(b"#")
        )
    match = _VERSION.search(head.decode("utf-8", errors="replace"))
    return match[1] if match else ""


def _rows(path: Path) -> Iterator[list[str]]:
    lines = (line for line in read_bytes(path).decode("utf-8").splitlines() if not line.startswith("#"))
    header = next(lines, "").split("\t")
    if tuple(header) != COLUMNS:
        raise BadData(f"{path} has the columns {header}; phenotype.hpoa has {list(COLUMNS)}")
    for number, line in enumerate(lines, 2):
        row = line.split("\t")
        if len(row) != len(COLUMNS):
            raise BadData(f"{path}, row {number}: {len(row)} fields, expected {len(COLUMNS)}")
        yield row


class _Numbers(dict[str, int]):
    """Text -> its number, given at first sight."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return self[text]


def _numbers(row: list[str], disease: int, terms: Mapping[str, int]) -> tuple[float, tuple[int, ...]]:
    """Return the share of patients, and the values of `_COLUMNS`."""
    _, _, qualifier, hpo_id, _, evidence, onset, often, sex, _, aspect, curated = row
    share, patients = frequency(often)
    date = _DATE.search(curated)
    return share, (
        disease, terms[hpo_id], int(qualifier == "NOT"), terms.get(onset, -1), SEXES.get(sex.upper(), 0), patients,
        ord(aspect[:1] or "P"), ord(evidence[:1] or "I"), int("".join(date.groups())) if date else 0,
    )  # fmt: skip


def read_annotations(path: Path, terms: Mapping[str, int]) -> Tables:
    """Return the annotations as columns, one value a row, by the numbers of `terms`; rows of unknown terms go.

    Raises:
        BadData: other columns than those of phenotype.hpoa, or a torn row.
    """
    diseases, references, names = _Numbers(), _Numbers(), dict[int, str]()
    columns: dict[str, list[int]] = {name: [] for name in _COLUMNS}
    shares, cited, cited_end = list[float](), list[int](), [0]
    for row in _rows(path):
        if row[3] not in terms:
            continue
        number = diseases[row[0]]
        names.setdefault(number, row[1])
        share, values = _numbers(row, number, terms)
        for column, value in zip(columns.values(), values, strict=True):
            column.append(value)
        shares.append(share)
        cited.extend(references[part] for part in row[4].split(";") if part)
        cited_end.append(len(cited))
    made = {f"annotation_{name}": np.array(values, np.int32) for name, values in columns.items()}
    return made | {
        "annotation_share": np.array(shares, np.float32),
        "cited_start": np.array(cited_end, np.int64),
        "cited": np.array(cited, np.int32),
        "disease_ids": packed(diseases),
        "disease_names": packed(names[number] for number in range(len(names))),
        "references": packed(references),
    }
