"""Answers questions about a series of measurements by rule: reads the table, JSON or note as shown, then computes.

In: a case of `clinical_numeracy`, or any whose context holds timed readings in one of its three forms and whose
question has one of its wordings. Out: a number, a time, or yes or no; nothing for any other case. It needs no
model and sees only what a model would see: that it is right on every item in every form shows that the forms hold
the same and that the questions can be answered from them. A baseline for whoever parses such notes, no more.

Source: Preceptor.
License: Apache-2.0
"""

import json
import re
from collections.abc import Callable
from statistics import fmean, median, stdev

from preceptor.components import Model, Pipeline, Toolbox
from preceptor.prompts import question_text
from preceptor.records import Answer, Case

Column = dict[str, float]  # time -> value, in order of time
Table = dict[str, Column]
_TIME = r"(\d\d:\d\d)"
_NUMBER = r"(-?\d+(?:\.\d+)?)"
_HEAD = re.compile(r"^time \| .+$", re.MULTILINE)
_LINE = re.compile(rf"^(?:At |On the round at |Reviewed at )?{_TIME}[:;]? ?(.*)$", re.MULTILINE)
_SAID = re.compile(rf"([a-z][a-z ]+?)(?: was| measured)? {_NUMBER} ?[/%°a-zA-Z]")


def read_series(text: str) -> Table:
    """Return name -> (time -> value) of a text in any of the three forms; empty where it is none."""
    if head := _HEAD.search(text):
        return _from_table(text[head.start() :])
    start, end = text.find("["), text.rfind("]")
    if 0 <= start < end:
        try:
            return _from_json(text[start : end + 1])
        except (ValueError, KeyError, TypeError, AttributeError):
            return {}
    return _from_note(text)


def _from_table(text: str) -> Table:
    lines = [line.split(" | ") for line in text.splitlines()]
    names = [re.sub(r" \([^)]*\)$", "", name) for name in lines[0][1:]]
    found: Table = {name: {} for name in names}
    for cells in lines[1:]:
        if len(cells) != len(names) + 1:
            break
        for name, cell in zip(names, cells[1:], strict=True):
            found[name][cells[0]] = float(cell)
    return found


def _from_json(text: str) -> Table:
    found: Table = {}
    for entry in json.loads(text):
        for name, value in entry.items():
            if name != "time":
                found.setdefault(name, {})[entry["time"]] = float(value["value"])
    return found


def _from_note(text: str) -> Table:
    found: Table = {}
    for time, rest in _LINE.findall(text):
        for piece in re.split(r", | and ", rest):
            if match := _SAID.match(piece):
                found.setdefault(match[1], {})[time] = float(match[2])
    return found


def _minutes(time: str) -> int:
    return 60 * int(time[:2]) + int(time[3:])


def _when(column: Column, wanted: float) -> str:
    return next(time for time, value in column.items() if value == wanted)


def _longest(values: list[float], limit: float) -> int:
    return max(map(len, "".join("x" if value > limit else " " for value in values).split()), default=0)


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"


Rule = Callable[[Column, re.Match[str]], float | str]


def _list(column: Column) -> list[float]:
    return list(column.values())


def _at(column: Column, place: int) -> float:
    return list(column.values())[place]


def _beside(column: Column, time: str, step: int) -> float:
    return _at(column, list(column).index(time) + step)


def _best(column: Column, times: list[str], choose: Callable[[list[float]], float]) -> str:
    return next(time for time in times if column[time] == choose([column[one] for one in times]))


