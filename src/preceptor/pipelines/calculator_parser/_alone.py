"""Numbers that no word names: what their unit alone tells, and a body's size as the last resort."""

import re

from preceptor.pipelines.calculator_parser._note import Note
from preceptor.reading.numbers import Quantity

_BY_UNIT = {
    "Cel": "temperature", "[degF]": "temperature", "kg/m2": "body_mass_index", "/min": "heart_rate",
    "mm[Hg]": "blood_pressure", "kg": "weight",
}  # fmt: skip
MEASURES_OF_UNIT = {  # what a number in a unit can be where no word names it; lengths and breaths by the words beside
    "Cel": ("temperature",), "[degF]": ("temperature",), "kg/m2": ("body_mass_index",), "kg": ("weight",),
    "/min": ("heart_rate", "respiratory_rate"), "mm[Hg]": ("blood_pressure",), "cm": ("height",), "m": ("height",),
}  # fmt: skip
_TALL = re.compile(
    r"\W*(?:\([^)]{1,25}\)\W*)?(?:tall|in h(?:e)?ight|in length)|\W{1,3}\d+(?:\.\d+)? ?kg\b", re.I
)
_PERSON = re.compile(
    r"\W*(?:\([^)]{1,25}\)\W*)?(?:in (?:body )?weight|male|female|man|woman|boy|girl|adult|patient)|\W{1,3}(?:and )?\d+(?:\.\d+)? ?c?m\b",
    re.I,
)
_NOT_BODY = re.compile(
    r"\b(?:los[ts]|loss|losing|gain|gained|birth|lift|/kg|per kg|mass|tumou?r|lesion|cyst|incision|catheter|wire|length|distance|diameter|from the|father|mother|parent|specimen|uterus|spleen|liver|measur\w+)\b",
    re.I,
)
_BEATS, _BREATHS = re.compile(r"beat|bpm|b/min|bts", re.I), re.compile(r"breath|resp|br", re.I)

TOLD, GUESSED = 0.6, 0.0  # how tightly such a number belongs to what it measures


def named_by_unit(note: Note, quantity: Quantity) -> tuple[str, float] | None:
    """Return (measure, tightness): degrees, beats, breaths, a pair in mmHg, kg/m2, "a 70-kg man", or a guess."""
    length = quantity.unit in ("cm", "m")
    name = _BY_UNIT.get(quantity.unit)
    behind = note.text[quantity.end : quantity.end + 40]
    if quantity.unit == "/min":
        raw = note.text[quantity.number_end : quantity.end]
        name = "heart_rate" if _BEATS.search(raw) else "respiratory_rate" if _BREATHS.search(raw) else None
    if length and _TALL.match(behind):
        name = "height"
    if (name == "weight" and not _PERSON.match(behind)) or (name is None and length):
        guess = _body_size(note, quantity)
        return (guess, GUESSED) if guess else None
    if name is None or (name == "blood_pressure" and quantity.over is None):
        return None
    return name, TOLD


def _body_size(note: Note, quantity: Quantity) -> str | None:
    """A number in kg or cm that stands alone and is of a body's size: the last resort for weight and height."""
    start, end = note.sentence_of(quantity.start)
    if _NOT_BODY.search(note.text, start, end) or quantity.over is not None or quantity.high is not None:
        return None
    if quantity.unit == "kg":
        return "weight" if 2 <= quantity.value <= 300 else None
    centimetres = quantity.value * (100 if quantity.unit == "m" else 1)
    return "height" if 130 <= centimetres <= 210 else None
