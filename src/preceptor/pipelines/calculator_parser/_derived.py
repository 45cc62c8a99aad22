"""Inputs that a note gives by other values: body-mass index, mean pressure, coma scale, oxygen on room air, dosing weight."""

import re
from collections.abc import Mapping

from preceptor.calculate import compute, load
from preceptor.calculation import Calculator
from preceptor.errors import BadInput, NotFound
from preceptor.pipelines.calculator_parser._given import Given
from preceptor.pipelines.calculator_parser._note import Note

_ROOM_AIR = re.compile(r"\b(?:room air|ambient air|\bRA\b|breathing air)", re.I)
_NO_URINE = re.compile(
    r"\b(?:no urine output|anuri[ac]|without urine output|urine output (?:is|was) (?:absent|zero|nil))", re.I
)
_URINE_OVER = re.compile(
    r"(\d+(?:\.\d+)?) ?m[lL] (?:of urine )?(?:over|in|during) (?:the )?(?:last|past|previous)? ?(\d+|two|three|four|six|eight|twelve|24) ?h(?:ou)?rs?",
    re.I,
)
_HOURS = {"two": 2, "three": 3, "four": 4, "six": 6, "eight": 8, "twelve": 12}
_COMA_PARTS = re.compile(
    r"\bE ?[-:=]?(?P<e>[1-4])[\s,;/+-]{0,3}V ?[-:=]?(?P<v>[1-5]|T)[\s,;/+-]{0,3}M ?[-:=]?(?P<m>[1-6])|\b[Ee]ye[^.()]{0,40}\((?P<e2>[1-4])\)[^.]{0,60}\((?P<v2>[1-5])\)[^.]{0,60}\((?P<m2>[1-6])\)"
)
_WORD_SCORE = re.compile(
    r"(?:gcs|glasgow coma (?:scale|score))[^.\d]{0,40}\b(three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen)\b",
    re.I,
)
_SCORES = ["three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"]  # fmt: skip
_LIMIT = re.compile(r"[^.;)]{0,12}[(\[][^)\]]{0,40}?(?:<|≤|less than|up to|[-–])\s*(\d+(?:\.\d+)?)")
_TIMES_LIMIT = 3.0  # Six AJ et al. 2008, Neth Heart J 16:191: one to three times the limit is one point
_ADJUSTED = re.compile(r"adjusted (?:body )?weight", re.I)
_NORMAL_LOW, _NORMAL_HIGH = 18.5, 25.0  # kg/m2, WHO Technical Report Series 894, 2000


def derived(note: Note, key: str, given: Mapping[str, Given], levels: Mapping[str, Given]) -> Given | None:
    """Return an input that follows from other words or values, None where nothing does.

    Args:
        given: what was read so far, weight, height and pressures among it.
        levels: the three parts of the coma scale, where the note describes them.
    """
    if key == "body_mass_index":
        return _computed("body_mass_index", given, ("weight", "height"))
    if key == "mean_arterial_pressure":
        return _computed("mean_arterial_pressure", given, ("systolic_bp", "diastolic_bp"))
    if key == "glasgow_coma_scale":
        return _coma(note.text, levels)
    if key == "fio2" and (match := _ROOM_AIR.search(note.text)):
        return Given({"value": 21.0, "unit": "%"}, match.start(), match.end(), "%", 21.0, note="room air")
    if key == "urine_output":
        return _urine(note.text)
    return None


def _computed(name: str, given: Mapping[str, Given], needs: tuple[str, ...]) -> Given | None:
    if any(need not in given for need in needs):
        return None
    try:
        result = compute(name, load(name), {need: given[need].said for need in needs})
    except (BadInput, NotFound):
        return None
    if result.number is None:
        return None
    first = given[needs[0]]
    unit = result.calculator.unit
    return Given({"value": result.number, "unit": unit}, first.start, first.end, unit, result.number, note=f"computed from {' and '.join(needs)}")  # fmt: skip


def _coma(text: str, levels: Mapping[str, Given]) -> Given | None:
    if match := _COMA_PARTS.search(text):
        parts = [match[name] or match[name + "2"] for name in ("e", "v", "m")]
        total = float(sum(int(part) for part in parts if part.isdigit()) + parts.count("T"))
        return Given(total, match.start(), match.end(), "1", total, note=f"{' + '.join(parts)}")
    if match := _WORD_SCORE.search(text):
        total = 3.0 + _SCORES.index(match[1].lower())
        return Given(total, match.start(), match.end(), "1", total)
    if len(levels) < 3:
        return None
    found = _computed("glasgow_coma_scale", levels, ("eye", "verbal", "motor"))
    return None if found is None or found.value is None else Given(found.value, found.start, found.end, "1", found.value, note=found.note, doubt=0.1)  # fmt: skip


def _urine(text: str) -> Given | None:
    if match := _NO_URINE.search(text):
        return Given({"value": 0.0, "unit": "mL/d"}, match.start(), match.end(), "mL/d", 0.0)
    if match := _URINE_OVER.search(text):
        hours = float(_HOURS.get(match[2].lower()) or match[2])
        total = float(match[1]) * 24 / hours
        return Given({"value": total, "unit": "mL/d"}, match.start(), match.end(), "mL/d", total, note=f"{match[1]} mL in {hours:g} h")  # fmt: skip
    return None


def asks_dosing_weight(question: str, calculator: Calculator) -> bool:
    """Whether a question asks to use another weight than the patient's own."""
    return bool(_ADJUSTED.search(question)) and "weight" in calculator.inputs and calculator.unit != "kg"


def dosing_weight(given: Mapping[str, Given]) -> Given | None:
    """Return the weight that a question asks to use instead of the patient's own, by its body-mass index.

    Overweight: the adjusted weight; normal: the lower of ideal and actual; underweight: the actual one.
    """
    index = _computed("body_mass_index", given, ("weight", "height"))
    weight = given.get("weight")
    if index is None or weight is None or index.value is None or weight.value is None:
        return None
    if index.value < _NORMAL_LOW:
        return None
    name = "adjusted_body_weight" if index.value >= _NORMAL_HIGH else "ideal_body_weight"
    needs = ("sex", "height", "weight") if name == "adjusted_body_weight" else ("sex", "height")
    other = _computed(name, given, needs)
    if other is None or other.value is None:
        return None
    if name == "ideal_body_weight":
        kilograms = weight.value * {"[lb_av]": 0.45359237, "g": 0.001}.get(weight.unit, 1.0)
        if kilograms <= other.value:
            return None
    said = name.replace("_", " ")
    return Given(other.said, weight.start, weight.end, "kg", other.value, note=f"{said}, at a body-mass index of {index.value:.1f}, as the question asks")  # fmt: skip


def troponin_level(text: str, value: float, start: int, end: int, time: str | None) -> Given | None:
    """Return the level of a measured troponin, where the text gives its upper limit behind the number."""
    match = _LIMIT.match(text, end)
    if match is None or float(match[1]) <= 0:
        return None
    times = value / float(match[1])
    levels = ("normal", "one to three times the limit", "above three times the limit")
    level = levels[0] if times <= 1 else levels[1] if times <= _TIMES_LIMIT else levels[2]
    return Given(level, start, end, value=value, time=time, note=f"{times:.1f} times the limit of {match[1]}")
