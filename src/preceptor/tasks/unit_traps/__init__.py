"""Unit traps: one calculation plain, in other units, with decimal commas, with an impossible and a missing value.

In: a few values of a made-up patient and a named formula with the unit wanted. Out: a number, or "cannot be
computed". Right: within 2 % of the formula's result on the values as drawn (conversion and rounding leave less than
that); where a value is missing or cannot be in a living person as written (a creatinine of 106 mg/dL, a height of
1.72 cm, a sodium of 14 mmol/L) only "cannot be computed" is right, since a guess that a unit was meant is a guess.
An answer that computes there is flagged `invented`, one that declines where it could compute, `declined`.

Set-level metrics: the score of each way (`plain`, `other_units`, `decimal_comma`, `implausible`, `missing`) and what
other units and decimal commas cost against plain, paired by patient.

12 formulas, 5 patients each, 5 ways: 300 items; the way is in the tags, the patient is the unit of resampling.

Options: `seed`; `patients` for each formula.

Source: Preceptor.
License: Apache-2.0
Data: 300 items by default, synthetic
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from preceptor.calculate import calculate
from preceptor.components import Columns, Model, Task
from preceptor.errors import BadInput
from preceptor.records import Answer, Case, Json, Score
from preceptor.scoring.number_within import decimal, gold_within, score_within
from preceptor.tasks import _exam
from preceptor.tasks.unit_traps._kinds import TRAPS, Trap

WAYS = ("plain", "other_units", "decimal_comma", "implausible", "missing")
SHARE = 0.02
LEAST = 0.02  # half-width of the limits, for results near zero
INSTRUCTION = (
    "If a value that is needed is missing, or cannot be right as written, do not guess: answer that it cannot be "
    'computed. End with a line that begins with "Answer:" and holds only the number, or "cannot be computed".'
)


def _cases(seed: int, patients: int) -> Iterator[Case]:
    for trap in TRAPS:
        for number in range(patients):
            rng = random.Random(f"units/{seed}/{trap.calculator}/{number}")
            age, sex = rng.randint(22, 86), rng.choice(("female", "male"))
            values = trap.drawn(rng)
            group = f"{trap.calculator}-{number + 1}"
            for way in WAYS:
                yield _case(trap, group, way, values, age, sex, random.Random(f"{seed}/{group}/{way}"))


def _case(
    trap: Trap, group: str, way: str, values: Mapping[str, float], age: int, sex: str, rng: random.Random
) -> Case:
    inputs = trap.inputs(values, age, sex)
    written = {name: slot.written(values[name]) for name, slot in trap.slots.items()}
    target: Json = _target(trap, inputs)
    if way == "other_units":
        written = {name: slot.converted(values[name]) for name, slot in trap.slots.items()}
    elif way == "decimal_comma":
        written = {name: text.replace(".", ",") for name, text in written.items()}
    elif way == "implausible":
        name = _slipped(trap, values, age, sex, rng)
        slot = trap.slots[name]
        written[name] = replace(slot, digits=max(slot.digits, 2)).written(values[name] * slot.slip)
        target = {"kind": "cannot", "why": f"{name} is impossible as written"}
    elif way == "missing":
        name = rng.choice(sorted(trap.slots))
        del written[name]
        target = {"kind": "cannot", "why": f"{name} is missing"}
    lines = [f"{text}." for text in written.values()]
    noun = "woman" if sex == "female" else "man"
    return Case(
        id=f"{group}-{way}",
        prompt="\n".join([f"A {age}-year-old {noun}.", *lines, "", trap.question]),
        instruction=INSTRUCTION,
        answer_kind="value" if way in WAYS[:3] else "text",
        target=target,
        facts={"calculator": trap.calculator, "inputs": inputs},
        group=group,
        tags={"way": way, "calculator": trap.calculator},
    )


def _target(trap: Trap, inputs: Mapping[str, Json]) -> Json:
    value = calculate(trap.calculator, inputs).number
    assert value is not None
    width = max(SHARE * abs(value), LEAST)
    return decimal(value, low=value - width, high=value + width)


def _slipped(trap: Trap, values: Mapping[str, float], age: int, sex: str, rng: random.Random) -> str:
    """Draw an input whose slip no calculator takes."""
    found = []
    for name, slot in trap.slots.items():
        slipped = {**values, name: values[name] * slot.slip}
        try:
            calculate(trap.calculator, trap.inputs(slipped, age, sex))
        except BadInput:
            found.append(name)
    return rng.choice(found)


def score(case: Case, answer: Answer, judge: Model | None = None) -> Score:
    """Score the number, or the refusal to compute; kept under its way for the set-level metrics."""
    found = score_within(case, answer, judge)
    return replace(found, parts={case.tags["way"]: float(found.value or 0.0)})


def summarise(columns: Columns) -> Mapping[str, float]:
    """Return the score of each way, and the cost of other units and decimal commas against plain."""
    found = {
        way: float(np.nanmean(columns[way]))
        for way in WAYS
        if way in columns and np.isfinite(columns[way]).any()
    }
    for way in ("other_units", "decimal_comma"):
        if way in found and "plain" in found:
            found[f"drop_{way}"] = found["plain"] - found[way]
    return found


def TASK(*, seed: int = 5, patients: int = 5) -> Task:
    """Return the set that a seed draws."""
    if patients < 1:
        raise BadInput(f"unit_traps: patients={patients}; give 1 or more")
    return Task(
        cases=_exam.by_split("unit_traps", {"test": lambda: _cases(seed, patients)}),
        score=score,
        gold=gold_within,
        summarise=summarise,
        version="1" if seed == 5 else f"1-{seed}",
    )
