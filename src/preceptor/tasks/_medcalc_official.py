"""MedCalc-Bench's own rule on a written answer, without running it: what its script marks right.

The script takes the `"answer"` of the last JSON-like end of the text, reads it by the kind of the calculator, and
then evaluates the reading as Python. Here the same readings are parsed; a reading that is no number, which the
script's evaluation would refuse, is wrong as it is there.

Source: Khandekar et al. 2024, arXiv:2406.12036; rule read in the repository's history (`evaluate.py`, June 2024).
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import cast

from preceptor.records import Case, Json
from preceptor.scoring.number_within import arithmetic, target_of, within

_ANSWER = re.compile(r'[Aa]nswer":\s*(.*?)\}', re.DOTALL)
_PAIR = re.compile(r"\(?[\"']?(\d+)\s*(?:weeks?)?[\"']?,?\s*[\"']?(\d+)\s*(?:days?)?[\"']?\s*\)?")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_LIST = re.compile(r"-?\d+(?:, ?-?\d+)+")
_TUPLE = re.compile(r"\(.*,.*\)")
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
    return float(number is not None and _hits(target, number))


def _hits(target: Mapping[str, Json], number: float) -> bool:
    return within(target, number)


def _date(written: str) -> date | None:
    try:
        return datetime.strptime(written, "%m/%d/%Y").date()
    except ValueError:
        return None


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
        return arithmetic(match[1].replace("^", "**").removeprefix("round(").rstrip(")"))
    if match := re.search(r"(-?\d+(?:\.\d+)?)\s*mL/min/1.73", written):
        return float(match[1])
    if shares := re.findall(r"(-?\d+(?:\.\d+)?)%", written):
        return float(shares[-1]) / 100
    every = _NUMBER.findall(written[:1000])
    return float(every[-1]) if every else None
