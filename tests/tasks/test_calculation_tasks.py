"""The calculation tasks on own-written or generated cases: loaders, scores, stages, prompts, promises."""

import importlib.util
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import cast

import numpy as np
import pytest

from preceptor import catalog, contracts
from preceptor.components import Task, Toolbox
from preceptor.errors import BadData, BadInput, NotFound
from preceptor.prompts import question_text
from preceptor.records import Answer, Call
from preceptor.report._metrics import columns
from preceptor.tasks._medcalc_defects import defects
from preceptor.tasks.medcalc_bench import note_mark

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "samples"
READ = ("medcalc_bench", "riskqa", "calcqa")
MADE = ("clinical_numeracy", "clinical_scenarios", "unit_traps")


def load(name: str, monkeypatch: pytest.MonkeyPatch) -> Task:
    monkeypatch.setenv("PRECEPTOR_DATA", str(SAMPLES / catalog.parse(name)[0]))
    return cast(Task, catalog.load("tasks", name))


def scored_columns(task: Task, answers: list[tuple]) -> dict[str, np.ndarray]:
    """Score answers and put them into columns as the report does."""
    scores = [task.score(case, answer, None) for case, answer in answers]
    results = [
        type("Row", (), {"value": s.value, "parts": s.parts, "flags": [n for n, on in s.flags.items() if on]})
        for s in scores
    ]
    return columns(results)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [*READ, *MADE])
