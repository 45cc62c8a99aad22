"""Everyday diseases are ranked by the same functions."""

from pathlib import Path

import numpy as np
import pytest

from preceptor.differential import everyday_diseases, next_questions, ranked

SAMPLES = Path(__file__).parent.parent / "samples"


def test_the_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLES / "common_diseases"))
    diseases = everyday_diseases("health_knowledge_graph")
    found = ranked(diseases, [diseases.term_ids.index("creaking")], weights="plain")
    assert found.diseases[0].id == "loud elbow"
    assert found.diseases[0].reasons[0].term == "creaking"
    assert {one.term for one in next_questions(found)} == {"toe boredom", "yawning"}


@pytest.mark.data
def test_simulated_patients_of_ddxplus() -> None:
    diseases = everyday_diseases("ddxplus")
    start, term, share = diseases.profile
    rng, right, n = np.random.default_rng(7), 0, 0
    for number in range(len(diseases)):
        part = slice(start[number], start[number + 1])
        for _ in range(4):
            shown = term[part][rng.random(part.stop - part.start) < share[part]].tolist()
            if shown:
                found = ranked(diseases, shown, weights="plain", explained=0)
                right += diseases.ids[number] in [one.id for one in found.diseases[:3]]
                n += 1
    assert n > 150
    assert right / n > 0.8
