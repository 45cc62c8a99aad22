"""`preceptor diagnose`: from text, ids or a phenopacket to diseases; files out; what is mapped, added and refused."""

import io
import json
import re
import stat
from pathlib import Path
from xml.etree import ElementTree

import pytest

from preceptor.cli import main
from preceptor.commands._diagnosis_given import onset_years, sex_of, terms

SAMPLES = Path(__file__).parent.parent / "samples"
META = {
    "created": "2020-01-01T00:00:00Z",
    "createdBy": "someone",
    "resources": [{"id": "hp", "namespacePrefix": "HP"}],
}
PACKET = {
    "phenopacket": {
        "id": "case-7",
        "subject": {"id": "p", "sex": "FEMALE"},
        "phenotypicFeatures": [
            {"type": {"id": "HP:9000002", "label": "Sideways gait"}, "severity": {"id": "HP:0012828", "label": "Severe"}},
            {"type": {"id": "HP:9000910", "label": "obsolete Crooked walk"}},
            {"type": {"id": "HP:9000006", "label": "Humming"}, "excluded": True},
            {"type": {"id": "HP:8888888", "label": "Newer than the release"}},
        ],
        "diseases": [{"term": {"id": "OMIM:900001", "label": "x"}, "onset": {"age": {"iso8601duration": "P3Y6M"}}}],
        "interpretations": [{"id": "kept as it is"}],
        "metaData": META,
    }
}  # fmt: skip
FIRST_VERSION = {
    "id": "old",
    "subject": {"id": "p", "sex": "MALE", "ageAtCollection": {"age": "P14Y"}},
    "phenotypicFeatures": [
        {"type": {"id": "HP:9000002", "label": "Sideways gait"}, "ageOfOnset": {"age": "P2Y"}},
        {"type": {"id": "HP:9000006", "label": "Humming"}, "negated": True},
    ],
    "diseases": [{"term": {"id": "OMIM:900001", "label": "x"}, "ageOfOnset": {"age": "P3Y"}}],
    "genes": [{"id": "HGNC:1"}],
    "metaData": META,
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


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    """Put bytes on standard input."""

    def give(content: bytes) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))

    return give


def valid(packet: dict) -> None:
    """Check the fields that schema 2.0 requires, and their forms."""
    assert packet["id"]
    assert packet["subject"]["id"]
    assert packet["subject"].get("sex", "UNKNOWN_SEX") in ("UNKNOWN_SEX", "FEMALE", "MALE", "OTHER_SEX")
    for feature in packet["phenotypicFeatures"]:
        assert set(feature["type"]) == {"id", "label"}
        assert feature.get("excluded", True) is True
        assert not {"negated", "ageOfOnset", "classOfOnset"} & set(feature)
    for disease in packet.get("diseases", []):
        assert set(disease["term"]) == {"id", "label"}
        assert set(disease.get("onset", {"age": 0})) <= {"age", "ageRange", "ontologyClass", "gestationalAge"}
    meta = packet["metaData"]
    assert meta["created"].endswith("Z")
    assert meta["createdBy"]
    assert meta["phenopacketSchemaVersion"] == "2.0"
    assert any(one["namespacePrefix"] == "HP" for one in meta["resources"])


def test_a_text_is_read_and_ranked_with_reasons(said) -> None:
    code, out, _ = said("She has a sideways gait and blue nails. No humming. Possible cold nose.", "-k", "2")
    assert code == 0
    assert out.startswith("patient   female\n")
    assert 'Sideways gait (HP:9000002) "sideways gait"; Blue nails (HP:9000004) "blue nails"' in out
    assert 'excluded  Humming (HP:9000006) "humming"' in out
    assert 'uncertain Cold nose (HP:9000008) "cold nose": only suspected, not used' in out
    assert "sideways syndrome type 1  (MONDO:9000011, OMIM:900001, ORPHA:91)" in out
    assert out.count(" of its patients") >= 1
    assert "none of these" in out
    assert "answer    the same command with --hpo ID for yes, --excluded ID for no" in out
    assert " 3 " not in [line[:3] for line in out.splitlines()]
    assert out.rstrip().endswith("a search over annotations, no diagnosis")


def test_a_relatives_words_are_not_the_patients(said) -> None:
    _, out, _ = said(
        "Her mother has crooked blue nails. She has blue nails too and a sideways gait.", "-k", "1"
    )
    assert 'observed  Blue nails (HP:9000004) "blue nails"' in out
    assert "family    Blue nails" in out


