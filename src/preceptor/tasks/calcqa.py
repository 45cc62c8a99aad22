"""CalcQA: choose a medical scale for a Chinese case, fill its slots, convert units, compute; for agents with tools.

In: a case history in Chinese and a question that describes the scale without naming it. Out: JSON with the
scale's English name, its slots with values and units, and the score. Tools: search and describe the 44 published
calculators, convert units by the 237 published tables, calculate; the published code runs in the sandbox, and
calls nest (convert, then calculate).

`value` is 1 when the final score is right: whole numbers exactly, others within 1 %, a day as the same day. Parts
tell the stages: `calculator_right`; `slots_right`, the share of the published slots whose value is given (numbers
within 1 %); `units_right`, the same over the slots that need a conversion; `end_to_end`, the calculator and all
slots and the score right, which is the published rule. Slots that the authors left empty are not asked for.

Gold slots can contradict the narrative (in the first case the mean pressure is written 143 and follows from the
blood pressure as 117): they are kept as published. Seven scores do not follow from their own slots (`DEFECTS`);
they count as published, and `score_without_defects` leaves them out.

Source: Zhu Y, Wei S, Wang X, et al. MeNTi: Bridging medical calculator and LLM agent with nested tool calling.
    NAACL 2025. arXiv:2410.13610
License: MIT (https://github.com/shzyk/MENTI)
Data: 100 cases with 21 of 44 calculators, Chinese, from real case reports and completed by hand
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import cast

import numpy as np

from preceptor.components import Columns, Model, Task, Toolbox
from preceptor.errors import BadData
from preceptor.records import Answer, Case, Data, Json, Score
from preceptor.scoring.number_within import decimal, integer, read_date, score_within
from preceptor.tasks import _exam
from preceptor.tasks._calcqa_tools import scales, toolbox

# The authors' repository holds the files unpacked; the packed copies are read where a data folder has them.
ROOT = "https://raw.githubusercontent.com/shzyk/MENTI/23bfbba85c28ac49e9c56242c8dde8a97fa65503/data"
CASES, CALCULATORS, CONVERTERS = (
    Data(path=f"calcqa/{name}.json.gz", url=f"{ROOT}/{name}.json")
    for name in ("clinical_case", "tool_scale", "tool_unit")
)
# Published scores that do not follow from the published slots, by the authors' own code and by hand.
DEFECTS = {
    "1": "mean pressure 143 (3), age 50 (2), coma score 3 (12), gradient 190 (0) add up to 17; published 18",
    "4": "major surgery (2) and stroke (5) with the listed slots do not add up to 8",
    "5": "exudate alone scores 1; no fever, cough, age below 3; published 2",
    "20": "woman, 74 years, creatinine 1.22 mg/dL gives 47 by CKD-EPI 2021; 62 is near a man's",
    "40": "eye 1, verbal 2, motor 1 add up to 4; published 3",
    "45": "haemoglobin 5.7 g/dL and melaena give 7; published 9",
    "47": "the authors' formula gives 0.01 %; published 0.1",
}
SHARE = 0.01  # relative difference that counts as the same number
INSTRUCTION = (
    "请选择合适的医学量表并计算。Answer with one JSON object: "
    '{"calculator": English name, "parameters": {slot: {"value": ..., "unit": ...}}, "score": number or date}.'
)
SCHEMA: Mapping[str, Json] = {
    "type": "object",
    "properties": {
        "calculator": {"type": "string"},
        "parameters": {"type": "object"},
        "score": {"type": ["number", "string"]},
    },
    "required": ["calculator", "parameters", "score"],
}


def _slots(place: str, row: Mapping[str, Json]) -> dict[str, Json]:
    try:
        slots = json.loads(_exam.text(place, row, "calculator_parameters"))
        return {str(name): {"value": slot["Value"], "unit": slot["Unit"]} for name, slot in slots.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadData(f"{place}: calculator_parameters are not slots with Value and Unit: {error}") from error


def _converted(place: str, row: Mapping[str, Json]) -> Mapping[str, Json]:
    try:
        found = json.loads(str(row.get("calculator_converted_parameters") or "{}"))
    except ValueError as error:
        raise BadData(f"{place}: calculator_converted_parameters is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise BadData(f"{place}: calculator_converted_parameters is no object: {str(found)[:40]}")
    return found


def _result(place: str, row: Mapping[str, Json]) -> Json:
    score = row.get("calculator_score")
    if isinstance(score, bool) or not isinstance(score, (int, float, str)):
        raise BadData(f"{place}: calculator_score {score!r} is neither a number nor a day")
    if isinstance(score, str):
        found = read_date(score)
        if found is None:
            raise BadData(f"{place}: calculator_score {score!r} is no day")
        return {"kind": "date", "value": found.isoformat()}
    return integer(score) if isinstance(score, int) else decimal(score, share=SHARE)


def _cases() -> Iterator[Case]:
    for place, row in _exam.rows(CASES):
        converted = _converted(place, row)
        name, number = _exam.text(place, row, "calculator_name"), _exam.text(place, row, "index")
        yield Case(
            id=number,
            prompt=f"{_exam.text(place, row, 'patient_case')}\n\n{_exam.text(place, row, 'doctor_query')}",
            instruction=INSTRUCTION,
            answer_kind="data",
            schema=SCHEMA,
            language="zh",
            target={"calculator": name, "slots": _slots(place, row), "result": _result(place, row)},
            facts={"converted": converted},
            tags={
                "calculator": name,
                "conversion": "yes" if converted else "no",
                "defect": "known" if number in DEFECTS else "none",
            },
        )


def tools(case: Case) -> Toolbox:
    """Return the published calculators and converters as tools."""
    return toolbox(scales(CALCULATORS, CONVERTERS))


def gold(case: Case) -> Answer:
    """Return the published calculator, slots and score."""
    target = cast("Mapping[str, Json]", case.target)
    result = cast("Mapping[str, Json]", target["result"])
    data: Json = {"calculator": target["calculator"], "parameters": target["slots"], "score": result["value"]}
    return Answer(text=json.dumps(data, ensure_ascii=False), data=data)


def _given(answer: Answer) -> Mapping[str, Json]:
    """Return the answer's JSON, taken from its text where the pipeline did not read it."""
    if isinstance(answer.data, Mapping):
        return answer.data
    start, end = answer.text.find("{"), answer.text.rfind("}")
    if start < 0 or end < start or end - start > 100_000:
        return {}
    try:
        found = json.loads(answer.text[start : end + 1])
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _number(value: Json) -> float | None:
    if isinstance(value, (bool, int, float)):
        return float(value)
    try:
        return float(str(value).strip())
    except ValueError:
        return None


