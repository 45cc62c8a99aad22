"""MedCalc-Bench: compute a clinical value from a patient's note, 55 calculators, for any model or pipeline.

In: a note (as context) and a question that names the calculation and its unit. Out: one number, a date
(MM/DD/YYYY), or a pair of weeks and days. Right by the authors' rule: whole numbers and points exactly after
rounding, measured values between the published limits (95 to 105 % of the truth), dates and pairs exactly. The
authors' script runs the model's text as Python; here it is read and never run. `official` as a protocol applies
their reading of the text besides ours.

Three stages are scored where an answer shows its work (`Answer.data` with `calculator` and `inputs`, or a call of
the tool `calculate`; else what its text tells): `calculator_right`; `inputs_right`, the right calculator with the
answer's inputs gives the truth; `arithmetic_right`, the stated result is what its calculator gives for its
inputs. A stage that cannot be told is left out, not counted as wrong.

Rows whose published truth is wrong (`medcalc_defects.yaml`, each with a second source) count as published in the
score; `score_without_defects` leaves them out and `score_corrected` takes the corrected truth where one is known.
Several rows share a note: the note's normalised text is the unit of resampling (made-up notes are numbered anew for
each calculator). Splits: `test` is everything; `tune` and `report` are halves of it by the same text, for whoever
tunes on one and reports the other.

Options: `notes=false` asks without notes (only to re-score published outputs).

Source: Khandekar N, Jin Q, Xiong G, et al. MedCalc-Bench: Evaluating large language models for medical
    calculations. NeurIPS 2024 Datasets and Benchmarks. arXiv:2406.12036
License: CC-BY-SA-4.0
Data: 1,047 test rows of version 1.0 over 55 calculators, case reports and synthetic notes, real and made up
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from preceptor.components import Published, Task
from preceptor.errors import BadData
from preceptor.files import data_folders
from preceptor.records import Case, Data, Json, Passage
from preceptor.scoring.number_within import decimal, gold_within, integer, read_weeks_days
from preceptor.tasks import _exam
from preceptor.tasks._medcalc_defects import defects
from preceptor.tasks._medcalc_official import official
from preceptor.tasks._medcalc_stages import score, summarise

URL = "https://raw.githubusercontent.com/ncbi-nlp/MedCalc-Bench/version-1.0/dataset/test_data.csv"
FOLDER = "medcalc_bench"
WITH_NOTES = ("test_v1.0_1047.csv.gz", "test_v1.0_with_notes.csv.gz", "test_data.csv")
WITHOUT_NOTES = ("test_v1.0_all_truths_without_notes.csv.gz", *WITH_NOTES)
DATES, PAIRS = ("13", "68"), ("69",)
FORMS = {
    "date": "a date as MM/DD/YYYY",
    "weeks_days": "a pair, N weeks and N days",
    "integer": "one whole number",
    "decimal": "one number in the unit asked for",
}
CITATION = "MedCalc-Bench repository, evaluation/results (version 1.0 test set)"
PRINTED = (("direct_answer", 0.2063), ("zero_shot", 0.3419), ("one_shot", 0.5244), ("code_augmented", 0.2884))
PUBLISHED = (
    Published(
        model="GPT-4", method="one_shot", value=0.509, citation="Khandekar et al. 2024, arXiv:2406.12036"
    ),
    *(
        Published(model="gpt-4o-mini", method=name, value=figure, citation=CITATION)
        for name, figure in PRINTED
    ),
)


def _file(names: tuple[str, ...]) -> Data:
    """Return the first of the names that a data folder holds, else the official download."""
    for folder in data_folders():
        for name in names:
            if (folder / FOLDER / name).exists():
                return Data(path=f"{FOLDER}/{name}")
    return Data(path=f"{FOLDER}/test_data.csv", url=URL)


def _target(place: str, row: Mapping[str, Json]) -> Json:
    """Return what is right, in the form of the numeric scorer."""
    number, truth = _exam.text(place, row, "Calculator ID"), _exam.text(place, row, "Ground Truth Answer")
    try:
        if number in DATES:
            return {"kind": "date", "value": datetime.strptime(truth, "%m/%d/%Y").date().isoformat()}
        if number in PAIRS:
            pair = read_weeks_days(truth)
            if pair is None:
                raise ValueError(truth)
            return {"kind": "weeks_days", "value": list(pair)}
        if _exam.text(place, row, "Output Type") == "integer":
            return integer(float(truth))
        low, high = (float(_exam.text(place, row, f"{end} Limit")) for end in ("Lower", "Upper"))
        return decimal(float(truth), low=low, high=high)
    except ValueError as error:
        raise BadData(f"{place}: truth {truth!r} or its limits are not of the row's output type") from error


def note_mark(note: str) -> str:
    """Return a mark of a note's text, the same for notes that differ in case, spaces and signs only."""
    plain = re.sub(r"[\W_]+", " ", note.lower()).strip()
    return hashlib.sha256(plain.encode()).hexdigest()


def half_of(note: str) -> str:
    """Return `tune` or `report` for a note."""
    return "tune" if int(note_mark(note)[:2], 16) % 2 else "report"


def _case(place: str, row: Mapping[str, Json], *, notes: bool) -> Case:
    target = _target(place, row)
    assert isinstance(target, dict)
    number = _exam.text(place, row, "Row Number")
    note_id = _exam.text(place, row, "Note ID")
    note = _exam.text(place, row, "Patient Note") if notes else ""
    defect = defects().get(number)
    return Case(
        id=number,
        prompt=_exam.text(place, row, "Question"),
        context=(Passage(id=note_id, title="Patient note", text=note),) if note else (),
        instruction=f'End with a line that begins with "Answer:" and holds only {FORMS[str(target["kind"])]}.',
        answer_kind="value" if target["kind"] in ("decimal", "integer") else "text",
        target=target,
        facts={
            "calculator": _exam.text(place, row, "Calculator ID"),
            "entities": str(row.get("Relevant Entities") or ""),
            "correct": defect.correct if defect else "",
        },
        group=f"note-{note_mark(note)[:12]}"
        if note
        else f"{_exam.text(place, row, 'Calculator ID')}/{note_id}",
        tags={
            "category": _exam.text(place, row, "Category"),
            "calculator": _exam.text(place, row, "Calculator Name"),
            "kind": str(target["kind"]),
            "note": _exam.text(place, row, "Note Type"),
            "defect": "known" if defect else "none",
        },
    )


def _cases(data: Data, split: str, *, notes: bool) -> Iterator[Case]:
    for place, row in _exam.rows(data):
        case = _case(place, row, notes=notes)
        if split == "test" or half_of(case.context[0].text if case.context else case.group) == split:
            yield case


def TASK(*, notes: bool = True) -> Task:
    """Return MedCalc-Bench, or its questions without the notes."""
    data = _file(WITH_NOTES if notes else WITHOUT_NOTES)
    readers: dict[str, Callable[[], Iterator[Case]]] = {
        "test": lambda: _cases(data, "test", notes=notes),
        "tune": lambda: _cases(data, "tune", notes=notes),
        "report": lambda: _cases(data, "report", notes=notes),
    }
    return Task(
        cases=_exam.by_split("medcalc_bench", readers),
        score=score,
        gold=gold_within,
        summarise=summarise,
        protocols={"official": official},
        splits=tuple(readers),
        data=(data,),
        published=PUBLISHED,
    )