def test_ids_give_json(said) -> None:
    code, out, _ = said("--hpo", "HP:9000910; HP:9000004", "--excluded", "HP:9000006", "--json", "--sex", "F")
    found = json.loads(out)
    assert code == 0
    assert found["patient"]["observed"] == ["HP:9000001", "HP:9000004"]
    assert found["patient"]["sex"] == "female"
    assert "HP:9000910 is obsolete, read as HP:9000001 Odd gait" in found["notes"]
    total = sum(one["probability"] for one in found["diseases"]) + found["none_of_these"]
    assert total == pytest.approx(1.0, abs=0.01)
    assert {"term", "name", "bits", "yes", "after_yes", "after_no"} <= set(found["next_questions"][0])


def test_answers_add_to_a_text(said) -> None:
    found = json.loads(
        said("A sideways gait.", "--hpo", "blue nails", "--excluded", "HP:9000006", "--json")[1]
    )
    assert found["patient"]["observed"] == ["HP:9000002", "HP:9000004"]
    assert found["patient"]["excluded"] == ["HP:9000006"]
    assert "'blue nails' read as HP:9000004 Blue nails" in found["notes"]


def test_age_and_sex_count(said) -> None:
    def first(*more: str) -> float:
        _, out, _ = said("--hpo", "HP:9000004", "--json", "--questions", "0", *more)
        found = {one["id"]: one["probability"] for one in json.loads(out)["diseases"]}
        return found["MONDO:9000013"]

    assert first("--age", "P40Y") > first("--age", "birth")  # humming disease begins in adults


def test_what_is_given_goes_before_what_is_read_and_is_said(said) -> None:
    found = json.loads(said("She has a sideways gait.", "--sex", "male", "--json")[1])
    assert found["patient"]["sex"] == "male"
    assert "sex: male as given; the source says female" in found["notes"]


def test_a_contradiction_is_said(said) -> None:
    _, out, _ = said("--hpo", "HP:9000002", "--excluded", "HP:9000001", "-k", "1")
    assert "note      contradictory, counted as observed: Odd gait is excluded" in out
    assert "excluded " not in out.split("note")[0]


def test_a_phenopacket_goes_in_and_out_whole(said, tmp_path: Path) -> None:
    given, written = tmp_path / "in.json", tmp_path / "out.json"
    given.write_text(json.dumps(PACKET))
    code, out, _ = said("-f", str(given), "--phenopacket", str(written), "--json", "-k", "3")
    found = json.loads(out)
    assert code == 0
    assert found["patient"]["onset_years"] == 3.5
    assert any("no term 'HP:8888888'" in note for note in found["notes"])
    made = json.loads(written.read_text())
    valid(made)
    assert [(one["type"]["id"], one.get("excluded", False)) for one in made["phenotypicFeatures"]] == [
        ("HP:9000002", False), ("HP:9000001", False), ("HP:9000006", True), ("HP:8888888", False),
    ]  # fmt: skip
    assert made["phenotypicFeatures"][0]["severity"]["label"] == "Severe"
    assert made["interpretations"] == [{"id": "kept as it is"}]
    assert made["metaData"]["updates"][0]["updatedBy"] == "preceptor"
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    again = json.loads(said("-f", str(written), "--json", "-k", "3")[1])
    assert again["diseases"] == found["diseases"]
    assert again["patient"] == found["patient"]


def test_the_first_version_is_read_and_becomes_the_second(said, tmp_path: Path) -> None:
    given, written = tmp_path / "in.json", tmp_path / "out.json"
    given.write_text(json.dumps(FIRST_VERSION))
    found = json.loads(said("-f", str(given), "--phenopacket", str(written), "--json")[1])
    patient = found["patient"]
    assert (patient["observed"], patient["excluded"]) == (["HP:9000002"], ["HP:9000006"])
    assert (patient["onset_years"], patient["sex"]) == (3.0, "male")
    assert "of version 1 and left out of an export: genes" in found["notes"]
    made = json.loads(written.read_text())
    valid(made)
    assert made["phenotypicFeatures"][0]["onset"] == {"age": {"iso8601duration": "P2Y"}}
    assert made["subject"]["timeAtLastEncounter"] == {"age": {"iso8601duration": "P14Y"}}
    assert "genes" not in made
    again = json.loads(said("-f", str(written), "--json")[1])
    assert again["patient"] == patient


