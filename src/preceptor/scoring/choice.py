"""Multiple choice: which option an answer settles on, and whether it is the right one.

A letter is read only where the answer states it; what cannot be read is flagged, never guessed.
The rules, and how often they err on answers read by a person, stand in docs/extraction.md.

Source: Preceptor.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from preceptor.components import Model
from preceptor.records import Answer, Case, Score

_ALONE = re.compile(r"[\s\"'`*_(\[{<.:]*([A-Za-z])[\s\"'`*_)\]}>.:]*")
_STATED = re.compile(
    r"(?:answer|option|choice|diagnosis)s?(?:_choice)?[\s\"'*_:]*(?:is|are)?[\s\"'*_:({\[]*"
    r"((?:option )?[A-Z](?:(?:\s*,\s*|\s*,?\s*(?:and|&|or|/)\s*)[A-Z])*)(?![A-Za-z'])|\\boxed\{(?:\\text\{)?([A-Z])\}",
    re.IGNORECASE,
)
_HEAD = re.compile(r"[\s*_(\[]*([A-Z])[*_]*(?:[).:\]]|\s*[-–]\s|\s*\n)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What an answer was read as; `letters` is empty where `flag` is set, `how` says what was found."""

    letters: tuple[str, ...] = ()
    how: str = ""
    flag: Literal["", "unparsed", "refused"] = ""


def read_choice(text: str, choices: Mapping[str, str], *, several: bool = False) -> Reading:
    """Read the option, or with `several` the options, that an answer settles on.

    Example:
        >>> read_choice("The answer is (B).", {"A": "yes", "B": "no"}).letters
        ('B',)
    """
    if (alone := _ALONE.fullmatch(text)) and alone[1].upper() in choices:
        return Reading(letters=(alone[1].upper(),), how="letter alone")
    stated = [(found[1] or found[2], found[0]) for found in _STATED.finditer(text)]
    if not stated and (head := _HEAD.match(text)):
        stated = [(head[1], head[0])]
    if stated:
        letters = tuple(sorted({letter.upper() for letter in re.findall(r"\b[A-Za-z]\b", stated[-1][0])}))
        if letters and all(letter in choices for letter in letters) and (several or len(letters) == 1):
            return Reading(letters=letters, how=f"stated: {stated[-1][1].strip()!r}")
    folded = " ".join(text.lower().split())
    named = [letter for letter, option in choices.items() if option and option.lower() in folded]
    if len(named) == 1:
        return Reading(letters=tuple(named), how="the option's text")
    return Reading(how="no option is stated", flag="unparsed")


def score_choice(case: Case, answer: Answer, judge: Model | None = None) -> Score:
    """Score an answer 1 if it settles on exactly the target's letters, else 0; no judge is needed."""
    target = tuple(sorted(str(case.target).split(",")))
    if answer.choice:
        letters = tuple(sorted({part.strip().upper() for part in answer.choice.split(",")}))
        known = all(letter in case.choices for letter in letters)
        reading = Reading(letters=letters if known else (), how="given", flag="" if known else "unparsed")
    else:
        reading = read_choice(answer.text, case.choices, several=len(target) > 1)
    value = float(reading.letters == target)
    read = f"read {','.join(reading.letters)}" if reading.letters else reading.flag
    why = f"{read} ({reading.how}); expected {','.join(target)}"
    return Score(
        value=value, low=value, high=value, flags={reading.flag: True} if reading.flag else {}, why=why
    )
