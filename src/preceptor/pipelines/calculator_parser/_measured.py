"""Numbers of a note joined to what they measure: "creatinine 0.93 mg/dl", "11.1 g/dl of hemoglobin", "A and B, 1 and 2".

A number belongs to the value named before it in its sentence, if its unit (or, without one, its size) can be that
value's; else to the one named right behind it; else to the one that its unit alone tells. Lists with
"respectively" are paired. Reference ranges in brackets are left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from preceptor.pipelines.calculator_parser._alone import named_by_unit
from preceptor.pipelines.calculator_parser._note import Note
from preceptor.pipelines.calculator_parser._plausible import impossible, unit_for, unit_meant
from preceptor.pipelines.calculator_parser._tables import Measure, measures
from preceptor.reading.numbers import Quantity
from preceptor.reading.terms import Term
from preceptor.reading.times import Moment

_LONGEST_GAP = 90  # characters between a name and its number
_BESIDE = re.compile(r"(?: (?:level|concentration|value))?(?:[:=\s-]| (?:is|was|of|at) ){1,3}", re.I)
_REFERENCE = re.compile(
    r"\b(?:normal|reference|ref|range|nl|nv|cut-?off|limit|n|goal|[(\[] ?(?:upto|up to))s?(?: range| value| values| level| interval| is| of)?[ :,=]{0,3}(?:up to |<|>|of )?$",
    re.I,
)
_HINT = re.compile(
    r"norm|ref|rang|nl|nv|cut|limit|goal|up ?to|\bn\b", re.I
)  # saves the search that anchors at the end
_BEHIND = re.compile(r"\s*(?:of|for|in)?\s*(?:the |serum |blood |plasma |total |a |his |her )*$", re.I)
_OF = re.compile(r"\s*(?:of|for)\s", re.I)
_LIST_GAP = re.compile(r"[\s,;/]*(?:and|or|&|along with|together with|with|\([^()]{0,30}\)|serum|level|levels|of|were|was|the|as well as)?[\s,;/]*(?:\([^()]{0,30}\)|and|&)?[\s,;]*$", re.I)  # fmt: skip
_CLOSED = re.compile(r"\s*[\w/³^µ%.]{0,10}\s*[)\]]")
_OPENED = re.compile(r"\d\s*[^\d(\[]{0,14}[(\[]\s*[<>≤≥]?\s*$")
KPA = 7.50062  # mmHg in one kPa, to tell what is plausible
MOST_POINTS = 15  # of the coma scale: "13/15"
_DIGIT = re.compile(r"\d")
_BREAK = re.compile(r"[;\n]|\b(?:but|with|and (?:a|an|the)|while|whereas)\b", re.I)
_FLUID = re.compile(
    r"\burin(?:e|ary)\b(?! (?:output|volume|culture|specific|protein|ph\b))|\bserum\b|\bplasma\b|\bblood\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A value found for a measure, in one of its units.

    Attributes:
        start, end: the number with its unit; `name_start`, `name_end` the words that name it.
        rank: how many numbers of the same name came before it.
        tightness: 1 when number and name stand together, lower with distance or a guessed unit.
        impossible: why it cannot be right as written; such a value is said and never used.
        remark: what was done to it before it is used.
    """

    measure: str
    value: float
    unit: str
    start: int
    end: int
    name_start: int
    name_end: int
    moment: Moment | None
    rank: int = 0
    tightness: float = 1.0
    unit_given: bool = True
    comparator: str = ""
    impossible: str = ""
    remark: str = ""


def in_sentence(
    note: Note, quantities: Sequence[Quantity], terms: Sequence[Term], sentence: tuple[int, int]
) -> Iterator[Found]:
    """Join the numbers of one sentence to the names in it."""
    text = note.text
    usable = [one for one in quantities if not _is_reference(text, one)]
    taken = _pairs(text, usable, terms, sentence)
    counts: dict[int, int] = {}
    for number, quantity in enumerate(usable):
        if quantity.over is not None and (both := _slashed(text, quantity, terms)):
            for term, value in zip(both, (quantity.value, quantity.over), strict=True):
                yield from _as_found(note, replace(quantity, value=value, over=None), term, 0, 0.9)
            continue
        term = taken.get(number)
        tight = 1.0
        if term is None and (wrong := _impossible(note, quantity, terms)):
            yield wrong
            continue
        if term is None:
            before = [one for one in terms if one.end <= quantity.start]
            after = [one for one in terms if one.start >= quantity.end]
            term, tight = _owner(text, quantity, before, after)
        if term is None:
            yield from _by_unit(note, quantity)
            continue
        rank = counts.get(term.start, 0)
        counts[term.start] = rank + 1
        yield from _as_found(note, quantity, term, rank, tight)


