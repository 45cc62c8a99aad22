"""Multiple choice: which option an answer settles on, and whether it is the right one.

A letter is read only where the answer states it; what cannot be read is flagged, never guessed.
The rules, and how often they err on answers that were read by eye, stand in docs/extraction.md.

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

_QUICK = re.compile(  # the forms that most models keep to, read without looking at the options' words
    r"[\s\"'`*_(\[{<.:#]{0,20}(?:(?i:(?:the |my )?(?:correct |final |best )?(?:answer|option|choice))\s?(?:is\s|:\s?)"
    r"|\"(?:answer|answer_choice|choice|final_answer)\":\s?\")?[*_(\[]{0,4}"
    r"([A-Za-z])(?:[\s\"'`*_)\]}>.:]{0,20}|[*_)\]]{0,3}[.:)]\s([^\n]{1,200})\n?)"
)
_LONGEST_QUICK = 260


def read_choice(text: str, choices: Mapping[str, str], *, several: bool = False) -> Reading:
    """Read the option, or with `several` the options, that an answer settles on.

    Example:
        >>> read_choice("The answer is not A but B.", {"A": "yes", "B": "no"}).letters
        ('B',)
    """
    if len(text) <= _LONGEST_QUICK and (quick := _QUICK.fullmatch(text)):
        letter, words = quick[1].upper(), quick[2]
        if letter in choices and (words is None or _same(words, choices[letter])):
            return Reading(letters=(letter,), how=f"stated: {' '.join(text.split())[:60]!r}")
    options = options_of(choices)
    text = plain(clipped(without_reasoning(text)))
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


def _same(words: str, option: str) -> bool:
    return words.strip(" .*_").casefold() == option.strip(" .\n").casefold()


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
