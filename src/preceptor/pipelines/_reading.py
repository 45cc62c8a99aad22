"""From a model's reply to an answer: the field that the case's kind asks for is filled.

A choice stays text, because the scorer of choices reads it (`scoring/choice.py`).
"""

import re
from collections.abc import Iterator
from math import isfinite

from preceptor.records import Answer, Candidate, Case, Finish, Reply, Span

_ASK = re.compile(r"^[ \t*_#>]*ask[*_]*:[*_]*\s*(?P<question>\S.*)", re.IGNORECASE | re.MULTILINE | re.DOTALL)
_FINAL = re.compile(
    r"^[ \t*_#>]*(?:final )?answer(?: is)?[*_]*[ \t]*[:：][*_]*", re.IGNORECASE | re.MULTILINE
)
_NUMBER = re.compile(r"(?<![\w.])[-+−]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.\d+|\d+)(?:[eE][-+]?\d{1,3})?")
_ITEM = re.compile(r"^\s*(?:\d{1,3}[.):]|[-*•])\s+(\S.*?)\s*$", re.MULTILINE)
_QUOTES = "\"'`“”‘’«»"


def question(text: str) -> str | None:
    """Return what a reply asks its partner: everything behind a line that begins with `ASK:`.

    An `Answer:` line behind it takes precedence, and then nothing is asked.
    """
    found = _ASK.search(text) if ":" in text else None
    if found is None or _FINAL.search(found["question"]):
        return None
    return found["question"].strip()


def final_part(text: str) -> str:
    """Return what stands behind the last `Answer:` at the start of a line; the whole where there is none."""
    *_, last = (0, *(found.end() for found in _FINAL.finditer(text)))
    return text[last:].strip()


def value(text: str) -> float | None:
    """Return the number that a reply settles on, None where it has none.

    It is the first behind `Answer:`; else the first behind the last `=`; else the first of the last line
    that has a number. A thousands comma is dropped.
    """
    part = final_part(text)
    lines = part.splitlines()
    if part == text.strip():
        lines = part.rpartition("=")[2].splitlines() if "=" in part else lines[::-1]
    for line in lines:
        if found := _NUMBER.search(line):
            number = float(found[0].replace(",", "").replace("−", "-"))
            return number if isfinite(number) else None
    return None


def ranking(text: str) -> tuple[Candidate, ...]:
    """Return the items of a numbered or dashed list, in order, each once; else the lines."""
    part = final_part(text)
    items = _ITEM.findall(part) or [line.strip() for line in part.splitlines() if line.strip()]
    names = dict.fromkeys(item.strip("*_ ") for item in items)
    return tuple(Candidate(id=name, name=name, score=1 / place) for place, name in enumerate(names, 1))


def spans(text: str, source: str) -> tuple[Span, ...]:
    """Find each quoted line of a reply in the text that was read; lines that are not in it are left out."""
    return tuple(dict.fromkeys(_found(text, source)))


def _found(text: str, source: str) -> Iterator[Span]:
    folded = source.lower()
    for candidate in ranking(text):
        quote = candidate.name.strip(_QUOTES + " ")
        start = folded.find(quote.lower()) if quote else -1
        if start >= 0 and len(folded) == len(source):
            end = start + len(quote)
            yield Span(start=start, end=end, text=source[start:end])


def finish(reply: Reply) -> Finish:
    """Return how a reply ended: cut, withheld, or done."""
    return reply.finish if reply.finish in ("length", "filtered") else "stop"


def read(case: Case, reply: Reply) -> Answer:
    """Turn the deciding reply into an answer of the case's kind, or into a question to the partner."""
    text, ended = reply.text, finish(reply)
    asked = question(text) if ended == "stop" else None
    if asked:
        return Answer(text=text, question=asked)
    if case.answer_kind == "value":
        return Answer(text=text, value=value(text), finish=ended)
    if case.answer_kind == "ranking":
        return Answer(text=text, ranking=ranking(text), data=reply.data, finish=ended)
    if case.answer_kind == "spans":
        return Answer(text=text, spans=spans(text, case.prompt), data=reply.data, finish=ended)
    return Answer(text=text, data=reply.data, finish=ended)
