"""MedCalc-Bench's own rule on a written answer, without running it: what its script marks right.

The script takes the `"answer"` of the last JSON-like end of the text, reads it by the kind of the calculator, and
then evaluates the reading as Python. Here the same readings are parsed; a reading that is no number, which the
script's evaluation would refuse, is wrong as it is there.

A unit with a digit in it ("25.0 kg/m2") makes it read the 2, as the script does.

Source: Khandekar et al. 2024, arXiv:2406.12036; rule read in the repository (evaluation/run.py at commit 25ec6a21,
    evaluate.py in its history).
"""

import re
from datetime import date, datetime
from typing import cast

from preceptor.records import Case
from preceptor.scoring.number_within import arithmetic, target_of, within

_ANSWER = re.compile(r'[Aa]nswer":\s*(.*?)\}', re.DOTALL)
_PAIR = re.compile(r"\(?[\"']?(\d+)\s*(?:weeks?)?[\"']?,?\s*[\"']?(\d+)\s*(?:days?)?[\"']?\s*\)?")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_LIST = re.compile(r"-?\d+(?:, ?-?\d+)+")
_TUPLE = re.compile(r"\(.*,.*\)")
_DATE = re.compile(r"(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])/\d{4}")
_UNITS = re.compile(r"weight|height|mg/dl|g/dl|mmol/L|kg|g|mEq/L")
_LONGEST = 100_000


def official(case: Case, text: str) -> float:
    """Return 1.0 or 0.0 as the authors' script would give for a written answer."""
    target = target_of(case)
    found = _ANSWER.findall(text[-_LONGEST:])
    written = found[-1].strip().strip('"') if found else text.strip()
    kind = target["kind"]
    if kind == "date":
        return float(_date(written) == date.fromisoformat(str(target["value"])))
    if kind == "weeks_days":
        match = _PAIR.search(written[:1000])
        pair = [int(part) for part in match.groups()] if match else None
        return float(pair == list(cast("list[int]", target["value"])))
    number = _integer(written, bool(found)) if kind == "integer" else _decimal(written, bool(found))
    return float(number is not None and within(target, number))


def _date(written: str) -> date | None:
    match = _DATE.match(written)
    try:
        return datetime.strptime(match[0], "%m/%d/%Y").date() if match else None
    except ValueError:
        return None


def _expression(written: str) -> float | None:
    """Return the value of an expression without its units and its `round`, brackets made even."""
    bare = _UNITS.sub("", written.partition("#")[0]).replace("^", "**").replace("round", "")
    bare = re.sub(r",\s*\d+\s*(?=\)|$)", "", bare)
    missing = bare.count("(") - bare.count(")")
    return arithmetic("(" * max(-missing, 0) + bare + ")" * max(missing, 0))


def _integer(written: str, extracting: bool) -> float | None:
    """Read "3 out of 5" as 3, a list as its length, else the last number; an extracted answer is a number."""
    if not extracting:
        return arithmetic(written)
    if match := re.search(r"(\d+) out of", written):
        return float(match[1])
    if match := _LIST.search(written):
        return float(len(match[0].split(",")))
    every = _NUMBER.findall(written[:1000])
    return float(every[-1]) if every else None


def _decimal(written: str, extracting: bool) -> float | None:
    """Read `str(SUM)`, a clearance, a percentage as its share, else the last number."""
    if _TUPLE.fullmatch(written):
        return None
    if not extracting:
        return arithmetic(written)
    if match := re.search(r"str\((.*)\)", written):
        return _expression(match[1])
    if match := re.search(r"(-?\d+(?:\.\d+)?)\s*mL/min/1.73", written):
        return float(match[1])
    if shares := re.findall(r"(-?\d+(?:\.\d+)?)%", written):
        return float(shares[-1]) / 100
    every = _NUMBER.findall(written[:1000])
    return float(every[-1]) if every else None
