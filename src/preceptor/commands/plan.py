"""Plan a comparison: how many cases show a difference, or that nothing is lost, and what a given number can show.

Assumed are the score of the system in use, how often both systems fail on the same cases (--correlation) and,
where cases come in groups, how alike they are (--within). --pilot measures all of it on two earlier runs.
Groups, not cases, are what counts: ten variants of one case are worth little more than one.

Source: Preceptor.
License: Apache-2.0
"""

import argparse
from collections.abc import Iterator
from math import isfinite
from pathlib import Path

from preceptor import stats
from preceptor.components import Command
from preceptor.errors import BadInput
from preceptor.plan import by_correlation, needs, pilot
from preceptor.report import count, percent, table
from preceptor.stats import Design


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--baseline", type=float, metavar="RATE", help="score of the system in use, 0..1")
    parser.add_argument(
        "--question",
        choices=("better", "not worse", "same"),
        default="better",
        help="what is to be shown (better)",
    )
    parser.add_argument(
        "--difference", type=float, default=None, help="true difference B - A that is assumed"
    )
    parser.add_argument("--margin", type=float, default=0.0, help="for `not worse` and `same`, e.g. 0.03")
    parser.add_argument(
        "--correlation", type=float, default=0.5, help="of both scores over cases, 0 to 1 (0.5)"
    )
    parser.add_argument("--per-group", type=float, default=1.0, help="cases per patient or document (1)")
    parser.add_argument(
        "--within", type=float, default=0.0, help="how alike cases of a group are, 0 to 1 (0)"
    )
    parser.add_argument(
        "--pilot", nargs=2, type=Path, metavar=("RUN_A", "RUN_B"), help="measure it on two runs"
    )
    parser.add_argument("--cases", type=int, help="also: what this many cases can show")
    parser.add_argument(
        "--alpha", type=float, default=0.05, help="two-sided (0.05); one-sided tests take half"
    )


def _assumed(arguments: argparse.Namespace) -> tuple[float, float, Design, str]:
    """Return both rates, the design, and one line on where they come from."""
    default = 0.05 if arguments.question == "better" else 0.0
    difference = default if arguments.difference is None else arguments.difference
    alpha = arguments.alpha if arguments.question != "not worse" else arguments.alpha / 2
    if arguments.pilot:
        found = pilot(*arguments.pilot)
        design = Design(
            spread=found.spread, difference=difference, margin=arguments.margin, question=arguments.question,
            per_group=max(1.0, found.per_group), correlation=found.within, alpha=alpha,
        )  # fmt: skip
        told = (
            f"Pilot: {count(found.n)} cases in {count(found.groups)} groups, A {percent(found.rate_a)} %, "
            f"B {percent(found.rate_b)} %, correlation {found.correlation:.2f}, alike within groups {found.within:.2f}."
        )
        return found.rate_a, found.rate_a + difference, design, told
    if arguments.baseline is None:
        raise BadInput("give --baseline RATE (the score of the system in use), or --pilot RUN_A RUN_B")
    rate_b = arguments.baseline + difference
    design = Design(
        spread=stats.paired_spread(arguments.baseline, rate_b, arguments.correlation), difference=difference,
        margin=arguments.margin, question=arguments.question, per_group=arguments.per_group,
        correlation=arguments.within, alpha=alpha,
    )  # fmt: skip
    told = f"Assumed: A {percent(arguments.baseline)} %, B {percent(rate_b)} %, correlation {arguments.correlation:g}, {arguments.per_group:g} cases per group, alike {arguments.within:g}."
    return arguments.baseline, rate_b, design, told


def _lines(arguments: argparse.Namespace) -> Iterator[str]:
    rate_a, rate_b, design, told = _assumed(arguments)
    words = {
        "better": f"B better, true difference {100 * design.difference:+.1f} points",
        "not worse": f"B not worse than A by {100 * design.margin:.1f} points, true difference {100 * design.difference:+.1f}",
        "same": f"B within {100 * design.margin:.1f} points of A, true difference {100 * design.difference:+.1f}",
    }
    yield f"To show: {words[design.question]}. {told}"
    rows = [[percent(one.power), count(one.groups), count(one.cases)] for one in needs(design)]
    yield table(["power %", "groups", "cases"], rows, 0)
    if not arguments.pilot:
        yield "Cases for a power of 80 %, by the correlation of both systems over cases:"
        other = by_correlation(design, rate_a, rate_b)
        yield table(
            ["correlation", "groups", "cases"],
            [[f"{c:g}", count(n.groups), count(n.cases)] for c, n in other],
            0,
        )
    if arguments.cases is not None:
        groups = arguments.cases / design.per_group
        if groups < 2:
            raise BadInput(
                f"--cases {arguments.cases} is less than two groups of {design.per_group:g}; give at least "
                f"{2 * design.per_group:g}"
            )
        error = stats.standard_error(design, groups)
        least = stats.detectable(error, groups - 1, alpha=arguments.alpha)
        shown = f"{100 * least:.1f} points" if isfinite(least) else "nothing"
        yield (
            f"{count(arguments.cases)} cases: power {percent(stats.power(design, groups))} %; the least difference "
            f"that 80 % of such comparisons would show is {shown}."
        )


def run(arguments: argparse.Namespace) -> int:
    """Print the plan."""
    print("\n\n".join(_lines(arguments)))
    return 0


COMMAND = Command(add=add, run=run)
