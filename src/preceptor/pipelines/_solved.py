"""Pools of solved cases: patients with findings and a diagnosis, from a task, a file, or drawn by the simulator."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import cast

from preceptor import catalog, files
from preceptor.components import AnswerFunction, Pipeline, Task, Toolbox
from preceptor.errors import BadData, BadInput, NotFound
from preceptor.knowledge.hpo import hpo
from preceptor.pipelines._examples import gold_text
from preceptor.prompts import question_text
from preceptor.records import Case, Json
from preceptor.simulators.rare_patient import patients

SIMULATED, DRAWN, SEED = "simulated", 5000, 7
Row = Mapping[str, Json]


@dataclass(frozen=True, kw_only=True, slots=True)
class Solved:
    """A patient whose diagnosis is known.

    Attributes:
        findings: numbers of the observed HPO terms.
        codes: of the diagnosis, in any catalogue; empty where the case asks something else.
        papers: publications that the patient stands in.
        shown: the question and its answer, of a case that asks something else than the diagnosis.
    """

    id: str
    findings: frozenset[int]
    diagnosis: str
    codes: tuple[str, ...] = ()
    papers: frozenset[str] = frozenset()
    shown: str = ""


def numbers(codes: Iterable[str]) -> frozenset[int]:
    """Return the phenotypes among HPO ids as numbers; ids that the release does not know are left out."""
    release, found = hpo(), set[int]()
    for code in codes:
        try:
            term = release.resolve(code).term
        except (NotFound, BadInput):
            continue
        if release.is_phenotype[term]:
            found.add(term)
    return frozenset(found)


def papers_of(case: Case) -> frozenset[str]:
    """Return the publications that a case's tag names."""
    return frozenset(name for name in case.tags.get("publications", "").split(";") if name)


@dataclass(frozen=True, kw_only=True, slots=True)
class Findings:
    """What a patient shows and what was looked for and not found, as numbers of HPO terms."""

    observed: frozenset[int]
    excluded: frozenset[int]


def _listed(case: Case, title: str) -> frozenset[int]:
    lines = [line for line in case.prompt.splitlines() if line.startswith(f"{title}:")]
    parts = lines[0].split("(")[1:] if lines else []
    return numbers(part.partition(")")[0] for part in parts if part.startswith("HP:"))


def findings_said(case: Case, read: AnswerFunction) -> Findings:
    """Return a case's findings: its `Observed:` and `Excluded:` lines, else what the reader reads in its text."""
    if observed := _listed(case, "Observed"):
        return Findings(observed=observed, excluded=_listed(case, "Excluded"))
    found = cast("Mapping[str, Sequence[str]]", read(case, Toolbox(), None).data)
    return Findings(observed=numbers(found["observed"]), excluded=numbers(found["excluded"]))


def findings_of(case: Case, read: AnswerFunction) -> frozenset[int]:
    """Return what a case's patient shows."""
    return findings_said(case, read).observed


def reader_named(name: str) -> AnswerFunction:
    """Return how the reader of that name reads a case."""
    reader = cast(Pipeline, catalog.load("pipelines", name))
    if reader.answer is None:
        raise BadInput(f"reader={name}: a reader reads each case for itself; use phenotype_reader")
    return reader.answer


def solved(cases: Iterable[Case], read: AnswerFunction) -> list[Solved]:
    """Return the cases that have a target and at least one finding."""
    found = [_of_case(case, read) for case in cases if case.target is not None]
    return [one for one in found if one.findings]


def _of_case(case: Case, read: AnswerFunction) -> Solved:
    target = case.target
    if isinstance(target, Mapping) and target.get("name") and "codes" in target:
        codes = tuple(str(code) for code in cast("Sequence[Json]", target["codes"]))
        name, shown = str(target["name"]), ""
    else:
        name, codes, shown = gold_text(case), (), f"{question_text(case)}\n{gold_text(case)}"
    return Solved(
        id=case.id, findings=findings_of(case, read), diagnosis=name, codes=codes, papers=papers_of(case), shown=shown
    )  # fmt: skip


