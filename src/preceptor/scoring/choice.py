"""Multiple choice: which option an answer settles on, and whether it is the right one.

A letter is read only where the answer states it; what cannot be read is flagged, never guessed.
The rules, and how often they err on answers read by a person, stand in docs/extraction.md.

Source: Preceptor.
"""

import re
from collections.abc import Mapping

from preceptor.components import Model
from preceptor.records import Answer, Case, Score
from preceptor.scoring._choice_options import options_of
from preceptor.scoring._choice_reading import Reading, read
from preceptor.scoring._choice_refusals import refuses
from preceptor.scoring._choice_text import clipped, plain, split_echo, without_reasoning

_ALONE = re.compile(r"[\s\"'`*_(\[{<.:]*([A-Za-z])[\s\"'`*_)\]}>.:]*")
_SHORT = 24  # the longest answer that is tried as a letter alone


def read_choice(text: str, choices: Mapping[str, str], *, several: bool = False) -> Reading:
    """Read the option, or with `several` the options, that an answer settles on.

    Example:
        >>> read_choice("The answer is not A but B.", {"A": "yes", "B": "no"}).letters
        ('B',)
    """
    if len(text) <= _SHORT and (alone := _ALONE.fullmatch(text)):
        letter = alone[1].upper()
        if letter in choices:
            return Reading(letters=(letter,), how="letter alone")
    options = options_of(choices)
    text = clipped(plain(without_reasoning(text)))
    echo = split_echo(text, options.texts)
    if echo is None:
        found = read(text, options, several)
    else:
        found = read(echo[1], options, several) if re.search(r"\w", echo[1]) else None
        if (found is None or not found.letters) and "?" not in echo[0]:
            found = read(echo[0], options, several)
    if found and found.letters:
        return found
    return Reading(how=found.how if found else "", flag="refused" if refuses(text) else "unparsed")


def score_choice(case: Case, answer: Answer, judge: Model | None = None) -> Score:
    """Score an answer 1 if it settles on exactly the target's letters, else 0; no judge is needed."""
    target = tuple(sorted(part.strip().upper() for part in str(case.target).split(",")))
    if answer.choice:
        reading = _given(answer.choice, case.choices)
    else:
        reading = read_choice(answer.text, case.choices, several=len(target) > 1)
    value = float(reading.letters == target)
    read = f"read {','.join(reading.letters)}" if reading.letters else reading.flag
    how = f" ({reading.how})" if reading.how else ""
    flags = {reading.flag: True} if reading.flag else {}
    return Score(
        value=value, low=value, high=value, flags=flags, why=f"{read}{how}; expected {','.join(target)}"
    )


def _given(choice: str, choices: Mapping[str, str]) -> Reading:
    letters = tuple(sorted({part.strip().upper() for part in choice.split(",")}))
    if all(letter in choices for letter in letters):
        return Reading(letters=letters, how="given")
    return Reading(how=f"{choice!r} is no option", flag="unparsed")
