"""`preceptor calculate` and what `show` says of a calculator."""

import json
from pathlib import Path

import pytest

from preceptor import catalog
from preceptor.cli import main


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]):
    """Run the program; returns (exit code, standard output, standard error)."""

    def run(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(("calculate", *arguments))
        except SystemExit as stop:
            code = int(str(stop.code))
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run


def test_a_score_from_the_command_line(said) -> None:
    code, out, _ = said("cha2ds2_vasc", "--age", "75", "--sex", "female", "--stroke", "--no-diabetes")
    assert code == 0
    assert "CHA2DS2-VASc score: 5 to 8" in out
    assert "ask next: heart_failure" in out
    assert "checked: secondary" in out


def test_units_json_and_warnings(said) -> None:
    code, out, _ = said("ckd_epi_2021", "--age", "50", "--sex", "m", "--creatinine", "79.56 umol/L", "--json")
    assert code == 0
    assert json.loads(out)["value"] == pytest.approx(104.05, abs=0.01)
    code, out, _ = said("estimated_due_date", "--last-menstrual-period", "2023-01-01")
    assert "2023-10-08" in out
    assert "warning: not given" in out
    code, out, _ = said("--json", "cockcroft_gault(weight=by_bmi)", "--age", "40", "--sex", "male", "--weight", "72",
                        "--height", "60 in", "--creatinine", "1")  # fmt: skip
    assert json.loads(out)["value"] == pytest.approx(81.667, abs=0.01)


def test_what_is_wrong_is_one_line(said) -> None:
    code, _, err = said("ckd_epi_2021", "--age", "50", "--sex", "male", "--creatinine", "106")
    assert (code, err) == (1, "error: creatinine=106 mg/dL outside 0.05..40; check the unit\n")
    assert said("no_such")[0] == 1
    assert "name a calculator" in said()[2]
    assert said("ckd_epi_2021", "--creatinin", "1")[0] == 2
    code, _, err = said("ckd_epi_2021", "--from-note", "no/such/file")
    assert (code, "cannot read the note" in err) == (1, True)
    code, out, _ = said("ckd_epi_2021", "--help")
    assert (code, "serum creatinine (0.05..40 mg/dL)" in out) == (0, True)


def test_lists(said) -> None:
    code, out, _ = said("--list")
    assert code == 0
    assert f"{len(catalog.names('calculators'))} calculators" in out
    code, out, _ = said("--list", "--specialty", "obstetrics")
    assert "estimated_due_date" in out
    assert "ckd_epi_2021" not in out
    entries = json.loads(said("--json", "--list", "--specialty", "obstetrics")[1])
    assert {"name", "title", "specialties", "unit", "inputs"} == set(entries[0])
    code, _, err = said("--list", "--specialty", "obstetric")
    assert (code, "near: obstetrics" in err) == (1, True)


def test_a_note(said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = tmp_path / "note.txt"
    note.write_text("A 72-year-old woman with hypertension. No history of stroke.")
    code, out, _ = said("cha2ds2_vasc", "--from-note", str(note), "--diabetes")
    assert code == 0
    assert "age: '72-year-old' at 2-13" in out
    assert "diabetes mellitus: yes, +1" in out
    spans = json.loads(said("cha2ds2_vasc", "--from-note", str(note), "--json")[1])["spans"]
    assert {"input": "age", "start": 2, "end": 13, "text": "72-year-old"} in spans
    names = catalog.names
    monkeypatch.setattr(catalog, "names", lambda kind: [] if kind == "pipelines" else names(kind))
    assert "needs the pipeline calculator_parser" in said("cha2ds2_vasc", "--from-note", str(note))[2]


def test_a_question_chooses_the_calculator(said, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("A 72-year-old woman. Sodium 140 mmol/L, chloride 100 mmol/L, bicarbonate 24 mmol/L.")
    code, out, _ = said("--from-note", str(note), "--question", "What is the anion gap?")
    assert code == 0
    assert "sodium: '140 mmol/L' at 28-38" in out
    assert out.rstrip().endswith("Answer: 16")
    found = json.loads(said("--json", "--from-note", str(note), "--question", "What is the anion gap?")[1])
    assert (found["value"], found["data"]["calculator"]) == (16.0, "anion_gap")
    assert {"input": "sodium", "start": 28, "end": 38, "text": "140 mmol/L"} in found["spans"]
    assert "cannot be computed" in said("--from-note", str(note), "--question", "How is the weather?")[1]


def test_a_question_without_a_note_or_with_a_name_is_one_line(said, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Sodium 140.")
    assert "belong together" in said("--question", "What is the anion gap?")[2]
    assert "belong together" in said("--from-note", str(note))[2]
    assert "anion_gap is named" in said("--from-note", str(note), "--question", "?", "anion_gap")[2]
    assert (
        "cannot read the note" in said("--from-note", str(tmp_path / "none"), "--question", "Anion gap?")[2]
    )


def test_an_impossible_value_of_a_note_is_said(said, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Weight 90 kg, height 1.68 cm.")
    out = said("--from-note", str(note), "--question", "Body mass index?")[1]
    assert "1.68 cm is outside 25 to 250 cm" in out
    code, out, err = said("body_mass_index", "--from-note", str(note))
    assert code == 1
    assert "1.68 cm is outside" in err


def test_show_says_what_was_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "ckd_epi_2021"]) == 0
    out = capsys.readouterr().out
    assert "checked: secondary" in out
    assert "derived by hand" in out
    assert main(["show", "examples/quetelet_index"]) == 0
    assert "checked: unchecked" in capsys.readouterr().out
    assert main(["show", "estimated_due_date"]) == 0
    out = capsys.readouterr().out
    assert "28 where not given" in out
    assert "a day, such as 2024-05-31" in out