def _same(given: Json, wanted: Json) -> bool:
    given = given.get("value", given.get("Value")) if isinstance(given, Mapping) else given
    left, right = _number(given), _number(wanted)
    if left is not None and right is not None:
        return abs(left - right) <= SHARE * abs(right)
    return str(given).strip().lower() == str(wanted).strip().lower()


def _share(names: list[str], slots: Mapping[str, Json], given: Mapping[str, Json]) -> float:
    wanted = {name: cast("Mapping[str, Json]", slots[name])["value"] for name in names}
    return sum(name in given and _same(given[name], value) for name, value in wanted.items()) / len(names)


def score(case: Case, answer: Answer, judge: Model | None = None) -> Score:
    """Score the final result; the parts tell which stage went wrong."""
    target, given = cast("Mapping[str, Json]", case.target), _given(answer)
    slots = cast("Mapping[str, Json]", target["slots"])
    result = _final(case, answer, given)
    filled = (
        cast("Mapping[str, Json]", given["parameters"])
        if isinstance(given.get("parameters"), Mapping)
        else {}
    )
    asked = [name for name, slot in slots.items() if cast("Mapping[str, Json]", slot)["value"] is not None]
    converted = [
        name for name in cast("Mapping[str, Json]", case.facts.get("converted") or {}) if name in asked
    ]
    chosen = str(given.get("calculator", "")).strip().lower() == str(target["calculator"]).lower()
    parts = {"calculator_right": float(chosen), "slots_right": _share(asked, slots, filled) if asked else 1.0}
    if converted:
        parts["units_right"] = _share(converted, slots, filled)
    if case.id not in DEFECTS and result.value is not None:
        parts["score_without_defects"] = result.value
    whole = chosen and parts["slots_right"] == 1.0 and result.value == 1.0
    return Score(
        value=result.value, low=result.low, high=result.high, parts={**parts, "end_to_end": float(whole)},
        flags=result.flags, why=f"calculator {given.get('calculator', 'none')!r}; {result.why}",
    )  # fmt: skip


def _final(case: Case, answer: Answer, given: Mapping[str, Json]) -> Score:
    result = cast("Mapping[str, Json]", case.target)["result"]
    said = given.get("score")
    if said is None:
        shown = replace(answer, data=None) if not given else Answer()
    else:
        number = None if isinstance(said, (bool, Mapping, list)) else _number(said)
        finite = number is not None and np.isfinite(number)
        shown = Answer(text=f"Answer: {str(said)[:200]}", value=number if finite else None)
    return score_within(replace(case, target=result), shown)


def summarise(columns: Columns) -> Mapping[str, float]:
    """Return the share of right calculators, slots, conversions and whole answers, and the score of sound rows."""
    names = ("calculator_right", "slots_right", "units_right", "end_to_end", "score_without_defects")
    return {
        name: float(np.nanmean(columns[name])) for name in names if name in columns and len(columns[name])
    }


TASK = Task(
    cases=_exam.by_split("calcqa", {"test": _cases}),
    score=score,
    gold=gold,
    tools=tools,
    summarise=summarise,
    data=(CASES, CALCULATORS, CONVERTERS),
)
