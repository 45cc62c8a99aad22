"""Numbers, dates and week-day pairs read out of text that a model wrote; nothing of it is ever run as code."""

import ast
import json
import operator
import re
from collections.abc import Callable
from datetime import date
from math import isfinite

LONGEST = 20_000  # characters of an answer that are looked at, from its end
LONGEST_SUM = 200  # characters of an arithmetic expression
LARGEST_POWER = 64.0

_FINAL = re.compile(
    r"^[ \t*_#>]*(?:the )?(?:final )?answer(?: is)?[*_]*[ \t]*[:：][*_]*|答案[*_]*[ \t]*[:：]", re.I | re.M
)
_JSON_ANSWER = re.compile(r'"(?:final_)?answer"\s*:\s*("(?:[^"\\]|\\.){0,400}"|[^,}\n]{1,400})', re.I)
_BOXED = re.compile(r"\\boxed\{([^{}]{1,200})\}")
_NUMBER = re.compile(
    r"(?<![\w.,])[-+−–]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+,\d{1,2}(?![\d,])|\d*\.\d+|\d+\.?)(?:\s?[eE][-+]?\d{1,3}"
    r"|\s?[x×*]\s?10\s?\^\s?[-−]?\d{1,2})?(?![\d])"
)
_SUM = re.compile(r"[\d\s.+\-*/()eE]{1,200}")
_EQUATION = re.compile(r"[\s\d.,+\-−–*/×·÷()\[\]]+=")  # figures only, up to the equals sign
_MONTHS: list[str] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATES = (
    (re.compile(r"(?<!\d)(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)"), (1, 2, 3)),
    (re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)"), (3, 1, 2)),
    (re.compile(r"\b([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b"), (3, 1, 2)),
    (re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)? (?:of )?([A-Za-z]{3,9})\.?,? (\d{4})\b"), (3, 2, 1)),
)
_PAIR = re.compile(
    r"(\d{1,3})\s*(?:weeks?|wks?|w)[\"']?\s*(?:,|and|\+)?\s*[\"']?(\d{1,2})\s*(?:days?|d)\b"
    r"|[(\[]\s*[\"']?(\d{1,3})(?:\s*weeks?)?[\"']?\s*,\s*[\"']?(\d{1,2})(?:\s*days?)?[\"']?\s*[)\]]"
    r"|(?<!\d)(\d{1,3})\s*\+\s*(\d)(?!\d)",
    re.I,
)
_WEEKS = re.compile(r"(\d{1,3})\s*weeks?\b", re.I)
_CANNOT = re.compile(
    r"\b(?:can(?:not|'t|’t)|could(?: not|n't|n’t)|not possible to|impossible to|unable to) (?:\w+ ){0,3}?"
    r"(?:calculat|comput|determin|deriv|answer|score|estimat)\w*|\bnot (?:computable|calculable|determinable)\b"
    r"|\b(?:insufficient|missing|not enough) (?:data|information|values?|inputs?)\b|\bindeterminate\b|无法计算|不能计算",
    re.I,
)
_OPERATORS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip


def stated(text: str) -> str | None:
    """Return what a text gives as its answer: behind the last `Answer:`, in JSON or a box; None without either."""
    tail = text[-LONGEST:]
    found = [match.end() for match in _FINAL.finditer(tail)]
    if found:
        return tail[found[-1] :].strip()
    for pattern in (_JSON_ANSWER, _BOXED):
        if matches := pattern.findall(tail):
            return _unquoted(matches[-1].strip())
    return None


def _unquoted(written: str) -> str:
    if not written.startswith('"'):
        return written
    try:
        return str(json.loads(written))
    except ValueError:
        return written.strip('"')


def settled(text: str) -> str:
    """Return the stretch that a text settles on: what it states, else the last line that holds a digit."""
    said = stated(text)
    if said is not None:
        return said
    lines = [line for line in text[-LONGEST:].splitlines() if line.strip()]
    return next((line for line in reversed(lines) if re.search(r"\d", line)), "\n".join(lines))


def arithmetic(text: str) -> float | None:
    """Return the value of a plain sum, product or quotient of numbers; None for anything else.

    Example:
        >>> arithmetic("(3 + 4) / 2"), arithmetic("__import__('os')")
        (3.5, None)
    """
    written = text.strip()
    if len(written) > LONGEST_SUM or not _SUM.fullmatch(written):
        return None
    try:
        found = _value(ast.parse(written, mode="eval").body)
    except (SyntaxError, ValueError, ArithmeticError, RecursionError, MemoryError):
        return None
    return found if found is not None and isfinite(found) else None


