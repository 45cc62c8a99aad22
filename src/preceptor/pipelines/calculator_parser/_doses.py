"""Doses of drugs: "50 mg of tapentadol 3 times a day", "7.01 mg of dexamethasone IV"; and the drug asked for.

A day's dose is the dose times its number per day. Fentanyl is labelled in micrograms (patches per hour); a note that
writes mg there is read in the label's unit, and the answer says so.
"""

import re
from collections.abc import Iterator, Mapping

from preceptor.calculation import Calculator, Input
from preceptor.pipelines.calculator_parser._given import Given

_DOSE = re.compile(
    r"(?P<dose>\d+(?:[.,]\d+)?)\s*(?P<unit>mg|mcg|µg|μg|ug|micrograms?|milligrams?)(?:/h(?:ou)?r?)?\s*(?:of\s+|dose of\s+)?"
    r"(?P<drug>[A-Za-z]+(?:\s+(?:buccal|patch|transdermal)\w*)?)(?:\s+(?:tablets?|IV|PO|orally|oral))?",
    re.I,
)
_TIMES = re.compile(
    r"\s*(?:(?P<count>\d+|one|two|three|four|five|six)\s*(?:times?|x)\s*(?:a|per|each|/)?\s*(?:day|daily)|(?P<word>once|twice|thrice|bid|tid|qid|daily|every day)"
    r"(?:\s+(?:a|per)?\s*day|\s+daily)?|every\s+(?P<hours>\d+)\s*h(?:ou)?rs?|q(?P<q>\d+)h)",
    re.I,
)
_WORDS = {"once": 1, "daily": 1, "every day": 1, "twice": 2, "bid": 2, "thrice": 3, "tid": 3, "qid": 4,
          "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}  # fmt: skip
_LABELLED = {"ug/h": "a patch is labelled in ug/h", "ug/d": "buccal doses are labelled in ug"}


def _per_day(text: str, place: int) -> float | None:
    match = _TIMES.match(text, place)
    if match is None:
        return None
    if hours := match["hours"] or match["q"]:
        return 24 / float(hours)
    said = (match["count"] or match["word"]).lower()
    return float(_WORDS.get(said) or said)


def daily_doses(note: str, calculator: Calculator) -> Iterator[tuple[str, Given]]:
    """Yield (input, its dose of a day) for the inputs that are named as drugs."""
    found: dict[str, Given] = {}
    for match in _DOSE.finditer(note):
        key = _input_of(match["drug"], calculator.inputs)
        times = _per_day(note, match.end())
        if key is None or times is None:
            continue
        given = _dose(key, calculator.inputs[key], match, times)
        if key in found and isinstance(before := found[key].value, float) and given.value is not None:
            given = Given({"value": before + given.value, "unit": given.unit}, given.start, given.end, given.unit, before + given.value)  # fmt: skip
        found[key] = given
    yield from found.items()


def _dose(key: str, declared: Input, match: re.Match[str], times: float) -> Given:
    dose = float(match["dose"].replace(",", "."))
    unit, note = declared.unit, ""
    if unit in _LABELLED:
        if match["unit"].lower().startswith(("mg", "milli")):
            note = f"written in mg, read in ug: {_LABELLED[unit]}; check it"
    elif not match["unit"].lower().startswith(("mg", "milli")):
        dose /= 1000
    total = dose * times
    return Given(
        {"value": total, "unit": unit}, match.start(), match.end(), unit, total,
        note="; ".join(part for part in (f"{dose:g} x {times:g} a day", note) if part), doubt=0.3 if note else 0.0,
    )  # fmt: skip


def _input_of(drug: str, inputs: Mapping[str, Input]) -> str | None:
    words = drug.lower().split()
    if len(words) > 1 and words[1].startswith("transderm"):
        words[1] = "patch"
    for name in ("_".join(words), words[0]):
        if name in inputs:
            return name
    return None


def steroid(note: str, question: str, calculator: Calculator) -> Iterator[tuple[str, Given]]:
    """Yield dose, the drug given and the drug wanted of a conversion between steroids."""
    levels = calculator.inputs["given"].levels
    for match in _DOSE.finditer(note):
        drug = match["drug"].lower().split()[0]
        if drug in levels:
            dose = float(match["dose"].replace(",", "."))
            yield "dose", Given({"value": dose, "unit": "mg"}, match.start(), match.end(), "mg", dose)
            start = match.start("drug")
            yield "given", Given(drug, start, start + len(drug))
            break
    asked = re.search(r"\b(?:of|to|in|into)\s+(?:mg of\s+)?(" + "|".join(levels) + r")\b(?!.*\b(?:of|to)\s+(?:" + "|".join(levels) + r")\b)", question, re.I)  # fmt: skip
    if asked:
        yield "wanted", Given(asked[1].lower(), note="named by the question")
