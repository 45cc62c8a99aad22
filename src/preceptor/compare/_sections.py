"""Parts of a comparison in Markdown: the policy's verdict, flags and subgroups."""

from collections.abc import Iterator, Sequence
from math import isfinite

from preceptor.compare._breakdown import FlagChange, Subgroup
from preceptor.compare._gate import Gate
from preceptor.compare._rules import Finding
from preceptor.report import count, markdown_text, p_value, percent, percent_range, signed, table

LEAST = 30  # subgroups below this many cases are marked


def money(price_usd: float | None) -> str:
    """Write a price per case; "unknown" where it is not known, never 0."""
    return "unknown" if price_usd is None else f"${price_usd:.4g}"


def tokens(value: float | None) -> str:
    """Write a number of tokens; "unknown" where nobody counted them, never 0."""
    return "unknown" if value is None else count(value)


def number(value: float) -> str:
    """Write a figure of a policy; – where there is none."""
    return f"{value:.4g}" if isfinite(value) else "–"


def interval(finding: Finding) -> str:
    """Write the interval that decides, with what the missing cases could make of it."""
    if not (isfinite(finding.low) and isfinite(finding.high)):
        return "–"
    told = f"{number(finding.low)} to {number(finding.high)}"
    if finding.missing and isfinite(finding.worst_low):
        told += f"; with {count(finding.missing)} missing {number(finding.worst_low)} at worst, {number(finding.best_high)} at best"
    return told


def gate_lines(gate: Gate) -> Iterator[str]:
    """Write the verdict and the table of its rules."""
    yield f"# {markdown_text(gate.policy)}: {gate.verdict.upper()}"
    yield f"Candidate B: {markdown_text(gate.b)}; in use, A: {markdown_text(gate.a)}."
    rows = [
        [
            markdown_text(one.rule), f"**{one.verdict}**", markdown_text(one.why), number(one.value), interval(one),
            number(one.margin), p_value(one.p), percent(one.power) if isfinite(one.power) else "–", count(one.n),
        ]
        for one in gate.findings
    ]  # fmt: skip
    head = ["rule", "verdict", "why", "value", "interval", "margin or limit", "p, corrected", "power %", "n"]
    yield table(head, rows, 3)


def flag_lines(flags: Sequence[FlagChange]) -> Iterator[str]:
    """Write how often each flag is raised on each side."""
    if not flags:
        return
    rows = [
        [
            markdown_text(one.flag), count(one.a), count(one.b), percent_range(one.rate_a.low, one.rate_a.high),
            percent_range(one.rate_b.low, one.rate_b.high), signed(one.difference.value), p_value(one.difference.p),
        ]
        for one in flags
    ]  # fmt: skip
    yield "### Flags"
    yield table(["flag", "A", "B", "A, 95 %", "B, 95 %", "B − A", "p"], rows, 1)


def subgroup_lines(found: Sequence[Subgroup]) -> Iterator[str]:
    """Write the difference within each subgroup."""
    if not found:
        return
    rows = [
        [
            markdown_text(f"{one.tag} = {one.value}") + (" (few)" if one.difference.n < LEAST else ""),
            count(one.difference.n), signed(one.difference.value),
            f"{signed(one.difference.low)} to {signed(one.difference.high)}", p_value(one.p_holm),
            percent(one.detectable) if isfinite(one.detectable) else "–", count(one.difference.won),
            count(one.difference.lost),
        ]
        for one in found
    ]  # fmt: skip
    yield "### Subgroups"
    yield table(
        ["subgroup", "n", "B − A", "95 % interval", "p, Holm", "detectable, points", "won", "lost"], rows, 1
    )
