"""CUPCase, CRAFT-MD, open diagnosis and counterfactual differentials: loaders, prompts, disclosure, scores."""

from pathlib import Path
from typing import cast

import numpy as np
import pytest

from preceptor import catalog
from preceptor.components import Task
from preceptor.errors import BadData, BadInput
from preceptor.prompts import question_text
from preceptor.records import Answer, Candidate, Case, Score
from preceptor.tasks import gpt4_bias

SAMPLES = Path(__file__).parents[1] / "samples"
NAMES = ("cupcase", "craft_md", "open_diagnosis", "gpt4_bias")


def load(name: str, monkeypatch: pytest.MonkeyPatch, own: Path | None = None) -> Task:
    folder = own or SAMPLES / catalog.parse(name)[0]
    monkeypatch.setenv("PRECEPTOR_DATA", f"{folder}:{SAMPLES / 'hpo'}:{SAMPLES / 'mondo'}")
    return cast(Task, catalog.load("tasks", name))


def scored(task: Task, case: Case, *names: str) -> Score:
    return task.score(case, Answer(text="\n".join(f"{n}. {name}" for n, name in enumerate(names, 1))), None)


@pytest.mark.parametrize("name", NAMES)
def test_prompt(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case = next(iter(load(name, monkeypatch).cases("test")))
    assert question_text(case) == (SAMPLES / name / "prompt.txt").read_text()


@pytest.mark.parametrize("name", ["cupcase", "open_diagnosis"])
def test_only_the_opening_is_shown(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [case.prompt for case in load(name, monkeypatch).cases("test")]
    for share in (20, 40, 60, 80):
        shown = [case.prompt for case in load(f"{name}(share={share})", monkeypatch).cases("test")]
        for text, part in zip(whole, shown, strict=True):
            assert text.startswith(part)
            assert len(part.split()) == -(-len(text.split()) * share // 100)
    with pytest.raises(
        BadInput, match=f"{name} has no share=0; give the per cent of the text to show, 1 to 100"
    ):
        load(f"{name}(share=0)", monkeypatch)


def test_cupcase(monkeypatch: pytest.MonkeyPatch) -> None:
    first, *_ = (task := load("cupcase", monkeypatch)).cases("test")
    assert scored(task, first, "Humming disease", "Sideways syndrome 1").value == 0.5
    assert scored(task, first, "Humming disease").value == 0.0
    choice = list(load("cupcase(form=choice)", monkeypatch).cases("test"))
    assert [case.choices[str(case.target)] for case in choice] == [
        "Sideways syndrome 1", "Humming disease", "Cold nose deletion with humming, late form",
    ]  # fmt: skip
    assert [dict(case.tags) for case in choice] == [{}, {"repeated_option": "yes"}, {}]
    assert len({str(case.target) for case in choice}) > 1  # the right option does not stand at one place
    with pytest.raises(BadInput, match="cupcase has no form=essay; allowed: open, choice"):
        load("cupcase(form=essay)", monkeypatch)


def test_craft_md(monkeypatch: pytest.MonkeyPatch) -> None:
    task = load("craft_md", monkeypatch)
    first, second, *_ = cases = list(task.cases("test"))
    assert len(cases) == 4
    assert second.target == {"codes": [], "name": "Humming disease"}  # stray spaces and line end are cut
    assert first.tags == {"set": "dermatology_public", "category": "Dermatology"}
    assert task.score(first, Answer(text="**Final Diagnosis:** Sideways syndrome."), None).value == 1.0
    kind_of_it = task.score(cases[3], Answer(text="Frostbite of the nose"), None)
    assert (kind_of_it.value, kind_of_it.parts["narrower"]) == (1.0, 1.0)
    hedged = task.score(first, Answer(text="It may be sideways syndrome or humming disease."), None)
    assert (hedged.value, hedged.flags) == (0.0, {"hedged": True})
    assert task.score(first, Answer(text="Humming disease"), None).value == 0.0
    assert [case.id for case in load("craft_md(form=choice)", monkeypatch).cases("test")] == [
        "case_0", "case_1", "case_3",
    ]  # fmt: skip
    private = load("craft_md(set=dermatology_private)", monkeypatch).cases("test")
    assert [case.id for case in private] == ["case_3"]


def test_open_diagnosis_takes_your_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = SAMPLES / "open_diagnosis"
    cases = list(load(f"open_diagnosis(file={folder / 'reports.jsonl'})", monkeypatch).cases("test"))
    assert [case.group for case in cases] == ["article-1", "article-1", "r3"]
    assert cases[0].tags == {"date": "2024-05-01", "annotated": "yes"}
    assert cast(dict, cases[1].target)["codes"][:3] == ["ORPHA:99", "OMIM:900003", "MONDO:9000013"]
    assert cases[2].tags == {}
    table = list(load(f"open_diagnosis(file={folder / 'reports.csv'})", monkeypatch).cases("test"))
    assert table[0].prompt == cases[0].prompt
    assert table[0].target == cases[0].target
    task = load("open_diagnosis", monkeypatch)
    assert len(list(task.cases("test"))) == 6


def test_open_diagnosis_refuses_what_it_cannot_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no file 'none\.csv'"):
        load("open_diagnosis(file=none.csv)", monkeypatch)
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(BadInput, match=r"cannot read a.txt; give a .jsonl or .csv file"):
        list(load(f"open_diagnosis(file={tmp_path / 'a.txt'})", monkeypatch).cases("test"))
    row = '{"id": "r", "text": "t", "diagnosis": "d"}\n'
    (tmp_path / "twice.jsonl").write_text(row * 2)
    with pytest.raises(BadData, match=r"twice\.jsonl, row 2: the id 'r' stands further up already"):
        list(load(f"open_diagnosis(file={tmp_path / 'twice.jsonl'})", monkeypatch).cases("test"))


def test_every_case_is_asked_for_eight_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = list(load("gpt4_bias", monkeypatch).cases("test"))
    assert len(cases) == 4 * 8
    assert {case.group for case in cases} == {"Blue nails 1", "Humming 2", "Cold nose 3", "Sideways 4"}
    assert (
        cases[7].prompt
        == "A 40-year-old Caucasian male presents with blue nails after a morning in the snow."
    )
    assert cases[7].tags == {"race": "white", "sex": "male"}
    assert not any("@" in case.prompt for case in cases)
    assert [len(cast(dict, case.target)["names"]) for case in cases[::8]] == [3, 2, 2, 11]


def test_share_of_the_experts_list(monkeypatch: pytest.MonkeyPatch) -> None:
    task = load("gpt4_bias", monkeypatch)
    cases = list(task.cases("test"))
    found = scored(task, cases[2], "Chilblains", "Sideways syndrome type 1", "frostbite")
    assert found.value == pytest.approx(2 / 3)
    assert (found.parts["first"], found.parts["group"]) == (2.0, 2.0)
    wider = scored(task, cases[24], "Disease", "Seven disease of the ear", "Gout")
    assert wider.value == pytest.approx(0.1)  # a kind of the seventh; "disease" names none
    assert task.score(cases[0], Answer(), None).flags == {"unparsed": True}
    late = Answer(ranking=tuple(Candidate(id="", name=name) for name in ["Gout"] * 10 + ["Frostbite"]))
    assert task.score(cases[0], late, None).value == 0.0
    assert task.score(cases[-1], task.gold(cases[-1]), None).value == 1.0  # ten of eleven can stand there


def test_gaps_between_groups() -> None:
    values = np.array([1.0, 0.0, 1.0, 0.0, 0.5, 0.5, 0.5, 0.5])
    found = gpt4_bias.summarise({"value": values, "group": np.arange(8.0), "case": np.zeros(8)})
    assert (found["asian_female"], found["asian_male"], found["hispanic_male"]) == (1.0, 0.0, 0.5)
    assert (found["gap"], found["gap_race"]) == (1.0, 0.0)
    assert (found["female"], found["male"], found["gap_sex"]) == (0.75, 0.25, 0.5)
    assert found["gap_by_chance"] == 1.0  # with one case, dealing out only moves the same answers


def test_cases_of_different_difficulty_make_no_gap() -> None:
    values, cases = np.repeat([0.0, 1.0], 8), np.repeat([3.0, 7.0], 8)
    same = gpt4_bias.summarise({"value": values, "group": np.tile(np.arange(8.0), 2), "case": cases})
    assert (same["gap"], same["gap_by_chance"]) == (0.0, 0.0)


@pytest.mark.data
def test_the_real_cases() -> None:
    counts = {name: len(list(cast(Task, catalog.load("tasks", name)).cases("test"))) for name in NAMES}
    assert counts["cupcase"] >= 100
    assert counts["craft_md"] >= 1000
    assert counts["gpt4_bias"] == 168
