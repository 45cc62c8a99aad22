"""What names and definitions say that a disease shows."""

from pathlib import Path

import pytest

from preceptor.differential import Diseases, _named, _rare
from preceptor.differential._named import named_findings
from preceptor.knowledge.disease_ontology import DiseaseOntology
from preceptor.knowledge.hpo import hpo
from preceptor.knowledge.mondo import mondo

from .conftest import SAMPLES


def defined(text: str) -> DiseaseOntology:
    """One disease of the sample with a definition."""
    return DiseaseOntology(
        ids=("DOID:1",), names=("humming disease",), definitions={"DOID:1": text}, codes={0: ("OMIM:900003",)},
        by_code={"DOID:1": 0, "OMIM:900003": 0}, by_name={}, graph=hpo().graph, symptoms={},
    )  # fmt: skip


def stated(sample: Diseases, definitions: DiseaseOntology | None) -> set[str]:
    """Names of the findings that are stated of the humming disease."""
    found = hpo()
    members = [[found.disease_ids.index(code) for code in codes] for codes in sample.members]
    owner, term = named_findings(found, mondo(), definitions, sample.ids, members)
    place = sample.by_id["OMIM:900003"]
    return {found.names[one] for one, disease in zip(term, owner, strict=True) if disease == place}


def test_a_definition_adds_what_it_says_is_shown(sample: Diseases) -> None:
    alone = stated(sample, None)
    text = (
        "A disease that is characterized by blue nails, without odd gait, "
        "and that has_material_basis_in a gene for cold nose."
    )
    assert stated(sample, defined(text)) - alone == {"Blue nails"}


def test_the_release_says_whether_definitions_were_there(
    sample: Diseases, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "without the Disease Ontology's definitions" in sample.release
    monkeypatch.setenv(
        "PRECEPTOR_DATA", ":".join(str(SAMPLES / name) for name in ("hpo", "mondo", "disease_ontology"))
    )
    assert "Disease Ontology 9fbefd6" in _rare.rare_diseases().release


def test_what_names_state_cites_nothing_and_stays(sample: Diseases) -> None:
    place = sample.by_id["OMIM:900003"]
    assert [sample.term_names[term] for term in sample.named[place]]
    assert _named.LARGEST_GROUP > 0
