"""MedCalc-Bench's score with its three stages: right calculator, right inputs, right arithmetic."""

import ast
import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from preceptor.components import Columns, Model
from preceptor.records import Answer, Case, Json, Score
from preceptor.scoring.number_within import (
    integer,
    numbers,
    read_date,
    read_weeks_days,
    score_within,
    target_of,
)
from preceptor.tasks._calculation_work import replayed, same_result, work_of
from preceptor.tasks._medcalc_names import NAMES

STAGES = ("calculator_right", "inputs_right", "arithmetic_right")
NEAR = 1e-6
FEWEST = 2  # numbers in a text below which it shows a result and no working


def score(case: Case, answer: Answer, judge: Model | None = None) -> Score:
    """Score by the published truth; parts are the stages that can be told and what known defects change."""
    found = score_within(case, answer, judge)
    right = bool(found.value)
    parts = {name: float(stage) for name, stage in stages(case, answer, right).items() if stage is not None}
    if case.tags.get("defect") != "known":
        parts |= {"sound_row": float(right), "corrected": float(right)}
    elif correct := str(case.facts.get("correct") or ""):
        corrected = score_within(replace(case, target=_corrected(target_of(case), correct)), answer, judge)
        parts["corrected"] = float(corrected.value or 0.0)
    return replace(found, parts=parts)


def _corrected(target: Mapping[str, Json], correct: str) -> Json:
    """Return the target with another truth, limits at 5 % of it where the kind has them."""
    if target["kind"] == "integer":
        return integer(float(correct))
    if target["kind"] == "decimal":
        ends = sorted((float(correct) * 0.95, float(correct) * 1.05))
        return {"kind": "decimal", "value": float(correct), "low": ends[0], "high": ends[1]}
    if target["kind"] == "weeks_days":
        pair = read_weeks_days(correct)
        return {**target, "value": list(pair) if pair else target["value"]}
    found = read_date(correct)
    return {**target, "value": found.isoformat() if found else target["value"]}


def stages(case: Case, answer: Answer, right: bool) -> dict[str, bool | None]:
    """Return which stages are right, None where an answer does not tell."""
    work = work_of(answer)
    if work is None:
        return _told_by_text(case, answer, right)
    accepted = NAMES.get(str(case.facts.get("calculator")), ())
    replay = replayed(work)
    calculator = work.calculator.partition("(")[0] in accepted if accepted else None
    reached = replay is not None and score_within(case, replay.answer).value == 1.0
    return {
        "calculator_right": calculator,
        "inputs_right": reached if calculator else None,
        "arithmetic_right": None if replay is None else same_result(target_of(case), answer, replay.answer),
    }


def _told_by_text(case: Case, answer: Answer, right: bool) -> dict[str, bool | None]:
    """Tell the stages from the words: inputs are right when every number of the row's own inputs is named.

    The sum is judged only where the inputs are right; the calculator, where the words name one.
    """
    found = numbers(answer.text)
    wanted = entities(str(case.facts.get("entities") or ""))
    if len(found) < FEWEST or not wanted:
        return {}
    named = all(any(abs(one - value) <= NEAR * max(1.0, abs(value)) for one in found) for value in wanted)
    return {
        "calculator_right": _named(case, answer.text),
        "inputs_right": named,
        "arithmetic_right": right if named else None,
    }


def _named(case: Case, text: str) -> bool | None:
    words = re.findall(r"[a-z0-9₂-]{3,}", case.tags.get("calculator", "").lower())
    telling = [
        word
        for word in words
        if word not in ("for", "the", "score", "calculator", "equation", "index", "criteria")
    ]
    if not telling:
        return None
    lowered = text.lower()
    return True if sum(word in lowered for word in telling) * 2 >= len(telling) else None


def entities(written: str) -> list[float]:
    """Return the numbers of a row's extracted inputs, `{'age': [45, 'years'], ...}`; findings have none."""
    try:
        content = ast.literal_eval(written) if written else {}
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return []
    values = content.values() if isinstance(content, dict) else ()
    firsts = (value[0] if isinstance(value, list) and value else value for value in values)
    return [float(one) for one in firsts if isinstance(one, (int, float)) and not isinstance(one, bool)]


def summarise(columns: Columns) -> Mapping[str, float]:
    """Return the stages, and the score without rows of known defects and with their corrected truths."""
    named = {
        **{stage: stage for stage in STAGES},
        "score_without_defects": "sound_row",
        "score_corrected": "corrected",
    }
    return {name: _mean(columns[part]) for name, part in named.items() if part in columns}


def _mean(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")
