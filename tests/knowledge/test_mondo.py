"""Mondo: codes of every catalogue lead to one disease, and subtypes to their parents."""

from pathlib import Path

import pytest

from preceptor.errors import BadData, NotFound
from preceptor.knowledge.mondo import Mondo, mondo

SAMPLES = Path(__file__).parent.parent / "samples" / "mondo"


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> Mondo:
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLES))
    return mondo()


def test_codes_of_every_catalogue(sample: Mondo) -> None:
    assert sample.release == "2001-04-05"
    first = sample.number("OMIM:900001")
    assert {
        sample.number(code) for code in ("Orphanet:91", "orpha:91", "MONDO:9000011", "mondo_9000011")
    } == {first}
    assert sample.codes[first] == ("OMIM:900001", "ORPHA:91")
    assert sample.number("MESH:D900") == sample.number("GARD:900") == sample.number("ICD10CM:Z99.9")
    assert sample.names[sample.number("OMIM:900003")] == "humming disease"  # not its obsolete double
    with pytest.raises(NotFound, match="no disease with the code 'OMIM:1'"):
        sample.number("OMIM:1")


def test_names(sample: Mondo) -> None:
    assert sample.other_names[sample.number("OMIM:900001")] == ("sideways syndrome, 1", "Sideways syndrome")
    assert sample.named("Murmur of the  IDLE") == sample.number("OMIM:900003")
    assert sample.ids[sample.named("sideways syndrome")] == "MONDO:9000010"  # a name before another name
    with pytest.raises(NotFound, match="near: humming disease"):
        sample.named("humming diseas")


def test_hierarchy(sample: Mondo) -> None:
    one, two, group = (sample.number(f"MONDO:90000{end}") for end in ("11", "12", "10"))
    assert sample.same_or_below(one, group)
    assert not sample.same_or_below(group, one)
    assert sample.siblings(one) == [two]
    assert sample.siblings(one, most=1) == []


def test_without_edges_every_disease_stands_alone_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kb-mondo"
    folder.mkdir()
    for path in (SAMPLES / "kb-mondo").glob("mondo_*"):
        (folder / path.name).write_bytes(path.read_bytes())
    monkeypatch.setenv("PRECEPTOR_DATA", str(tmp_path))
    found = mondo()
    assert "so no disease has parents or relatives" in capsys.readouterr().err
    first = found.number("OMIM:900001")
    assert found.codes[first] == ("OMIM:900001", "ORPHA:91")
    assert list(found.graph.parents[first]) == []
    mondo()
    assert capsys.readouterr().err == ""


def test_a_file_that_is_no_mapping(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "kb-mondo").mkdir()
    for path in (SAMPLES / "kb-mondo").iterdir():
        (tmp_path / "kb-mondo" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "kb-mondo" / "mondo_exactmatch_doid.sssom.tsv.gz").write_text("a\tb\n1\t2\n")
    monkeypatch.setenv("PRECEPTOR_DATA", str(tmp_path))
    with pytest.raises(BadData, match="is no SSSOM mapping"):
        mondo()


@pytest.mark.data
def test_the_real_release() -> None:
    found = mondo()
    twin = found.number("OMIM:301310")
    assert found.number("ORPHA:2802") == twin
    assert found.names[twin] == "X-linked sideroblastic anemia with ataxia"
    assert any(found.names[up] == "hereditary ataxia" for up in found.graph.ancestors([twin]))
