"""The inputs of a calculator filled from a note: numbers, findings, levels, days."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import cast

from preceptor.calculate import load
from preceptor.calculation import Calculator, Input
from preceptor.pipelines.calculator_parser._answer import GUESSED
from preceptor.pipelines.calculator_parser._derived import (
    asks_dosing_weight,
    derived,
    dosing_weight,
    troponin_level,
)
from preceptor.pipelines.calculator_parser._doses import daily_doses, steroid
from preceptor.pipelines.calculator_parser._findings import (
    Evidences,
    Finding,
    finding,
    rows_of_input,
)
from preceptor.pipelines.calculator_parser._given import Given
from preceptor.pipelines.calculator_parser._levels import level_of
from preceptor.pipelines.calculator_parser._note import Note
from preceptor.pipelines.calculator_parser._person import age_of, day_of, sex_of
from preceptor.pipelines.calculator_parser._resolve import Wanted, wanted
from preceptor.pipelines.calculator_parser._tables import measure_of_input, table
from preceptor.pipelines.calculator_parser._values import Values
from preceptor.records import Json

TOGETHER = frozenset(  # values of one blood draw
    ["sodium", "potassium", "chloride", "bicarbonate", "albumin", "calcium", "glucose", "urea_nitrogen", "creatinine",
     "bilirubin", "ast", "alt", "platelets", "inr", "urine_sodium", "urine_creatinine", "total_cholesterol",
     "hdl_cholesterol", "triglycerides", "hematocrit", "white_cells", "hemoglobin", "ph", "pao2", "paco2", "fio2"]
)  # fmt: skip
FROM_BODY = (
    "body_mass_index",
    "mean_arterial_pressure",
)  # inputs that follow from weight and height, from pressures
DAILY = ("mg/d", "ug/d", "ug/h")  # units of a day's dose of a drug


class Read:
    """What one note gives, read when first asked for: values by measure, evidence by finding and by level."""

    def __init__(self, note: Note) -> None:
        """Take a note; nothing is read yet."""
        self.note = note

    @cached_property
    def values(self) -> Values:
        """Values by measure."""
        return Values(self.note)

    @cached_property
    def findings(self) -> Evidences:
        """Evidence by row of findings.yaml."""
        return Evidences(self.note, "findings:")

    @cached_property
    def levels(self) -> Evidences:
        """Evidence by row of levels.yaml."""
        return Evidences(self.note, "levels:")


def filled(read: Read, name: str, calculator: Calculator, question: str) -> Iterator[tuple[str, Given]]:
    """Yield (input, what the note gives) for every input that the note gives."""
    if {"given", "wanted", "dose"} <= set(calculator.inputs):
        yield from steroid(read.note.text, question, calculator)
        return
    if all(declared.unit in DAILY for declared in calculator.inputs.values()):
        yield from daily_doses(read.note.text, calculator)
        return
    hints = cast("Mapping[str, Json]", table("questions").get(name.partition("(")[0], {}).get("inputs") or {})
    measures = [_measure_of(key, declared, hints.get(key)) for key, declared in calculator.inputs.items()]
    when = wanted(read.values, [name for name in measures if name in TOGETHER], question)
    found: dict[str, Given] = {}
    for key, declared in calculator.inputs.items():
        given = _given(read, key, declared, when, hints.get(key)) or _derived(read, key, found, when)
        if given is not None:
            found[key] = given
    if asks_dosing_weight(question, calculator):
        weight = dosing_weight({**_body(read, when), **found})
        found |= {"weight": weight} if weight else {}
    yield from found.items()


def doubted(read: Read, name: str, calculator: Calculator) -> dict[str, str]:
    """Say of the calculator's inputs which values stand in the note and cannot be used as written."""
    hints = cast("Mapping[str, Json]", table("questions").get(name.partition("(")[0], {}).get("inputs") or {})
    said = {}
    for key, declared in calculator.inputs.items():
        if one := read.values.impossible(_measure_of(key, declared, hints.get(key))):
            words = " ".join(read.note.text[one.name_start : one.end].split())
            said[key] = (
                f'{key}: "{words}" at {one.name_start}-{one.end} was not used: {one.impossible}; check number and unit'
            )
    return said


def _body(read: Read, when: Wanted) -> dict[str, Given]:
    """Weight, height, pressures: what other inputs may follow from."""
    names = ("weight", "height", "systolic_bp", "diastolic_bp")
    return {name: given for name in names if (given := _measured(read, name, when))}


def _derived(read: Read, key: str, found: Mapping[str, Given], when: Wanted) -> Given | None:
    levels: dict[str, Given] = {}
    if key == "glasgow_coma_scale":
        for part, declared in load("glasgow_coma_scale").inputs.items():
            if level := level_of(read.note, read.levels, read.findings, part, declared, f"gcs_{part}"):
                levels[part] = level
    body = _body(read, when) if key in FROM_BODY else {}
    return derived(read.note, key, {**body, **found}, levels)


def _given(read: Read, key: str, declared: Input, when: Wanted, hint: Json) -> Given | None:
    if key == "age":
        return age_of(read.note)
    if key == "sex":
        return sex_of(read.note)
    if declared.kind == "day":
        return day_of(read.note, key)
    if declared.kind == "choice":
        if key == "troponin" and (best := when.pick(read.values, "troponin")):
            level = troponin_level(read.note.text, best.value, best.start, best.end, best.moment)
            if level and str(level.said) in declared.levels:
                return level
        return level_of(read.note, read.levels, read.findings, key, declared, hint)
    if declared.kind == "yes_no":
        return _yes_no(read, key, declared, hint)
    return _measured(read, _measure_of(key, declared, hint), when)


def _measure_of(key: str, declared: Input, hint: Json) -> str:
    """Return the measured value that an input means, "" of none."""
    names = measure_of_input()
    if declared.kind != "number":
        return ""
    if isinstance(hint, str):
        return hint
    return next((names[alias] for alias in (key, *declared.aliases) if alias in names), "")


def _measured(read: Read, measure: str, when: Wanted) -> Given | None:
    best = when.pick(read.values, measure)
    if best is None or (best.tightness <= 0 and read.values.impossible(measure)):
        return None
    note = best.remark if best.unit_given or best.unit == "1" else f"{GUESSED}, read as {best.unit}"
    if best.tightness <= 0:
        note = "no word names it; taken for its size"
    return Given(
        {"value": best.value, "unit": best.unit} if best.unit != "1" else best.value,
        best.start, best.end, unit=best.unit, value=best.value, time=best.moment, note=note,
        doubt=max(0.0, 0.3 * (1 - best.tightness)),
    )  # fmt: skip


def _yes_no(read: Read, key: str, declared: Input, hint: Json) -> Given | None:
    known = rows_of_input()
    rows = [str(row) for row in hint] if isinstance(hint, (list, tuple)) else []
    if not rows:
        rows = [known[alias] for alias in (key, *declared.aliases) if alias in known][:1]
    return given_of(finding(read.note, read.findings, rows))


def given_of(found: Finding) -> Given | None:
    """Return a finding as an input; None where the note does not say."""
    if found.holds is None:
        return None
    if found.evidence is None:
        return Given(found.holds, note="the note has no word that speaks against it", doubt=0.2)
    one = found.evidence
    return Given(found.holds, one.start, one.end, assertion=one.said.status)