@lru_cache(maxsize=8)
def _kept(setting: str, pool: str, reader: str) -> tuple[Solved, ...]:
    path = Path(pool)
    if pool == SIMULATED:
        found = list(_simulated())
    elif path.suffix in (".jsonl", ".json") or path.is_dir():
        found = list(_stored(path))
    else:
        task = cast(Task, catalog.load("tasks", pool))
        found = solved(task.cases(task.train or task.splits[0]), reader_named(reader))
    return tuple(one for one in found if one.findings)


def pool_named(pool: str, reader: str) -> tuple[Solved, ...]:
    """Return a pool: a task's name, a `.jsonl` or `.json` file, a folder of phenopackets, or `simulated`.

    Raises:
        BadInput: it holds no solved case; NotFound: there is none of that name.
    """
    found = _kept(files.setting(), pool, reader)
    if not found:
        raise BadInput(f"pool={pool}: no case in it has both findings and a diagnosis")
    return found


def _simulated() -> Iterator[Solved]:
    for patient in islice(patients(seed=SEED), DRAWN):
        yield Solved(
            id=f"pool-{patient.id}", findings=numbers(patient.said("present")), diagnosis=patient.disease_name,
            codes=(patient.disease,),
        )  # fmt: skip


def _stored(path: Path) -> Iterator[Solved]:
    if not path.exists():
        raise BadInput(f"no pool of solved cases at {str(path)!r}; give a task, a .jsonl file or a folder")
    for file in sorted(path.glob("**/*.json")) if path.is_dir() else [path]:
        rows = files.read_jsonl(file) if file.suffix == ".jsonl" else [_document(file)]
        for number, row in enumerate(rows, 1):
            yield _row(f"{file}, row {number}", row)


def _document(file: Path) -> Row:
    document = files.read_json(file)
    if not isinstance(document, Mapping):
        raise BadData(f"{file}: expected one phenopacket, got {str(document)[:40]!r}")
    return document


def _objects(row: Row, name: str) -> list[Row]:
    found = row.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _inside(row: Row, *names: str) -> Row:
    for name in names:
        found = row.get(name)
        row = found if isinstance(found, Mapping) else {}
    return row


def _row(place: str, row: Row) -> Solved:
    """Read `{"id", "observed": [HPO ids], "diagnosis", "codes", "publications"}`, or a phenopacket."""
    packet = _inside(row, "phenopacket") or row
    if "phenotypicFeatures" in packet:
        return _packet(place, packet)
    observed, name = row.get("observed"), row.get("diagnosis")
    if not isinstance(observed, list) or not isinstance(name, str) or not name:
        raise BadData(
            f"{place}: a solved case needs observed (HPO ids) and diagnosis (a name), or is a phenopacket"
        )
    codes, papers = (cast("list[Json]", row.get(key) or []) for key in ("codes", "publications"))
    return Solved(
        id=str(row.get("id") or place), findings=numbers(map(str, observed)), diagnosis=name,
        codes=tuple(map(str, codes)), papers=frozenset(map(str, papers)),
    )  # fmt: skip


def _packet(place: str, packet: Row) -> Solved:
    features = [one for one in _objects(packet, "phenotypicFeatures") if one.get("excluded") is not True]
    diseases = [_inside(one, "diagnosis", "disease") for one in _objects(packet, "interpretations")]
    disease = next((one for one in diseases if one), {})
    if not disease.get("label"):
        raise BadData(f"{place}: the phenopacket has no diagnosis with a label")
    references = _objects(_inside(packet, "metaData"), "externalReferences")
    return Solved(
        id=str(packet.get("id") or place), findings=numbers(str(_inside(one, "type").get("id")) for one in features),
        diagnosis=str(disease["label"]), codes=(str(disease.get("id", "")),),
        papers=frozenset(str(one.get("id")) for one in references),
    )  # fmt: skip
