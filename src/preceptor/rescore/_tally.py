"""One published run against its case table: our score, and what every other way of counting would give."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from preceptor.published_outputs import Output, PublishedRun
from preceptor.records import Case
from preceptor.rescore._case_table import CaseTable

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
        as_letter: (our flag, option) -> rows that they count as if that option had been the answer.
        examples: ids of rows that we read and value otherwise than they.
    """

    rows: Counter[tuple[str, bool, float | None]] = field(default_factory=Counter)
    as_letter: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def add(self, case: Case, flag: str, ours: float, theirs: float | None) -> None:
        """Count one row."""
        self.rows[flag, ours == 1.0, theirs] += 1
        if flag and theirs is not None:
            for letter in case.choices:
                self.as_letter[flag, letter] += (letter == case.target) == (theirs == 1.0)
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


def score_run(table: CaseTable, run: PublishedRun, outputs: Iterable[Output]) -> RunScore:
    """Score a run; of several outputs for one case the first counts."""
    first: dict[str, Output] = {}
    again: list[Output] = []
    strangers = 0
    for output in outputs:
        if output.id not in table.cases:
            strangers += 1
        elif output.id in first:
            again.append(output)
        else:
            first[output.id] = output
    scores = {name: table.score(table.cases[name], output) for name, output in first.items()}
    flags = Counter(flag for _, flag in scores.values())
    ours = Share(right=sum(value for value, _ in scores.values()), n=len(first))
    shifts = _shifts(table, first, scores)
    others = {**_denominators(ours, len(table.cases), flags), **_as_letters(table, scores, ours)}
    if again:
        more = sum(table.score(table.cases[output.id], output)[0] for output in again)
        others["duplicate rows kept"] = Share(right=ours.right + more, n=ours.n + len(again))
    return RunScore(
        run=run, cases=len(table.cases), ours=ours, unparsed=flags["unparsed"], refused=flags["refused"],
        empty=sum(output.text is None for output in first.values()), duplicates=len(again), strangers=strangers,
        disagreeing=sum(_disagrees(table.cases[name], output) for name, output in first.items()),
        shifts=shifts, others={**others, **_by_the_file(first, shifts), **_carried(table, first)},
    )  # fmt: skip


def _shifts(
    table: CaseTable, first: Mapping[str, Output], scores: Mapping[str, tuple[float, str]]
) -> dict[str, Shift]:
    shifts = {name: Shift() for name in table.task.protocols}
    for name, output in first.items():
        case, (value, flag) = table.cases[name], scores[name]
        for protocol, rule in table.task.protocols.items():
            shifts[protocol].add(case, flag, value, rule(case, output.scored_text))
        if output.mark:
            shifts.setdefault(MARKS, Shift()).add(case, flag, value, _MARK_VALUE[output.mark])
    return shifts


def _disagrees(case: Case, output: Output) -> bool:
    return output.key not in ("", *str(case.target).replace("|", ",").split(","))


def _denominators(ours: Share, cases: int, flags: Mapping[str, int]) -> dict[str, Share]:
    unparsed, refused = flags["unparsed"], flags["refused"]
    found = {}
    for what, dropped in (
        (f"{unparsed} unparsed", unparsed),
        (f"{refused} refused", refused),
        (f"{unparsed + refused} unparsed and refused", unparsed + refused),
    ):
        if dropped:
            found[f"{what} dropped from the denominator"] = Share(right=ours.right, n=ours.n - dropped)
    if cases > ours.n:
        found[f"{cases - ours.n} missing cases counted as wrong"] = Share(right=ours.right, n=cases)
    return found


def _as_letters(table: CaseTable, scores: Mapping[str, tuple[float, str]], ours: Share) -> dict[str, Share]:
    right = Counter(str(table.cases[name].target) for name, (_, flag) in scores.items() if flag == "unparsed")
    return {
        f"unparsed counted as {letter}": Share(right=ours.right + rows, n=ours.n)
        for letter, rows in sorted(right.items())
    }


def _by_the_file(first: Mapping[str, Output], shifts: Mapping[str, Shift]) -> dict[str, Share]:
    """Count by what the file itself says: its key, and its marks without those that are none."""
    found = {}
    if keyed := [output for output in first.values() if output.key]:
        right = sum(output.scored_text == output.key for output in keyed)
        found["letter for letter against the key in the file"] = Share(right=right, n=len(keyed))
    if unclear := sum(output.mark == "unclear" for output in first.values()):
        marks = shifts[MARKS].share
        name = f"marks, with {unclear} that are unclear dropped as well"
        found[name] = Share(right=marks.right, n=marks.n - unclear)
    return found


def _carried(table: CaseTable, first: Mapping[str, Output]) -> dict[str, Share]:
    """Count by each rule with the reply before it in the file where one is missing, as a careless loop does."""
    missing = sum(output.text is None for output in first.values())
    found = {}
    for protocol, rule in table.task.protocols.items() if missing else ():
        text, values = "", []
        for name, output in first.items():
            text = text if output.text is None else output.scored_text
            values.append(rule(table.cases[name], text))
        counted = [value for value in values if value is not None]
        found[carried_name(protocol, missing)] = Share(right=sum(counted), n=len(counted))
    return found


def carried_name(protocol: str, missing: int) -> str:
    """Name the rule that takes a missing reply from the question before."""
    return f"{protocol}, {missing} missing replies taken from the question before"
