"""A comparison for people and programs: Markdown, CSV and JSON."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

import orjson

from preceptor.compare._figures import Comparison, Flip, Pair
from preceptor.compare._gate import Gate
from preceptor.compare._sections import flag_lines, gate_lines, money, subgroup_lines, tokens
from preceptor.report import (
    count,
    csv_text,
    markdown_text,
    p_value,
    percent,
    seconds,
    signed,
    table,
)  # fmt: skip
from preceptor.stats import Difference


@dataclass(frozen=True, kw_only=True, slots=True)
class Study:
    """Every further run against the first, and what a policy says of each."""

    comparisons: tuple[Comparison, ...]
    gates: tuple[Gate, ...]
    judges: tuple[str, ...] = ()


Format = Literal["md", "html", "json", "csv"]
FORMATS: tuple[Format, ...] = ("md", "html", "json", "csv")
ALPHA = 0.05
FEW_GROUPS = 20  # below this intervals from resampling groups are rough
LISTED = 15  # flips of each direction in Markdown
SHOWN = 500  # and in the page
COLUMNS: tuple[str, ...] = (
    "task", "a", "b", "score_a", "score_b", "difference", "low", "high", "method", "p", "p_holm", "test", "n", "groups", "won",
    "lost", "both_right", "neither_right", "bound_low", "bound_high", "only_a", "only_b", "not_scored", "failed_a",
    "failed_b", "other_target",
)  # fmt: skip


def verdict(difference: Difference) -> str:
    """Say in one line what interval and test together allow to say."""
    if difference.method == "none":
        return "No interval: too few groups, or all alike"
    few = f" (only {difference.groups} groups)" if difference.groups < FEW_GROUPS else ""
    if difference.low > 0 and difference.p < ALPHA:
        return f"B scores higher{few}"
    if difference.high < 0 and difference.p < ALPHA:
        return f"A scores higher{few}"
    if difference.low > 0 or difference.high < 0:
        return f"Undecided: interval and test disagree{few}"
    return f"Undecided: the interval includes no difference{few}"


def points_range(low: float, high: float) -> str:
    """Write an interval of a difference in percentage points."""
    return f"{signed(low)} to {signed(high)}" if isfinite(low) and isfinite(high) else "–"


def _difference_cells(found: Difference) -> dict[str, str | float]:
    def known(value: float) -> str | float:
        return value if value == value else ""

    return {
        "difference": known(found.value), "low": known(found.low), "high": known(found.high),
        "method": found.method, "p": known(found.p), "test": found.test, "n": found.n, "groups": found.groups,
        "won": found.won, "lost": found.lost,
    }  # fmt: skip


def _csv_rows(found: Comparison) -> Iterator[dict[str, str | float]]:
    for pair in found.pairs:
        lost = pair.unpaired
        yield {
            "task": csv_text(pair.task), "a": csv_text(pair.a), "b": csv_text(pair.b),
            "score_a": pair.score_a.value, "score_b": pair.score_b.value, **_difference_cells(pair.difference),
            "p_holm": pair.p_holm if pair.p_holm == pair.p_holm else "",
            "both_right": pair.both_right, "neither_right": pair.neither_right,
            "bound_low": pair.bound_low, "bound_high": pair.bound_high, "only_a": lost.only_a, "only_b": lost.only_b,
            "not_scored": lost.not_scored, "failed_a": lost.failed_a, "failed_b": lost.failed_b,
            "other_target": lost.other_target,
        }  # fmt: skip
    if found.pooled:
        yield {"task": "(all pooled)", **_difference_cells(found.pooled)}


def as_csv(found: Study) -> str:
    """Write one line for each pair."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for comparison in found.comparisons:
        writer.writerows(_csv_rows(comparison))
    return out.getvalue()


def as_json(found: Study) -> str:
    """Write everything, the cases that flipped included."""
    whole = {"format": 1, "comparisons": found.comparisons, "gates": found.gates, "judges": found.judges}
    if len(found.comparisons) == 1:
        whole["comparison"] = whole.pop("comparisons")[0]
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2).decode()


def _pair_line(pair: Pair) -> list[str]:
    found = pair.difference
    return [
        markdown_text(pair.task), markdown_text(pair.a), markdown_text(pair.b), percent(pair.score_a.value),
        percent(pair.score_b.value), f"**{signed(found.value)}**", points_range(found.low, found.high),
        p_value(found.p), p_value(pair.p_holm), count(found.n), count(found.won), count(found.lost),
    ]  # fmt: skip


