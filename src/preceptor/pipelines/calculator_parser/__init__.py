"""Computes a clinical score or formula from a note and a question, without a language model.

In: a case whose question names the calculation and whose context (or prompt) holds the note. Out: the number, date
or week-day pair as the question asks; in `spans` the words of the note that give each input with value, unit, time
and assertion; in `data` the calculator, its inputs, what was assumed, and the range that unknown items leave.

Stages: the calculator is chosen by the words of the question; every number of the note is joined to what it
measures, every finding to what is asserted of it (present, absent, possible, historical, of the family); of several
values the question's wording decides (admission unless it says latest, highest, lowest, baseline); the
calculator converts units and computes.

`unmentioned=not_counted` lets an item of a score that the note does not mention add nothing, and names each such item
in the answer; that is how published benchmarks score, and an assumption. With `unmentioned=unknown` they stay unknown: the answer is the range that they leave, and what to ask next.
`calculator=NAME` computes that one whatever the question says. Of a multiple-choice question the option whose number
is the computed one is chosen.

Source: ConText, Harkema H et al. 2009, https://doi.org/10.1016/j.jbi.2009.05.002; the task is that of
    MedCalc-Bench, Khandekar N et al. 2024, arXiv:2406.12036. Rules and lexicons are our own.
License: Apache-2.0 (as the package)
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Literal

import numpy as np

from preceptor.calculate import Calculation, compute, load
from preceptor.calculation import Calculator, points_of, steps_of
from preceptor.components import Model, Pipeline, Toolbox
from preceptor.errors import BadInput
from preceptor.pipelines.calculator_parser._answer import Worked, answered, refused, spans_of
from preceptor.pipelines.calculator_parser._choose import Choice, choose
from preceptor.pipelines.calculator_parser._given import Given
from preceptor.pipelines.calculator_parser._inputs import Read, doubted, filled
from preceptor.pipelines.calculator_parser._note import Note
from preceptor.pipelines.calculator_parser._question import asking, without_formula
from preceptor.reading.numbers import quantities
from preceptor.records import Answer, Case, Json

Unmentioned = Literal["not_counted", "unknown"]
NOTES_KEPT = 64  # read notes kept in memory: several questions are asked of one


@lru_cache(maxsize=NOTES_KEPT)
def _facts(text: str) -> Read:
    return Read(Note(text))


def forget() -> None:
    """Forget the notes that were read; for measurements."""
    _facts.cache_clear()


def PIPELINE(*, unmentioned: Unmentioned = "not_counted", calculator: str = "") -> Pipeline:
    """Return the parser.

    Raises:
        BadInput: another value of `unmentioned`.
        NotFound: no such calculator.
    """
    if unmentioned not in ("not_counted", "unknown"):
        raise BadInput(f"unmentioned={unmentioned!r}; allowed: not_counted, unknown")
    forced = Choice(calculator, "the option calculator", 1.0) if calculator else None
    if forced:
        load(forced.name)

    def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
        question = case.prompt or " ".join(message.text for message in case.messages)
        note = "\n\n".join(passage.text for passage in case.context) or without_formula(question)
        asked = asking(question)
        found = parsed(note, question, forced or choose(asked) or choose(question), unmentioned)
        return replace(found, choice=nearest(found.value, case.choices)) if case.choices else found

    return Pipeline(answer=answer, needs_model=False, calls=0)


def nearest(value: float | None, choices: Mapping[str, str]) -> str | None:
    """Return the letter of the option whose number is the computed one, within 5 %; None where none is.

    Example:
        >>> nearest(12.1, {"A": "about 5 %", "B": "12 %"})
        'B'
    """
    if value is None:
        return None
    gaps = {}
    for letter, text in choices.items():
        numbers = [abs(one.value - value) for one in quantities(text) if one.high is None]
        if numbers:
            gaps[letter] = min(numbers)
    letter = min(gaps, key=lambda key: gaps[key], default=None)
    return letter if letter is not None and gaps[letter] <= max(0.05 * abs(value), 1e-9) else None


def parsed(note: str, question: str, choice: Choice | None, unmentioned: Unmentioned) -> Answer:
    """Answer a question from a note; see `PIPELINE`."""
    if choice is None:
        return refused("The question names no calculator that is known here.")
    calculator = load(choice.name)
    read = _facts(note)
    given = dict(filled(read, choice.name, calculator, question))
    doubts = doubted(read, choice.name, calculator)
    assumed = _assumed(calculator, given) if unmentioned == "not_counted" else {}
    try:
        result = _computed(choice.name, calculator, {**given, **assumed})
    except BadInput as error:
        data: Json = {
            "calculator": choice.name,
            "inputs": {key: one.shown for key, one in given.items()},
            "warnings": list(doubts.values()),
        }
        why = "\n".join([f"{calculator.title or choice.name}: {error}", *doubts.values()])
        return refused(why, spans_of(note, given), data)
    return answered(
        Worked(
            note,
            choice,
            calculator,
            given,
            assumed,
            result,
            # what the note gives and cannot be used as written is not "not mentioned"
            bool(result.unknown) and unmentioned == "not_counted" and not doubts.keys() & set(result.unknown),
            list(doubts.values()),
        )
    )


def _computed(name: str, calculator: Calculator, given: dict[str, Given]) -> Calculation:
    return compute(name, calculator, {key: one.said for key, one in given.items()})


def _assumed(calculator: Calculator, given: dict[str, Given]) -> dict[str, Given]:
    """Findings and choices that are not mentioned, at the value that adds least; sex and numbers never."""
    found = {}
    for key, declared in calculator.inputs.items():
        if key in given or key == "sex" or declared.kind not in ("yes_no", "choice"):
            continue
        least = min(steps_of(declared), key=lambda value: float(np.asarray(points_of(declared, value))))
        if declared.kind == "yes_no":
            found[key] = Given(bool(least))
        else:
            found[key] = Given(next(level for level, value in declared.levels.items() if value == least))
    return found
