"""Phenopackets of versions 1 and 2 as a patient; what is none is refused with what it is."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast

import orjson

from preceptor.commands._diagnosis_given import onset_years, resolved, sex_of
from preceptor.differential import Sex
from preceptor.errors import BadInput
from preceptor.knowledge.hpo import hpo
from preceptor.records import Json

Row = Mapping[str, Json]
WEEKS_OF_TERM = 40
ONLY_1 = ("genes", "variants", "htsFiles", "hts_files")  # fields that version 2 does not have


def field(row: Row, name: str) -> Json:
    """Return a field under its JSON name or its name in the schema (`phenotypicFeatures`, `phenotypic_features`)."""
    if name in row:
        return row[name]
    return row.get("".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name))


def inner(row: Row, *names: str) -> Row:
    for name in names:
        found = field(row, name)
        row = found if isinstance(found, Mapping) else {}
    return row


def entries(row: Row, name: str) -> list[Row]:
    found = field(row, name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def parsed(text: str, name: str) -> Row:
    """Read one JSON document that may be a phenopacket.

    Raises:
        BadInput: not JSON, several documents, or no object.
    """
    try:
        document = cast(Json, orjson.loads(text))
    except orjson.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and all(
            line.lstrip().startswith("{") and line.rstrip().endswith("}") for line in lines
        ):
            raise BadInput(
                f"{name} holds {len(lines)} JSON documents, one a line; give one phenopacket"
            ) from error
        raise BadInput(f"{name} is not JSON: {error}; give a phenopacket (JSON) or a text") from error
    if isinstance(document, list):
        raise BadInput(f"{name} holds a JSON list of {len(document)}; give one phenopacket, an object")
    if not isinstance(document, dict):
        raise BadInput(f"{name} holds the JSON value {text.strip()[:40]}; a phenopacket is an object")
    return document


def packet_of(document: Row, name: str) -> Row:
    """Return the phenopacket of a document: itself, a wrapped one, or a family's proband.

    Raises:
        BadInput: a cohort, or no findings.
    """
    if members := entries(document, "members"):
        raise BadInput(f"{name} is a cohort of {len(members)}; give the phenopacket of one patient")
    packet = inner(document, "phenopacket") or inner(document, "proband") or document
    if not entries(packet, "phenotypicFeatures"):
        raise BadInput(
            f"{name} has no phenotypicFeatures (it has: {', '.join(packet) or 'nothing'}); give a phenopacket "
            f"with findings, or a text"
        )
    return packet


def patient_of(packet: Row) -> dict[str, Json]:
    """Read a phenopacket's findings, sex and age at onset; `notes` say what was mapped and what could not be used."""
    there, absent, features, notes = list[str](), list[str](), list[Json](), list[str]()
    for feature in entries(packet, "phenotypicFeatures"):
        code = str(inner(feature, "type").get("id") or "")
        if not code:
            notes.append(f"not used: a finding without an id, {orjson.dumps(feature).decode()[:80]}")
            features.append(feature)
            continue
        known = resolved([code])
        notes += known.notes
        excluded = (
            field(feature, "excluded") is True or field(feature, "negated") is True
        )  # negated: version 1
        (absent if excluded else there).extend(known.codes)
        features.append(_mapped(feature, known.codes[0] if known.codes else "", excluded))
    if other := len(cast("list[Json]", field(packet, "phenotypicFeatures"))) - len(features):
        notes.append(f"not used: {other} entries of phenotypicFeatures that are no objects")
    told = _onset(packet)
    onset = _years(told, notes) if told else None
    if lost := [key for key in packet if key in ONLY_1]:
        notes.append(f"of version 1 and left out of an export: {', '.join(lost)}")
    return {
        "observed": list(dict.fromkeys(there)),
        "excluded": list(dict.fromkeys(absent)),
        "sex": _sex(inner(packet, "subject"), notes),
        "onset_years": onset,
        "notes": list(dict.fromkeys(notes)),
        "features": features,
        "packet": packet,
        "packet_onset": onset,
    }


def _mapped(feature: Row, code: str, excluded: bool) -> Row:
    """Write a feature in version 2, under the id that is in use."""
    kept = {key: value for key, value in feature.items() if key not in ("negated", "excluded", "type")}
    if is_version_1(feature):
        kept = {key: value for key, value in kept.items() if not begins_onset(key)}
        kept |= {"onset": onset} if (onset := time_element(feature)) else {}
    term = {"id": code, "label": hpo().names[hpo().by_id[code]]} if code else inner(feature, "type")
    return {"type": term, **({"excluded": True} if excluded else {}), **kept}


def begins_onset(key: str) -> bool:
    return key.replace("_", "").lower() in ("ageofonset", "agerangeofonset", "classofonset")


def is_version_1(row: Row) -> bool:
    """Whether a feature or disease is written as in version 1 of the schema."""
    return "negated" in row or any(begins_onset(key) for key in row)


def _sex(subject: Row, notes: list[str]) -> Sex:
    written = field(subject, "sex")
    try:
        return sex_of("" if written is None else str(written), "the phenopacket's sex")
    except BadInput as error:
        notes.append(f"not used: {error}")
        return "unknown"


def time_element(row: Row) -> Row:
    """Return when something began as a time element of version 2; empty where nothing is said."""
    if onset := inner(row, "onset"):
        return onset
    if age := inner(row, "ageOfOnset").get("age"):
        return {"age": {"iso8601duration": age}}
    if begin := inner(row, "ageRangeOfOnset", "start").get("age"):
        end = inner(row, "ageRangeOfOnset", "end").get("age", begin)
        return {"ageRange": {"start": {"iso8601duration": begin}, "end": {"iso8601duration": end}}}
    named = inner(row, "classOfOnset")
    return {"ontologyClass": named} if named else {}


def _onset(packet: Row) -> Row:
    there = (one for one in entries(packet, "diseases") if field(one, "excluded") is not True)
    return next((told for one in there if (told := time_element(one))), {})


def _years(told: Row, notes: list[str]) -> float | None:
    """Read a time element in years; what cannot be read is noted."""
    gestation = inner(told, "gestationalAge")
    weeks = gestation.get("weeks")
    if isinstance(weeks, int | float):
        return round((weeks - WEEKS_OF_TERM) / 52.18, 3)
    written = (
        inner(told, "age").get("iso8601duration")
        or inner(told, "ageRange", "start").get("iso8601duration")
        or inner(told, "ontologyClass").get("id")
    )
    try:
        return onset_years(str(written or ""), "the phenopacket's onset")
    except BadInput:
        notes.append(
            f"not used: the onset {orjson.dumps(told).decode()[:80]} is no age at onset that can be read"
        )
        return None


def text_of(path: Path) -> str:
    """Read a file as text.

    Raises:
        BadInput: not there, or no text.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot read {str(path)!r}: {error.strerror}") from error
    return decoded(content, repr(str(path)))


def decoded(content: bytes, name: str) -> str:
    """Return what bytes say.

    Raises:
        BadInput: nothing, or no text in UTF-8.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{name} is no text in UTF-8; give a phenopacket (JSON) or a text file") from error
    if "\x00" in text:
        raise BadInput(f"{name} is no text, it holds zero bytes; give a phenopacket (JSON) or a text file")
    if not text.strip():
        raise BadInput(f"{name} is empty; give a phenopacket (JSON) or a text")
    return text