def _value(node: ast.expr) -> float | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return float(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
        inner = _value(node.operand)
        return None if inner is None else -inner if isinstance(node.op, ast.USub) else inner
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left), _value(node.right)
        if left is None or right is None:
            return None
        if isinstance(node.op, ast.Pow):
            return float(left**right) if abs(right) <= LARGEST_POWER and left > 0 else None
        combine = _OPERATORS.get(type(node.op))
        return combine(left, right) if combine else None
    return None


def as_number(written: str) -> float | None:
    """Return one number as people write it; a comma before one or two last digits is a decimal comma.

    Example:
        >>> as_number("1,234.5"), as_number("12,5"), as_number("−3"), as_number("2.1 x 10^3")
        (1234.5, 12.5, -3.0, 2100.0)
    """
    text = written.strip().replace("−", "-").replace("–", "-")
    power = re.search(r"\s?[x×*]\s?10\s?\^\s?(-?\d+)$", text)
    if power:
        text = f"{text[: power.start()]}e{power[1]}"
    text = re.sub(r"\s", "", text)
    if re.fullmatch(r"[-+]?\d+,\d{1,2}(?:[eE][-+]?\d+)?", text):
        text = text.replace(",", ".")
    try:
        found = float(text.replace(",", ""))
    except ValueError:
        return None
    return found if isfinite(found) else None


def numbers(text: str) -> list[float]:
    """Return every number of a text, in order."""
    found = (as_number(match[0]) for match in _NUMBER.finditer(text[-LONGEST:]))
    return [number for number in found if number is not None]


def read_number(text: str) -> float | None:
    """Return the number that a text settles on: the first it states, else behind the last `=` of its last line.

    Example:
        >>> read_number("140 - (100 + 24) = 16 mmol/L"), read_number("Answer: 7,5 mg"), read_number("none")
        (16.0, 7.5, None)
    """
    part = settled(text)
    line = next((line for line in part.splitlines() if re.search(r"\d", line)), "")
    if (found := arithmetic(line)) is not None:
        return found
    if part != stated(text) or _EQUATION.match(line):
        line = line.rpartition("=")[2] if numbers(line.rpartition("=")[2]) else line
    first = numbers(line)
    return first[0] if first else None


def read_date(text: str) -> date | None:
    """Return the first date of what a text settles on; a slash date is month/day/year, as the sets write it.

    Example:
        >>> read_date("Answer: 09/23/2014").isoformat(), read_date("due on 3 May 2020").isoformat()
        ('2014-09-23', '2020-05-03')
    """
    part = settled(text)
    found: list[tuple[int, date]] = []
    for pattern, (year, month, day) in _DATES:
        for match in pattern.finditer(part):
            try:
                found.append((match.start(), date(int(match[year]), _month(match[month]), int(match[day]))))
            except ValueError:
                continue
    return min(found)[1] if found else None


def _month(written: str) -> int:
    return int(written) if written.isdigit() else _MONTHS.index(written[:3].lower()) + 1


def read_weeks_days(text: str) -> tuple[int, int] | None:
    """Return a pair of weeks and days.

    Example:
        >>> read_weeks_days("('12 weeks', '3 days')"), read_weeks_days("Answer: 12 weeks and 3 days")
        ((12, 3), (12, 3))
    """
    part = settled(text)
    if match := _PAIR.search(part):
        weeks, days = (group for group in match.groups() if group is not None)
        return int(weeks), int(days)
    if match := _WEEKS.search(part):
        return int(match[1]), 0
    return None


def declines(text: str) -> bool:
    """Say whether a text settles on "cannot be computed".

    Example:
        >>> declines("Answer: cannot be computed, the age is missing"), declines("Answer: 12")
        (True, False)
    """
    said = stated(text)
    if said is not None:
        line = said.splitlines()[0] if said else ""
        return bool(_CANNOT.search(line)) or "cannot be computed" in line.lower()
    lowered = text[-LONGEST:]
    return "cannot be computed" in lowered.lower() or bool(_CANNOT.search(lowered))
