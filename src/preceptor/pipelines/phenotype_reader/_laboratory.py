"""Laboratory findings of a table of names, specimens and directions, where it is at hand: "urinary orotic acid raised".

The table maps what a laboratory measures, in which specimen and in which direction, to HPO. A row is passed over
where its direction contradicts the name of its code, and a ratio, which names two substances. The package's own
measures go first where both have a name.

Source: laboratory findings of RAMEDIS mapped to HPO, file of https://github.com/xiaohaomao/timgroup_disease_diagnosis
    (PhenoBrain; Apache-2.0).
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from preceptor import files
from preceptor.errors import BadData, NotFound
from preceptor.records import Data

LABORATORY = Data(
    path="kb-rarebench/labfinding_map_hpo.csv",
    sha256="e321f154b73cee0926e9f512db0b568d6baa01a806a65bc2547e40d724034750",
)
_COLUMNS = ["NAME", "SPECIMEN", "QUALITY", "HPO", "ENG_NAME"]
_WAYS = {"Increased": "high", "Detectable": "high", "Decreased": "low", "Abnormal": "abnormal"}
_AGAINST = {
    "low": re.compile(r"^(?:increased|elevated|hyper|high)", re.I),
    "high": re.compile(r"^(?:decreased|reduced|hypo(?!x)|low|absent)", re.I),
}
_GENERAL = re.compile(r"^Abnormal", re.I)
_SPECIMENS = {
    "urine": ("urine {}", "urinary {}", "{} in urine"),
    "spinal fluid": ("CSF {}", "{} in CSF", "cerebrospinal fluid {}", "spinal fluid {}"),
    "tissue": ("{}", "{} activity", "{} enzyme activity"),
    "blood": ("{}", "serum {}", "plasma {}", "blood {}", "circulating {}"),
}
_BLOOD = ("blood", "serum/plasma")


@dataclass(slots=True)
class Substance:
    """What is measured: its names, and the HPO code of each direction (low, high, abnormal)."""

    names: list[str]
    codes: dict[str, str] = field(default_factory=dict)


def spellings(name: str) -> list[str]:
    """Write a laboratory's name as notes do.

    Example:
        >>> spellings("Bilirubin, direct"), spellings("Lactate dehydrogenase (LDH)"), spellings("Thrombocytes, Platelets")
        (['direct Bilirubin'], ['Lactate dehydrogenase', 'LDH'], ['Thrombocytes', 'Platelets'])
    """
    first, comma, second = name.partition(", ")
    if comma:
        return [f"{second} {first}"] if second[0].islower() else [first, second]
    short = re.fullmatch(r"(.+?)\s?\(([^()]{2,12})\)", name)
    return [short[1].strip(), short[2]] if short else [name]


def _rows() -> Iterator[tuple[str, str, str, str, str]]:
    path = files.locate(LABORATORY)
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        if (header := next(rows, [])) != _COLUMNS:
            raise BadData(f"{path} has the columns {header}; expected {_COLUMNS}")
        for number, row in enumerate(rows, 2):
            if len(row) != len(_COLUMNS):
                raise BadData(f"{path}, row {number}: {len(row)} fields, expected {len(_COLUMNS)}")
            name, specimen, quality, code, english = row
            yield name, specimen, quality, code, english


@lru_cache(maxsize=4)
def laboratory(folders: str) -> tuple[Substance, ...]:
    """Return what the table at hand says; nothing where it is not at hand (`folders` only keys what is kept)."""
    try:
        rows = list(_rows())
    except NotFound:
        return ()
    found: dict[tuple[str, str], dict[str, tuple[bool, str]]] = {}
    for name, specimen, quality, code, english in rows:
        way = _WAYS.get(quality)
        if not way or not code or "/" in name or (way in _AGAINST and _AGAINST[way].match(english)):
            continue
        where = "blood" if specimen in _BLOOD else specimen if specimen in _SPECIMENS else "tissue"
        codes, general = found.setdefault((name, where), {}), bool(_GENERAL.match(english))
        if way not in codes or (codes[way][0] and not general):
            codes[way] = (general, code)
    return tuple(_tested(found))


def _tested(found: dict[tuple[str, str], dict[str, tuple[bool, str]]]) -> Iterator[Substance]:
    in_blood = {name for name, where in found if where == "blood"}
    for (name, where), codes in found.items():
        forms = [*_SPECIMENS[where], *(["{}"] if where != "blood" and name not in in_blood else [])]
        names = [form.format(spelt) for spelt in spellings(name) for form in dict.fromkeys(forms)]
        yield Substance(names, {way: code for way, (_, code) in codes.items()})
