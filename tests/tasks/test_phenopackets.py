"""Phenopackets: read as published, scored by code under exact and family credit, metrics over annotated diseases."""

import json
import zipfile
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from preceptor import catalog
from preceptor.components import Task
from preceptor.errors import BadData, BadInput
from preceptor.prompts import question_text
from preceptor.records import Answer, Candidate, Case

SAMPLES = Path(__file__).parents[1] / "samples"
PACKED = SAMPLES / "phenopackets" / "kb-phenopackets" / "phenopackets.jsonl.gz"


def folders(monkeypatch: pytest.MonkeyPatch, own: Path = SAMPLES / "phenopackets") -> None:
    monkeypatch.setenv("PRECEPTOR_DATA", f"{own}:{SAMPLES / 'hpo'}:{SAMPLES / 'mondo'}")


@pytest.fixture
def task(monkeypatch: pytest.MonkeyPatch) -> Task:
    folders(monkeypatch)
    return cast(Task, catalog.load("tasks", "phenopackets"))


def ranking(*codes: str) -> Answer:
    return Answer(ranking=tuple(Candidate(id=code, name=code) for code in codes))


def test_prompt(task: Task) -> None:
    case = next(iter(task.cases("test")))
    assert question_text(case) == (SAMPLES / "phenopackets" / "prompt.txt").read_text()
    narrative = cast(Task, catalog.load("tasks", "phenopackets(form=narrative)"))
    first, second, *_ = narrative.cases("test")
    assert first.prompt == (
        "This is a female patient, last seen at the age of 9 years. Start of the illness: 3 years, 1 month. "
        "Findings: Sideways walk and Blue nails. Looked for and not found: Humming."
    )
    assert "Start of the illness: infantile onset." in second.prompt
    with pytest.raises(BadInput, match="phenopackets has no form=picture; allowed: terms, narrative"):
        catalog.load("tasks", "phenopackets(form=picture)")


def test_tags(task: Task) -> None:
    tags = [case.tags for case in task.cases("test")]
    assert [tag["cited"] for tag in tags] == ["yes", "no", "no", "no"]
    assert [tag["recent"] for tag in tags] == ["no", "yes", "no", "no"]
    assert [tag["annotated"] for tag in tags] == ["yes", "yes", "no", "no"]
    assert [tag["repeated"] for tag in tags] == ["no", "no", "no", "yes"]
    assert tags[0]["publications"] == "PMID:11"


def test_credit(task: Task) -> None:
    first = next(iter(task.cases("test")))
    for code in ("OMIM:900001", "ORPHA:91", "Orphanet:91", "MONDO:9000011"):
        assert task.score(first, ranking("OMIM:900003", code), None).value == 0.5
    merged = task.score(first, ranking("OMIM:900003", "MONDO:9000013", "ORPHA:91"), None)
    assert (merged.value, merged.parts["listed"]) == (0.5, 2)  # the twin of the first takes no place
    parent = task.score(first, ranking("MONDO:9000010"), None)
    assert (parent.value, parent.parts["family_top1"], parent.parts["top1"]) == (0.0, 1.0, 0.0)
    sibling = task.score(first, ranking("OMIM:900002"), None)
    assert (sibling.parts["rank"], sibling.parts["family_top10"]) == (1000.0, 0.0)


def test_metrics_are_over_annotated_diseases(task: Task) -> None:
    assert task.summarise is not None
    found = task.summarise(
        {
            "value": np.array([1.0, 0.5, 0.0]),
            "rank": np.array([1.0, 2.0, 1000.0]),
            "annotated": np.array([1.0, 1.0, 0.0]),
            **{f"{kind}top{k}": np.array([1.0, float(k > 1), 0.0]) for kind in ("", "family_") for k in (1, 3, 5, 10)},
        }
    )  # fmt: skip
    assert (found["top1"], found["top10"], found["mrr"], found["median_rank"]) == (0.5, 1.0, 0.75, 1.5)
    assert found["top10_all"] == pytest.approx(2 / 3)
    assert found["annotated"] == pytest.approx(2 / 3)


def test_the_archive_of_the_release_is_read_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, task: Task
) -> None:
    packed: list[Case] = list(task.cases("test"))
    (tmp_path / "kb-phenopackets").mkdir()
    with zipfile.ZipFile(tmp_path / "kb-phenopackets" / "all_phenopackets.zip", "w") as archive:
        for line in PACKED.read_text().splitlines():
            row = json.loads(line)
            archive.writestr(row["path"].removeprefix("notebooks/"), json.dumps(row["phenopacket"]))
    folders(monkeypatch, tmp_path)
    found = cast(Task, catalog.load("tasks", "phenopackets")).cases("test")
    assert {case.id: case.prompt for case in found} == {case.id: case.prompt for case in packed}


def test_a_packet_without_a_diagnosis(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "kb-phenopackets").mkdir()
    row = json.loads(PACKED.read_text().splitlines()[0])
    row["phenopacket"]["interpretations"] = []
    (tmp_path / "kb-phenopackets" / "phenopackets.jsonl.gz").write_text(json.dumps(row))
    folders(monkeypatch, tmp_path)
    with pytest.raises(BadData, match=r"line 1: the phenopacket has no diagnosis"):
        list(cast(Task, catalog.load("tasks", "phenopackets")).cases("test"))


@pytest.mark.data
def test_the_real_cases() -> None:
    cases = list(cast(Task, catalog.load("tasks", "phenopackets")).cases("test"))
    assert len(cases) > 1000
    assert {case.tags["annotated"] for case in cases} == {"yes", "no"}