def test_what_was_read_in_a_text_goes_out_with_its_words(said, tmp_path: Path) -> None:
    written = tmp_path / "out.json"
    said("A woman with a severe sideways gait. No humming.", "--age", "P3Y6M", "--phenopacket", str(written))
    made = json.loads(written.read_text())
    valid(made)
    assert made["phenotypicFeatures"][0]["description"] == "sideways gait"
    assert made["diseases"] == [
        {"term": {"id": "MONDO:0000001", "label": "disease"}, "onset": {"age": {"iso8601duration": "P3Y6M"}}}
    ]
    patient = json.loads(said("-f", str(written), "--json")[1])["patient"]
    assert (patient["observed"], patient["excluded"]) == (["HP:9000002"], ["HP:9000006"])
    assert (patient["sex"], patient["onset_years"]) == ("female", 3.5)


@pytest.mark.parametrize(("wrapped", "held"), [(True, False), (False, True)])
def test_standard_input_and_families(said, typed, wrapped: bool, held: bool) -> None:
    packet = PACKET["phenopacket"]
    typed(json.dumps({"proband": packet} if wrapped else packet).encode())
    code, out, _ = said(*(("-f", "-") if held else ("-",)), "--json")
    assert code == 0
    assert json.loads(out)["patient"]["observed"] == ["HP:9000002", "HP:9000001"]


