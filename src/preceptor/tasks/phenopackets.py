"""Phenopacket Store: published rare-disease cases as phenotype terms, to be answered with ranked diagnoses.

In: sex, age of onset, HPO terms that were observed and excluded, one published patient a case; `form=terms` (names
and codes, the default) or `form=narrative` (the same in plain sentences, without codes). Out: ranked diseases.
Score: reciprocal rank of the diagnosis; set-level `top1`, `top3`, `top5`, `top10`, `mrr` and `median_rank` over
the cases whose disease has annotations in the HPO release at hand (`_all` over all cases), exact credit, and
`family_` credit that also takes a subtype or direct parent. Entries for the same disease in two catalogues take
one place. Intervals resample whole diseases: its cases come from a few papers and look alike.

Half of the cases stand in papers that the annotations of the same disease cite. `tags["publications"]` names a
case's papers, so that a ranker can leave their annotations out (`phenotype_ranker` does so by default); diseases
that lose all annotations by it still count, as wrong. `tags["cited"]` splits the cases by it. Language models have
read these papers too: `tags["recent"]` marks PubMed numbers from 38,000,000 on (late 2023 and later). Cases with
the same disease and the same findings as an earlier one are kept, as published, and tagged `repeated`.

Source: Danis D, Bamshad MJ, Bridges Y, et al. A corpus of GA4GH phenopackets: case-level phenotyping for genomic
    diagnostics and discovery. HGG Adv 2025;6(1):100371. https://doi.org/10.1016/j.xhgg.2024.100371
License: BSD-3-Clause (https://github.com/monarch-initiative/phenopacket-store)
Data: 10,580 cases of 800 diseases in the snapshot; as many as the file at hand holds
"""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import orjson

from preceptor.components import Task
from preceptor.errors import BadData
from preceptor.files import locate, read_jsonl
from preceptor.knowledge.hpo import Hpo, hpo
from preceptor.knowledge.mondo import normal_code
from preceptor.records import Case, Data, Json
from preceptor.tasks import _exam
from preceptor.tasks._differentials import score, summarise
from preceptor.tasks._phenotypes import (
    TEN_LIKELY,
    Finding,
    gold,
    is_annotated,
    narrative_prompt,
    terms_prompt,
    twins,
)  # fmt: skip

FORMS = {"terms": terms_prompt, "narrative": narrative_prompt}
FIRST_RECENT = 38_000_000  # PubMed numbers are given in the order of entry; this one is of November 2023
PACKED = Data(path="kb-phenopackets/phenopackets.jsonl.gz")
OFFICIAL = Data(
    path="kb-phenopackets/all_phenopackets.zip",
    url="https://github.com/monarch-initiative/phenopacket-store/releases/latest/download/all_phenopackets.zip",
)
Row = Mapping[str, Json]


def _object(place: str, row: Row, *names: str) -> Row:
    for name in names:
        found = row.get(name)
        if not isinstance(found, Mapping):
            raise BadData(f"{place}: no object {name!r}; it has: {', '.join(row) or 'nothing'}")
        row = found
    return row


def _rows(row: Row, name: str) -> list[Row]:
    found = row.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, Sequence) else []


def findings(place: str, packet: Row) -> list[Finding]:
    """Read a phenopacket's phenotypic features, each term once.

    Raises:
        BadData: a feature without a term.
    """
    found: dict[str, Finding] = {}
    for feature in _rows(packet, "phenotypicFeatures"):
        term = _object(place, feature, "type")
        code = str(term.get("id", ""))
        one = Finding(code=code, label=str(term.get("label", code)), excluded=feature.get("excluded") is True)
        found.setdefault(code, one)
    return list(found.values())


def _age(element: Json) -> str:
    """Write a time element: an age as ISO 8601, an onset class as its name and code."""
    if not isinstance(element, Mapping):
        return ""
    for key, value in element.items():
        if key == "ontologyClass" and isinstance(value, Mapping):
            return f"{value.get('label', '')} ({value.get('id', '')})"
        if key == "age" and isinstance(value, Mapping):
            return str(value.get("iso8601duration", ""))
    return ""


