"""The Disease Ontology's tables and the findings of everyday diseases are read as their sources mean them."""

from pathlib import Path

import pytest

from preceptor.errors import BadData, BadInput, NotFound
from preceptor.knowledge.common_diseases import everyday_findings
from preceptor.knowledge.disease_ontology import disease_ontology

SAMPLES = Path(__file__).parent.parent / "samples"


def test_the_disease_ontology(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLES / "disease_ontology"))
    found = disease_ontology()
    place = found.number("OMIM:900001")
    assert found.ids[place] == "DOID:911"
    assert found.number("ORPHA:91") == found.by_name["sideways gait disease"] == place
    assert [found.names[up] for up in found.graph.ancestors([place])] == [
        "disease",
        "gait disease",
        "sideways gait disease",
    ]
    assert found.symptoms[place] == ("bumping into walls",)
    assert found.definitions["DOID:911"] == "A gait disease to the side."
    with pytest.raises(NotFound, match="near: DOID:911"):
        found.number("DOID:9111")


def test_everyday_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLES / "common_diseases"))
    rows = everyday_findings("health_knowledge_graph")
    assert [(row.disease, row.code, row.share) for row in rows][2] == ("loud elbow", "creaking", 0.7)
    assert len(rows) == 4  # an importance of 0 is no finding
    asked = everyday_findings("ddxplus", language="fr")
    assert (asked[0].finding, asked[0].share) == ("Votre orteil s'ennuie-t-il ?", 0.9)
    assert len(asked) == 3
    with pytest.raises(BadInput, match="ddxplus in en or fr"):
        everyday_findings("ddxplus", language="de")


def test_a_table_with_other_columns(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "kb-common-ddx").mkdir()
    (tmp_path / "kb-common-ddx" / "health_knowledge_graph_edges.tsv").write_text("a\tb\n")
    monkeypatch.setenv("PRECEPTOR_DATA", str(tmp_path))
    with pytest.raises(BadData, match="expected disease, symptom, importance"):
        everyday_findings("health_knowledge_graph")


@pytest.mark.data
def test_the_real_tables() -> None:
    found = disease_ontology()
    assert len(found.ids) > 12000
    assert sum(map(len, found.symptoms.values())) > 2000
    assert len({row.disease for row in everyday_findings("health_knowledge_graph")}) == 156
    assert len({row.disease for row in everyday_findings("ddxplus")}) == 49
