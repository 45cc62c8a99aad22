"""How many notes a second the calculator parser reads and computes, on one core.

    python benchmarks/note_parser.py            # own notes
    python benchmarks/note_parser.py --data     # the MedCalc-Bench notes of PRECEPTOR_DATA

Each note is read from scratch (nothing kept from the round before) and answered for one question, calculator and explanation
included. The own notes are case reports of about 2,100 characters, the mean length of MedCalc-Bench's, with numbers that
differ. CPU time of the process is counted, since others work on the machine; the rounds are shown as median and best.
"""

import argparse
import statistics
import time
from collections.abc import Sequence
from typing import cast

from _table import Table, save

from preceptor import catalog
from preceptor.components import Pipeline, Task, Toolbox
from preceptor.pipelines import calculator_parser
from preceptor.records import Case, Passage

COUNT, ROUNDS, LIMIT = 200, 5, 200  # notes, rounds, notes a second
QUESTIONS = (
    "What is the patient's anion gap in mEq/L?",
    "What is the patient's CHA2DS2-VASc score?",
    "Using the 2021 CKD-EPI Creatinine equation, what is the patient's GFR?",
    "What is the patient's CURB-65 score?",
    "What is the patient's Charlson Comorbidity Index (CCI)?",
)
TEMPLATE = """A {age}-year-old {who} with a history of hypertension, type 2 diabetes mellitus and paroxysmal atrial fibrillation was
brought to the emergency department after {days} days of fever, productive cough and progressive shortness of breath. Two
months earlier an upper endoscopy had shown a duodenal ulcer; there was no history of stroke, transient ischemic attack or
heart failure, and a sister had breast cancer. Home medications were metformin 850 mg twice daily, lisinopril 10 mg and
apixaban 5 mg. The patient denied chest pain, hemoptysis, recent travel or surgery, and had stopped smoking 12 years ago.
On admission, temperature was {temp}°C, blood pressure {sys}/{dia} mmHg, heart rate {heart} beats per minute, respiratory rate
{breath} breaths per minute, and oxygen saturation 91% on room air. Height was {height} cm and weight {weight} kg (BMI {bmi} kg/m2).
There was confusion but no focal deficit; breath sounds were decreased on the right, the abdomen was soft, and neither
ascites nor leg edema was seen. Laboratory tests showed white blood cells {wbc} × 10^3/µL (4.0-10.0), hemoglobin {hb} g/dL,
platelets {plt},000/µL, sodium {na} mmol/L (135-145), potassium {k} mmol/L, chloride {cl} mmol/L, bicarbonate {bic} mmol/L, blood
urea nitrogen {bun} mg/dL, creatinine {cr} mg/dL (0.6-1.2), glucose {glu} mg/dL, albumin {alb} g/dL, total bilirubin 0.9 mg/dL,
AST {ast} U/L, ALT 41 U/L, INR 1.2 and lactate 2.1 mmol/L. Arterial blood gas: pH 7.36, PaCO2 34 mmHg, PaO2 62 mmHg. A chest
radiograph revealed consolidation of the right lower lobe without pleural effusion, and urinary antigen was positive for
Streptococcus pneumoniae. Ceftriaxone and azithromycin were started. Three days later, creatinine had fallen to 1.1 mg/dL
and sodium was 139 mmol/L; the patient was afebrile and fully oriented. Computed tomography did not show an abscess, and
an echocardiogram demonstrated a left ventricular ejection fraction of 58% without valvular disease. Oral antibiotics
were continued for a total of seven days. At discharge, heart rate was 78 beats per minute and blood pressure 128/76 mmHg.
The patient was seen in the clinic two weeks later, without complaints, and will be followed with a repeat radiograph."""


def own_cases(count: int) -> list[Case]:
    """Return notes whose numbers differ."""
    cases = []
    for number in range(count):
        text = TEMPLATE.format(
            age=40 + number % 50, who=("man", "woman")[number % 2], days=2 + number % 6, temp=37 + number % 30 / 10,
            sys=100 + number % 60, dia=60 + number % 30, heart=70 + number % 60, breath=14 + number % 20,
            height=150 + number % 40, weight=50 + number % 60, bmi=20 + number % 15, wbc=4 + number % 15, hb=9 + number % 7,
            plt=120 + number, na=125 + number % 20, k=3 + number % 20 / 10, cl=90 + number % 15, bic=16 + number % 12,
            bun=10 + number % 50, cr=0.7 + number % 30 / 10, glu=80 + number, alb=2 + number % 25 / 10, ast=20 + number,
        )  # fmt: skip
        question = QUESTIONS[number % len(QUESTIONS)]
        cases.append(Case(id=str(number), prompt=question, context=(Passage(id="n", text=text),)))
    return cases


def rates(cases: Sequence[Case]) -> list[float]:
    """Return notes a second of each round."""
    answer = cast(Pipeline, catalog.load("pipelines", "calculator_parser")).answer
    assert answer is not None
    found = []
    for number in range(ROUNDS + 1):
        calculator_parser.forget()
        begun = time.process_time()
        for case in cases:
            answer(case, Toolbox(), None)
        if number:  # the first round also reads the tables
            found.append(len(cases) / (time.process_time() - begun))
    return found


def main() -> None:
    """Measure and keep the table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--data", action="store_true", help="the notes of MedCalc-Bench instead of own ones")
    if options.parse_args().data:
        cases = list(cast(Task, catalog.load("tasks", "medcalc_bench")).cases("test"))
    else:
        cases = own_cases(COUNT)
    length = statistics.mean(len(case.context[0].text) for case in cases)
    found = rates(cases)
    middle = statistics.median(found)
    kept = "kept" if middle >= LIMIT else "MISSED"
    row = [
        "calculator_parser",
        str(len(cases)),
        f"{length:.0f}",
        f"{middle:.0f}",
        f"{max(found):.0f}",
        f">= {LIMIT}/s: {kept}",
    ]
    columns = ("pipeline", "notes", "mean characters", "notes/s, median", "best round", "target")
    save(
        Table(
            name="note_parser",
            columns=columns,
            rows=[row],
            note=f"One process, CPU time, {ROUNDS} rounds, nothing cached.",
        )
    )


if __name__ == "__main__":
    main()
