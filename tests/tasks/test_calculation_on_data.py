"""The calculation sets on the real files: counts, every published verdict, tools that run."""

import csv
import gzip
import io
import json
from collections import Counter
from typing import cast

import pytest

from preceptor import catalog
from preceptor.components import Task
from preceptor.files import locate
from preceptor.published_outputs import read_outputs
from preceptor.records import Answer, Data
from preceptor.tasks._medcalc_defects import defects
from preceptor.tasks._medcalc_names import NAMES

pytestmark = pytest.mark.data


def task(name: str) -> Task:
    return cast(Task, catalog.load("tasks", name))


def test_medcalc_rows() -> None:
    bare = list(task("medcalc_bench(notes=false)").cases("test"))
    assert len(bare) == 1047
    assert {str(case.facts["calculator"]) for case in bare} == set(NAMES)
    assert Counter(case.tags["kind"] for case in bare) == {
        "decimal": 627,
        "integer": 360,
        "date": 40,
        "weeks_days": 20,
    }
    noted = task("medcalc_bench")
    cases = {split: list(noted.cases(split)) for split in noted.splits}
    assert len(cases["test"]) == len(cases["tune"]) + len(cases["report"])
    assert not {case.group for case in cases["tune"]} & {case.group for case in cases["report"]}
    known = {case.id: case.target for case in bare}
    assert all(known[case.id] == case.target for case in cases["test"])


def test_every_calculator_of_medcalc_is_in_the_catalogue() -> None:
    known = set(catalog.names("calculators"))
    assert not [names for names in NAMES.values() if not set(names) & known]


def test_medcalc_every_verdict_of_the_whole_run() -> None:
    """1,047 of 1,047 verdicts, 20.63 %, by our reading and by the authors' rule."""
    medcalc = task("medcalc_bench(notes=false)")
    cases = {case.id: case for case in medcalc.cases("test")}
    file = locate(Data(path="medcalc_bench/outputs/openai_gpt-4o-mini_direct_answer.full1047.jsonl.gz"))
    agreed = official = right = 0
    for output in read_outputs(file):
        case, theirs = cases[output.id], output.mark == "right"
        ours = medcalc.score(case, Answer(text=output.text or ""), None).value == 1.0
        agreed += ours == theirs
        official += (medcalc.protocols["official"](case, output.text or "") == 1.0) == theirs
        right += ours
    assert (agreed, official, right) == (1047, 1047, 216)
    assert f"{right / 1047:.2%}" == "20.63%"


def test_the_other_outputs_where_the_truth_is_the_same() -> None:
    medcalc = task("medcalc_bench(notes=false)")
    cases = {case.id: case for case in medcalc.cases("test")}
    folder = locate(Data(path="medcalc_bench/outputs"))
    table = locate(Data(path="medcalc_bench/test_v1.0_all_truths_without_notes.csv.gz"))
    with gzip.open(table, "rt", encoding="utf-8") as handle:
        truths = {
            row["Row Number"]: row["Ground Truth Answer"]
            for row in csv.DictReader(io.StringIO(handle.read()))
        }
    wrong = []
    for file in sorted(folder.iterdir()):
        with gzip.open(file, "rt", encoding="utf-8") as handle:
            stated = {str(row["Row Number"]): row["Ground Truth Answer"] for row in map(json.loads, handle)}
        for output in read_outputs(file):
            if stated[output.id] == truths[output.id]:
                value = medcalc.protocols["official"](cases[output.id], output.text or "")
                wrong += [(file.name, output.id)] if (value == 1.0) != (output.mark == "right") else []
    assert not wrong


def test_riskqa_and_calcqa_rows() -> None:
    assert len(list(task("riskqa").cases("test"))) == 350
    calcqa = task("calcqa")
    cases = list(calcqa.cases("test"))
    assert len(cases) == 100
    assert Counter(case.tags["defect"] for case in cases) == {"none": 93, "known": 7}
    assert calcqa.tools is not None
    tools = {tool.name: tool.function for tool in calcqa.tools(cases[0]).tools}
    assert tools["calculate"](
        calculator="Mean Arterial Pressure (MAP)", inputs={"systolic_bp": 120, "diastolic_bp": 90}
    ) == pytest.approx(100)
    assert tools["convert_unit"](
        substance="肌酐", value=1.0, unit="mg/dL", target_unit="µmol/L"
    ) == pytest.approx(88.4, abs=0.1)
    right = 0
    for case in cases[::5]:
        target = cast("dict", case.target)
        inputs = {name: slot["value"] for name, slot in target["slots"].items()}
        if inputs.get("fio2") is not None:
            inputs["fio2"] = int(inputs["fio2"] >= 50)
        score = tools["calculate"](calculator=target["calculator"], inputs=inputs)
        answer = Answer(
            text="x", data={"calculator": target["calculator"], "parameters": target["slots"], "score": score}
        )
        right += calcqa.score(case, answer, None).parts["end_to_end"] == 1.0 or case.tags["defect"] == "known"
    assert right >= 18


def test_every_known_defect_is_a_row_with_another_truth() -> None:
    medcalc = task("medcalc_bench(notes=false)")
    cases = {case.id: case for case in medcalc.cases("test")}
    listed = defects()
    assert listed.keys() <= cases.keys()
    for number, defect in listed.items():
        case = cases[number]
        assert case.tags["defect"] == "known"
        score = medcalc.score(case, medcalc.gold(case), None)
        assert score.value == 1.0
        assert ("corrected" in score.parts) == bool(defect.correct), number
        if defect.correct:
            right = medcalc.score(case, Answer(text=f"Answer: {defect.correct}"), None)
            assert right.parts["corrected"] == 1.0, (number, defect.correct, case.target)
