"""The patient of a diagnosis as a phenopacket of version 2.

A packet that came in goes out whole, with its findings mapped to the release and what was added; one for a text or
for ids is made.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import cast

from preceptor.commands._diagnosis_packet import (
    ONLY_1,
    Row,
    begins_onset,
    entries,
    field,
    inner,
    is_version_1,
    time_element,
)  # fmt: skip
from preceptor.knowledge.hpo import hpo
from preceptor.records import Json

SEVERITIES = {"borderline": "HP:0012827", "mild": "HP:0012825", "moderate": "HP:0012826", "severe": "HP:0012828",
    "profound": "HP:0012829"}  # fmt: skip
A_DISEASE: Row = {"id": "MONDO:0000001", "label": "disease"}  # the root: a disease that has no name yet
ANTENATAL = "HP:0030674"
RESOURCES = {
    "hp": ("Human Phenotype Ontology", "HP", "http://purl.obolibrary.org/obo/hp.owl"),
    "mondo": ("Mondo Disease Ontology", "MONDO", "http://purl.obolibrary.org/obo/mondo.owl"),
}


def _duration(years: float) -> str:
    """Write years as ISO 8601.

    Example:
        >>> _duration(3.5), _duration(0.5), _duration(0.02), _duration(0)
        ('P3Y6M', 'P6M', 'P7D', 'P0D')
    """
    if years * 12 < 1:
        return f"P{round(years * 365.25)}D"
    whole, months = divmod(round(years * 12), 12)
    return f"P{f'{whole}Y' if whole else ''}{f'{months}M' if months else ''}"


def _time_of(years: float) -> Json:
    if years < 0:
        return {"ontologyClass": {"id": ANTENATAL, "label": "Antenatal onset"}}
    return {"age": {"iso8601duration": _duration(years)}}


def _named(code: str) -> Json:
    return {"id": code, "label": hpo().names[hpo().by_id[code]]}


def _read_features(patient: Row) -> Iterator[Row]:
    """Write what was read in a text: severity, onset and the words of each finding with it."""
    for one in entries(patient, "findings"):
        if one["assertion"] not in ("present", "absent"):
            continue
        severity, onset = SEVERITIES.get(str(one["severity"]), ""), one["onset"]
        yield {
            "description": one["text"],
            "type": _named(str(one["code"])),
            **({"excluded": True} if one["assertion"] == "absent" else {}),
            **({"severity": _named(severity)} if severity in hpo().by_id else {}),
            **({"onset": {"age": {"iso8601duration": onset}}} if onset else {}),
        }  # fmt: skip


def _features(patient: Row) -> list[Json]:
    """Every finding: as it came in, as it was read, then what was added by id."""
    made = [*cast("Sequence[Row]", patient.get("features") or ()), *_read_features(patient)]
    for key, excluded in (("observed", False), ("excluded", True)):
        held = {(inner(one, "type").get("id"), field(one, "excluded") is True) for one in made}
        made += [
            {"type": _named(code), **({"excluded": True} if excluded else {})}
            for code in cast("Sequence[str]", patient[key])
            if (code, excluded) not in held
        ]
    return list(made)


def _meta(held: Row, prefixes: Sequence[str], release: Mapping[str, str]) -> Json:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    resources = entries(held, "resources")
    there = {str(field(one, "namespacePrefix") or "").upper() for one in resources}
    for key in prefixes:
        name, prefix, url = RESOURCES[key]
        if prefix not in there:
            resources.append({
                "id": key, "name": name, "url": url, "version": release[key], "namespacePrefix": prefix,
                "iriPrefix": f"http://purl.obolibrary.org/obo/{prefix}_",
            })  # fmt: skip
    if held:
        update = {"timestamp": now, "updatedBy": "preceptor", "comment": f"findings by HPO {release['hp']}"}
        kept = {key: value for key, value in held.items() if key not in ("resources", "updates")}
        kept |= {"phenopacketSchemaVersion": "2.0", "updates": [*entries(held, "updates"), update]}
        return {"created": now, "createdBy": "preceptor", **kept, "resources": resources}
    return {
        "created": now,
        "createdBy": "preceptor",
        "resources": resources,
        "phenopacketSchemaVersion": "2.0",
    }


def as_phenopacket(patient: Row, mondo_release: str) -> Json:
    """Write the patient as a phenopacket, schema 2.0; one that came in keeps what it holds besides."""
    packet, sex, onset = (
        inner(patient, "packet"),
        patient["sex"],
        cast("float | None", patient["onset_years"]),
    )
    subject = {"id": "patient", **inner(packet, "subject")}
    subject = {
        key: value for key, value in subject.items() if key not in ("ageAtCollection", "age_at_collection")
    }
    if sex != "unknown":
        subject["sex"] = str(sex).upper()
    age = patient.get("age_years")
    if isinstance(age, int | float):
        subject["timeAtLastEncounter"] = _time_of(float(age))
    if first := inner(packet, "subject", "ageAtCollection").get("age"):
        subject["timeAtLastEncounter"] = {"age": {"iso8601duration": first}}
    diseases = [_disease(one) for one in entries(packet, "diseases")]
    prefixes = ["hp"]
    if onset is not None and onset != patient.get("packet_onset"):
        prefixes.append("mondo")
        diseases.insert(
            0, {"term": A_DISEASE, "onset": _time_of(onset)}
        )  # before others: it is what was given
    release = {"hp": hpo().release, "mondo": mondo_release}
    kept = {
        key: value
        for key, value in packet.items()
        if key not in ("phenotypic_features", "meta_data", *ONLY_1)
    }
    return {
        "id": "preceptor-diagnose", **kept, "subject": subject, "phenotypicFeatures": _features(patient),
        **({"diseases": diseases} if diseases else {}),
        "metaData": _meta(inner(packet, "metaData"), prefixes, release),
    }  # fmt: skip


def _disease(row: Row) -> Row:
    if not is_version_1(row):
        return row
    kept = {key: value for key, value in row.items() if not begins_onset(key)}
    return {**kept, **({"onset": onset} if (onset := time_element(row)) else {})}