# X stands for the measure's name, T for a time, N for a number.
RULES: tuple[tuple[str, Rule], ...] = (
    (r"^What was the X at T\?", lambda c, m: c[m[2]]),
    (r"^What was the first recorded X\?", lambda c, m: _at(c, 0)),
    (r"^What was the last recorded X\?", lambda c, m: _at(c, -1)),
    (r"^What was the last but one recorded X\?", lambda c, m: _at(c, -2)),
    (r"^What was recorded as number (?P<n>\d+) in order of time for the X\?", lambda c, m: _at(c, int(m["n"]) - 1)),
    (r"^What was the X at the reading just before T", lambda c, m: _beside(c, m[2], -1)),
    (r"^What was the X at the reading just after T", lambda c, m: _beside(c, m[2], 1)),
    (r"^At what time was the X N\?", lambda c, m: _when(c, float(m[2]))),
    (r"^How many readings of the X are recorded", lambda c, m: len(c)),
    (r"^At what time was the last X recorded", lambda c, m: list(c)[-1]),
    (r"^What is the X at T minus the X2 at T", lambda c, m: c[m[2]] - c[m[4]]),
    (r"^By how much did the X change from the first to the last", lambda c, m: _at(c, -1) - _at(c, 0)),
    (r"^By what percentage did the X change from T to T", lambda c, m: 100 * (c[m[3]] - c[m[2]]) / c[m[2]]),
    (r"^What is the sum of the X at T and at T", lambda c, m: c[m[2]] + c[m[3]]),
    (r"^What is the mean of the X at T and at T", lambda c, m: (c[m[2]] + c[m[3]]) / 2),
    (r"^What is the mean of the X at T, T and T", lambda c, m: fmean(c[m[place]] for place in (2, 3, 4))),
    (r"^What is the X at T divided by the X2 at T", lambda c, m: c[m[2]] / c[m[4]]),
    (r"^What is the X divided by the X2 at T", lambda c, m: c[m[3]]),
    (r"^How many minutes passed between the readings at T and T", lambda c, m: _minutes(m[2]) - _minutes(m[1])),
    (r"^By how much per hour did the X change from T to T",
     lambda c, m: 60 * (c[m[3]] - c[m[2]]) / (_minutes(m[3]) - _minutes(m[2]))),
    (r"^How far is the X at T below N\?", lambda c, m: float(m[3]) - c[m[2]]),
    (r"^Was the X at T above N \(", lambda c, m: _yes(c[m[2]] > float(m[3]))),
    (r"^Was the X at T between N and N \(", lambda c, m: _yes(float(m[3]) <= c[m[2]] <= float(m[4]))),
    (r"^At which time was the X higher, T or T", lambda c, m: _best(c, [m[2], m[3]], max)),
    (r"^At which time was the X lower, T or T", lambda c, m: _best(c, [m[2], m[3]], min)),
    (r"^At which of T, T and T was the X highest", lambda c, m: _best(c, [m[1], m[2], m[3]], max)),
    (r"^Was the last X lower than the first", lambda c, m: _yes(_at(c, -1) < _at(c, 0))),
    (r"^Did the X differ by more than N between T and T", lambda c, m: _yes(abs(c[m[3]] - c[m[4]]) > float(m[2]))),
    (r"^Was the change of the X from T to T larger in size than from T to T",
     lambda c, m: _yes(abs(c[m[3]] - c[m[2]]) > abs(c[m[5]] - c[m[4]]))),
    (r"^Were all readings of the X below N \(", lambda c, m: _yes(all(value < float(m[2]) for value in _list(c)))),
    (r"^At what time was the X first above N\?", lambda c, m: next(t for t, v in c.items() if v > float(m[2]))),
    (r"^What was the highest X\?", lambda c, m: max(_list(c))),
    (r"^What was the lowest X\?", lambda c, m: min(_list(c))),
    (r"^What was the mean of all readings of the X", lambda c, m: fmean(_list(c))),
    (r"^What was the median of all readings of the X", lambda c, m: median(_list(c))),
    (r"^What was the highest minus the lowest X\?", lambda c, m: max(_list(c)) - min(_list(c))),
    (r"^What was the sample standard deviation \(n - 1\) of all readings of the X", lambda c, m: stdev(_list(c))),
    (r"^How many readings of the X were above N\?", lambda c, m: sum(value > float(m[2]) for value in _list(c))),
    (r"^How many readings of the X were between N and N\?",
     lambda c, m: sum(float(m[2]) <= value <= float(m[3]) for value in _list(c))),
    (r"^At what time was the X highest\?", lambda c, m: _when(c, max(_list(c)))),
    (r"^How many times was the X higher than at the reading before",
     lambda c, m: sum(_at(c, i) > _at(c, i - 1) for i in range(1, len(c)))),
    (r"^What was the largest number of readings in a row with the X above N\?",
     lambda c, m: _longest(_list(c), float(m[2]))),
)  # fmt: skip


def _pattern(rule: str, names: str) -> re.Pattern[str]:
    for mark, meant in (
        ("X2", rf"(?P<other>{names})"),
        ("X", rf"(?P<name>{names})"),
        ("T", _TIME),
        ("N", _NUMBER),
    ):
        rule = re.sub(rf"(?<![A-Za-z\\]){mark}(?![a-z])", lambda _, meant=meant: meant, rule)
    return re.compile(rule)


def _answered(question: str, table: Table) -> float | str | None:
    names = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    for rule, compute in RULES:
        if match := _pattern(rule, names).match(question):
            groups = match.groupdict()
            name, other = groups.get("name"), groups.get("other")
            if name is None:
                return compute(next(iter(table.values())), match)
            if other and other != name:
                return float(compute(table[name], match)) / float(compute(table[other], match))
            return compute(table[name], match)
    return None


def answer(case: Case, tools: Toolbox, model: Model | None) -> Answer:
    """Read the shown text and answer its question; an empty answer where no rule fits."""
    shown = question_text(case)
    table = read_series(shown)
    question = next(
        (line for line in shown.splitlines() if line.rstrip(")").endswith("?") or "?" in line), ""
    )
    try:
        found = _answered(question.strip(), table) if table else None
    except (KeyError, StopIteration, IndexError, ZeroDivisionError):
        found = None
    if found is None:
        return Answer(text="")
    if isinstance(found, str):
        return Answer(text=f"Answer: {found}")
    return Answer(text=f"Answer: {found:.4f}", value=float(found))


PIPELINE = Pipeline(answer=answer, needs_model=False, calls=0)