def _pooled_line(found: Difference) -> list[str]:
    return [
        "all pooled", "", "", "", "", f"**{signed(found.value)}**", points_range(found.low, found.high),
        p_value(found.p), "", count(found.n), count(found.won), count(found.lost),
    ]  # fmt: skip


def method_line(found: Comparison) -> str:
    """Name the intervals and tests that were used."""
    every = [pair.difference for pair in found.pairs] + ([found.pooled] if found.pooled else [])
    names = {"bca": "bootstrap over groups (BCa)", "none": "none"}
    methods = dict.fromkeys(names.get(one.method, one.method) for one in every)
    tests = dict.fromkeys(one.test for one in every)
    return f"Differences are B − A in percentage points, paired by case. Interval: {', '.join(methods)}. Test: {', '.join(tests)}."


def left_out(pair: Pair) -> str:
    lost = pair.unpaired
    parts = (
        (lost.only_a, "only in A"), (lost.only_b, "only in B"), (lost.failed_a, "failed in A"),
        (lost.failed_b, "failed in B"), (lost.not_scored, "without a score on a side"),
        (lost.other_target, "with another target"),
    )  # fmt: skip
    told = ", ".join(f"{count(number)} {words}" for number, words in parts if number)
    if not told:
        return "every case is paired"
    if not lost.not_scored:
        return f"not paired: {told}"
    shared = count(pair.difference.n + lost.not_scored)
    return (
        f"not paired: {told}; over the {shared} cases that both sides hold with the same target, with every "
        f"missing score at its worst or best, the difference lies in {points_range(pair.bound_low, pair.bound_high)}"
    )


def _flip_lines(flips: Sequence[Flip], title: str) -> list[str]:
    if not flips:
        return []
    more = f"; the first {LISTED}" if len(flips) > LISTED else ""
    lines = [
        [
            markdown_text(flip.id) + (f" (repeat {flip.epoch + 1})" if flip.epoch else ""), percent(flip.a),
            percent(flip.b), markdown_text(flip.a_told), markdown_text(flip.b_told),
        ]
        for flip in flips[:LISTED]
    ]  # fmt: skip
    return [
        f"### {title}: {count(len(flips))}{more}",
        table(["case", "A", "B", "why, A", "why, B"], lines, 1),
    ]


def split_flips(pair: Pair) -> tuple[list[Flip], list[Flip]]:
    """Return what B won and what B lost."""
    return [flip for flip in pair.flips if flip.b > flip.a], [flip for flip in pair.flips if flip.b < flip.a]


def _comparison_parts(found: Comparison) -> Iterator[str]:
    lines = [_pair_line(pair) for pair in found.pairs] + (
        [_pooled_line(found.pooled)] if found.pooled else []
    )
    head = [
        "task",
        "A",
        "B",
        "A %",
        "B %",
        "B − A",
        "95 % interval",
        "p",
        "p, Holm",
        "n",
        "won by B",
        "lost by B",
    ]
    yield f"# A: {markdown_text(found.a)} against B: {markdown_text(found.b)}"
    yield table(head, lines, 3)
    yield method_line(found)
    for pair in found.pairs:
        notes = "".join(f" Note: {markdown_text(note)}." for note in pair.notes)
        yield f"## {markdown_text(pair.task)}: {markdown_text(pair.b)} against {markdown_text(pair.a)}"
        cost = (
            f"Tokens per answer {tokens(pair.tokens[0])} and {tokens(pair.tokens[1])}, price {money(pair.price_usd[0])} "
            f"and {money(pair.price_usd[1])}, median time {seconds(pair.seconds[0])} and {seconds(pair.seconds[1])}."
        )
        yield f"{verdict(pair.difference)}; {left_out(pair)}.{notes}\n{cost}"
        yield from flag_lines(pair.flags)
        yield from subgroup_lines(pair.subgroups)
        won, lost = split_flips(pair)
        yield from _flip_lines(won, "Won by B")
        yield from _flip_lines(lost, "Lost by B")


def as_markdown(found: Study) -> str:
    """Write the verdicts, the tables, what could not be paired, and the first flips."""
    parts = [part for gate in found.gates for part in gate_lines(gate)]
    parts += ["\n".join(f"- {markdown_text(line)}" for line in found.judges)] if found.judges else []
    parts += [part for comparison in found.comparisons for part in _comparison_parts(comparison)]
    return "\n\n".join(parts) + "\n"
