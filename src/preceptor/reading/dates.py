"""Dates of a text: 12/17/2009, 2009-12-17, 17 December 2009, Dec 17, 2009, December 2009, 2009.

Figures parted by strokes are read month first unless that is impossible or the caller says otherwise; a date that
cannot be (31 February) is none. A month or a year alone keeps its precision and stands on its first day.

Source: ISO 8601-1:2019 for the form with hyphens; month first is the usage of the United States.
License: Apache-2.0 (as the package)
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_DATE = re.compile(
    r"(?<![\d/.-])(?:"
    r"(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})"
    r"|(?P<a>\d{1,2})(?P<sign>[/.-])(?P<b>\d{1,2})(?P=sign)(?P<y2>\d{4}|\d{2})"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -](?P<m3>{_MONTH})\.?,?[ -](?P<y3>\d{{4}})"
    r"|(?P<y6>(?:19|20)\d\d)"
    r")(?![\d/]|[-.]\d)"
    rf"|\b(?P<m4>{_MONTH})\.? (?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y4>\d{{4}})\b"
    rf"|\b(?P<m5>{_MONTH})\.?,? (?:of )?(?P<y5>(?:19|20)\d\d)\b",
    re.I,
)
CENTURY_TURNS_AT = 70  # two figures: 69 is 2069, 70 is 1970 (POSIX strptime)


@dataclass(frozen=True, slots=True)
class Date:
    """A date as written in `text[start:end]`; `date` is its first day where only a month or year is given."""

    start: int
    end: int
    date: dt.date
    precision: Literal["day", "month", "year"] = "day"


def _made(year: str, month: int, day: int) -> dt.date | None:
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= CENTURY_TURNS_AT else 2000
    try:
        return dt.date(number, month, day)
    except ValueError:
        return None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _read(match: re.Match[str], day_first: bool) -> tuple[dt.date | None, Literal["day", "month", "year"]]:
    group = match.groupdict()
    if group["y1"]:
        return _made(group["y1"], int(group["m1"]), int(group["d1"])), "day"
    if group["a"]:
        month, day = int(group["a"]), int(group["b"])
        if (day_first and day <= 12) or month > 12:
            month, day = day, month
        return _made(group["y2"], month, day), "day"
    for year, month, day in (("y3", "m3", "d3"), ("y4", "m4", "d4")):
        if group[year]:
            return _made(group[year], _month(group[month]), int(group[day])), "day"
    if group["y5"]:
        return _made(group["y5"], _month(group["m5"]), 1), "month"
    return _made(group["y6"], 1, 1), "year"


def dates(text: str, *, day_first: bool = False) -> list[Date]:
    """Return the dates of a text in order.

    Args:
        day_first: read 03/04/2020 as 3 April; 17/04/2020 is read so in any case.

    Example:
        >>> [str(found.date) for found in dates("LMP 12/17/2009, seen 5 January 2010")]
        ['2009-12-17', '2010-01-05']
    """
    found = []
    for match in _DATE.finditer(text):
        date, precision = _read(match, day_first)
        if date:
            found.append(Date(match.start(), match.end(), date, precision))
    return found
