"""Units and impossible values: what cannot be right is said and never mended; the question's formula is no value."""

from typing import cast

import pytest

from preceptor import catalog
from preceptor.components import Pipeline, Task, Toolbox
from preceptor.pipelines.calculator_parser._choose import choose
from preceptor.pipelines.calculator_parser._note import Note
from preceptor.pipelines.calculator_parser._tables import measures
from preceptor.pipelines.calculator_parser._values import Values
from preceptor.records import Answer, Case, Passage


def ask(question: str, note: str = "") -> Answer:
    pipeline = cast(Pipeline, catalog.load("pipelines", "calculator_parser"))
    assert pipeline.answer is not None
    context = (Passage(id="n", text=note),) if note else ()
    return pipeline.answer(
        Case(id="1", prompt=question, context=context, answer_kind="value"), Toolbox(), None
    )


@pytest.mark.parametrize(
    ("question", "note", "said"),
    [
        ("Body mass index?", "Weight 90.7 kg, height 1.68 cm.", 'height: "height 1.68 cm" at 16-30 was not used'),
        ("Corrected calcium?", "Calcium 8.1 mg/dL. Albumin was 35 g/dL.", "35 g/dL is outside 0.5 to 7 g/dL"),
        ("Anion gap?", "Sodium 1400 mmol/L, chloride 100 mmol/L, bicarbonate 24 mmol/L.", "1400 mmol/L is outside"),
        ("FIB-4?", "A 60-year-old. AST 40 U/L, ALT 41 U/L, platelets 288000 x 10^9/L.", "platelet"),
    ],
)  # fmt: skip
def test_an_impossible_value_is_said_and_not_mended(question: str, note: str, said: str) -> None:
    answer = ask(question, note)
    assert answer.value is None
    assert answer.text.endswith("cannot be computed")
    assert said in answer.text


def test_beside_an_impossible_value_the_plausible_one_is_used_and_the_other_said() -> None:
    answer = ask("Anion gap?", "Sodium 1400 mmol/L. Repeat sodium 140 mmol/L, chloride 100 mmol/L, bicarbonate 24 mmol/L.")  # fmt: skip
    assert answer.value == pytest.approx(16)
    assert isinstance(answer.data, dict)
    assert "1400 mmol/L is outside" in str(answer.data["warnings"])


def test_a_guessed_unit_is_a_warning() -> None:
    answer = ask("Corrected calcium?", "Calcium 8.0 mg/dL, albumin 30.")
    assert answer.value == pytest.approx(8.8)
    assert isinstance(answer.data, dict)
    assert answer.data["warnings"] == ["albumin: no usable unit given, read as g/L"]


def test_a_unit_in_which_nobody_reports_a_value_is_read_as_the_customary_one_with_a_warning() -> None:
    answer = ask("Corrected calcium?", "Calcium 8.0 mg/dL, albumin 3.0 mg/dL.")
    assert answer.value == pytest.approx(8.8)
    assert isinstance(answer.data, dict)
    assert answer.data["warnings"] == ["albumin: no usable unit given, read as g/dL"]


@pytest.mark.parametrize(
    ("question", "note", "value"),
    [
        ("Mean arterial pressure?", "Systolic pressure 16 kPa, diastolic pressure 10 kPa.", 90.0),
        ("Mean arterial pressure?", "BP 16/10 kPa.", 90.0),
        ("Mean arterial pressure?", "BP 120/75 mmHg.", 90.0),
        ("FIB-4?", "A 60-year-old. AST 1.0 µkat/L, ALT 0.6 ukat/L, platelets 150,000 /µL.", 4.0),
    ],
)
def test_other_units_are_read(question: str, note: str, value: float) -> None:
    assert ask(question, note).value == pytest.approx(value, rel=0.01)


def test_a_pressure_without_a_unit_is_never_taken_for_kilopascals() -> None:
    assert ask("Mean arterial pressure?", "Systolic pressure 16, diastolic pressure 10.").value is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A man of 60. Sodium 130 mmol/L. What is the sodium corrected for glucose (2.4 mmol/L for each 100 mg/dL above 100)?", None),
        ("Sodium 130 mmol/L, glucose 600 mg/dL. What is the sodium corrected for glucose, 2.4 mmol/L for each 100 mg/dL above 100?", 142.0),
        ("Sodium 130, urea nitrogen 28 mg/dL. What is the serum osmolality (2 x sodium + urea nitrogen/2.8 + glucose/18)?", None),
        ("What is the anion gap (sodium 140 mmol/L, chloride 100 mmol/L, bicarbonate 24 mmol/L)?", 16.0),
    ],
)  # fmt: skip
def test_the_formula_in_a_question_is_no_value_of_the_patient(text: str, value: float | None) -> None:
    found = ask(text).value
    assert found == (value if value is None else pytest.approx(value, rel=0.01))


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What is the anion gap corrected for albumin (2.5 for each g/dL below 4)?", "albumin_corrected_anion_gap"),
        ("What is the anion gap?", "anion_gap"),
        ("What is the LDL cholesterol by the Friedewald formula?", "ldl_friedewald"),
        ("What is the LDL cholesterol (Sampson)?", "sampson_ldl"),
    ],
)  # fmt: skip
def test_the_most_specific_calculator_is_chosen(question: str, name: str) -> None:
    choice = choose(question)
    assert choice is not None
    assert choice.name == name