def test_promises_and_the_golden_prompt(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    task = load(name, monkeypatch)
    assert not {title: seen for title, seen in contracts.kept("tasks", name) if seen}
    shown = question_text(next(task.cases("test"))) + "\n"
    assert shown == (SAMPLES / name / "prompt.txt").read_text(encoding="utf-8")
    with pytest.raises(NotFound, match="splits: test"):
        next(task.cases("tset"))


@pytest.mark.parametrize("name", READ)
def test_every_file_declares_its_official_download(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRECEPTOR_DATA", raising=False)
    task = cast(Task, catalog.load("tasks", name))
    assert all(data.url and data.url.startswith("https://raw.githubusercontent.com/") for data in task.data)
    with pytest.raises(NotFound, match="PRECEPTOR_DATA"):
        next(task.cases("test"))


# --- MedCalc-Bench


def test_medcalc_reads_every_output_type(monkeypatch: pytest.MonkeyPatch) -> None:
    task = load("medcalc_bench", monkeypatch)
    cases = {case.id: case for case in task.cases("test")}
    assert Counter(case.tags["kind"] for case in cases.values()) == {
        "decimal": 3,
        "integer": 2,
        "date": 1,
        "weeks_days": 1,
    }
    assert len({case.group for case in cases.values()}) == 7
    assert (
        note_mark("  A 50-YEAR-old  man\n")
        == note_mark("a 50-year-old man")
        != note_mark("a 51-year-old man")
    )
    assert cases["9001"].context[0].text.startswith("A 50-year-old man")
    bare = {case.id: case for case in load("medcalc_bench(notes=false)", monkeypatch).cases("test")}
    assert bare.keys() == cases.keys()
    assert not bare["9001"].context
    halves = [case.id for split in ("tune", "report") for case in task.cases(split)]
    assert sorted(halves) == sorted(cases)


def test_medcalc_tells_the_stages_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    task = load("medcalc_bench", monkeypatch)
    case = next(task.cases("test"))
    right = {"weight": {"value": 81, "unit": "kg"}, "height": "180 cm"}

    def parts(text: str, calculator: str, inputs: dict) -> dict[str, float]:
        found = task.score(
            case, Answer(text=text, data={"calculator": calculator, "inputs": inputs}), None
        ).parts
        return {
            name: found[name]
            for name in ("calculator_right", "inputs_right", "arithmetic_right")
            if name in found
        }

    every = {"calculator_right": 1.0, "inputs_right": 1.0, "arithmetic_right": 1.0}
    assert parts("Answer: 25", "body_mass_index", right) == every
    assert parts("Answer: 29", "body_mass_index", right) == {**every, "arithmetic_right": 0.0}
    wrong = {**right, "weight": 91}
    assert parts("Answer: 28.09", "body_mass_index", wrong) == {**every, "inputs_right": 0.0}
    other = parts("Answer: 2.01", "body_surface_area", right)
    assert other == {"calculator_right": 0.0, "arithmetic_right": 1.0}
    assert parts("Answer: 25", "body_mass_index", {"weight": "81 mmHg"}) == {
        "calculator_right": 1.0,
        "inputs_right": 0.0,
    }
    call = Call(id="1", name="calculate", arguments={"calculator": "body_mass_index", "inputs": right})
    by_call = task.score(case, Answer(text="Answer: 25.0", calls=(call,)), None).parts
    assert {name: by_call[name] for name in every} == every
    words = "The body mass index is 81 kg / (180 cm)^2 = 20. Answer: 20"
    told = task.score(case, Answer(text=words), None).parts
    assert (told["inputs_right"], told["arithmetic_right"], told["calculator_right"]) == (1.0, 0.0, 1.0)
    assert "inputs_right" not in task.score(case, Answer(text="20"), None).parts


@pytest.mark.parametrize(
    ("id", "text", "right"),
    [
        ("9001", "25", 1.0), ("9001", "26.3", 0.0), ("9001", "(25, 26)", 0.0), ("9001", "name 'N' is not defined", 0.0),
        ("9001", '{"step_by_step_thinking": "...", "answer": "25.0 kg/m2"}', 0.0), ("9001", '{"answer": "25.0"}', 1.0),
        ("9001", '{"answer": "str(50 / 2)"}', 1.0), ("9001", '{"answer": "str(round((81 kg / 1.8^2, 1)"}', 1.0), ("9001", "10/2", 0.0),
        ("9002", "4.4", 1.0), ("9002", '{"answer": "4 out of 9"}', 1.0), ("9002", '{"answer": "1, 2, 3, 4"}', 1.0), ("9002", "five", 0.0),
        ("9003", "10/17/2021", 1.0), ("9003", "17 October 2021", 0.0), ("9004", "('6 weeks', '0 days')", 1.0), ("9004", "6", 0.0),
    ],
)  # fmt: skip
def test_medcalc_official_rule(id: str, text: str, right: float, monkeypatch: pytest.MonkeyPatch) -> None:
    task = load("medcalc_bench", monkeypatch)
    case = next(case for case in task.cases("test") if case.id == id)
    assert task.protocols["official"](case, text) == right


def test_medcalc_defects_need_a_reason_and_a_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "defects.yaml"
    file.write_text(
        "rows:\n  9001: {reason: weight misread, source: second reading of the note, correct: 24.0}\n"
    )
    assert defects(file)["9001"].correct == "24.0"
    broken = tmp_path / "broken.yaml"
    broken.write_text("rows:\n  9001: {reason: weight misread}\n")
    with pytest.raises(BadData, match="row 9001 needs `reason` and `source`"):
        defects(broken)
    monkeypatch.setattr("preceptor.tasks.medcalc_bench.defects", lambda: defects(file))
    task = load("medcalc_bench", monkeypatch)
    cases = list(task.cases("test"))
    assert cases[0].tags["defect"] == "known"
    corrected = task.score(cases[0], Answer(text="Answer: 22.9"), None)
    assert (corrected.value, corrected.parts["corrected"], "sound_row" in corrected.parts) == (
        0.0,
        1.0,
        False,
    )
    assert task.summarise is not None
    found = task.summarise(scored_columns(task, [(case, task.gold(case)) for case in cases]))
    assert (found["score_without_defects"], found["score_corrected"]) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",25.0,23.75", ",heavy,23.75", "'heavy' or its limits"),
        ("10/17/2021,10/17", "17.10.2021,10/17", "17.10.2021"),
    ],
)
def test_medcalc_a_wrong_row_is_told(
    old: str, new: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = (SAMPLES / "medcalc_bench" / "medcalc_bench" / "test_data.csv").read_text()
    (tmp_path / "medcalc_bench").mkdir()
    (tmp_path / "medcalc_bench" / "test_data.csv").write_text(source.replace(old, new))
    monkeypatch.setenv("PRECEPTOR_DATA", str(tmp_path))
    with pytest.raises(BadData, match="row") as caught:
        list(cast(Task, catalog.load("tasks", "medcalc_bench")).cases("test"))
    assert said in str(caught.value)


# --- RiskQA and CalcQA


def test_riskqa_official_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    task = load("riskqa", monkeypatch)
    case = next(task.cases("test"))
    assert task.score(case, Answer(text="The answer is C."), None).value == 1.0
    assert task.protocols["official"](case, "B. is wrong, so C. it is") == 0.0
    assert task.protocols["official"](case, "C. 3") == 1.0


def test_calcqa_stages_and_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    task = load("calcqa", monkeypatch)
    pressure, mass, due = task.cases("test")
    assert task.tools is not None
    tools = {tool.name: tool.function for tool in task.tools(mass).tools}
    assert tools["search_calculators"](query="body mass index")[0] == "Mass Index (own sample)"
    assert "weight (kg)" in tools["describe_calculator"](calculator="mass_index")["documentation"]
    weight = tools["convert_unit"](substance="体重", value=140, unit="lb", target_unit="kg")
    assert weight == pytest.approx(63.5029318)
    value = tools["calculate"](calculator="Mass Index (own sample)", inputs={"weight": weight, "height": 1.7})
    data = {
        "calculator": "mass index (own sample)",
        "parameters": {"weight": {"value": weight}, "height": 1.7},
        "score": value,
    }
    found = task.score(mass, Answer(data=data, text="x"), None)
    assert found.value == 1.0
    assert found.parts == {
        "calculator_right": 1.0, "slots_right": 1.0, "units_right": 1.0, "end_to_end": 1.0, "score_without_defects": 1.0,
    }  # fmt: skip
    pounds = {**data, "parameters": {"weight": 140, "height": 1.7}}
    slips = task.score(mass, Answer(data=pounds, text="x"), None).parts
    assert (slips["slots_right"], slips["units_right"], slips["end_to_end"]) == (0.5, 0.0, 0.0)
    assert (
        tools["calculate"](calculator="due_day", inputs={"last_period": "2021/01/10"})
        == "Sunday, Oct 17, 2021"
    )
    for bad in (
        {"calculator": "mass_index", "inputs": {"weight": "x"}},
        {"calculator": "nothing", "inputs": {}},
    ):
        with pytest.raises(BadInput):
            tools["calculate"](**bad)
    assert task.score(due, Answer(text="Answer: 2021-10-17"), None).value == 1.0
    assert task.score(pressure, Answer(text='{"score": 101}'), None).value == 0.0


@pytest.mark.parametrize(
    ("field", "content", "said"),
    [
        ("calculator_parameters", "{'a': 1}", "not slots with Value and Unit"),
        ("calculator_parameters", '{"a": 1}', "not slots with Value and Unit"),
        ("calculator_converted_parameters", "x", "is not JSON"),
        ("calculator_converted_parameters", "[1]", "is no object"),
        ("calculator_score", None, "neither a number nor a day"),
        ("calculator_score", "soon", "is no day"),
    ],
)
def test_calcqa_a_wrong_row_is_told(
    field: str, content, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = json.loads((SAMPLES / "calcqa" / "calcqa" / "clinical_case.json.gz").read_text())
    rows[1][field] = content
    (tmp_path / "calcqa").mkdir()
    (tmp_path / "calcqa" / "clinical_case.json.gz").write_text(json.dumps(rows))
    monkeypatch.setenv("PRECEPTOR_DATA", str(tmp_path))
    with pytest.raises(BadData, match="row 2") as caught:
        list(cast(Task, catalog.load("tasks", "calcqa")).cases("test"))
    assert said in str(caught.value)


def test_calcqa_tools_of_another_form_are_refused(tmp_path: Path) -> None:
    from preceptor.records import Data
    from preceptor.tasks._calcqa_tools import scales

    for content, said in ((b"{}", "expected a list"), (b'[{"tool_name": "x"}]', "needs the texts")):
        file = tmp_path / f"{said[:6]}.json"
        file.write_bytes(content)
        with pytest.raises(BadData, match=said):
            scales(Data(path=str(file)), Data(path=str(file)))


# --- generated sets


def test_numeracy_has_42_templates_in_three_equal_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    task = load("clinical_numeracy", monkeypatch)
    cases = list(task.cases("test"))
    assert len(cases) == 1638
    templates = Counter((case.tags["operation"], case.tags["template"]) for case in cases)
    assert Counter(operation for operation, _ in templates) == {
        "retrieval": 10, "arithmetic": 11, "comparison": 10, "aggregation": 11,
    }  # fmt: skip
    by_question: dict[str, set] = {}
    for case in cases:
        by_question.setdefault(case.id.rpartition("-")[0], set()).add((case.prompt, str(case.target)))
    assert all(len(asked) == 1 for asked in by_question.values())
    assert {case.tags["form"] for case in cases} == {"table", "json", "note"}
    other = list(load("clinical_numeracy(seed=8,patients=2,form=note)", monkeypatch).cases("test"))
    assert len(other) == 84
    assert not {case.prompt for case in other if case.tags["template"] == "difference"} & {
        c.prompt for c in cases
    }
    with pytest.raises(BadInput, match="patients=0"):
        catalog.load("tasks", "clinical_numeracy(patients=0)")


def test_numeracy_the_reader_is_right_in_every_form_and_drops_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    task = load("clinical_numeracy(seed=21,patients=4)", monkeypatch)
    reader = catalog.load("pipelines", "series_reader").answer  # type: ignore[union-attr]
    cases = list(task.cases("test"))
    answers = [(case, reader(case, Toolbox(), None)) for case in cases]  # type: ignore[misc]
    wrong = [
        (case.id, case.prompt, answer.text)
        for case, answer in answers
        if task.score(case, answer, None).value != 1.0
    ]
    assert not wrong
    noteless = [
        (case, Answer(text="?") if case.tags["form"] == "note" else answer) for case, answer in answers
    ]
    assert task.summarise is not None
    found = task.summarise(scored_columns(task, noteless))
    assert (found["form_table"], found["form_note"], found["drop_note"], found["drop_json"]) == (
        1.0,
        0.0,
        1.0,
        0.0,
    )
    assert found["aggregation_drop_note"] == 1.0
    assert found["retrieval"] == pytest.approx(2 / 3)


def test_unit_traps_are_solved_by_the_library_from_the_shown_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain and other units: every line read back, converted and computed; the others: refused by the library."""
    import re

    from preceptor.calculate import calculate
    from preceptor.tasks.unit_traps._kinds import TRAPS

    task = load("unit_traps", monkeypatch)
    traps = {trap.calculator: trap for trap in TRAPS}
    cases = list(task.cases("test"))
    assert Counter(case.tags["way"] for case in cases) == dict.fromkeys(
        ("plain", "other_units", "decimal_comma", "implausible", "missing"), 60
    )
    for case in cases:
        trap = traps[case.tags["calculator"]]
        person = re.search(r"A (\d+)-year-old (woman|man)", case.prompt)
        assert person
        inputs: dict = {"age": int(person[1]), "sex": person[2]}
        inputs = {name: inputs[name] for name in trap.person}
        text = case.prompt.replace(",", ".") if case.tags["way"] == "decimal_comma" else case.prompt
        for name, slot in trap.slots.items():
            if found := re.search(rf"^{slot.words} (\S+) (.+)\.$", text, re.MULTILINE):
                unit = {"x 10^9/L": "10*9/L", "mmHg": "mm[Hg]"}.get(found[2], found[2])
                inputs[name] = {"value": float(found[1].replace(",", "")), "unit": unit}
        try:
            answer = Answer(text=f"Answer: {calculate(trap.calculator, inputs).number}")
        except BadInput:
            answer = Answer(text="Answer: cannot be computed")
        assert task.score(case, answer, None).value == 1.0, (case.id, case.prompt, answer.text, case.target)


def test_unit_traps_tell_invention_and_the_cost_of_units(monkeypatch: pytest.MonkeyPatch) -> None:
    task = load("unit_traps(patients=1)", monkeypatch)
    cases = list(task.cases("test"))
    guess = [(case, replace(task.gold(case), text="Answer: 12", value=None)) for case in cases]
    flags = [task.score(case, answer, None).flags for case, answer in guess if case.tags["way"] == "missing"]
    assert all(flag == {"invented": True} for flag in flags)
    blind = [(c, Answer(text="?") if c.tags["way"] == "other_units" else task.gold(c)) for c in cases]
    assert task.summarise is not None
    found = task.summarise(scored_columns(task, blind))
    assert (found["plain"], found["drop_other_units"], found["drop_decimal_comma"]) == (1.0, 1.0, 0.0)


def agents() -> ModuleType:
    spec = importlib.util.spec_from_file_location("agents", ROOT / "experiments" / "clinical_scenarios.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_scenarios_oracle_is_right_and_faults_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    task = load("clinical_scenarios", monkeypatch)
    cases = list(task.cases("test"))
    assert len(cases) == 64
    assert Counter(case.tags["domain"] for case in cases) == dict.fromkeys(
        ("cardiology", "nephrology", "hepatology", "metabolism"), 16
    )
    acting = agents()
    assert all(acting.answered(case, task, "oracle").value == 1.0 for case in cases)
    for fault in ("wrong_calculator", "wrong_data", "wrong_arithmetic"):
        for case in cases[::4]:
            score = acting.answered(case, task, fault)
            assert {name for name, on in score.flags.items() if on} == {fault}, (case.id, score)
    assert task.score(cases[0], Answer(text="Answer: 3"), None).flags["no_working"]


def test_scenarios_record_cannot_be_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    task = load("clinical_scenarios", monkeypatch)
    assert task.tools is not None
    tools = {tool.name: tool.function for tool in task.tools(next(task.cases("test"))).tools}
    assert "patients" in tools["list_tables"]()
    assert tools["show_table"](table="labs")["columns"][3] == "name"
    for attack in (
        "DELETE FROM labs",
        "DROP TABLE labs",
        "ATTACH 'x' AS y",
        "PRAGMA query_only = 0",
        "SELECT 1; SELECT 2",
    ):
        with pytest.raises(BadInput, match="write one SELECT"):
            tools["query_record"](sql=attack)
    assert tools["query_record"](sql="SELECT count(*) FROM labs")["rows"][0][0] > 1000
