"""Clinical scenarios: a vague question about one patient, a hospital record behind SQL, calculators as tools.

In: a colleague's question that names neither the calculator nor the table ("Should we anticoagulate P017?"). The
agent must find the calculator, find the right values in a SQLite record of made-up patients (several stays, several
values of everything, two unit systems, conditions that are ruled out or of the family), and compute. Tools: list
and show tables, read-only SQL, search, describe, calculate, convert; the same tools, from the same functions, that
`preceptor serve mcp --record FILE` offers over MCP. Out: a number.

`value` is 1 when the number is right (points exactly, others within 1 %). Every answer that shows its working is
also judged by stage, and the first stage that went wrong is flagged: `wrong_calculator`, `wrong_data` (an input
differs from the record by more than 0.5 % in the calculator's own unit), `wrong_arithmetic` (the stated result is
not what the calculator gives for its inputs). Parts: `calculator_right`, `data_right`, `arithmetic_right`.

16 kinds in 4 domains (cardiology, nephrology, hepatology, metabolism), 4 patients each: 64 scenarios. They stand in
`kinds.yaml`; record and draw of patients come from the seed.

Options: `seed` of the record and the draw; `per_kind` patients for each kind.

Source: Preceptor; setting after MedMCP-Calc (fuzzy request, EHR database, calculators over MCP, process scores), own
    scenarios, record and schema.
License: Apache-2.0
Data: 64 scenarios over a record of 40 patients, synthetic
"""

import random
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import cast

import numpy as np

from preceptor.calculate import calculate, load
from preceptor.components import Columns, Model, Task, Toolbox
from preceptor.datasets.read_only import sealed
from preceptor.datasets.synthetic_record import record
from preceptor.errors import BadInput, PreceptorError
from preceptor.records import Answer, Case, Json, Score
from preceptor.scoring.number_within import decimal, gold_within, integer, score_within, target_of
from preceptor.tasks import _exam
from preceptor.tasks._calculation_work import replayed, same_result, work_of
from preceptor.tasks.clinical_scenarios._kinds import Kind, kinds, resolved
from preceptor.tools import calculator_tools, record_tools

PATIENTS = 40
NEAR = 0.005  # relative difference of an input that counts as the record's
STAGES = ("calculator_right", "data_right", "arithmetic_right")
FAULTS = ("wrong_calculator", "wrong_data", "wrong_arithmetic")
INSTRUCTION = (
    "The record is a SQLite database behind the tools. The problem list (table conditions) is complete: only what is "
    "active counts. Age is in whole years on the day of admission of the latest stay. End with a line that begins with "
    '"Answer:" and holds only the number.'
)


def _target(kind: Kind, inputs: Mapping[str, Json]) -> Json:
    value = calculate(kind.calculator, inputs).number
    if value is None:
        raise LookupError("the record leaves a range")
    return integer(value) if load(kind.calculator).returns == "score" else decimal(value, share=0.01)


def _cases(seed: int, per_kind: int) -> Iterator[Case]:
    known = record(seed, PATIENTS)
    for kind in kinds():
        rng = random.Random(f"scenarios/{seed}/{kind.kind}")
        patients = [f"P{number + 1:03d}" for number in range(PATIENTS)]
        rng.shuffle(patients)
        made = (case for patient in patients for case in _case(known, kind, patient, rng, seed))
        for _, case in zip(range(per_kind), made, strict=False):
            yield case


def _case(
    known: sqlite3.Connection, kind: Kind, patient: str, rng: random.Random, seed: int
) -> Iterator[Case]:
    """Yield the scenario of a patient, or none where the record does not allow the calculation."""
    try:
        inputs = resolved(known, kind, patient)
        target = _target(kind, inputs)
    except (LookupError, PreceptorError):
        return
    yield Case(
        id=f"{kind.kind}-{patient}",
        prompt=rng.choice(kind.questions).format(patient=patient),
        instruction=INSTRUCTION,
        answer_kind="value",
        target=target,
        facts={"calculator": kind.calculator, "inputs": inputs, "seed": seed},
        group=patient,
        tags={"domain": kind.domain, "kind": kind.kind},
    )


def tools(case: Case) -> Toolbox:
    """Return the record and the calculators; the record is fresh and cannot be changed."""
    connection = sealed(record(int(str(case.facts["seed"])), PATIENTS))
    return Toolbox(tools=(*record_tools(connection), *calculator_tools()))


def gold(case: Case) -> Answer:
    """Return the right number with its working."""
    data: Json = {"calculator": case.facts["calculator"], "inputs": case.facts["inputs"]}
    return replace(gold_within(case), data=data)


def _stages(case: Case, answer: Answer) -> dict[str, bool]:
    """Judge the stages up to the first that went wrong; nothing where no working is shown."""
    work = work_of(answer)
    if work is None:
        return {}
    right = {"calculator_right": work.calculator == case.facts["calculator"]}
    replay = replayed(work)
    if right["calculator_right"]:
        wanted = calculate(str(case.facts["calculator"]), cast("Mapping[str, object]", case.facts["inputs"]))
        right["data_right"] = replay is not None and _same_inputs(wanted.shown, replay.given)
    if replay is not None:
        right["arithmetic_right"] = same_result(target_of(case), answer, replay.answer)
    return right


def _same_inputs(wanted: Mapping[str, float | str], given: Mapping[str, Json]) -> bool:
    return wanted.keys() == given.keys() and all(_same(value, given[name]) for name, value in wanted.items())


def _same(wanted: float | str, given: Json) -> bool:
    if isinstance(wanted, str) or not isinstance(given, (int, float)):
        return wanted == given
    return abs(given - wanted) <= NEAR * abs(wanted)


def score(case: Case, answer: Answer, judge: Model | None = None) -> Score:
    """Score the number; parts and flags say which stage went wrong first."""
    found = score_within(case, answer, judge)
    stages = _stages(case, answer)
    fault = next(
        (fault for stage, fault in zip(STAGES, FAULTS, strict=True) if stages.get(stage) is False), ""
    )
    flags = {**found.flags, **({fault: True} if fault else {}), **({} if stages else {"no_working": True})}
    parts = {stage: float(right) for stage, right in stages.items()}
    return replace(found, parts=parts, flags=flags, why=f"{fault or 'no fault of working seen'}; {found.why}")


def summarise(columns: Columns) -> Mapping[str, float]:
    """Return the share of right stages among the answers that show them."""
    return {
        stage: float(np.nanmean(columns[stage]))
        for stage in STAGES
        if stage in columns and np.isfinite(columns[stage]).any()
    }


def TASK(*, seed: int = 11, per_kind: int = 4) -> Task:
    """Return the scenarios over the record of a seed."""
    if not 1 <= per_kind <= PATIENTS:
        raise BadInput(f"clinical_scenarios: per_kind={per_kind}; give 1 to {PATIENTS}")
    return Task(
        cases=_exam.by_split("clinical_scenarios", {"test": lambda: _cases(seed, per_kind)}),
        score=score,
        gold=gold,
        tools=tools,
        summarise=summarise,
        version="1" if seed == 11 else f"1-{seed}",
    )
