"""`preceptor diagnose --similar POOL --model M`: solved cases beside the diseases, and a model that sees both."""

import json
from pathlib import Path

import pytest

from preceptor.cli import main

SAMPLES = Path(__file__).parent.parent / "samples"
ROWS = [
    {"id": "near", "observed": ["HP:9000002"], "diagnosis": "Sideways syndrome 1", "codes": ["OMIM:900001"]},
    {"id": "far", "observed": ["HP:9000007"], "diagnosis": "Humming disease", "codes": ["OMIM:900003"]},
]
GIVEN = ("--hpo", "HP:9000002,HP:9000004", "--questions", "0")


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    folders = (SAMPLES / name for name in ("hpo", "mondo", "disease_ontology"))
    monkeypatch.setenv("PRECEPTOR_DATA", ":".join(map(str, folders)))
    path = tmp_path / "solved.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return str(path)


def test_similar_cases_stand_below_the_diseases(pool: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("diagnose", *GIVEN, "--similar", pool)) == 0
    out = capsys.readouterr().out
    assert "Sideways syndrome 1  (near)" in out.rpartition("similar solved cases")[2]
    assert "far" not in out
    main(("diagnose", *GIVEN, "--similar", pool, "--json"))
    found = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in found["similar"]] == ["near"]
    assert "model" not in found


def test_a_model_sees_diseases_and_similar_cases(pool: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("diagnose", *GIVEN, "--similar", pool, "--model", "scripted/echo")) == 0
    said = capsys.readouterr().out.rpartition("scripted/echo says")[2]
    order = (
        "Observed: Sideways gait",
        "Diagnosis: Sideways syndrome 1",
        "Candidate diseases",
        "Give the ten",
    )
    places = [said.index(part) for part in order]
    assert places == sorted(places)
    assert main(("diagnose", "She has a sideways gait.", "--questions", "0", "--model", "scripted/echo")) == 0
    alone = capsys.readouterr().out
    assert "She has a sideways gait." in alone.rpartition("says")[2]
    assert "similar solved" not in alone


def test_a_pool_that_is_not_there_and_a_model_that_is_down(
    pool: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(("diagnose", *GIVEN, "--similar", "none.jsonl")) == 2
    assert "no pool of solved cases at 'none.jsonl'" in capsys.readouterr().err
    assert main(("diagnose", *GIVEN, "--model", "scripted/error")) == 3
    out = capsys.readouterr().out
    assert "sideways syndrome" in out  # the ranking stands
    assert out.splitlines()[-1].startswith("error: scripted/error gave no answer: ")
    assert main(("diagnose", *GIVEN, "--model", "scripted/error", "--json")) == 3
    found = json.loads(capsys.readouterr().out)
    assert set(found["model"]) == {"name", "error"}
    assert found["diseases"]


def test_what_is_added_to_a_text_reaches_the_ranker_of_the_model(
    pool: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "She has a sideways gait.\nObserved: Humming (HP:9000006)"
    main(("diagnose", text, "--hpo", "HP:9000004", "--questions", "0", "--model", "scripted/echo", "--json"))
    found = json.loads(capsys.readouterr().out)
    asked = found["model"]["text"]
    named = asked.rpartition("Candidate diseases:\n")[2].splitlines()
    assert [line.partition(". ")[2] for line in named[: len(found["diseases"])]] == [
        one["name"] for one in found["diseases"]
    ]


@pytest.mark.parametrize(
    ("model", "says"), [("scripted/refuses", "ask a physician"), ("scripted/error", "It gave no answer: ")]
)
def test_the_page_has_similar_cases_and_the_models_words(
    pool: str, tmp_path: Path, model: str, says: str
) -> None:
    page = tmp_path / "page.html"
    main(("diagnose", *GIVEN, "--similar", pool, "--model", model, "--out", str(page)))
    written = page.read_text()
    assert '<th scope="row" class="name">Sideways syndrome 1</th>' in written
    assert says in written
