"""What a report says beside a value: its flag, its reference range, how many times the limit it is."""

import re

from preceptor.reading.numbers import Quantity, quantities

LOW, HIGH, NORMAL = "low", "high", "normal"
REACH = 45  # characters behind a value
_FLAG = re.compile(
    r"[ \t,;*]{0,2}[(\[]?(?:flag:?\s?)?(?:(?P<high>HH?|(?i:high|raised|elevated|increased)|↑+)|(?P<low>LL?|(?i:low|reduced|decreased)|↓+)"
    r"|(?P<normal>N|WNL|(?i:normal|within (?:the )?(?:normal|reference) (?:range|limits))))(?![\w-])(?!\s?(?:\d|[<>≤≥:=]|range|limits?\b|ref))[)\]*]?"
)
_NUMBER = r"\d+(?:[.,]\d+)?(?!\d)"
_RANGE = re.compile(
    rf"[ \t,;]{{0,2}}(?:[^\s()\[\]]{{1,12}} )?(?P<open>[(\[])?\s?(?P<said>(?:normal|nl|n|nr|rr|ri|ref(?:erence)?)\.?(?:\s(?:range|intervals?|values?|limits?|is|for age))*\s?[:=,]?\s?)?"
    rf"(?:(?P<low>{_NUMBER})\s?(?:-|–|—|−|to)\s?(?P<high>{_NUMBER})|(?P<way><=?|>=?|≤|≥|up to|less than|below|under|above|over|more than)\s?(?P<limit>{_NUMBER}))"
    r"[^()\[\]\n.;,]{0,14}(?P<close>[)\]])?",
    re.I,
)
_TIMES = re.compile(
    r"[ \t,;(]{0,3}(?:(?!twice|double)[^\s\d(]{1,10} )?\(?(?:is |was |about |over |more than |> ?)?(?P<times>\d+(?:\.\d+)?)?\s?(?:(?:x|×|times|-?fold|fold) )?(?:(?P<twice>twice|double) )?"
    r"(?:the |above )?(?:ULN|upper limit(?: of normal)?|normal limit)\b\)?",
    re.I,
)
_UPPER = frozenset(["<", "<=", "≤", "up to", "less than", "below", "under"])
YEARS = range(1900, 2101)  # "(2019-2021)" is no range of values


def _figure(text: str) -> float:
    return float(text.replace(",", "."))


def _limits(match: re.Match[str]) -> tuple[float, float] | None:
    """The limits that are stated, None where it may be something else than a range."""
    if not match["said"] and not (match["open"] and match["close"]):
        return None
    if match["limit"]:
        limit = _figure(match["limit"])
        return (float("-inf"), limit) if match["way"].lower() in _UPPER else (limit, float("inf"))
    low, high = _figure(match["low"]), _figure(match["high"])
    if low >= high or (low in YEARS and high in YEARS):
        return None
    return low, high


def beside(text: str, value: Quantity, stop: int) -> tuple[str, int] | None:
    """Return (low, high or normal; where it ends) as the report itself says it of a value; the flag goes first.

    Example:
        >>> from preceptor.reading.numbers import quantities
        >>> [beside(t, quantities(t)[0], len(t)) for t in ("AST 320 (ref 10-40)", "Na 128 L", "CK 300")]
        [('high', 19), ('low', 8), None]
    """
    stop = min(stop, value.end + REACH)
    after = (
        value.number_end if text[value.number_end : value.end].strip() == "L" else value.end
    )  # low, not litre
    if flag := _FLAG.match(text, after, stop):
        return (HIGH if flag["high"] else LOW if flag["low"] else NORMAL), flag.end()
    stated = _RANGE.match(text, value.end, stop)
    if stated and (limits := _limits(stated)):
        if value.value < limits[0]:
            return LOW, stated.end()
        return (HIGH if value.value > limits[1] else NORMAL), stated.end()
    return None


def times_limit(text: str, start: int, stop: int) -> tuple[str, int] | None:
    """Return (high, where it ends) of "5 x ULN" or "twice the upper limit" behind a name."""
    match = _TIMES.match(text, start, stop)
    if not match or not (match["twice"] or (match["times"] and _figure(match["times"]) > 1)):
        return None
    return HIGH, match.end()


def first_value(text: str, start: int, stop: int) -> Quantity | None:
    """The number that belongs to the name before it: close behind, with no other clause or long word between."""
    found = quantities(text, start, min(stop, start + 30))
    if not found or re.search(r"[,;]|\.\s|[a-z]{9,}", text[start : found[0].start]):
        return None
    return found[0]
