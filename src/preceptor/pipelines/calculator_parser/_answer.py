"""The answer of the parser: inputs with their words, what was taken as absent, the working, the result."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from preceptor.calculate import Calculation
from preceptor.calculation import Calculator
from preceptor.pipelines.calculator_parser._choose import Choice
from preceptor.pipelines.calculator_parser._given import Given
from preceptor.pipelines.calculator_parser._person import written_day
from preceptor.records import Answer, Json, Span

CANNOT = "cannot be computed"
GUESSED = "no usable unit given"
OF_UREA = "of urea, not of its nitrogen"


@dataclass(frozen=True, slots=True)
class Worked:
    """Everything that one answer rests on."""

    note: str
    choice: Choice
    calculator: Calculator
    given: Mapping[str, Given]
    assumed: Mapping[str, Given]
    result: Calculation
    taken_low: bool
    doubts: Sequence[str] = ()

    @property
    def warnings(self) -> list[str]:
        """What a clinician must check: impossible values, guessed units, what the calculator warns of."""
        guessed = [
            f"{key}: {one.note}"
            for key, one in self.given.items()
            if one.note.startswith(GUESSED) or one.note.endswith(OF_UREA)
        ]
        return [*self.doubts, *guessed, *self.result.warnings]


def refused(why: str, spans: tuple[Span, ...] = (), data: Json = None) -> Answer:
    """Return the answer that says why nothing was computed."""
    return Answer(text=f"{why}\nAnswer: {CANNOT}", spans=spans, data=data, confidence=0.0)


def spans_of(note: str, given: Mapping[str, Given]) -> tuple[Span, ...]:
    """Return one span for every input that words of the note give."""
    return tuple(
        Span(
            start=one.start, end=one.end, text=note[one.start : one.end], code=key, assertion=one.assertion,
            value=one.value, unit=one.unit or None, time=one.time,
        )
        for key, one in given.items()
        if one.start >= 0
    )  # fmt: skip


def final(result: Calculation, number: float) -> str:
    """Return a result as a plain answer: 7, 12.34, 08/31/2023, (14 weeks, 1 day)."""
    returns = result.calculator.returns
    if returns == "day":
        return written_day(str(result.value))
    if returns == "weeks_and_days":
        weeks, days = divmod(round(number), 7)
        return f"({weeks} week{'s' * (weeks != 1)}, {days} day{'s' * (days != 1)})"
    if number == round(number):
        return f"{number:.0f}"
    return f"{number:.{max(result.calculator.digits, 3)}f}"


def answered(work: Worked) -> Answer:
    """Put the work into words."""
    result = work.result
    number = result.number if result.number is not None else result.low
    known = result.number is not None or work.taken_low
    said = final(result, number) if known else f"{result.low:g} to {result.high:g}"
    text = "\n".join([*_lines(work), *result.steps, *_open(work), f"Answer: {said}"])
    return Answer(
        text=text,
        value=number if known and result.calculator.returns in ("number", "score") else None,
        spans=spans_of(work.note, work.given),
        data=_data(work, said),
        confidence=_confidence(work) if known else 0.0,
    )


def _lines(work: Worked) -> Iterable[str]:
    yield f'{work.calculator.title or work.choice.name}, because the question says "{work.choice.words.strip()}".'
    for key, one in work.given.items():
        quote = " ".join(work.note[one.start : one.end].split()) if one.start >= 0 else "derived"
        when = f", {one.time}" if one.time else ""
        status = f", {one.assertion}" if one.assertion else ""
        remark = f" ({one.note})" if one.note else ""
        yield f'- {key}: {one.shown} from "{quote}" at {one.start}-{one.end}{status}{when}{remark}'


def _open(work: Worked) -> Iterable[str]:
    if work.assumed:
        names = ", ".join(f"{key} ({one.shown})" for key, one in work.assumed.items())
        yield f"Not counted, because the note does not mention them (an assumption): {names}."
    result = work.result
    if result.unknown:
        rest = ", ".join(result.unknown)
        yield (
            f"Not in the note and not counted (an assumption): {rest}; the result can be as high as {result.high:g}."
            if work.taken_low
            else f"Not in the note: {rest}. The result lies between {result.low:g} and {result.high:g}; "
            f"ask next for {result.ask_next}."
        )
    yield from work.warnings


def _data(work: Worked, said: str) -> Json:
    inputs: dict[str, Json] = {}
    for key, one in (*work.given.items(), *work.assumed.items()):
        inputs[key] = dict(one.said) if isinstance(one.said, Mapping) else one.said
    return {
        "calculator": work.choice.name,
        "inputs": inputs,
        "not_counted": list(work.assumed),
        "unknown": list(work.result.unknown),
        "low": work.result.low,
        "high": work.result.high,
        "result": said,
        "unit": work.calculator.unit,
        "warnings": list(work.warnings),
    }


def _confidence(work: Worked) -> float:
    sure = work.choice.confidence
    for one in work.given.values():
        sure *= 1 - one.doubt
    sure *= 0.97 ** len(work.given)
    return round(sure * 0.93 ** len(work.assumed) * 0.8 ** len(work.result.unknown), 4)