def test_the_traps_are_passed() -> None:
    task = cast(Task, catalog.load("tasks", "unit_traps(seed=23,patients=2)"))
    pipeline = cast(Pipeline, catalog.load("pipelines", "calculator_parser"))
    assert pipeline.answer is not None
    wrong = [
        case.id
        for case in task.cases("test")
        if task.score(case, pipeline.answer(case, Toolbox(), None), None).value != 1
    ]
    assert not wrong


STORY = (
    "On admission BP was 150/90 mmHg, HR 110, temperature 38.2 °C. Na/K 127/2.6, creatinine 1.4 mg/dL (0.6-1.2). "
    "A 70-kg man, 178 cm tall. Urine electrolytes: sodium 20 mmol/L. Sodium and chloride were 131 and 95, respectively. "
    "Three days later: 37.1 °C, 84 beats/min, albumin 35 g/dL. Height 1.68 cm"
)


def test_a_value_does_not_depend_on_what_else_was_asked() -> None:
    together = Values(Note(STORY))
    names = sorted(measures())
    everything = {name: together.get(name) for name in names}
    for name in reversed(names):
        assert Values(Note(STORY)).get(name) == everything[name], name
    given = {name: [one.value for one in found] for name, found in everything.items() if found}
    assert given == {
        "systolic_bp": [150.0], "diastolic_bp": [90.0], "heart_rate": [110.0, 84.0], "temperature": [38.2, 37.1],
        "sodium": [127.0, 131.0], "potassium": [2.6], "chloride": [95.0], "creatinine": [1.4], "weight": [70.0],
        "height": [178.0], "urine_sodium": [20.0],
    }  # fmt: skip
    assert together.impossible("albumin") is not None
    assert together.impossible("height") is not None
    assert together.impossible("sodium") is None
    assert together.get("") == []


@pytest.mark.parametrize(
    ("note", "value"),
    [
        ("Fasting glucose 25, fasting insulin 10 mIU/L.", None),  # severe in mg/dL, severe in mmol/L
        ("Fasting glucose 25, fasting insulin 10 mIU/L. Creatinine 88 µmol/L.", 11.12),  # an SI laboratory
        ("Fasting glucose 25, fasting insulin 10 mIU/L. Creatinine 1.0 mg/dL.", 0.617),
        ("Fasting glucose 25, fasting insulin 10 mIU/L. Creatinine 88 µmol/L (1.0 mg/dL).", None),  # both
        ("Fasting glucose 190, fasting insulin 10 mIU/L.", 4.69),  # no patient has 190 mmol/L
    ],
)
def test_a_number_that_two_units_fit_is_read_only_where_the_note_tells_which(
    note: str, value: float | None
) -> None:
    answer = ask("What is the HOMA-IR score?", note)
    assert answer.value == (None if value is None else pytest.approx(value, rel=0.01))
    if value is None:
        assert (
            'glucose: "Fasting glucose 25" at 0-18 was not used: it has no unit, and mg/dL and mmol/L are both'
            in answer.text
        )
        assert "cannot be computed" in answer.text
    else:
        assert "no usable unit given, read as" in answer.text


def test_urea_is_not_its_nitrogen() -> None:
    note = "Sodium 140 mmol/L, glucose 90 mg/dL, {} mg/dL."
    question = "What is the calculated serum osmolality?"
    assert ask(question, note.format("BUN 28")).value == pytest.approx(295)
    answer = ask(question, note.format("urea 60"))
    assert answer.value == pytest.approx(295, abs=0.05)
    assert "60 mg/dL of urea, not of its nitrogen" in answer.text


def test_an_unusable_value_leaves_a_score_open_though_what_is_not_mentioned_is_not_counted() -> None:
    note = "Heart rate 100/min, respiratory rate 24/min, WBC 14 x10^9/L, temperature {}."
    assert ask("How many SIRS criteria?", note.format("39 °C")).value == 4
    answer = ask("How many SIRS criteria?", note.format("390 °C"))
    assert answer.value is None
    assert "Answer: 3 to 4" in answer.text
    assert "temperature 390 °C" in answer.text
