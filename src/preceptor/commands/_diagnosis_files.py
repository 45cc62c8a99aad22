"""Files of a diagnosis: a phenopacket in and out, and the picture of findings against diseases."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import cast

import orjson

from preceptor.differential import Ranking
from preceptor.errors import BadInput
from preceptor.knowledge.hpo import hpo
from preceptor.pipelines.phenotype_ranker import age_in_years
from preceptor.records import Json

CELL, LEFT, TOP = 22, 260, 190  # pixels
COLOURS = {"supports": "#2a7f62", "unexplained": "#d9d9d9", "contradicts": "#b3402a"}


def _object(row: Mapping[str, Json], name: str) -> Mapping[str, Json]:
    found = row.get(name)
    return found if isinstance(found, Mapping) else {}


def _rows(row: Mapping[str, Json], name: str) -> list[Mapping[str, Json]]:
    found = row.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def patient_of(path: Path) -> Mapping[str, Json] | str:
    """Read a phenopacket's findings, sex and age at onset, or a file's text.

    Raises:
        BadInput: not there, not text, or a phenopacket without phenotypic features.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadInput(f"cannot read {str(path)!r}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{str(path)!r} is no text in UTF-8; give a phenopacket (JSON) or a text file"
        ) from error
    if not text.lstrip().startswith("{"):
        return text
    try:
        document = cast("dict[str, Json]", orjson.loads(text))
    except orjson.JSONDecodeError as error:
        raise BadInput(f"{str(path)!r} is not JSON: {error}") from error
    packet = _object(document, "phenopacket") or document
    features = _rows(packet, "phenotypicFeatures")
    if not features:
        raise BadInput(f"{str(path)!r} has no phenotypicFeatures; give a phenopacket, or a text file")
    codes = [
        (str(_object(one, "type").get("id") or "no id"), one.get("excluded") is True) for one in features
    ]
    return {
        "observed": list(dict.fromkeys(code for code, excluded in codes if not excluded)),
        "excluded": list(dict.fromkeys(code for code, excluded in codes if excluded)),
        "sex": str(_object(packet, "subject").get("sex") or "unknown").lower(),
        "onset_years": next(
            (age for one in _rows(packet, "diseases") if (age := _onset(one)) is not None), None
        ),
    }


def _onset(disease: Mapping[str, Json]) -> float | None:
    onset = _object(disease, "onset")
    written = _object(onset, "age").get("iso8601duration") or _object(onset, "ontologyClass").get("id")
    return age_in_years(str(written)) if written else None


def as_phenopacket(patient: Mapping[str, Json], sex: str) -> Json:
    """Write findings as a phenopacket, schema 2.0."""
    release = hpo()

    def feature(code: str, excluded: bool) -> Json:
        number = release.by_id.get(code)
        label = release.names[number] if number is not None else code
        return {"type": {"id": code, "label": label}, **({"excluded": True} if excluded else {})}

    observed, excluded = (cast("Sequence[str]", patient[key]) for key in ("observed", "excluded"))
    return {
        "id": "preceptor-diagnose",
        "subject": {"id": "patient", "sex": {"female": "FEMALE", "male": "MALE"}.get(sex, "UNKNOWN_SEX")},
        "phenotypicFeatures": [feature(code, False) for code in observed] + [feature(code, True) for code in excluded],
        "metaData": {
            "createdBy": "preceptor",
            "phenopacketSchemaVersion": "2.0",
            "resources": [
                {
                    "id": "hp", "name": "Human Phenotype Ontology", "namespacePrefix": "HP", "version": release.release,
                    "url": "http://purl.obolibrary.org/obo/hp.owl", "iriPrefix": "http://purl.obolibrary.org/obo/HP_",
                }
            ],
        },
    }  # fmt: skip


def _short(text: str, most: int) -> str:
    return escape(text if len(text) <= most else f"{text[: most - 1]}…")


def matrix_svg(ranking: Ranking, k: int) -> str:
    """Draw findings (rows) against the first diseases (columns): green supports, grey unexplained, red contradicts."""
    diseases = ranking.diseases[:k]
    names = ranking.set_of.term_names
    rows = [(number, False) for number in ranking.observed] + [(number, True) for number in ranking.excluded]
    width, height = LEFT + CELL * len(diseases) + 120, TOP + CELL * len(rows) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" font-size="11">'
        f'<rect width="100%" height="100%" fill="white"/><title>Findings against diseases</title>'
    ]
    for column, one in enumerate(diseases):
        x = LEFT + CELL * column + 14
        parts.append(f'<text transform="translate({x},{TOP - 8}) rotate(-55)">{_short(one.name, 34)}</text>')
    for line, (number, excluded) in enumerate(rows):
        y = TOP + CELL * line
        said = f"no {names[number]}" if excluded else names[number]
        parts.append(f'<text x="{LEFT - 8}" y="{y + 15}" text-anchor="end">{_short(said, 42)}</text>')
        for column, one in enumerate(diseases):
            reason = next((r for r in one.reasons if r.name == names[number] and r.kind in COLOURS), None)
            colour = COLOURS[reason.kind] if reason else "#f4f4f4"
            told = escape(
                f"{one.name}: {reason.text}" if reason else f"{one.name}: {said}, no weight either way"
            )
            parts.append(
                f'<rect x="{LEFT + CELL * column}" y="{y}" width="{CELL - 2}" height="{CELL - 2}" fill="{colour}">'
                f"<title>{told}</title></rect>"
            )
    return "".join(parts) + "</svg>\n"
