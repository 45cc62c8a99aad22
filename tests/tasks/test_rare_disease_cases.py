"""malco and RareBench: loaders, prompts, and how answers in codes are scored."""

from pathlib import Path
from typing import cast

import pytest

from preceptor import catalog
from preceptor.components import Task
from preceptor.errors import BadData
from preceptor.prompts import question_text
from preceptor.records import Answer, Candidate

SAMPLES = Path(__file__).parents[1] / "samples"


def load(name: str, monkeypatch: pytest.MonkeyPatch, own: Path | None = None) -> Task:
    monkeypatch.setenv("PRECEPTOR_DATA", f"{own or SAMPLES / name}:{SAMPLES / 'hpo'}:{SAMPLES / 'mondo'}")
    return cast(Task, catalog.load("tasks", name))


@pytest.mark.parametrize("name", ["malco", "rarebench"])
def test_prompt(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case = next(iter(load(name, monkeypatch).cases("test")))
    assert question_text(case) == (SAMPLES / name / "prompt.txt").read_text()


def test_malco(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = list(load("malco", monkeypatch).cases("test"))
    assert [case.id for case in cases] == ["PMID_11_first", "PMID_14_second", "PMID_15_third"]
    assert cases[0].tags == {"publications": "PMID:11", "annotated": "yes"}
    assert cases[2].tags["annotated"] == "no"


def test_rarebench(monkeypatch: pytest.MonkeyPatch) -> None:
    task = load("rarebench", monkeypatch)
    first, second, third = task.cases("test")
    assert "Odd gait (HP:9000001)" in first.prompt  # given under an alternative id
    assert "term of another release (HP:9099999)" in second.prompt
    assert task.score(first, Answer(ranking=(Candidate(id="ORPHA:91"),)), None).value == 1.0
    assert task.score(third, Answer(ranking=(Candidate(id="OMIM:900001"),)), None).value == 0.0


def test_a_rarebench_row_of_another_form(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "kb-rarebench").mkdir()
    (tmp_path / "kb-rarebench" / "Public_Test_set.json").write_text('[["HP:1"], {"a": 1}]')
    with pytest.raises(BadData, match="case 1: expected"):
        list(load("rarebench", monkeypatch, tmp_path).cases("test"))