def diagnosis(place: str, packet: Row) -> tuple[str, str]:
    """Return code and name of a phenopacket's diagnosis.

    Raises:
        BadData: there is none.
    """
    for interpretation in _rows(packet, "interpretations"):
        disease = _object(place, interpretation, "diagnosis", "disease")
        return normal_code(str(disease.get("id", ""))), str(disease.get("label", ""))
    raise BadData(f"{place}: the phenopacket has no diagnosis")


def _publications(packet: Row) -> list[str]:
    references = _rows(_object("", packet, "metaData"), "externalReferences") if "metaData" in packet else []
    return [str(one["id"]) for one in references if str(one.get("id", "")).startswith("PMID:")]


@lru_cache(maxsize=2)
def _cited(found: Hpo) -> frozenset[tuple[str, str]]:
    """(disease, publication) pairs of the annotations."""
    rows = found.annotations
    return frozenset(
        (normal_code(found.disease_ids[rows.disease[row]]), found.references[number])
        for row, number in zip(rows.cited.rows, rows.cited.values, strict=True)
    )


def _case(place: str, row: Row, form: str, seen: set[object]) -> Case:
    packet = _object(place, row, "phenopacket")
    subject, features = _object(place, packet, "subject"), findings(place, packet)
    code, name = diagnosis(place, packet)
    codes, papers = twins(code), _publications(packet)
    sex = str(subject.get("sex", "")).lower().replace("unknown_sex", "").replace("other_sex", "")
    onset = next((said for one in _rows(packet, "diseases") if (said := _age(one.get("onset")))), "")
    mark = (code, frozenset((one.code, one.excluded) for one in features if not one.excluded))
    tags = {
        "publications": ";".join(papers),
        "cited": "yes" if any((own, paper) in _cited(hpo()) for own in codes for paper in papers) else "no",
        "recent": "yes" if any(int(paper[5:] or 0) >= FIRST_RECENT for paper in papers) else "no",
        "annotated": "yes" if is_annotated(codes) else "no",
        "repeated": "yes" if mark in seen else "no",
    }
    seen.add(mark)
    return Case(
        id=str(row.get("path") or packet.get("id")).removeprefix("notebooks/").removesuffix(".json"),
        prompt=FORMS[form](features, sex=sex, onset=onset, age=_age(subject.get("timeAtLastEncounter"))),
        instruction=TEN_LIKELY,
        answer_kind="ranking",
        target={"codes": codes, "name": name},
        group=code,
        tags={key: value for key, value in tags.items() if value},
    )


def _stored() -> Iterator[tuple[str, Row]]:
    """Yield place and row of the packed file, or of the release's archive, one JSON file a phenopacket."""
    (data,) = _exam.either(PACKED, (OFFICIAL,))
    path = locate(data)
    if not zipfile.is_zipfile(path):
        for number, row in enumerate(read_jsonl(path), 1):
            yield f"{data.path}, line {number}", row
        return
    with zipfile.ZipFile(path) as archive:
        for name in sorted(name for name in archive.namelist() if name.endswith(".json")):
            try:
                packet = orjson.loads(archive.read(name))
            except (orjson.JSONDecodeError, zipfile.BadZipFile) as error:
                raise BadData(f"{data.path}, {name}: not readable ({error})") from error
            yield f"{data.path}, {name}", {"path": name, "phenopacket": packet}


def _cases(form: str) -> Iterator[Case]:
    seen: set[object] = set()
    for place, row in _stored():
        yield _case(place, row, form, seen)


def TASK(*, form: str = "terms") -> Task:
    """Return the cases as terms or as sentences.

    Raises:
        BadInput: another form.
    """
    chosen = _exam.allowed("phenopackets", "form", form, FORMS)
    return Task(
        cases=_exam.by_split("phenopackets", {"test": lambda: _cases(chosen)}),
        score=score,
        gold=gold,
        summarise=summarise,
        data=(PACKED, OFFICIAL),
    )
