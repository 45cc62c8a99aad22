"""`preceptor diagnose`: from text, ids or a phenopacket to diseases; files out; what is refused."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from preceptor.cli import main

SAMPLES = Path(__file__).parent.parent / "samples"
PACKET = {
    "phenopacket": {
        "subject": {"id": "p", "sex": "FEMALE"},
        "phenotypicFeatures": [
            {"type": {"id": "HP:9000002", "label": "Sideways gait"}},
            {"type": {"id": "HP:9000910", "label": "obsolete Crooked walk"}},
            {"type": {"id": "HP:9000006", "label": "Humming"}, "excluded": True},
        ],
        "diseases": [{"onset": {"age": {"iso8601duration": "P3Y6M"}}}],
    }
}


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Run the program; returns (exit code, standard output, standard error)."""
    monkeypatch.setenv("PRECEPTOR_DATA", f"{SAMPLES / 'hpo'}:{SAMPLES / 'mondo'}")

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(("diagnose", *arguments))
        except SystemExit as stop:
            code = int(str(stop.code))
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run


def test_a_text_is_read_and_ranked_with_reasons(said) -> None:
    code, out, _ = said("She has a sideways gait and blue nails. No humming.", "-k", "2")
    assert code == 0
    assert 'Sideways gait (HP:9000002) "sideways gait"; Blue nails (HP:9000004) "blue nails"' in out
    assert 'excluded  Humming (HP:9000006) "humming"' in out
    assert "sideways syndrome type 1  (MONDO:9000011, OMIM:900001, ORPHA:91)" in out
    assert out.count(" of its patients") >= 1
    assert "none of these" in out
    assert "ask next" in out
    assert " 3 " not in [line[:3] for line in out.splitlines()]
    assert out.rstrip().endswith("a search over annotations, no diagnosis")


def test_ids_give_json(said) -> None:
    code, out, _ = said(
        "--hpo", "HP:9000910; HP:9000004", "--excluded", "HP:9000006", "--json", "--sex", "female"
    )
    found = json.loads(out)
    assert code == 0
    assert found["patient"]["observed"] == ["HP:9000910", "HP:9000004"]
    assert "HP:9000910 is obsolete, read as HP:9000001 Odd gait" in " ".join(found["notes"])
    total = sum(one["probability"] for one in found["diseases"]) + found["none_of_these"]
    assert total == pytest.approx(1.0, abs=0.01)
    assert found["next_questions"]


def test_age_and_sex_count(said) -> None:
    def first(*more: str) -> float:
        _, out, _ = said("--hpo", "HP:9000004", "--json", "--questions", "0", *more)
        found = {one["id"]: one["probability"] for one in json.loads(out)["diseases"]}
        return found["MONDO:9000013"]

    assert first("--age", "40") > first("--age", "0")  # humming disease begins in adults


def test_a_phenopacket_goes_in_and_out(said, tmp_path: Path) -> None:
    given, written, drawn = tmp_path / "in.json", tmp_path / "out.json", tmp_path / "m.svg"
    given.write_text(json.dumps(PACKET))
    code, out, _ = said(
        "-f", str(given), "--phenopacket", str(written), "--matrix", str(drawn), "--json", "-k", "3"
    )
    assert code == 0
    assert json.loads(out)["patient"]["onset_years"] == 3.5
    made = json.loads(written.read_text())
    assert made["subject"]["sex"] == "FEMALE"
    assert [(one["type"]["id"], one.get("excluded", False)) for one in made["phenotypicFeatures"]] == [
        ("HP:9000002", False), ("HP:9000910", False), ("HP:9000006", True),
    ]  # fmt: skip
    code, again, _ = said("-f", str(written), "--json", "-k", "3", "--age", "3.5")
    assert json.loads(again)["diseases"] == json.loads(out)["diseases"]
    picture = ElementTree.fromstring(drawn.read_text())
    cells = [one for one in picture.iter() if one.tag.endswith("rect") and one.get("width") == "20"]
    assert len(cells) == 2 * 3  # Sideways gait (Odd gait is implied) and no Humming, against three diseases
    assert any("sideways syndrome" in (one.text or "") for one in picture.iter())


def test_a_text_file_is_read_too(said, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Blue nails since birth.")
    code, out, _ = said("--file", str(note))
    assert code == 0
    assert "Blue nails (HP:9000004)" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "one of them; nothing was given"),
        (("a text", "--hpo", "HP:9000002"), "one of them; given: text, hpo"),
        (("A letter about nothing.",), "no finding was read in the text"),
        (("--hpo", "HP:7777777"), "no observed finding is left to rank by; not used: no term 'HP:7777777'"),
        (("--hpo", "seizure"), "no observed finding is left to rank by"),
        (("--hpo", "HP:0003577"), "give at least one term below HP:0000118"),
        (("--hpo", "HP:9000002", "-k", "0"), "-k is 1 or more"),
        (("--file", "nowhere.json"), "cannot read 'nowhere.json': No such file or directory"),
        (("--hpo", "HP:9000002", "--matrix", "/nowhere/m.svg"), "cannot write '/nowhere/m.svg'"),
    ],
)
def test_what_is_refused(said, arguments: tuple[str, ...], says: str) -> None:
    code, _, err = said(*arguments)
    assert code != 0
    assert says in err
    assert [line for line in err.splitlines() if says in line] == [
        line for line in err.splitlines() if line.startswith("error:")
    ]  # one line; what is worked out once is said before it


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"phenotypicFeatures": [', "is not JSON"),
        (b'{"subject": {}}', "has no phenotypicFeatures"),
        (b'{"phenopacket": "x", "phenotypicFeatures": "y"}', "has no phenotypicFeatures"),
        (b'{"phenotypicFeatures": [{"type": 3}]}', "no observed finding is left"),
        (b"\xff\xfe\x00", "is no text in UTF-8"),
    ],
)
def test_files_that_cannot_be_read(said, tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "p.json"
    path.write_bytes(content)
    code, _, err = said("-f", str(path))
    assert code != 0
    assert says in err