def _impossible(note: Note, quantity: Quantity, terms: Sequence[Term]) -> Found | None:
    """A number that stands beside its name, in a unit of that value, with a size that cannot be."""
    term = next((one for one in reversed(terms) if one.end <= quantity.start), None)
    if term is None or not quantity.unit or quantity.over is not None or quantity.comparator:
        return None
    if not _BESIDE.fullmatch(note.text, term.end, quantity.start):
        return None
    reasons = [(one.name, impossible(one, quantity)) for one in _measures_of(term)]
    name, why = reasons[0] if reasons else ("", None)
    if len(reasons) != 1 or why is None:
        return None
    return Found(
        name, quantity.value, quantity.unit, quantity.start, quantity.end, term.start, term.end, None, impossible=why
    )  # fmt: skip


def _slashed(text: str, quantity: Quantity, terms: Sequence[Term]) -> tuple[Term, Term] | None:
    """Two names and two numbers parted by strokes: "Na/K 127/2.6"."""
    before = [term for term in terms if term.end <= quantity.start][-2:]
    if len(before) < 2 or text[before[0].end : before[1].start].strip() != "/" or quantity.over is None:
        return None
    parts = (replace(quantity, over=None), replace(quantity, value=quantity.over, over=None))
    if quantity.start - before[1].end > 25 or not all(map(_fits, before, parts)):
        return None
    return before[0], before[1]


def _as_found(note: Note, quantity: Quantity, term: Term, rank: int, tight: float) -> Iterator[Found]:
    for measure in _measures_of(term):
        if measure.name == "blood_pressure" or (measure.name in ("systolic_bp",) and quantity.over):
            yield from _pressures(note, quantity, term, rank, tight)
            continue
        fits = unit_for(measure, quantity)
        if fits is None:
            continue
        yield Found(
            measure.name, fits[0], fits[1], quantity.start, quantity.end, term.start, term.end,
            note.moment(quantity.start), rank, tight, unit_meant(quantity, fits[1]), quantity.comparator,
        )  # fmt: skip


def in_urine(text: str, term: Term, start: int) -> Term:
    """Name what was measured in urine so: "urine electrolytes: sodium 20, potassium 30", "the urine revealed sodium 32"."""
    others = tuple(code.replace("measures:", "measures:urine_") for code in term.codes)
    if others[0].partition(":")[2] not in measures():
        return term
    last = ""
    for match in _FLUID.finditer(text, start, term.start):
        last = match[0].lower()
    return Term(term.start, term.end, others) if last.startswith("urin") else term


def _measures_of(term: Term) -> tuple[Measure, ...]:
    return measures_named(term.codes)


@lru_cache(maxsize=4096)
def measures_named(codes: tuple[str, ...]) -> tuple[Measure, ...]:
    """Return the measures that a phrase of the lexicon names."""
    return tuple(measures()[code.partition(":")[2]] for code in codes if code.startswith("measures:"))


def _pressures(note: Note, quantity: Quantity, term: Term, rank: int, tight: float) -> Iterator[Found]:
    if quantity.unit not in ("", "mm[Hg]", "kPa"):
        return
    scale = KPA if quantity.unit == "kPa" else 1.0
    if not 30 <= quantity.value * scale <= 320:
        return
    unit = quantity.unit or "mm[Hg]"
    if quantity.high is not None and quantity.high < quantity.value:  # "120-80 mmHg"
        quantity = replace(quantity, over=quantity.high, high=None)
    plain = Found(
        "systolic_bp", quantity.value, unit, quantity.start, quantity.end, term.start, term.end,
        note.moment(quantity.start), rank, tight, bool(quantity.unit), quantity.comparator,
    )  # fmt: skip
    if quantity.over is not None:
        if 10 <= quantity.over * scale < quantity.value * scale:
            yield plain
            yield replace(plain, measure="diastolic_bp", value=quantity.over)
    elif quantity.high is None:
        yield replace(plain, tightness=tight - 0.3)


