"""The own-written ontology of six findings and three diseases, and hand-made sets of diseases."""

from pathlib import Path

import pytest

from preceptor.differential import Diseases, rare_diseases

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> Diseases:
    monkeypatch.setenv("PRECEPTOR_DATA", f"{SAMPLES / 'hpo'}:{SAMPLES / 'mondo'}")
    return rare_diseases()