def test_a_text_file_is_read_too(said, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_bytes("\ufeffBlue nails since birth.".encode())
    code, out, _ = said("--file", str(note))
    assert code == 0
    assert "Blue nails (HP:9000004)" in out


def test_the_picture_has_a_mark_for_each_thing_that_is_said(said, tmp_path: Path) -> None:
    drawn = tmp_path / "m.svg"
    said("--hpo", "HP:9000002,HP:9000004", "--excluded", "HP:9000006", "-k", "3", "--matrix", str(drawn))
    picture = ElementTree.fromstring(drawn.read_text())
    titles = [one.text or "" for one in picture.iter() if one.tag.endswith("title")]
    assert sum("Blue nails (HP:9000004): " in title for title in titles) == 3
    kinds = {title.split("(HP:9000002): ")[1].split(",")[0] for title in titles if "(HP:9000002): " in title}
    assert kinds & {"supports", "unexplained"}
    assert any(
        title.startswith("humming disease: Humming (HP:9000006): contradicts; in ") for title in titles
    )


def test_the_page_shows_text_reasons_and_matrix_and_lets_nothing_act(said, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    text = "<script>alert(1)</script> A sideways gait, blue nails. No humming. Mother: humming."
    assert said(text, "--out", str(page))[0] == 0
    written = page.read_text()
    assert "<script>alert(1)" not in written
    assert '<mark class="said-present" title="Sideways gait (HP:9000002), present">sideways gait' in written
    assert '<mark class="said-absent" title="Humming (HP:9000006), absent">humming' in written
    assert len(re.findall(r"<li>(supports|unexplained): Sideways gait \(HP:9000002\), ", written)) >= 2
    held = json.loads(written.partition('id="matrix-data">')[2].partition("</script>")[0])
    assert held["findings"][0][2] == "observed"
    assert len(held["cells"]) == len(held["findings"])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "diagnose takes a text, --file or --hpo; nothing was given"),
        (("--excluded", "HP:9000002"), "--excluded alone is not enough"),
        (("a text", "--file", "x"), "one of them; given: text, file"),
        (("   ",), "the text is empty"),
        (("A letter about nothing.",), "no finding was read in the text"),
        (("No humming.",), "the text has no finding that the patient has, only: Humming (absent)"),
        ((str(SAMPLES / "hpo" / "kb-hpo" / "hp.obo.gz"),), "is a file; give it as -f "),
        (("--hpo", "HP:7777777"), "no observed finding is left to rank by; not used: no term 'HP:7777777'"),
        (("--hpo", "HP:9000912"), "HP:9000912 is obsolete; use another term, none is named"),
        (("--hpo", "HP:9000911"), "is obsolete; use one of HP:9000001 Odd gait, HP:9000006 Humming"),
        (("--hpo", "blue nail"), "no HPO term is called 'blue nail'; near: blue nails; an id looks like"),
        (("--hpo", "HP:0003577"), "give at least one term below HP:0000118"),
        (("--hpo", "HP:0000118"), "HP:0000118 says only that something is abnormal"),
        (("--hpo", "HP:9000002", "-k", "0"), "-k is 1 to 300"),
        (("--hpo", "HP:9000002", "--age", "old"), "--age 'old' is no age at onset; write years (3 or 0.5)"),
        (("--hpo", "HP:9000002", "--age", "-3"), "lies between -1 (years before birth) and 130"),
        (("--hpo", "HP:9000002", "--age", "nan"), "--age 'nan' is no age"),
        (("--hpo", "HP:9000002", "--sex", "x"), "--sex 'x' is no sex; write female, male or unknown"),
        (("--file", "nowhere.json"), "cannot read 'nowhere.json': No such file or directory"),
        (("--hpo", "HP:9000002", "--matrix", "/nowhere/m.svg"), "cannot write /nowhere/m.svg"),
    ],
)
def test_what_is_refused(said, arguments: tuple[str, ...], says: str) -> None:
    code, out, err = said(*arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert [line for line in err.splitlines() if says in line] == [
        line for line in err.splitlines() if line.startswith("error:")
    ]  # one line; what is worked out once is said before it


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"phenotypicFeatures": [', "is not JSON"),
        (b"Blue nails.", "is not JSON"),
        (b"[1, 2]", "holds a JSON list of 2; give one phenopacket"),
        (b'"blue nails"', 'holds the JSON value "blue nails"; a phenopacket is an object'),
        (b'{"id": 1}\n{"id": 2}\n', "holds 2 JSON documents, one a line; give one phenopacket"),
        (b'{"members": [{"id": "a"}, {"id": "b"}]}', "is a cohort of 2; give the phenopacket of one patient"),
        (b'{"subject": {}}', "has no phenotypicFeatures (it has: subject)"),
        (b'{"phenopacket": "x", "phenotypicFeatures": "y"}', "has no phenotypicFeatures"),
        (b'{"phenotypicFeatures": [{"type": 3}]}', "not used: a finding without an id"),
        (b'{"phenotypicFeatures": [{"type": {"id": "HP:9000002"}, "excluded": true}]}', "all are excluded"),
        (b"\xff\xfe\x00", "is no text in UTF-8"),
        (b"Blue\x00nails", "it holds zero bytes"),
        (b"", "is empty"),
    ],
)
def test_files_that_cannot_be_read(said, tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "p.json"
    path.write_bytes(content)
    code, _, err = said("-f", str(path))
    assert code == 2
    assert says in err


def test_a_packet_with_parts_that_cannot_be_used_is_ranked_by_the_others(said, typed) -> None:
    odd = {
        "subject": {"sex": "x"},
        "phenotypicFeatures": ["odd", {"type": {"id": "hp:9000002"}}],
        "diseases": [{"onset": {"timestamp": "2020"}}],
    }
    typed(json.dumps(odd).encode())
    found = json.loads(said("-", "--json")[1])
    assert found["patient"]["observed"] == ["HP:9000002"]
    notes = " ".join(found["notes"])
    assert "1 entries of phenotypicFeatures that are no objects" in notes
    assert "the phenopacket's sex 'x' is no sex" in notes
    assert "the onset {" in notes


@pytest.mark.parametrize(
    "written",
    ["HP:9000002,HP:9000004", "hp:9000002 HP_9000004", "HP: 9000002; 9000004", "sideways gait, BLUE  nails",
     "HP:9000002, blue nails", "http://purl.obolibrary.org/obo/HP_9000002, HP:9000004", "HP:9000002,HP:9000002,HP:9000004"],
)  # fmt: skip
def test_ids_and_names_as_people_write_them(said, written: str) -> None:
    assert terms(written).codes == ["HP:9000002", "HP:9000004"]


@pytest.mark.parametrize(
    ("written", "years"),
    [("3", 3), ("3y", 3), ("3 years 6 months", 3.5), ("18m", 1.5), ("P3Y6M", 3.5), ("p6m", 0.5), ("0", 0), ("-0.5", -0.5),
     ("birth", 0), ("HP:0003577", 0), ("Adult onset", 25), ("adult", 25), ("2 weeks", 2 / 52.18)],
)  # fmt: skip
def test_ages_as_people_write_them(said, written: str, years: float) -> None:
    assert onset_years(written) == pytest.approx(years)


@pytest.mark.parametrize(
    ("written", "sex"),
    [("F", "female"), ("Female", "female"), ("woman", "female"), ("m", "male"), ("BOY", "male"), ("OTHER_SEX", "unknown")],
)  # fmt: skip
def test_sexes_as_people_write_them(written: str, sex: str) -> None:
    assert sex_of(written) == sex