def _is_reference(text: str, quantity: Quantity) -> bool:
    before = text[max(0, quantity.start - 28) : quantity.start].rstrip()
    if _HINT.search(before) and _REFERENCE.search(before + " "):
        return True
    bracket = before[-1:] in "([" and before[-1:] != ""
    if not bracket or (quantity.high is None and quantity.comparator not in ("<", ">", "<=", ">=")):
        return False
    return bool(_CLOSED.match(text, quantity.end)) and bool(
        _OPENED.search(text[max(0, quantity.start - 24) : quantity.start])
    )


def _pairs(
    text: str, quantities: Sequence[Quantity], terms: Sequence[Term], sentence: tuple[int, int]
) -> dict[int, Term]:
    """Pair "A, B and C were 1, 2 and 3": a run of names that a run of as many numbers follows."""
    items = sorted([*((one.start, 0, one) for one in terms), *((one.start, 1, one) for one in quantities)], key=lambda item: item[:2])  # fmt: skip
    taken: dict[int, Term] = {}
    run_terms: list[Term] = []
    run_values: list[Quantity] = []

    def close() -> None:
        size = len(run_terms)
        if size > 1 and len(run_values) >= size and all(
            _fits(run_terms[place], run_values[place]) for place in range(size)
        ):  # fmt: skip
            for place in range(size):
                taken[quantities.index(run_values[place])] = run_terms[place]
        run_terms.clear()
        run_values.clear()

    for _, kind, item in items:
        if kind == 0:
            if run_values or (run_terms and not _LIST_GAP.fullmatch(text[run_terms[-1].end : item.start])):
                close()
            run_terms.append(item)  # type: ignore[arg-type]
        elif run_terms:
            run_values.append(item)  # type: ignore[arg-type]
    close()
    return taken


def _fits(term: Term, quantity: Quantity) -> bool:
    for measure in _measures_of(term):
        if measure.name == "blood_pressure":
            if quantity.over is not None or quantity.unit in ("mm[Hg]", "kPa"):
                return True
        elif measure.name == "glasgow_coma_scale" and quantity.over == MOST_POINTS:
            return True
        elif quantity.over is not None and measure.name == "bilirubin":  # "total/direct bilirubin 3.2/1.1"
            return unit_for(measure, quantity) is not None
        elif (quantity.over is None or measure.name == "systolic_bp") and unit_for(measure, quantity):
            return True
    return False


def _owner(
    text: str, quantity: Quantity, before: Sequence[Term], after: Sequence[Term]
) -> tuple[Term | None, float]:
    behind = after[0] if after and after[0].start - quantity.end <= 25 else None
    if behind and _OF.match(text, quantity.end) and _BEHIND.match(text[quantity.end : behind.start]) and _fits(behind, quantity):  # fmt: skip
        return behind, 1.0
    for steps, term in enumerate(reversed(before[-3:])):
        gap = quantity.start - term.end
        if gap > _LONGEST_GAP or (steps and gap > 45):
            break
        short = term.end - term.start <= 2
        if not _fits(term, quantity) or (short and gap > 12 and steps == 0 and not quantity.unit):
            if gap <= 3 and not quantity.unit:
                return None, 0.0
            continue
        between = text[term.end : quantity.start]
        loose = len(_BREAK.findall(between)) + len(_DIGIT.findall(between)) * 0.2
        return term, 1.0 - min(gap / 120, 0.7) - 0.15 * loose - 0.3 * steps
    if behind and _BEHIND.match(text[quantity.end : behind.start]) and _fits(behind, quantity):
        return behind, 0.8
    return None, 0.0


def _by_unit(note: Note, quantity: Quantity) -> Iterator[Found]:
    """A number that no word names, where its unit tells what it is."""
    if alone := named_by_unit(note, quantity):
        term = Term(quantity.start, quantity.end, (f"measures:{alone[0]}",))
        yield from _as_found(note, quantity, term, 0, alone[1])
