"""The kinds of scenario, and what the record says of a patient for each input that a kind needs."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from preceptor.errors import BadData
from preceptor.records import Json

FILE = Path(__file__).with_name("kinds.yaml")
PICKS = {"first": "taken_at ASC", "latest": "taken_at DESC", "highest": "value DESC", "lowest": "value ASC"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """One kind of scenario, as `kinds.yaml` declares it."""

    kind: str
    domain: str
    calculator: str
    needs: Mapping[str, str]
    questions: tuple[str, ...]


@cache
def kinds() -> tuple[Kind, ...]:
    """Read the kinds.

    Raises:
        BadData: an entry lacks a field.
    """
    try:
        return tuple(
            Kind(**{**entry, "questions": tuple(entry["questions"])})
            for entry in yaml.safe_load(FILE.read_text(encoding="utf-8"))
        )
    except (TypeError, KeyError) as error:
        raise BadData(f"{FILE.name}: an entry is not of the schema: {error}") from error


def latest_stay(record: sqlite3.Connection, patient: str) -> tuple[int, str]:
    """Return the number and admission of a patient's latest stay."""
    row = record.execute(
        "SELECT stay_id, admitted_at FROM stays WHERE patient_id = ? ORDER BY admitted_at DESC LIMIT 1",
        (patient,),
    ).fetchone()
    return int(row[0]), str(row[1])


def resolved(record: sqlite3.Connection, kind: Kind, patient: str) -> dict[str, Json]:
    """Return the inputs that the record holds for a kind and a patient, with units.

    Raises:
        LookupError: the record lacks one of them.
    """
    return {name: _need(record, need, patient) for name, need in kind.needs.items()}


def _need(record: sqlite3.Connection, need: str, patient: str) -> Json:
    stay, admitted = latest_stay(record, patient)
    born, sex = record.execute(
        "SELECT birth_date, sex FROM patients WHERE patient_id = ?", (patient,)
    ).fetchone()
    if need == "sex":
        return str(sex)
    if need == "age":
        birth, day = date.fromisoformat(born), date.fromisoformat(admitted[:10])
        return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    word, _, rest = need.partition(" ")
    if word == "condition":
        names = rest.split(" or ")
        marks = ",".join("?" * len(names))
        found = record.execute(
            f"SELECT count(*) FROM conditions WHERE patient_id = ? AND status = 'active' AND name IN ({marks})",
            (patient, *names),
        ).fetchone()
        return bool(found[0])
    name, _, pick = rest.rpartition(" ")
    row = record.execute(
        f"SELECT value, unit FROM {word}s WHERE stay_id = ? AND name = ? ORDER BY {PICKS[pick]} LIMIT 1",
        (stay, name),
    ).fetchone()
    if row is None:
        raise LookupError(f"no {name} for {patient}")
    return {"value": float(row[0]), "unit": str(row[1])}
