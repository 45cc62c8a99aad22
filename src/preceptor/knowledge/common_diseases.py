"""Common diseases and their findings: 156 from emergency-department records, 49 from DDXPlus.

`everyday_findings(source)` lists (disease, finding, share): `health_knowledge_graph` gives the learnt noisy-or importance
of 330 symptoms for 156 diseases, which is no frequency but orders like one; `ddxplus` the share of 1,025,602 synthetic
training patients with each of 223 evidences, asked as questions in English (French with language=fr). Nothing is said
of antecedents' values: for the 15 evidences that are no yes-or-no question the source only says that they are there.
Passages are one a disease; relations are disease shows finding.

Source: Rotmensch M et al. Learning a health knowledge graph from electronic medical records. Sci Rep 2017;7:5994.
    https://doi.org/10.1038/s41598-017-05778-z; Fansi Tchango A et al. DDXPlus. NeurIPS 2022 datasets.
    https://arxiv.org/abs/2205.09148
License: CC BY 4.0 by the journal's policy (graph), CC BY (DDXPlus), MIT (derived probabilities)
Data: 156 diseases, 3,709 edges; 49 conditions, 882 probabilities; the DDXPlus patients are synthetic
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, cast

from preceptor import files
from preceptor.components import Source
from preceptor.errors import BadData, BadInput
from preceptor.records import Data, Passage

Collection = Literal["health_knowledge_graph", "ddxplus"]
_GRAPH = "https://raw.githubusercontent.com/clinicalml/HealthKnowledgeGraph"
EDGES = Data(path="kb-common-ddx/health_knowledge_graph_edges.tsv")
QUESTIONS = Data(path="kb-common-ddx/ddxplus_release_evidences.json")
CHANCES = Data(path="kb-common-ddx/ddxplus_symptom_condition_probs.json")


class EverydayFinding(NamedTuple):
    """One finding of one disease; `code` is its id in the source, `share` in (0, 1]."""

    disease: str
    code: str
    finding: str
    share: float


def _graph() -> Iterator[EverydayFinding]:
    path = files.locate(EDGES)
    lines = files.read_bytes(path).decode("utf-8").splitlines()
    if not lines or lines[0].split("\t") != ["disease", "symptom", "importance"]:
        raise BadData(f"{path} has the columns {lines[:1]}; expected disease, symptom, importance")
    for line in lines[1:]:
        disease, symptom, importance = line.split("\t")
        if float(importance) > 0:
            yield EverydayFinding(disease, symptom, symptom, min(float(importance), 1.0))


def _ddxplus(language: str) -> Iterator[EverydayFinding]:
    asked = cast("dict[str, dict[str, str]]", files.read_json(files.locate(QUESTIONS)))
    stored = cast("Mapping[str, object]", files.read_json(files.locate(CHANCES)))
    chances = stored.get("probabilities")
    if not isinstance(chances, Mapping):
        raise BadData(f"{CHANCES.path} has no table probabilities; it has {', '.join(stored)}")
    for disease, found in cast("Mapping[str, Mapping[str, float]]", chances).items():
        for code, share in found.items():
            if share > 0:
                words = asked.get(code, {}).get(f"question_{language}", code)
                yield EverydayFinding(disease, code, words, min(share, 1.0))


def everyday_findings(source: Collection, *, language: str = "en") -> list[EverydayFinding]:
    """List the findings of the common diseases of a source, in its order.

    Raises:
        BadInput: another source or language.
    """
    if source == "health_knowledge_graph":
        return list(_graph())
    if source != "ddxplus" or language not in ("en", "fr"):
        raise BadInput(
            f"source={source!r}, language={language!r}: health_knowledge_graph, or ddxplus in en or fr"
        )
    return list(_ddxplus(language))


def _passages() -> Iterator[Passage]:
    for source in ("health_knowledge_graph", "ddxplus"):
        by_disease: dict[str, list[EverydayFinding]] = defaultdict(list)
        for found in everyday_findings(source):
            by_disease[found.disease].append(found)
        for disease, rows in by_disease.items():
            text = "; ".join(f"{row.finding} ({row.share:.2f})" for row in rows)
            yield Passage(id=f"{source}/{disease}", title=disease, text=text, source=source)


def _relations() -> Iterator[tuple[str, str, str]]:
    for source in ("health_knowledge_graph", "ddxplus"):
        yield from ((row.disease, "shows", row.finding) for row in everyday_findings(source))


SOURCE = Source(
    passages=_passages,
    relations=_relations,
    url=_GRAPH,
    version="2017, 2022",
    data=(EDGES, QUESTIONS, CHANCES),
)
