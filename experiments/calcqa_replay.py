"""CalcQA: the published slots through the published tools, and the published conversions there and back.

    PRECEPTOR_DATA=... python experiments/calcqa_replay.py

Every case's slots are given to its calculator by the tool `calculate`, whose code runs in the sandbox; where the
authors say that a slot was converted, the value is first taken to the unit of the note and back by `convert_unit`, so
that the calls nest as they would for an agent. An inspired-oxygen slot given in per cent is coded as the tool asks
(0 below 50 %, 1 from 50 %).

Source: Zhu Y et al., 2025, arXiv:2410.13610.
"""

import sys
from collections.abc import Callable, Mapping
from typing import cast

from preceptor import catalog
from preceptor.components import Task
from preceptor.errors import BadInput
from preceptor.records import Answer, Case, Json
from preceptor.tasks.calcqa import DEFECTS

SUBSTANCES = {
    "bilirubin": "total bilirubin",
    "hdl_cholesterol": "high-density lipoprotein cholesterol",
    "serum_creatinine": "creatinine",
    "bun": "Blood Urea Nitrogen (BUN)",
    "measured_sodium": "sodium",
    "serum_glucose": "glucose",
}
Tools = Mapping[str, Callable[..., Json]]


def inputs_of(case: Case, tools: Tools, log: list[str]) -> dict[str, Json]:
    """Return the slots as the calculator takes them, converted there and back where the authors converted."""
    slots = cast("Mapping[str, Mapping[str, Json]]", cast("Mapping[str, Json]", case.target)["slots"])
    found = {name: slot["value"] for name, slot in slots.items()}
    fio2 = found.get("fio2")
    if isinstance(fio2, (int, float)) and fio2 > 1:
        found["fio2"] = int(fio2 >= 50)
    for name, units in cast("Mapping[str, list[str]]", case.facts.get("converted") or {}).items():
        value = found.get(name)
        if not isinstance(value, (int, float)):
            continue
        try:
            substance = SUBSTANCES.get(name, name.replace("_", " "))
            noted = tools["convert_unit"](
                substance=substance, value=value, unit=units[1], target_unit=units[0]
            )
            found[name] = tools["convert_unit"](
                substance=substance, value=noted, unit=units[0], target_unit=units[1]
            )
            log.append(name)
        except BadInput as error:
            print(f"case {case.id}: {name}: {error}")
    return found


def main() -> int:
    """Print how many cases come out as published, and those that do not."""
    task = cast(Task, catalog.load("tasks", "calcqa"))
    assert task.tools is not None
    right, sound, nested, log = 0, 0, 0, []
    cases = list(task.cases("test"))
    for case in cases:
        tools: Tools = {tool.name: tool.function for tool in task.tools(case).tools}
        before = len(log)
        name = cast("Mapping[str, Json]", case.target)["calculator"]
        try:
            result = tools["calculate"](calculator=name, inputs=inputs_of(case, tools, log))
        except BadInput as error:
            print(f"case {case.id}: {error}")
            continue
        data: Json = {"calculator": name, "parameters": {}, "score": result}
        score = task.score(case, Answer(text="x", data=data), None)
        nested += len(log) > before
        right += score.value == 1.0
        sound += score.value == 1.0 and case.id not in DEFECTS
        if score.value != 1.0:
            print(f"case {case.id}: {score.why}; {DEFECTS.get(case.id, 'no known defect')}")
    whole = len(cases) - sum(case.id in DEFECTS for case in cases)
    print(
        f"{right} of {len(cases)} as published; {sound} of the {whole} whose score follows from its own slots"
    )
    print(f"{len(log)} conversions there and back in {nested} cases")
    return 0


if __name__ == "__main__":
    sys.exit(main())
