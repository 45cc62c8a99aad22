"""One published run against its case table: our score, and what every other way of counting would give."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from preceptor import catalog
from preceptor.components import Task
from preceptor.errors import BadInput
from preceptor.published_outputs import Output, PublishedRun
from preceptor.records import Answer, Case
from preceptor.run import score_answer

MARKS = "marks"
_MARK_VALUE: Mapping[str, float | None] = {"right": 1.0, "wrong": 0.0, "out": None, "unclear": 0.0}


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """A rate as its two numbers."""

    right: float
    n: int

    @property
    def value(self) -> float:
        """Return the rate in [0, 1]; 0 where there is nothing to count."""
        return self.right / self.n if self.n else 0.0


@dataclass(kw_only=True, slots=True)
class Shift:
    """Where a rule of others counts otherwise than our scorer.

    Attributes:
        rows: (our flag, our value is 1, their value or None where the row is left out) -> rows.
        letters: options as which they would have counted every unparsed row, None before the first.
        examples: ids of rows that are read and valued otherwise.
    """

    rows: Counter[tuple[str, bool, float | None]] = field(default_factory=Counter)
    letters: set[str] | None = None
    examples: list[str] = field(default_factory=list)

    def add(self, case: Case, flag: str, ours: float, theirs: float | None) -> None:
        """Count one row."""
        self.rows[flag, ours == 1.0, theirs] += 1
        if flag == "unparsed" and theirs is not None:
            fitting = {letter for letter in case.choices if (letter == case.target) == (theirs == 1.0)}
            self.letters = fitting if self.letters is None else self.letters & fitting
        elif theirs != ours:
            self.examples.append(case.id)

    def count(self, *, flag: str | None = None, ours: bool | None = None, theirs: float | None) -> int:
        """Count the rows of a kind; `flag` and `ours` None are any."""
        return sum(
            rows
            for (found, right, value), rows in self.rows.items()
            if value == theirs and flag in (None, found) and ours in (None, right)
        )

    @property
    def share(self) -> Share:
        """Return the rate under the rule."""
        counted = {key: rows for key, rows in self.rows.items() if key[2] is not None}
        right = sum(rows * cast(float, key[2]) for key, rows in counted.items())
        return Share(right=right, n=sum(counted.values()))


@dataclass(frozen=True, kw_only=True, slots=True)
class RunScore:
    """One run scored.

    Attributes:
        cases: cases in the table; `n` of them have an output.
        empty: outputs for which the file holds no reply; they are among the unparsed.
        strangers: outputs whose id is not in the case table.
        disagreeing: outputs whose file names another right letter than the case table.
        shifts: rule of others -> where it counts otherwise; `marks` are the authors' marks of each row.
        others: another way of counting -> the rate that it gives.
    """

    run: PublishedRun
    cases: int
    ours: Share
    unparsed: int
    refused: int
    empty: int
    duplicates: int
    strangers: int
    disagreeing: int
    shifts: Mapping[str, Shift]
    others: Mapping[str, Share]

    @property
    def n(self) -> int:
        """Return how many cases were scored."""
        return self.ours.n


class CaseTable:
    """The cases of a task and its scorer, each distinct reply scored once.

    Raises:
        BadInput: the task needs a judge.
    """

    def __init__(self, name: str) -> None:
        self.task = cast(Task, catalog.load("tasks", name))
        if self.task.needs_judge:
            raise BadInput(f"{name} is scored by a judge; rescoring asks no model")
        self.cases = {case.id: case for case in self.task.cases(self.task.splits[0])}
        self._scores: dict[tuple[str, str | None, str | None], tuple[float, str]] = {}

    def score(self, case: Case, output: Output) -> tuple[float, str]:
        """Return (value, flag) under our scorer; an absent reply is scored as an empty one."""
        key = (case.id, output.text, output.choice)
        if key not in self._scores:
            score = score_answer(self.task, case, Answer(text=output.text or "", choice=output.choice))
            flag = next((name for name in ("refused", "unparsed") if score.flags.get(name)), "")
            self._scores[key] = (score.value or 0.0, flag)
        return self._scores[key]


def score_run(table: CaseTable, run: PublishedRun, outputs: Iterable[Output]) -> RunScore:
    """Score a run; of several outputs for one case the first counts."""
    seen: set[str] = set()
    flags: Counter[str] = Counter()
    as_letter: Counter[str] = Counter()
    right = again = by_key = 0.0
    keyed = empty = duplicates = strangers = unclear = disagreeing = 0
    shifts = {name: Shift() for name in table.task.protocols}
    for output in outputs:
        case = table.cases.get(output.id)
        if case is None:
            strangers += 1
            continue
        value, flag = table.score(case, output)
        if output.id in seen:
            duplicates, again = duplicates + 1, again + value
            continue
        seen.add(output.id)
        right, empty = right + value, empty + (output.text is None)
        flags[flag] += 1
        as_letter[str(case.target)] += flag == "unparsed"
        keyed, by_key = keyed + bool(output.key), by_key + (output.scored_text == output.key != "")
        disagreeing += output.key not in ("", case.target)
        for name, rule in table.task.protocols.items():
            shifts[name].add(case, flag, value, rule(case, output.scored_text))
        if output.mark:
            shifts.setdefault(MARKS, Shift()).add(case, flag, value, _MARK_VALUE[output.mark])
            unclear += output.mark == "unclear"
    ours = Share(right=right, n=len(seen))
    others = _others(ours, len(table.cases), flags, as_letter, empty)
    if duplicates:
        others[f"{duplicates} duplicate rows kept"] = Share(right=right + again, n=ours.n + duplicates)
    if keyed:
        others["letter for letter against the key in the file"] = Share(right=by_key, n=keyed)
    if unclear:
        marks = shifts[MARKS].share
        others[f"marks, with {unclear} that are unclear dropped as well"] = Share(
            right=marks.right, n=marks.n - unclear
        )
    return RunScore(
        run=run, cases=len(table.cases), ours=ours, unparsed=flags["unparsed"], refused=flags["refused"],
        empty=empty, duplicates=duplicates, strangers=strangers, disagreeing=disagreeing, shifts=shifts, others=others,
    )  # fmt: skip


def _others(
    ours: Share, cases: int, flags: Mapping[str, int], as_letter: Mapping[str, int], empty: int
) -> dict[str, Share]:
    found = {}
    unparsed, refused = flags["unparsed"], flags["refused"]
    for what, dropped in (
        (f"{unparsed} unparsed dropped from the denominator", unparsed),
        (f"{refused} refused dropped from the denominator", refused),
        (f"{unparsed + refused} unparsed and refused dropped from the denominator", unparsed + refused),
        (f"{empty} empty replies dropped from the denominator", empty),
    ):
        if dropped:
            found[what] = Share(right=ours.right, n=ours.n - dropped)
    for letter, rows in sorted(as_letter.items()):
        if rows:
            found[f"unparsed counted as {letter}"] = Share(right=ours.right + rows, n=ours.n)
    if cases > ours.n:
        found[f"{cases - ours.n} missing cases counted as wrong"] = Share(right=ours.right, n=cases)
    return found
